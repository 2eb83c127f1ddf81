"""Landmarks kept by what they were made from, so that a clip is looked at once, whatever is done with them later."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
from importlib.metadata import version
from pathlib import Path

from formcheck.batch.fingerprint import hash_code
from formcheck.errors import OutputError, TrackError
from formcheck.files import describe_os_error
from formcheck.messages import Message, _
from formcheck.pose import PoseTrack, SurfaceKind
from formcheck.sources.models import COUNTER_MODEL, find_model, identify_model
from formcheck.sources.track_file import TRACK_SCHEMA, TRACK_SUFFIX, load_track, save_track
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

    The name of an entry is a hash of the clip's content, of the models, of what is followed besides the landmarks, and
    of the code and libraries that find them. An entry appears whole or not at all; a damaged one counts as missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> Message | None:
        """Make the folder, and return what is to be known of it.

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
        if all(os.access(entry, os.R_OK) for entry in self._folder.glob(f"*{TRACK_SUFFIX}")):
            return None
        return _(
            "{path}: some landmarks there cannot be read: do they belong to another user? Their clips are read again.",
            path=self._folder,
        )

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
            _identify(COUNTER_MODEL),
            settings,
            str(TRACK_SCHEMA),
            hash_code(*_MADE_BY),
            *map(version, LIBRARIES),
        )
        name = hashlib.sha256("\n".join(made_of).encode()).hexdigest()
        return self._folder / f"{name}{TRACK_SUFFIX}"

    def load(self, entry: Path) -> PoseTrack | None:
        """Return the landmarks kept there, None when there are none, or they are damaged or another user's."""
        try:
            return load_track(entry)
        except TrackError:
            return None

    def store(self, track: PoseTrack, entry: Path) -> None:
        """Keep landmarks; those of another user stay.

        Raises
        ------
        OutputError
            When they cannot be written.
        """
        if not entry.exists() or os.access(entry, os.R_OK):
            save_track(track, entry)


@functools.cache
def _identify(model: str) -> str:
    return identify_model(find_model(model)).sha256
