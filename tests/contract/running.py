"""What the contract tests share: the exercises, their limits, and how a track is judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise
from formcheck.exercises.limits import list_thresholds
from formcheck.pose import PoseTrack
from formcheck.results import Hold, Measure, Rep, SetResult
from formcheck.session import Session
from tests.contract.motions import MOTIONS, Motion, Motions

EXERCISES = list(list_exercises().values())
KNOWN = [exercise for exercise in EXERCISES if exercise.name in MOTIONS]
"""Those with motions; that none is missing is a test of its own."""
CLEARLY = 1.7
"""How many uncertainties beyond a limit a motion lies."""


@dataclass(frozen=True)
class Case:
    """One limit of one exercise: its name without the grade, and its thresholds by grade."""

    exercise: Exercise
    name: str
    thresholds: dict[str, float]

    def __str__(self) -> str:
        return f"{self.exercise.name}.{self.name}"

    @property
    def rule(self) -> str:
        return f"{self.exercise.name}.{self.name.split('.')[0]}"

    @property
    def measure(self) -> str:
        return self.name.split(".")[1]

    @property
    def ways(self) -> str:
        return self.name.rsplit(".", 1)[1]

    @property
    def grades(self) -> list[Literal["watch", "fault"]]:
        return ["watch", "fault"] if "watch" in self.thresholds and "fault" in self.thresholds else []


def list_cases() -> list[Case]:
    """Return every limit of every exercise that has motions."""
    found: dict[tuple[str, str], Case] = {}
    for exercise in KNOWN:
        for full, threshold in list_thresholds(exercise).items():
            name, _, grade = full.rpartition(".")
            case = found.setdefault((exercise.name, name), Case(exercise, name, {}))
            case.thresholds[grade] = threshold.value
    return list(found.values())


CASES = list_cases()


def find_motions(exercise: Exercise) -> Motions:
    assert exercise.name in MOTIONS, f"add {exercise.name} to MOTIONS in tests/contract/motions.py, with its motions"
    return MOTIONS[exercise.name]


def run(exercise: Exercise, *blocks: PoseTrack) -> SetResult:
    session = Session(exercise)
    for block in blocks:
        session.push(block)
    assert blocks[0].source is not None
    return session.finish(blocks[0].source, blocks[0].model)


def list_units(result: SetResult) -> tuple[Rep | Hold, ...]:
    return result.holds or result.counted


@cache
def read_uncertainty(exercise: str, measure: str) -> float:
    """Return the largest uncertainty of a measure in the perfect motions."""
    found = next(e for e in EXERCISES if e.name == exercise)
    values = [
        m.uncertainty
        for motion in find_motions(found).perfect.values()
        for unit in list_units(run(found, motion()))
        if isinstance(m := unit.measures.get(measure), Measure)
    ]
    assert values, f"{measure} was not measured in any perfect motion of {exercise}"
    return max(values)


def break_limit(case: Case, grade: Literal["watch", "fault"] = "fault") -> Motion:
    """Return a motion that lies clearly beyond a limit: at its fault if it has one, or between watch and fault."""
    motions = find_motions(case.exercise)
    if case.name in motions.shaped:
        return motions.shaped[case.name]
    first, last = next(iter(case.thresholds.values())), list(case.thresholds.values())[-1]
    if case.ways == "restart":
        return motions.limits[case.name](0.4 * first)
    if case.ways in ("up", "down"):
        return motions.limits[case.name](1.6 * first)
    unsure = motions.steps.get(case.name) or read_uncertainty(case.exercise.name, case.measure)
    sign = -1.0 if case.ways == "below" else 1.0
    if grade == "watch":
        return motions.limits[case.name]((first + last) / 2 + sign * unsure)
    return motions.limits[case.name](last + sign * CLEARLY * unsure)


def reach_limit(case: Case) -> Motion:
    """Return a motion that lies at a limit, so that its uncertainty must speak for the person."""
    first = next(iter(case.thresholds.values()))
    near = {"up": 0.9, "down": 0.9, "restart": 1.1}
    return find_motions(case.exercise).limits[case.name](near.get(case.ways, 1.0) * first)
