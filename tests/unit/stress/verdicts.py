"""Verdicts as a clip might give them."""

from __future__ import annotations

from typing import Any

from formcheck.batch.verdict import Outcome, Verdict

__all__ = ["make_hold", "make_reps"]


def make_reps(**changed: Any) -> Outcome:
    """Return three lifts, the last two of them too high."""
    values: dict[str, Any] = {
        "reps": 3,
        "partial_reps": 0,
        "reps_not_seen": 0,
        "holds_s": (),
        "form": "adjust",
        "decision": "undecided",
        "findings": {"hip-lift.lumbar-hyperextension": (2, 3)},
        "not_measurable": ("hip-lift.fatigue",),
        "measures": {
            "line_at_top_deg": (4.0, 18.0, 20.0),
            "trunk_bend_pct": (0.5, None, 0.75),
            "up_s": (1.0, 1.1, 1.2),
        },
        "units": {"line_at_top_deg": "deg", "trunk_bend_pct": "%", "up_s": "s"},
        "sides": ("left", "left", None),
    }
    return Outcome(Verdict(**{**values, **changed}))


def make_hold(**changed: Any) -> Outcome:
    """Return one good plank."""
    values: dict[str, Any] = {
        "reps": 0,
        "holds_s": (8.0,),
        "form": "good",
        "findings": {},
        "not_measurable": (),
        "measures": {"line_deg": (2.0,), "neck_deg": (3.0,)},
        "units": {"line_deg": "deg", "neck_deg": "deg"},
        "sides": ("left",),
    }
    return make_reps(**{**values, **changed})
