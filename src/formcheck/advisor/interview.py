"""Which question comes next: for the terminal, a voice or a screen, which only have to put it and take the answer."""

from __future__ import annotations

from collections.abc import Collection

from formcheck.advisor.history import History
from formcheck.advisor.questions import AGREEMENT, QUESTIONS, SCREEN, Answers, Moment, Question, Tier

__all__ = ["MOMENTS", "list_missing", "list_moments", "next_question"]

MOMENTS: tuple[Moment, ...] = ("screen", "morning", "before", "after")


def list_moments(has_set: bool) -> tuple[Moment, ...]:
    """Return the moments whose questions a decision needs: where there was no set, nothing is asked about one."""
    return MOMENTS if has_set else MOMENTS[:-1]


def next_question(
    given: Answers,
    skipped: Collection[str] = (),
    history: History | None = None,
    moments: Collection[Moment] = MOMENTS,
) -> Question | None:
    """Return the next question to put, None when all that are needed were answered or skipped.

    A sign that asks for an emergency department ends it at once, another danger sign ends it with the danger signs.

    Parameters
    ----------
    given : the answers so far.
    skipped : questions that were put and not answered, by key.
    history : answers from before that still hold are not asked again, but for danger signs that were not settled.
    moments : ask only these.
    """
    carried = history.carry(given) if history else {}
    known = {**carried, **given}
    tiers = _list_tiers({key: answer for key, answer in known.items() if key in given or key in skipped}, known)
    if "go-now" in tiers:
        return None
    unsettled = _list_unsettled(carried, known)
    return next(
        (
            question
            for question in QUESTIONS
            if (question.key not in known or question.key in unsettled)
            and question.asked_if(known)
            and question.moment in moments
            and question.key not in skipped
            and (not tiers or question.moment == "screen")
        ),
        None,
    )


def list_missing(
    given: Answers, history: History | None = None, moments: Collection[Moment] = MOMENTS
) -> tuple[str, ...]:
    """Return the questions of some moments that a decision needs and nobody has answered, by key."""
    known = {**(history.carry(given) if history else {}), **given}
    return tuple(q.key for q in QUESTIONS if q.moment in moments and q.key not in known and q.asked_if(known))


def _list_tiers(told: Answers, known: Answers) -> set[Tier]:
    """Return what the danger signs told with yes ask for; what a doctor has agreed to counts no more."""
    return {q.tier for q in SCREEN if q.tier and told.get(q.key) == "yes" and not _is_agreed(q, known)}


def _list_unsettled(carried: Answers, known: Answers) -> set[str]:
    """Return the danger signs of before that still stand: whoever has seen a doctor must be able to say so."""
    signs = (q for q in SCREEN if q.key in carried and not _is_agreed(q, known))
    return {q.key for q in signs if not q.is_reassured_by(carried[q.key])}


def _is_agreed(question: Question, known: Answers) -> bool:
    return question.tier == "ask-first" and known.get(AGREEMENT.key) == "yes"
