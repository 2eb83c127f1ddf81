"""Sets made by hand, to compare and to rate."""

from __future__ import annotations

from typing import Any

from formcheck.exercises import find_exercise
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.results import DoseDone, Finding, Hold, Measure, NotMeasurable, Rep, SetResult, ViewSummary

__all__ = ["make_finding", "make_hold", "make_rep", "make_set"]


def make_finding(rule: str, index: int = 1, severity: Any = "fault", exercise: str = "hip-lift") -> Finding:
    """Return a finding of a rule in a rep."""
    texts = {"source": "a source", "seen": "what was seen", "cue": "What to do."}
    rest = {"unit": "s", "uncertainty": 0.1, "threshold": 0.8, "start_s": 1.0, "end_s": 2.0, "reps": (index,)}
    return Finding(f"{exercise}.{rule}", severity, "up_s", 0.5, **rest, **texts)  # type: ignore[arg-type]


def make_rep(index: int, *findings: str, complete: bool = True, **measures: Any) -> Rep:
    """Return a hip lift that broke some rules; a measure is a value in s or deg, None where it was not measurable."""
    given = {"up_s": 1.0, "down_s": 1.0, "smoothness": -1.5, "line_at_top_deg": 0.0, "shank_at_top_deg": 0.0} | measures
    seen = {
        name: NotMeasurable("it was hidden") if v is None else Measure(v, "s" if name.endswith("_s") else "deg", 0.1)
        for name, v in given.items()
    }
    found = tuple(make_finding(rule, index) for rule in findings)
    start_s = 4.0 * index
    return Rep(index, start_s, start_s + 1, start_s + 2, complete, "left", seen if complete else {}, found)


def make_hold(index: int, length_s: float, *findings: str) -> Hold:
    """Return a plank that broke some rules."""
    seen = {name: Measure(0.0, "deg", 2.0) for name in ("line_deg", "upper_arm_deg", "neck_deg")}
    found = tuple(make_finding(rule, index, exercise="plank") for rule in findings)
    return Hold(index, 1.0, 1.0 + length_s, length_s, "left", seen, found)


def make_set(exercise: str = "hip-lift", **changes: Any) -> SetResult:
    """Return a set; without reps and holds nothing was seen in it."""
    reps, holds = changes.get("reps", ()), changes.get("holds", ())
    count = len(holds) or len([rep for rep in reps if rep.complete])
    done = DoseDone(find_exercise(exercise).dose, {"": count}, max((h.valid_s for h in holds), default=None))
    given: dict[str, Any] = {
        "side": "left",
        "view": ViewSummary("side", "side", 1.0),
        "form": "good",
        "reps": (),
        "reps_not_seen": 0,
        "holds": (),
        "findings": (),
        "not_measurable": (),
        "dose": done,
        "breathing": NotMeasurable("the body moves"),
        "emphasis": (),
        "own_bias": None,
        "own_thresholds": {},
        "notes": (),
        "source": SourceInfo("clip.mp4", 640, 480, 30.0, 900),
        "model": ModelInfo("full", "0" * 64),
    }
    return SetResult(exercise=exercise, **{**given, **changes})
