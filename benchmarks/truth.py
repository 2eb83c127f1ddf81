"""What is truly there in a rendered clip: read from ``NAME.truth.npz``, never from what formcheck saw.

A fault is there, or it is not, or it lies so near its limit that neither answer is wrong: borderline, not scored.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["REP_RULES", "Presence", "TrueClip", "TrueRep", "judge_fatigue", "judge_set", "load_truth"]

_ROUNDING = 0.05
"""Angles and times are stored in single precision, and poses are solved to about this."""
_OFF_VIEW_DEG = 45.0
"""A camera more than this off the side sees nothing that may be judged."""


class Presence(enum.Enum):
    """Whether a fault is there."""

    THERE = "there"
    ABSENT = "absent"
    BORDERLINE = "borderline"


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One rep as it was rendered: times in s, angles at the top in deg, as in samples/render/README.md."""

    start_s: float
    top_s: float
    top_end_s: float
    end_s: float
    line_deg: float
    lumbar_ext_deg: float
    shank_deg: float
    submovements: int

    @property
    def phases_s(self) -> dict[str, float]:
        """How long it goes up, stays and goes down, s."""
        return {
            "up_s": self.top_s - self.start_s,
            "hold_s": self.top_end_s - self.top_s,
            "down_s": self.end_s - self.top_end_s,
        }


@dataclass(frozen=True, slots=True)
class TrueClip:
    """A rendered clip: its reps, the side towards the camera ("" when empty) and the spec that it was made from."""

    name: str
    near_side: str
    reps: tuple[TrueRep, ...]
    spec: dict[str, Any]

    @property
    def body(self) -> str:
        return str(self.spec["body"]) if self.spec["exercise"] != "none" else "-"

    @property
    def off_side_deg(self) -> float:
        """How far the camera stands off the side view, on either side of the body, deg; + towards the feet."""
        return math.degrees(math.asin(math.sin(math.radians(self.spec["azimuth_deg"]))))

    @property
    def judgeable(self) -> bool:
        """Whether somebody exercises and the camera stands at the side."""
        return self.body != "-" and abs(self.off_side_deg) <= _OFF_VIEW_DEG


def _grade(there: bool, absent: bool) -> Presence:
    return Presence.THERE if there else Presence.ABSENT if absent else Presence.BORDERLINE


def _judge_arch(rep: TrueRep) -> Presence:
    e = _ROUNDING
    there = rep.line_deg >= 15.0 - e or rep.lumbar_ext_deg >= 20.0 - e
    return _grade(there, rep.line_deg <= 8.0 + e and rep.lumbar_ext_deg <= 5.0 + e)


def _judge_incomplete(rep: TrueRep) -> Presence:
    return _grade(rep.line_deg <= -20.0 + _ROUNDING, rep.line_deg >= -10.0 - _ROUNDING)


def _judge_jerky(rep: TrueRep) -> Presence:
    return _grade(rep.submovements >= 2, rep.submovements < 2)


def _judge_too_fast(rep: TrueRep) -> Presence:
    quickest = min(rep.phases_s["up_s"], rep.phases_s["down_s"])
    return _grade(quickest < 0.6 - 1e-3, quickest >= 1.0 - 1e-3)


def _judge_feet(rep: TrueRep) -> Presence:
    lean = abs(rep.shank_deg)
    return _grade(lean >= 24.0 - _ROUNDING, lean <= 12.0 + _ROUNDING)


REP_RULES: dict[str, Callable[[TrueRep], Presence]] = {
    "lumbar-hyperextension": _judge_arch,
    "incomplete-lift": _judge_incomplete,
    "jerky": _judge_jerky,
    "too-fast": _judge_too_fast,
    "feet-placement": _judge_feet,
}
"""The rules that are judged rep by rep, and when each is there."""


def judge_fatigue(clip: TrueClip) -> Presence:
    """Return whether the set tires: its tops fall by 12 deg or more; not when all tops are equal."""
    tops = [rep["top_deg"] for rep in clip.spec["reps"]]
    return _grade(bool(tops) and tops[0] - tops[-1] >= 12.0, len(set(tops)) <= 1)


def judge_set(clip: TrueClip, rule: str) -> Presence:
    """Return whether a rule's finding belongs to a set: 2 reps or more, and 30 % of them, have the fault.

    Borderline when it takes borderline reps to get there.
    """
    if rule == "fatigue":
        return judge_fatigue(clip)
    grades = [REP_RULES[rule](rep) for rep in clip.reps]
    enough = max(2.0, 0.3 * len(grades))
    there = grades.count(Presence.THERE)
    return _grade(there >= enough, there + grades.count(Presence.BORDERLINE) < enough)


def load_truth(path: Path) -> TrueClip:
    """Read the truth of a clip; angles are the medians between reaching the top and leaving it."""
    with np.load(path, allow_pickle=False) as data:
        about = json.loads(str(data["about"]))
        time_s = data["time_s"]
        angles = np.column_stack([data[name] for name in ("line_deg", "lumbar_ext_deg", "shank_deg")])
        times = data["reps"].astype(np.float64)
    spec, reps = about["spec"], []
    for wanted, (start, top, top_end, end) in zip(spec["reps"], times.tolist(), strict=True):
        held = (time_s >= top - 1e-3) & (time_s <= top_end + 1e-3)
        line, lumbar, shank = np.median(angles[held], axis=0).tolist()
        reps.append(TrueRep(start, top, top_end, end, line, lumbar, shank, int(wanted["submovements"])))
    return TrueClip(str(spec["name"]), str(about["near_side"]), tuple(reps), spec)
