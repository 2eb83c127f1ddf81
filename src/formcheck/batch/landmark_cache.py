"""Landmarks kept by what they were made from, so that a clip is looked at once, whatever is done with them later."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from formcheck.batch.fingerprint import hash_code
from formcheck.errors import OutputError, TrackError
from formcheck.files import describe_os_error
from formcheck.messages import _
from formcheck.pose import PoseTrack, SurfaceKind
from formcheck.sources.models import find_model, identify_model
from formcheck.sources.track_file import TRACK_SCHEMA, TRACK_SUFFIX, load_track
from formcheck.sources.video import check_is_file

__all__ = ["LIBRARIES", "LandmarkCache"]

_MADE_BY = (
    "motion/view.py",
    "pose.py",
    "sources/clip.py",
    "sources/landmarker.py",
    "sources/people.py",
    "sources/surface.py",
    "sources/video.py",
    "sources/watcher.py",
)
"""The part of formcheck on which landmarks depend: a change there makes them anew."""
LIBRARIES = ("mediapipe", "opencv-contrib-python", "numpy")


class LandmarkCache:
    """A folder with one track for each clip, model and setting; safe for any number of processes at once.

    The name of an entry is a hash of the clip's content, of the model, of what is followed besides the landmarks, and
    of the code and libraries that find them. An entry appears whole or not at all; a damaged one counts as missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Make the folder.

        Raises
        ------
        OutputError
            When it cannot be made or written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = describe_os_error(error)
            text = _("{path}: the folder cannot be made ({why}). Choose another one.", path=self._folder, why=why)
            raise OutputError(text) from error

    def find_entry(self, clip: Path, model: str, surface: SurfaceKind | None) -> Path:
        """Return where the landmarks of a clip are, or would be.

        Raises
        ------
        VideoError, SetupError
            When the clip cannot be read; when there is no such model.
        """
        check_is_file(clip)
        with clip.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        settings = json.dumps(dataclasses.asdict(surface) if surface else None, sort_keys=True)
        made_of = (
            content,
            _identify(model),
            settings,
            str(TRACK_SCHEMA),
            hash_code(*_MADE_BY),
            *map(version, LIBRARIES),
        )
        name = hashlib.sha256("\n".join(made_of).encode()).hexdigest()
        return self._folder / f"{name}{TRACK_SUFFIX}"

    def load(self, entry: Path) -> PoseTrack | None:
        """Return the landmarks kept there, None when there are none or they are damaged."""
        try:
            return load_track(entry)
        except TrackError:
            return None


@functools.cache
def _identify(model: str) -> str:
    return identify_model(find_model(model)).sha256
