"""formcheck: sees how you do your low-back exercises, and says whether to carry on.

Importing this package loads none of its modules; each is loaded when it is used, OpenCV and MediaPipe when a video is
read, matplotlib when a result is plotted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formcheck import errors
    from formcheck.advisor import Advice, advise, load_answers
    from formcheck.analysis import analyze
    from formcheck.exercises import list_exercises
    from formcheck.messages import use_language
    from formcheck.results import SetResult
    from formcheck.sources.track_file import load_track, save_track

    __version__: str

__all__ = [
    "Advice",
    "SetResult",
    "__version__",
    "advise",
    "analyze",
    "errors",
    "list_exercises",
    "load_answers",
    "load_track",
    "save_track",
    "use_language",
]

_LAZY = {
    "Advice": "formcheck.advisor",
    "SetResult": "formcheck.results",
    "advise": "formcheck.advisor",
    "analyze": "formcheck.analysis",
    "list_exercises": "formcheck.exercises",
    "load_answers": "formcheck.advisor",
    "load_track": "formcheck.sources.track_file",
    "save_track": "formcheck.sources.track_file",
    "use_language": "formcheck.messages",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    if name == "errors":
        return import_module("formcheck.errors")
    if name == "__version__":
        from importlib.metadata import version

        return version("formcheck")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
