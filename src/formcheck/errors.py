"""Every error that formcheck raises on purpose.

::

    FormcheckError               exit code 2
    ├── InputError               the clip, track or file given cannot be used
    │   ├── VideoError           a video that cannot be read
    │   ├── CameraError          a camera or a stream that gives no picture
    │   ├── TrackError           a saved pose track that cannot be read
    │   ├── BaselineError        a result that is no baseline for the exercise
    │   └── ThresholdsError      a file of limits that cannot be understood
    ├── AnswersError             an answers file that cannot be understood
    ├── DiaryError               a diary that cannot be read or written, or does not have what was asked for
    ├── OutputError              a result that cannot be written
    └── SetupError               something is missing on this machine
        └── ScreenError          there is no display for a window

Each message says what was wrong, what came, and what to do. Anything raised outside this tree is a bug
and keeps its traceback. `ExercisePluginWarning` is the one warning: it stops nothing.
"""

__all__ = [
    "AnswersError",
    "BaselineError",
    "CameraError",
    "DiaryError",
    "ExercisePluginWarning",
    "FormcheckError",
    "InputError",
    "OutputError",
    "ScreenError",
    "SetupError",
    "ThresholdsError",
    "TrackError",
    "VideoError",
]


class FormcheckError(Exception):
    """Base of all errors raised on purpose; ``exit_code`` is what the command line returns."""

    exit_code = 2


class InputError(FormcheckError):
    """The input given cannot be used."""


class VideoError(InputError):
    """A video file cannot be read."""


class CameraError(InputError):
    """A camera or a stream gives no picture."""


class TrackError(InputError):
    """A saved pose track cannot be read."""


class BaselineError(InputError):
    """A result cannot be used as a person's baseline for the exercise."""


class ThresholdsError(InputError):
    """A file with a person's own limits cannot be understood."""


class AnswersError(FormcheckError):
    """The answers given cannot be understood."""


class DiaryError(FormcheckError):
    """The diary cannot be read or written, or does not have what was asked for."""


class OutputError(FormcheckError):
    """A result cannot be written."""


class SetupError(FormcheckError):
    """Something that formcheck needs is missing on this machine."""


class ScreenError(SetupError):
    """There is no display for a window."""


class ExercisePluginWarning(UserWarning):
    """An exercise of another package cannot be used, and is left out."""
