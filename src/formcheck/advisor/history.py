"""What is known of a person's past, from the diary: sets, the mornings after, the danger signs asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from formcheck.advisor.advice import STRICTNESS, Decision, find_strictest
from formcheck.advisor.pain import is_soreness, needs_short_check
from formcheck.advisor.questions import (
    AGREEMENT,
    ASK_FIRST,
    MORNING,
    PRESSING,
    SCREEN,
    SHORT_CHECK,
    Answer,
    Answers,
    find_question,
)
from formcheck.results import Form, Measure, Side

__all__ = ["SCREEN_DAYS", "History", "Morning", "PastSet", "Screened"]

SCREEN_DAYS = 28
"""For so many days a danger sign that was answered with no need not be asked again. Source: our choice."""
CLEAR_AFTER_STOP = 2
"""Clear mornings in a row after a stop, before one comes back. Source: docs/sources.md section 12."""


@dataclass(frozen=True, slots=True)
class PastSet:
    """One set that was done, as far as later decisions, plans and trends need it.

    Attributes
    ----------
    number : its number in the diary.
    done_at : when it was done, with its time zone.
    counted : complete reps; of an exercise for each side, of the side with fewer.
    held : holds; ``longest_hold_s`` is the longest, None where nothing is held.
    answers : what was answered before and after it.
    measures : the median of each measure over its reps or holds.
    faults, watched : the rules broken, and those that came near.
    emphasis : exercises to put weight on, and why; of an assessment.
    """

    number: int
    done_at: dt.datetime
    exercise: str
    side: Side | None
    form: Form
    decision: Decision
    counted: int
    held: int = 0
    longest_hold_s: float | None = None
    answers: Answers = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    emphasis: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> dt.date:
        """The day it was done, by the clock there."""
        return self.done_at.date()


@dataclass(frozen=True, slots=True)
class Morning:
    """The answers to the three questions on a day after training."""

    day: dt.date
    answers: Answers

    @property
    def is_clear(self) -> bool:
        """Whether each question was answered, and none gives a reason to rest."""
        given = self.answers
        pain = given.get("next_day_pain")
        if pain is None:
            return False
        settled = pain == 0 or is_soreness(pain, given.get("next_day_where"), given.get("next_day_kind"))
        return settled and all(given.get(q.key) == "no" for q in MORNING if q.kind == "yes-no")

    @property
    def is_bad(self) -> bool:
        """Whether an answer gives a reason to rest; a question left out does not."""
        given = self.answers
        pain = given.get("next_day_pain", 0)
        hurts = pain != 0 and not is_soreness(pain, given.get("next_day_where"), given.get("next_day_kind"))
        return hurts or any(given.get(q.key) in ("yes", "unsure") for q in MORNING if q.kind == "yes-no")


@dataclass(frozen=True, slots=True)
class Screened:
    """The last answer to a danger sign, and the day it was given."""

    answer: Answer
    day: dt.date


@dataclass(frozen=True, slots=True)
class History:
    """A person's past, as of a day.

    Attributes
    ----------
    today : the day for which to decide.
    sets, mornings : oldest first; none later than ``today``.
    screened : danger sign by key.
    """

    today: dt.date
    sets: tuple[PastSet, ...] = ()
    mornings: tuple[Morning, ...] = ()
    screened: Mapping[str, Screened] = field(default_factory=dict)

    @property
    def earlier(self) -> tuple[PastSet, ...]:
        """The sets before today."""
        return tuple(s for s in self.sets if s.day < self.today)

    @property
    def last_day(self) -> dt.date | None:
        """The last day before today on which there was a set."""
        return max((s.day for s in self.earlier), default=None)

    @property
    def last_sets(self) -> tuple[PastSet, ...]:
        """The sets of that day."""
        return tuple(s for s in self.sets if s.day == self.last_day)

    @property
    def mornings_since(self) -> tuple[Morning, ...]:
        """The mornings answered after that day."""
        last = self.last_day
        return tuple(m for m in self.mornings if last is not None and m.day > last)

    @property
    def clear_needed(self) -> int:
        """How many clear mornings in a row it takes to train again: more after a stop or a bad morning."""
        if not self.last_sets:
            return 0
        worst = find_strictest(s.decision for s in self.last_sets)
        rested = STRICTNESS[worst] >= STRICTNESS["stop"] or any(m.is_bad for m in self.mornings_since)
        return CLEAR_AFTER_STOP if rested else 1

    @property
    def clear_run(self) -> int:
        """How many mornings in a row, up to the last one answered, were clear."""
        run = 0
        for morning in reversed(self.mornings_since):
            if not morning.is_clear:
                break
            run += 1
        return run

    @property
    def is_settled(self) -> bool:
        """Whether the mornings since the last training allow to train again."""
        return self.clear_run >= self.clear_needed

    @property
    def is_morning_due(self) -> bool:
        """Whether the next-day questions are waiting for an answer today."""
        answered = any(m.day == self.today for m in self.mornings_since)
        return not self.is_settled and not answered

    @property
    def is_back(self) -> bool:
        """Whether one comes back: the last training day before today ended in a rest that has settled since."""
        return self.clear_needed == CLEAR_AFTER_STOP and self.is_settled

    def include(self, answers: Answers) -> History:
        """Return the history with the next-day answers among some that are given today, beside those of before."""
        given = {q.key: answers[q.key] for q in MORNING if q.key in answers}
        if not given:
            return self
        before = next((m.answers for m in self.mornings if m.day == self.today), {})
        if "next_day_pain" in given:  # where and what kind told of the answer that it replaces
            before = {key: answer for key, answer in before.items() if key not in ("next_day_where", "next_day_kind")}
        others = tuple(m for m in self.mornings if m.day != self.today)
        return replace(self, mornings=(*others, Morning(self.today, {**before, **given})))

    def carry(self, answers: Answers) -> dict[str, Answer]:
        """Return the answers from before that still hold beside those given now, by key.

        A danger sign stays until it is answered anew. A reassuring answer holds for some weeks only, and not where
        what is told now, or was told this morning, asks for the sign anew. Of the next-day questions, the last morning
        since the training holds, unless they are due again.
        """
        morning = self.mornings_since[-1] if self.mornings_since and not self.is_morning_due else None
        anew = _list_anew(answers)
        anew_since_morning = _list_anew(morning.answers) if morning else frozenset()
        carried: dict[str, Answer] = {}
        for key, screened in self.screened.items():
            fresh = (self.today - screened.day).days <= SCREEN_DAYS
            older = morning is not None and screened.day < morning.day
            overtaken = key in anew or (older and key in anew_since_morning)
            if not find_question(key).is_reassured_by(screened.answer) or (fresh and not overtaken):
                carried[key] = screened.answer
        if self._is_agreement_older(answers):
            carried.pop(AGREEMENT.key, None)
        if morning:
            carried.update(morning.answers)
        known = {q.key for q in (*SCREEN, *MORNING)}
        return {key: answer for key, answer in carried.items() if key in known and key not in answers}

    def _is_agreement_older(self, answers: Answers) -> bool:
        """Return whether something to ask about was told after a clinician's agreement, which cannot cover it."""
        agreed = self.screened.get(AGREEMENT.key)
        if agreed is None:
            return False
        told_now = any(answers.get(q.key) in ("yes", "unsure") for q in ASK_FIRST)
        told = (screened for q in ASK_FIRST if (screened := self.screened.get(q.key)))
        return told_now or any(s.answer != "no" and s.day > agreed.day for s in told)


def _list_anew(answers: Answers) -> frozenset[str]:
    """Return the danger signs that some answers ask for anew, whatever was said before: all of them if any is new."""
    if answers.get("anything_new") in ("yes", "unsure"):
        return frozenset(PRESSING)
    return frozenset(SHORT_CHECK if needs_short_check(answers) else ())
