"""Which question comes next: for the terminal, a voice or a screen, which only have to put it and take the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from formcheck.advisor.history import History
from formcheck.advisor.questions import QUESTIONS, SCREEN, Answers, Moment, Question, Tier

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
    history : answers from before that still hold are not asked again.
    moments : ask only these.
    """
    tiers = _list_tiers(given)
    if "go-now" in tiers:
        return None
    missing = (q for q in _list_missing(given, history) if q.moment in moments and q.key not in skipped)
    return next((q for q in missing if not tiers or q.moment == "screen"), None)


def list_missing(
    given: Answers, history: History | None = None, moments: Collection[Moment] = MOMENTS
) -> tuple[str, ...]:
    """Return the questions of some moments that a decision needs and nobody has answered, by key."""
    return tuple(q.key for q in _list_missing(given, history) if q.moment in moments)


def _list_missing(given: Answers, history: History | None) -> Iterator[Question]:
    known = {**(history.carry(given) if history else {}), **given}
    return (q for q in QUESTIONS if q.key not in known and q.asked_if(known))


def _list_tiers(given: Answers) -> set[Tier]:
    """Return what the danger signs answered with yes ask for; what a doctor has agreed to counts no more."""
    agreed = given.get("clinician_agreed") in ("yes", None)
    return {q.tier for q in SCREEN if q.tier and given.get(q.key) == "yes" and not (agreed and q.tier == "ask-first")}
