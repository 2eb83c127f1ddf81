"""What a person's past adds to a decision: it can only make it stricter."""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
from collections.abc import Iterator

from formcheck.advisor.advice import STRICTNESS, Reason
from formcheck.advisor.history import CLEAR_AFTER_STOP, History
from formcheck.advisor.pain import read_pain
from formcheck.advisor.questions import Answers
from formcheck.messages import _

__all__ = ["RISING_WEEKS", "list_past_reasons", "sum_weekly_pain", "worst_pain"]

BAD_MORNINGS = 2
"""Bad mornings in a row after which somebody should have a look. Source: docs/sources.md section 11."""
RISING_WEEKS = 3
"""Weeks in a row, each with more pain than the one before. Source: section 11: pain must not rise from week to week."""
RISING_BY = 1.0
"""Points by which it must have risen in all, so that scatter is not taken for a rise. Source: our choice."""


_ENDED = _(
    "the last training, on {day}, ended in rest, and it takes {needed} clear mornings in a row to come back "
    "(so far {clear})"
)
_NOT_CLEAR = _(
    "a morning after the last training, on {day}, was not clear, and it takes {needed} clear mornings in a row to come "
    "back (so far {clear})"
)


def list_past_reasons(history: History) -> Iterator[Reason]:
    """Yield what the days before call for."""
    mornings = [m for m in history.mornings if m.is_clear or m.is_bad][-BAD_MORNINGS:]
    if len(mornings) == BAD_MORNINGS and all(m.is_bad for m in mornings):
        text = _("two bad mornings in a row, on {first} and {last}", first=mornings[0].day, last=mornings[1].day)
        yield Reason("history.two-bad-mornings", "see-a-doctor", text, "ask-first")
    if (day := _find_unseen(history)) is not None:
        text = _("the last training, on {day}, ended with the advice to see a doctor", day=day)
        yield Reason("history.doctor", "see-a-doctor", text, "ask-first")
    if rising := _find_rise(history):
        text = _(
            "pain has risen over {weeks} weeks: {first:.1f}, {second:.1f}, {third:.1f} of 10",
            weeks=RISING_WEEKS,
            first=rising[0],
            second=rising[1],
            third=rising[2],
        )
        yield Reason("history.pain-rising", "stop", text)
    if history.clear_needed == CLEAR_AFTER_STOP and not history.is_settled:
        told = _ENDED if any(STRICTNESS[s.decision] >= STRICTNESS["stop"] for s in history.last_sets) else _NOT_CLEAR
        text = told.format(day=history.last_day or "", needed=CLEAR_AFTER_STOP, clear=history.clear_run)
        yield Reason("history.not-settled", "stop", text)
    if any(s.day == history.today and s.decision == "stop" for s in history.sets):
        yield Reason("history.rest-today", "stop", _("an earlier set today ended in rest"))
    if history.is_back:
        text = _("this is the first training after a rest, so it starts smaller")
        yield Reason("history.back-after-rest", "adjust", text)


def _find_unseen(history: History) -> dt.date | None:
    """Return the day of a training that ended with the advice to see a doctor, when it has not settled since."""
    open_days = {history.today} if history.is_settled else {history.today, history.last_day}
    return max((s.day for s in history.sets if s.day in open_days and s.decision == "see-a-doctor"), default=None)


def _find_rise(history: History) -> list[float] | None:
    """Return the mean pain of the last weeks, oldest first, when it rose from each to the next; else None."""
    weeks = sum_weekly_pain(history, RISING_WEEKS)
    means = [mean for _day, mean in weeks if mean is not None]
    if len(means) < RISING_WEEKS or any(b <= a for a, b in itertools.pairwise(means)):
        return None
    return means if means[-1] - means[0] >= RISING_BY else None


def sum_weekly_pain(history: History, weeks: int) -> list[tuple[dt.date, float | None]]:
    """Return the mean over the training days of each of the last weeks of the worst pain, None without any.

    Pain before a set counts too: other pain ends in rest anyway, while a little of this one may go on and grow.
    A week is seven days and given by its first; the last one ends today. The mornings after belong to the training.
    """
    by_day: dict[dt.date, int] = {}
    told = [(s.day, pain(s.answers)) for s in history.sets for pain in (worst_pain, _read_before)]
    days = [s.day for s in history.sets]
    told += [(max((d for d in days if d < m.day), default=m.day), worst_pain(m.answers)) for m in history.mornings]
    for day, pain in told:
        if pain is not None:
            by_day[day] = max(pain, by_day.get(day, 0))
    out: list[tuple[dt.date, float | None]] = []
    for back in range(weeks, 0, -1):
        first = history.today - dt.timedelta(days=7 * back - 1)
        pains = [p for day, p in by_day.items() if 0 <= (day - first).days < 7]
        out.append((first, statistics.fmean(pains) if pains else None))
    return out


def worst_pain(answers: Answers) -> int | None:
    """Return the worst pain during, after and on the next day, soreness not counted; None when none was answered."""
    told = [read_pain(answers, key) for key in ("pain_during", "pain_after", "next_day_pain")]
    return max((pain for pain in told if pain is not None), default=None)


def _read_before(answers: Answers) -> int | None:
    return read_pain(answers, "pain_before")
