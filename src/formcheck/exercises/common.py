"""What exercises say alike: why nothing was seen, and the rules of tempo and smoothness."""

from __future__ import annotations

from formcheck.exercises.base import Limit, Rule, Seen, Threshold, TrendLimit
from formcheck.messages import _

__all__ = ["JERKY", "SMOOTHNESS_TREND", "make_jerky_rule", "make_reasons", "make_too_fast_rule"]

JERKY = Threshold(
    -2.2,
    "SPARC",
    "our choice: between smooth (-2.0) and stop-and-go (-2.9) at 2 deg of noise, benchmarks/smoothness.py",
)
SMOOTHNESS_TREND = TrendLimit(
    "smoothness",
    "down",
    Threshold(0.5, "SPARC", "docs/sources.md section 7: 0.5 worse than the person's own first reps"),
    seen=_("the movement became less smooth towards the end of the set"),
)


def make_reasons(*, posture: str, view: str, hidden: str) -> dict[Seen, str]:
    """Return a sentence for each way of not being seen.

    Parameters
    ----------
    posture : what nobody was seen doing ("lying on the back").
    view : what was wrong with the view, and what to do.
    hidden : what was hidden ("shoulder, hip, knee or ankle was").
    """
    return {
        Seen.NOBODY: _(
            "no person was found in the picture: check the light, and that you are in view from head to feet"
        ),
        Seen.SEVERAL: _("more than one person was in the picture: film only the one who exercises"),
        Seen.OUTSIDE: _(
            "part of the body was outside the picture: move the camera back until head and feet are in view"
        ),
        Seen.POSTURE: _(
            "nobody was seen {posture}: check that this is the exercise and the film is upright", posture=posture
        ),
        Seen.VIEW: view,
        Seen.HIDDEN: _("{hidden} hidden: clear the view, and use more light", hidden=hidden),
    }


def make_jerky_rule(exercise: str, cue: str) -> Rule:
    """Return the rule against stop-and-go; it needs the measure ``smoothness``."""
    return Rule(
        id=f"{exercise}.jerky",
        cue=cue,
        limits=(
            Limit(
                "smoothness",
                "below",
                watch=JERKY,
                fault=Threshold(-2.4, "SPARC", "our choice: as above, more surely"),
                seen=_("the movement stopped and started on the way"),
            ),
        ),
    )


def make_too_fast_rule(exercise: str, cue: str, *, up: str, down: str) -> Rule:
    """Return the rule against momentum; it needs ``up_s`` and ``down_s``. ``up``, ``down``: what the camera saw."""
    return Rule(
        id=f"{exercise}.too-fast",
        cue=cue,
        limits=tuple(
            Limit(
                measure,
                "below",
                watch=Threshold(0.8, "s", "docs/sources.md section 7: under 0.8 s a phase is momentum"),
                fault=Threshold(0.6, "s", "our choice: a quarter less than that"),
                seen=seen,
            )
            for measure, seen in (("up_s", up), ("down_s", down))
        ),
    )
