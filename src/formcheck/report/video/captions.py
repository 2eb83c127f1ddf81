"""What is said in the film and when: one cue after a rep or during a hold, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from formcheck.drawing.looks import Grade
from formcheck.exercises.base import Exercise
from formcheck.messages import _, translate
from formcheck.pose import FloatArray
from formcheck.report.blind import find_blind
from formcheck.results import Finding, Hold, Measure, NotMeasurable, Rep, SetResult
from formcheck.wrapping import measure_width

__all__ = ["Caption", "Unit", "list_captions", "list_units", "name_unjudged"]

Unit = Rep | Hold
_COLUMNS_PER_S = 18.0
"""Text that is read in a second, in columns. Source: our choice, slow readers; subtitles allow 17 to 20 letters."""
_BLIND_S = 0.5
"""For how long somebody must be out of sight for it to be said, s. Source: our choice."""
_NOT_SEEN, _FAULT, _WATCH, _UNIT, _SET, _NOT_JUDGED = range(6)


@dataclass(frozen=True, slots=True)
class Caption:
    """A text and when it is shown, s. Of several at a time the one of the lowest rank is shown."""

    start_s: float
    end_s: float
    text: str
    grade: Grade
    rank: int


def list_units(result: SetResult) -> Sequence[Unit]:
    """Return the holds, or the reps, partial ones included."""
    return result.holds or result.reps


def list_captions(
    exercise: Exercise, result: SetResult, time_s: FloatArray, seen: npt.NDArray[np.int8]
) -> list[Caption]:
    """Return all that is said in the film, in no order.

    Parameters
    ----------
    time_s : (n,) s, of the pictures.
    seen : (n,) int8, a `Seen` for each.
    """
    units = list_units(result)
    first, last = (units[0].start_s, units[-1].end_s) if units else (np.inf, np.inf)
    start, end = (float(time_s[0]), float(time_s[-1])) if len(time_s) else (0.0, 0.0)
    captions = list(_list_blind(exercise, time_s, seen, (first, last) if units else (-np.inf, np.inf)))
    for unit, following in pairwise([*units, None]):
        if unit is not None:
            until = following.end_s if following else np.inf
            captions += (
                _tell_rep(exercise, result, unit, until)
                if isinstance(unit, Rep)
                else _tell_hold(exercise, result, unit)
            )
    told = {finding.rule for unit in units for finding in unit.findings}
    of_set = [f for f in result.findings if f.rule not in told]
    for finding in of_set:
        at = next((unit.end_s for unit in units if unit.index in finding.reps), last)
        captions.append(_say(at, finding.cue, finding.severity, _SET))
    unjudged = list(_explain_unjudged(exercise, result))
    captions += _fill(start, min(first, end), unjudged)
    closing: list[tuple[str, Grade]] = [(f.cue, f.severity) for f in of_set]
    captions += _fill(min(last, end), end, closing + unjudged)
    return captions


def name_unjudged(exercise: Exercise, result: SetResult) -> str:
    """Return the rules that could not be judged over the set as one short text; "" where all were."""
    names = list(dict.fromkeys(_name_rule(item.rule) for item in result.not_measurable))
    if len(names) >= len(exercise.rules):
        return _("nothing was judged")
    return _("not judged: {names}", names=", ".join(names)) if names else ""


def _say(start_s: float, text: str, grade: Grade, rank: int) -> Caption:
    return Caption(start_s, start_s + _read_s(text), text, grade, rank)


def _read_s(text: str) -> float:
    return 1.0 + measure_width(translate(text)) / _COLUMNS_PER_S


def _rank(finding: Finding) -> int:
    return _FAULT if finding.severity == "fault" else _WATCH


def _tell_rep(exercise: Exercise, result: SetResult, rep: Rep, until_s: float) -> Iterator[Caption]:
    """Yield the cue for the first of the worst findings of a rep, or why it was not judged, after its end."""
    caption = None
    if rep.findings:
        worst = min(rep.findings, key=_rank)
        caption = _say(rep.end_s, worst.cue, worst.severity, _rank(worst))
    elif not rep.complete:
        caption = _say(rep.end_s, _("partial, not counted"), "unjudged", _UNIT)
    elif why := _find_why_unjudged(exercise, result, rep):
        caption = _say(rep.end_s, why, "unjudged", _UNIT)
    if caption is not None:
        yield Caption(caption.start_s, min(caption.end_s, until_s), caption.text, caption.grade, caption.rank)


def _tell_hold(exercise: Exercise, result: SetResult, hold: Hold) -> Iterator[Caption]:
    """Yield the cues for what was found in a hold, while it was there, or why the hold was not judged."""
    for finding in hold.findings:
        said = _say(finding.start_s, finding.cue, finding.severity, _rank(finding))
        yield Caption(said.start_s, max(said.end_s, finding.end_s), said.text, said.grade, said.rank)
    if not hold.findings and (why := _find_why_unjudged(exercise, result, hold)):
        yield Caption(hold.start_s, hold.end_s, why, "unjudged", _UNIT)


def _find_why_unjudged(exercise: Exercise, result: SetResult, unit: Unit) -> str:
    """Return why none of the essential rules of this view could be judged in a rep or hold; "" if one was."""
    here = [rule for rule in exercise.rules if rule.essential and rule.only_in in ("", result.view.seen)]
    measures = [unit.measures.get(limit.measure) for rule in here for limit in rule.limits]
    if any(isinstance(measure, Measure) for measure in measures):
        return ""
    return next((measure.reason for measure in measures if isinstance(measure, NotMeasurable)), "")


def _explain_unjudged(exercise: Exercise, result: SetResult) -> Iterator[tuple[str, Grade]]:
    """Yield what could not be judged over the set and why, those with one reason together."""
    by_reason: dict[str, list[str]] = {}
    for item in result.not_measurable:
        by_reason.setdefault(item.reason, []).append(_name_rule(item.rule))
    for reason, rules in by_reason.items():
        names = list(dict.fromkeys(rules))
        if len(names) >= len(exercise.rules):
            yield reason, "unjudged"
        else:
            yield _("{names}: {text}.", names=", ".join(names), text=reason), "unjudged"


def _name_rule(rule: str) -> str:
    """Return a rule's name without that of its exercise, in words, between which a line can be broken."""
    return rule.partition(".")[2].replace("-", " ")


def _fill(start_s: float, end_s: float, said: Sequence[tuple[str, Grade]]) -> Iterator[Caption]:
    """Yield texts one after the other, and from the first again, until a time."""
    at, number = start_s, 0
    while said and at < end_s:
        text, grade = said[number % len(said)]
        caption = _say(at, text, grade, _NOT_JUDGED)
        yield caption
        at, number = caption.end_s, number + 1


def _list_blind(
    exercise: Exercise, time_s: FloatArray, seen: npt.NDArray[np.int8], within_s: tuple[float, float]
) -> Iterator[Caption]:
    """Yield why the body was not seen, where it was so for a while within a span of time."""
    for start_s, end_s, why in find_blind(time_s, seen, _BLIND_S):
        if start_s < within_s[1] and end_s > within_s[0]:
            said = _say(start_s, exercise.reasons[why], "unjudged", _NOT_SEEN)
            yield Caption(said.start_s, max(said.end_s, end_s), said.text, said.grade, said.rank)
