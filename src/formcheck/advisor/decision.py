"""The decision: each answer, fault and day of the past calls for one by itself, and the strictest is taken.

Source: docs/sources.md sections 11 and 12. Nothing makes a decision milder: neither good form nor a good past.
docs/decision.md is made from this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formcheck.advisor.advice import STRICTNESS, Advice, Reason, find_strictest
from formcheck.advisor.answers import UNSURE
from formcheck.advisor.history import History
from formcheck.advisor.interview import list_missing, list_moments
from formcheck.advisor.pain import LOW, STRONG, find_zone, read_pain
from formcheck.advisor.past import list_past_reasons
from formcheck.advisor.questions import AGREEMENT, QUESTIONS, Answers, Question, Tier
from formcheck.advisor.steps import list_next_steps, list_to_give_up
from formcheck.errors import InputError
from formcheck.exercises import find_exercise
from formcheck.messages import _, _n
from formcheck.results import SetResult

__all__ = ["advise"]

_TIERS: tuple[Tier, ...] = ("go-now", "urgent", "ask-first")


def advise(result: SetResult | None, answers: Answers | None = None, history: History | None = None) -> Advice:
    """Return one decision from the form of a set, the person's answers and their past.

    A danger sign is for a doctor. Pain, a yes to the three questions, and any doubt are for rest; a missing answer
    leaves it undecided, which is rest too. A fault, or form that could not be judged, is for adjusting. Only with
    every answer given, good form and nothing against it in the past one may continue.

    Parameters
    ----------
    result : None when there was no set: then the form is not known, and no question about a set is open.
    answers : by question key, see `QUESTIONS`. What is not in it was not answered, which is never taken for "no".
    history : the person's past, from their diary; answers in it that still hold need not be given again.
    """
    now = dict(answers or {})
    history = history.include(now) if history else None
    carried = history.carry(now) if history else {}
    given = {**carried, **now}
    missing = list_missing(now, history, list_moments(result is not None))
    reasons = [_date(reason, history, carried) for reason in _list_answer_reasons(given)]
    reasons += list_past_reasons(history) if history else ()
    reasons += _list_form_reasons(result)
    if missing and all(r.calls_for != "see-a-doctor" for r in reasons):  # else nothing more needs to be asked now
        text = _n("{n} question is not answered yet", "{n} questions are not answered yet", len(missing))
        reasons.append(Reason("unanswered", "undecided", text))
    decision = find_strictest(r.calls_for for r in reasons)
    if decision == "continue":
        reasons.append(Reason("form", "continue", _tell_all_well(result)))
    reasons.sort(key=lambda r: (-STRICTNESS[r.calls_for], _TIERS.index(r.tier) if r.tier else len(_TIERS)))
    tier = reasons[0].tier if decision == "see-a-doctor" else None
    return Advice(
        decision,
        tuple(reasons),
        list_next_steps(decision, tier, reasons, result),
        list_to_give_up(decision),
        missing,
        tier,
        find_zone(given),
    )


def _tell_all_well(result: SetResult | None) -> str:
    if result is not None and _is_seen_in_part(result):
        return _("no pain during or after the set, a clear pain-free range, and good form as far as it could be seen")
    return _("no pain during or after the set, a clear pain-free range, and good form")


def _is_seen_in_part(result: SetResult) -> bool:
    """Return whether a rule without which no form is called good was judged by some of its measures only.

    A lower back that arches while the hips stay in line, say, is not seen in a small picture.
    """
    try:
        rules = find_exercise(result.exercise).rules
    except InputError:  # a result read back, of a plug-in that is not here
        return False
    unseen = {item.rule for item in result.not_measurable}
    return any(rule.essential and rule.id in unseen for rule in rules)


def _date(reason: Reason, history: History | None, carried: Answers) -> Reason:
    """Return a reason with the day on which it was said, where it is a danger sign from before."""
    if history is None or reason.code not in carried or reason.code not in history.screened:
        return reason
    said = _("{reason} (your answer of {day})", reason=reason.text, day=history.screened[reason.code].day)
    return replace(reason, text=said)


def _list_answer_reasons(given: Answers) -> Iterator[Reason]:
    for question in QUESTIONS:
        if question.kind == "yes-no" and question.key in given and (question != AGREEMENT or question.asked_if(given)):
            yield from _weigh(question, given)
    yield from _weigh_pain(given)


def _weigh(question: Question, given: Answers) -> Iterator[Reason]:
    """Yield what an answer of yes, no or unsure calls for.

    With "ask first", the agreement of a doctor or physiotherapist settles it; without it, it counts in full.
    """
    answer = given[question.key]
    if question.is_reassured_by(answer):
        return
    if question.tier == "ask-first" and given.get("clinician_agreed") == "yes":
        return
    text = question.doubt if answer == UNSURE else question.reason
    if question.key == "breath_held":
        yield Reason(question.key, "adjust", text)
    elif question.tier is not None and answer != UNSURE:
        yield Reason(question.key, "see-a-doctor", text, question.tier)
    else:
        yield Reason(question.key, "stop", text)


def _weigh_pain(given: Answers) -> Iterator[Reason]:
    """Yield what the pain on the scales calls for."""
    for key, (told, doubt) in _PAIN.items():
        pain = read_pain(given, key)
        if given.get(key) == UNSURE:
            yield Reason(key, "stop", doubt)
        elif pain is not None and pain > (LOW if key == "pain_before" else 0):
            easier = key == "pain_before" and pain <= STRONG
            yield Reason(key, "adjust" if easier else "stop", told.format(pain=pain))


_PAIN = {
    "next_day_pain": (
        _("pain or heaviness ({pain} of 10) lasted into the next day"),
        _("you are not sure how it felt on the day after training"),
    ),
    "pain_during": (
        _("you had pain during the set ({pain} of 10)"),
        _("you are not sure about pain during the set"),
    ),
    "pain_after": (
        _("you have pain after the set ({pain} of 10)"),
        _("you are not sure about pain after the set"),
    ),
    "pain_before": (
        _("there was pain before the set ({pain} of 10)"),
        _("you are not sure about pain before the set"),
    ),
}
"""What to say of pain on each scale, and of "unsure"; the weightiest first."""


def _list_form_reasons(result: SetResult | None) -> Iterator[Reason]:
    if result is None:
        yield Reason("form", "adjust", _("no set was looked at, so the form is not known"))
        return
    for finding in result.findings:
        yield Reason(finding.rule, "adjust", _("in the video, {seen}", seen=finding.seen))
    if result.form == "not-measurable":
        yield Reason("form", "adjust", _("the form could not be judged from this video"))
