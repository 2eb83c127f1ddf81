"""What is truly there in a rendered clip: read from ``NAME.truth.npz``, never from what formcheck saw.

A fault is there, or it is not, or it lies so near its limit that neither answer is wrong: borderline, not scored.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.pose import FloatArray

__all__ = [
    "Presence",
    "Recording",
    "TrueClip",
    "TrueUnit",
    "cut_holds",
    "cut_reps",
    "cut_unit",
    "load_recording",
    "wrap_deg",
]

_FRAME_S = 1e-3
"""Times are stored in single precision."""


class Presence(enum.Enum):
    """Whether a fault is there."""

    THERE = "there"
    ABSENT = "absent"
    BORDERLINE = "borderline"
    UNSEEN = "unseen"
    """From where the camera stands it cannot be seen: a finding is false, no finding is no merit."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What a truth file holds.

    Attributes
    ----------
    time_s : (n,) s.
    signals : name -> (n,) the poser's true values and ``progress``, as in samples/render/README.md.
    reps_s : (k, 4) start, top, end of hold and end of each rep, s.
    spec : what the clip was made from.
    rest : the true values at rest, by name.
    near_side : the side towards the camera, "" in an empty room.
    """

    time_s: FloatArray
    signals: Mapping[str, FloatArray]
    reps_s: FloatArray
    spec: Mapping[str, Any]
    rest: Mapping[str, float]
    near_side: str


@dataclass(frozen=True, slots=True, eq=False)
class TrueUnit:
    """One rep or hold as it was rendered.

    Attributes
    ----------
    start_s, top_s, top_end_s, end_s : when it begins, reaches the top, leaves it, and ends; of a hold only the part
        that is held counts, so that the first two and the last two are the same.
    time_s : (m,) the frames at the top, s.
    signals : name -> (m,) the true values in these frames.
    asked : what the table of clips says of it, and of its clip.
    rest : the true values at rest, by name.
    """

    start_s: float
    top_s: float
    top_end_s: float
    end_s: float
    time_s: FloatArray
    signals: Mapping[str, FloatArray]
    asked: Mapping[str, Any]
    rest: Mapping[str, float]

    @property
    def phases_s(self) -> dict[str, float]:
        """How long it goes up, stays and goes down, s."""
        return {
            "up_s": self.top_s - self.start_s,
            "hold_s": self.top_end_s - self.top_s,
            "down_s": self.end_s - self.top_end_s,
        }

    def at_top(self, name: str) -> float:
        """Return the median of a true value between reaching the top and leaving it."""
        return float(np.median(self.signals[name]))


@dataclass(frozen=True, slots=True, eq=False)
class TrueClip:
    """A rendered clip.

    Attributes
    ----------
    exercise : its name; an empty room counts as an exercise's, to be analysed as that.
    units : its reps or holds.
    side : the side that should be named, "" where none should.
    view : what the camera sees, "" where nothing may be judged.
    recording : what its truth file holds.
    """

    exercise: str
    units: tuple[TrueUnit, ...]
    side: str
    view: str
    recording: Recording

    @property
    def spec(self) -> Mapping[str, Any]:
        """What it was made from."""
        return self.recording.spec

    @property
    def name(self) -> str:
        return str(self.spec["name"])

    @property
    def short_name(self) -> str:
        """The name without the exercise's."""
        return self.name.removeprefix(f"{self.exercise}-")

    @property
    def body(self) -> str:
        return str(self.spec["body"]) if self.spec["exercise"] != "none" else "-"

    @property
    def judgeable(self) -> bool:
        """Whether one person exercises, and the camera stands where something can be judged."""
        return bool(self.view)


def wrap_deg(angle_deg: float) -> float:
    """Return an angle in -180 (left out) to 180 deg."""
    return 180.0 - (180.0 - angle_deg) % 360.0


def load_recording(path: Path) -> Recording:
    """Read a truth file."""
    with np.load(path, allow_pickle=False) as data:
        about = json.loads(str(data["about"]))
        rest = about["rest"]
        return Recording(
            time_s=data["time_s"].astype(np.float64),
            signals={name: data[name].astype(np.float64) for name in (*rest, "progress")},
            reps_s=data["reps"].astype(np.float64),
            spec=about["spec"],
            rest=rest,
            near_side=str(about["near_side"]),
        )


def cut_reps(recording: Recording) -> tuple[TrueUnit, ...]:
    """Return the reps of a clip."""
    asked = recording.spec["reps"]
    return tuple(cut_unit(recording, times, rep) for times, rep in zip(recording.reps_s.tolist(), asked, strict=True))


def cut_holds(recording: Recording) -> tuple[TrueUnit, ...]:
    """Return the holds of a clip: from reaching the top to leaving it."""
    asked = recording.spec["reps"]
    return tuple(
        cut_unit(recording, [top, top, top_end, top_end], rep)
        for (_, top, top_end, _), rep in zip(recording.reps_s.tolist(), asked, strict=True)
    )


def cut_unit(recording: Recording, times_s: list[float], asked: Mapping[str, Any]) -> TrueUnit:
    """Return a rep or hold by its start, top, end of the top and end, s."""
    start, top, top_end, end = times_s
    held = (recording.time_s >= top - _FRAME_S) & (recording.time_s <= top_end + _FRAME_S)
    signals = {name: values[held] for name, values in recording.signals.items()}
    return TrueUnit(
        start, top, top_end, end, recording.time_s[held], signals, {**recording.spec, **asked}, recording.rest
    )
