"""Which question comes next: for the terminal, a voice or a screen, which only have to put it and take the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from formcheck.advisor.history import History
from formcheck.advisor.questions import QUESTIONS, Answers, Moment, Question

__all__ = ["list_missing", "next_question"]

MOMENTS: tuple[Moment, ...] = ("screen", "morning", "before", "after")


def next_question(
    given: Answers,
    skipped: Collection[str] = (),
    history: History | None = None,
    moments: Collection[Moment] = MOMENTS,
) -> Question | None:
    """Return the next question to put, None when all that are needed were answered or skipped.

    Parameters
    ----------
    given : the answers so far.
    skipped : questions that were put and not answered, by key.
    history : answers from before that still hold are not asked again.
    moments : ask only these.
    """
    missing = _list_missing(given, history)
    return next((q for q in missing if q.moment in moments and q.key not in skipped), None)


def list_missing(given: Answers, history: History | None = None) -> tuple[str, ...]:
    """Return the questions that a decision needs and nobody has answered, by key."""
    return tuple(q.key for q in _list_missing(given, history))


def _list_missing(given: Answers, history: History | None) -> Iterator[Question]:
    known = {**(history.carry(given) if history else {}), **given}
    return (q for q in QUESTIONS if q.key not in known and q.asked_if(known))
