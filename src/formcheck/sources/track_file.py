"""Saved pose tracks (``NAME.pose.npz``): the landmarks of a clip, to analyse again without video and model."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.errors import TrackError
from formcheck.files import write_atomically
from formcheck.messages import _, pack, unpack
from formcheck.pose import PoseTrack
from formcheck.provenance import ModelInfo, SourceInfo

__all__ = ["TRACK_SCHEMA", "TRACK_SUFFIX", "is_track_file", "load_track", "save_track"]

TRACK_SCHEMA = 2
TRACK_SUFFIX = ".pose.npz"
_ARRAYS = ("time_s", "pixels", "world", "visibility", "people", "surface")


def is_track_file(path: str | Path) -> bool:
    """Return whether a path is named as a saved track."""
    return str(path).endswith(TRACK_SUFFIX)


def save_track(track: PoseTrack, path: str | Path) -> None:
    """Write a track with its source, model, picture size and schema number; an old file is replaced at the end.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    if track.source is None or track.model is None:
        raise ValueError("a track is saved with its source and its model")
    about = {
        "schema": TRACK_SCHEMA,
        "surface_kind": track.surface_kind,
        "source": {**dataclasses.asdict(track.source), "warnings": pack(track.source.warnings)},
        "model": dataclasses.asdict(track.model),
    }
    arrays: dict[str, Any] = {name: getattr(track, name) for name in _ARRAYS}
    with write_atomically(path) as file:
        np.savez_compressed(file, about=np.array(json.dumps(about)), **arrays)


def load_track(path: str | Path) -> PoseTrack:
    """Read a saved track.

    Raises
    ------
    TrackError
        When the file is missing, damaged, of another schema or not a pose track at all.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise TrackError(_("{path}: there is no such file. Check the name and the folder.", path=path))
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            about = json.loads(str(data["about"]))
            if about["schema"] != TRACK_SCHEMA:
                raise TrackError(
                    _(
                        "{path}: the track has schema {schema}, this formcheck reads {known}. "
                        "Make it again from the clip with --save-track.",
                        path=path,
                        schema=about["schema"],
                        known=TRACK_SCHEMA,
                    )
                )
            arrays = {name: data[name] for name in _ARRAYS}
        warnings = tuple(unpack(about["source"].pop("warnings")))
        source = SourceInfo(**about["source"], warnings=warnings)
        model = ModelInfo(**about["model"])
        return PoseTrack(
            **arrays,
            width=source.width,
            height=source.height,
            surface_kind=about["surface_kind"],
            source=source,
            model=model,
        )
    except TrackError:
        raise
    except Exception as error:  # damaged bytes make zip, deflate and NumPy raise whatever they know
        raise TrackError(
            _(
                "{path}: this is not a pose track that can be read ({english}). "
                "Make it again from the clip with --save-track.",
                path=path,
                english=" ".join(str(error).split()) or type(error).__name__,
            )
        ) from error
