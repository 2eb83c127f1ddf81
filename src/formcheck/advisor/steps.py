"""What to do after a decision, and what to leave be.

Source: docs/sources.md sections 11 and 12.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from formcheck.advisor.advice import Decision, Reason
from formcheck.advisor.questions import ASK_FIRST, SCREEN, Tier
from formcheck.messages import _
from formcheck.results import SetResult

__all__ = ["list_next_steps", "list_to_give_up"]

_SEE_A_DOCTOR: dict[Tier | None, tuple[str, ...]] = {
    "go-now": (
        _("Go to an emergency department now, or call the emergency number. Please do not wait for it to settle."),
        _("Leave the exercises until it has been looked at."),
    ),
    "urgent": (
        _("Call a doctor today and have it looked at before you exercise again. Please do not wait for it to settle."),
        _(
            "If bladder or bowels change, the buttocks or the parts between the legs turn numb, or the legs get "
            "weaker: go to an emergency department at once."
        ),
    ),
    "ask-first": (
        _("Ask a doctor or physiotherapist before you exercise again. There is no hurry, but please do not skip it."),
    ),
}
_STEPS: dict[Decision, tuple[str, ...]] = {
    "stop": (
        _("Rest now and let it settle. Changing the form or the exercise is for later."),
        _("Tomorrow and the day after, answer the three questions again. When both are clear, come back smaller."),
        _("If it does not settle in two weeks, or you are not sure, ask a doctor or physiotherapist."),
    ),
    "adjust": (
        _("Make it easier: fewer reps or a shorter hold, a smaller range, slower."),
        _("Stay where it does not hurt, and stop where the quality falls."),
    ),
    "undecided": (
        _("Rest until the questions are answered."),
        _("Answer them, the danger signs first: at the terminal (--ask), or in a file (--answers FILE)."),
    ),
}
_DOSE_FIRST = _("Carry on like this. Do the whole set before you make it any harder.")
_RAISE = _("Carry on like this. When it feels easy, raise reps, hold time or range a little, one at a time.")
_GENTLY = _("Train gently, as formcheck plan says, and film the set, so that the form can be looked at too.")
_NOT_ALONE = _("With a trainer or clinician beside you, they may decide otherwise; alone, please keep to this.")
_ANSWER_AGAIN = _("Answer the open questions as well, the danger signs first.")
_ASK_WHETHER = _("Tell them what is listed above. If they agree to the exercises, say so when you are asked about it.")
_COME_BACK = _(
    "Answer the next-day questions each morning all the same; after two clear ones in a row, come back smaller."
)
_FILM_AGAIN = _("Film the next set so that the form can be judged; the result says what was in the way.")
_ASK_ABOUT_DOUBT = _("Ask a doctor or physiotherapist about the sign that you are not sure of.")
_GIVE_UP = (
    _("enduring it and carrying on"),
    _("pushing through by changing the form alone"),
    _("stretching again and again to get by"),
)


def list_next_steps(
    decision: Decision, tier: Tier | None, reasons: Iterable[Reason], result: SetResult | None
) -> tuple[str, ...]:
    """Return what to do, the first thing first. With "adjust", the cues for the faults come before all."""
    codes = {r.code for r in reasons}
    if decision == "see-a-doctor":
        return (*_SEE_A_DOCTOR[tier], *(_list_after_asking(codes) if tier == "ask-first" else ()))
    if decision == "continue":
        return (_RAISE if result is not None and is_dose_done(result) else _DOSE_FIRST,)
    return tuple(_list_steps(decision, codes, result))


def _list_after_asking(codes: Collection[str]) -> Iterator[str]:
    if any(q.key in codes for q in ASK_FIRST):
        yield _ASK_WHETHER
    if any(code.startswith("history.") for code in codes):
        yield _COME_BACK


def _list_steps(decision: Decision, codes: Collection[str], result: SetResult | None) -> Iterator[str]:
    if decision == "adjust" and result is None:
        yield _GENTLY
        yield _STEPS["adjust"][-1]
        return
    if decision == "adjust" and result is not None:
        yield from dict.fromkeys(f.cue for f in result.findings)
        if "breath_held" in codes:
            yield _("Breathe on all the time: count aloud, and the breath goes by itself.")
    yield from _STEPS[decision]
    if decision == "adjust" and "form" in codes:
        yield _FILM_AGAIN
    if decision == "stop":
        if any(q.key in codes for q in SCREEN):
            yield _ASK_ABOUT_DOUBT
        if "unanswered" in codes:
            yield _ANSWER_AGAIN
        yield _NOT_ALONE


def list_to_give_up(decision: Decision) -> tuple[str, ...]:
    """Return what to leave be first of all, when there is a reason to rest."""
    return _GIVE_UP if decision in ("see-a-doctor", "stop") else ()


def is_dose_done(result: SetResult) -> bool:
    """Return whether one whole set of the dose was done; of holds, what is enough for a beginner."""
    done, dose = result.dose, result.dose.dose
    if dose.hold_s is not None and dose.reps == 1:
        return (done.longest_hold_s or 0.0) >= (dose.beginner_hold_s or dose.hold_s)
    return bool(done.reps) and min(done.reps.values()) >= dose.reps
