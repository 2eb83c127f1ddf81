"""A clip in all its variants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.analysis import make_session
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.errors import InputError
from formcheck.messages import _
from formcheck.sources.models import find_model
from formcheck.sources.track_file import is_track_file
from formcheck.sources.video import check_is_file
from formcheck.stress.comparison import Compared, compare, count_seen
from formcheck.stress.job import StressJob
from formcheck.stress.variants import AS_IT_IS, Variant

__all__ = ["StressRun", "check_clip", "stress"]

Work = Callable[[Iterable[tuple[int, StressJob]]], Iterator[tuple[int, Outcome]]]
"""Takes jobs with their numbers, and gives their outcomes in any order, each with the number of its job."""


@dataclass(frozen=True, slots=True)
class StressRun:
    """What was seen in a clip as it is, and in each variant of it."""

    clip: str
    exercise: str
    model: str
    reference: Verdict
    compared: tuple[Compared, ...]

    @property
    def is_judged(self) -> bool:
        """Whether the form in the clip as it is could be judged, so that findings can be compared."""
        return self.reference.form != "not-measurable"


def check_clip(clip: Path, exercise: str, model: str) -> None:
    """Check what can be checked before the work begins.

    Raises
    ------
    InputError
        When there is no such clip or exercise, or the clip has no pictures that could be changed.
    SetupError
        When there is no such model.
    """
    if is_track_file(clip):
        raise InputError(
            _("{path}: these are saved landmarks, and it takes pictures to change them. Give the video.", path=clip)
        )
    make_session(exercise)
    check_is_file(clip)
    find_model(model)


def stress(
    clip: Path,
    exercise: str,
    model: str,
    variants: Sequence[Variant],
    work: Work,
    on_done: Callable[[str], None] = lambda _name: None,
) -> StressRun:
    """Analyse a clip as it is and in its variants, and compare.

    Parameters
    ----------
    work : does the jobs, see `formcheck.batch.workers.work_here`.
    on_done : called with the name of each variant that is done.

    Raises
    ------
    InputError
        When the clip as it is cannot be analysed, or nothing was counted in it.
    """
    jobs = [StressJob(str(clip), exercise, model, variant) for variant in (AS_IT_IS, *variants)]
    done: dict[int, Outcome] = {}
    for number, outcome in work(enumerate(jobs)):
        done[number] = outcome
        on_done(jobs[number].variant.name)
        if number == 0 and (isinstance(outcome.seen, Failure) or not count_seen(outcome.seen)):
            break
    reference = done[0].seen
    if isinstance(reference, Failure):
        raise InputError(reference.text)
    if not count_seen(reference):
        text = _(
            "{path}: nothing was counted in the clip as it is, so there is nothing to compare. "
            "Check the exercise, and that the whole body is in the picture.",
            path=clip,
        )
        raise InputError(text)
    compared = (compare(variant, reference, done[number]) for number, variant in enumerate(variants, 1))
    return StressRun(str(clip), exercise, model, reference, tuple(compared))
