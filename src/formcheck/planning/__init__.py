"""What is due today, how much of it, and why: worked out from the past, with nothing stored in between."""

from formcheck.planning.ladder import PlannedDose, find_start, make_ladder
from formcheck.planning.level import Level, Step, find_level
from formcheck.planning.plan import ANCHORS, AnchorChoice, Plan, PlannedExercise, make_plan

__all__ = [
    "ANCHORS",
    "AnchorChoice",
    "Level",
    "Plan",
    "PlannedDose",
    "PlannedExercise",
    "Step",
    "find_level",
    "find_start",
    "make_ladder",
    "make_plan",
]
