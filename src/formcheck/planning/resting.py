"""When not to train, and what to do then: taken over from the advisor, which the plan never contradicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from formcheck.advisor import STRICTNESS, Advice, History
from formcheck.advisor.history import CLEAR_AFTER_STOP
from formcheck.advisor.questions import MORNING, SCREEN
from formcheck.messages import _
from formcheck.planning.choosing import find_due

__all__ = ["SCREEN_KEYS", "Rest", "find_rest"]

SCREEN_KEYS = frozenset(q.key for q in SCREEN)


@dataclass(frozen=True, slots=True)
class Rest:
    """Why not to train today, and what to do: see `formcheck.planning.Plan`."""

    state: Literal["rest", "see-a-doctor", "answer-first"]
    why: tuple[str, ...]
    steps: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    next_day: dt.date | None = None


def find_rest(history: History, advice: Advice, trained: Sequence[dt.date]) -> Rest | None:
    """Return why not to train today, None when nothing speaks against it.

    Parameters
    ----------
    advice : what the advisor says of the past alone.
    trained : the days with exercises.
    """
    if advice.decision == "see-a-doctor":
        why = tuple(r.text for r in advice.reasons if r.calls_for == "see-a-doctor")
        return Rest("see-a-doctor", why, advice.next_steps)
    if advice.decision == "stop":
        return _rest(history, advice, trained)
    if not history.is_settled:
        text = _("Before you train: how was it on the day after the last training?")
        return Rest("answer-first", (text,), questions=_list_morning(history))
    if history.sets and history.sets[-1].day == history.today and history.sets[-1].decision == "undecided":
        text = _("the questions on the last set today are not answered, so it is not known whether to carry on")
        return Rest("answer-first", (text,), (_("Rest until they are answered; --ask asks them with the next set."),))
    if screen := tuple(key for key in advice.missing if key in SCREEN_KEYS):
        text = _("before the first training, and again after four weeks, some questions come first")
        return Rest("answer-first", (text,), (_("formcheck advise --log asks for them and keeps them."),), screen)
    return None


def _rest(history: History, advice: Advice, trained: Sequence[dt.date]) -> Rest:
    against = [r for r in advice.reasons if STRICTNESS[r.calls_for] >= STRICTNESS["stop"]]
    doubts = (r.code for r in against if r.code in SCREEN_KEYS)
    morning = () if history.is_settled else _list_morning(history)
    back = _find_return(history)
    if back is not None:
        back = find_due((), trained, 3, back).next_day
    steps = tuple(_list_steps(back))
    return Rest("rest", tuple(r.text for r in against), steps, (*doubts, *morning), back)


def _list_morning(history: History) -> tuple[str, ...]:
    """Return the next-day questions that have no answer from today."""
    given = next((m.answers for m in reversed(history.mornings) if m.day == history.today), {})
    return tuple(q.key for q in MORNING if q.key not in given and q.asked_if(given))


def _list_steps(back: dt.date | None) -> Iterator[str]:
    yield _("Rest today and let it settle. Move in daily life as far as it feels well.")
    if back is not None:
        yield _(
            "Answer the next-day questions each morning. If they are clear, the next training is on {day}.", day=back
        )
        yield _("It begins with less: every exercise one step smaller.")
    yield _("If it does not settle in two weeks, or you are not sure, ask a doctor or physiotherapist.")


def _find_return(history: History) -> dt.date | None:
    """Return the first day on which one can come back if the mornings until then are clear; None if not known."""
    if any(s.day == history.today and STRICTNESS[s.decision] >= STRICTNESS["stop"] for s in history.sets):
        return history.today + dt.timedelta(days=CLEAR_AFTER_STOP)
    missing = history.clear_needed - history.clear_run
    if missing <= 0:
        return None
    answered = any(m.day == history.today for m in history.mornings)
    return history.today + dt.timedelta(days=missing if answered else missing - 1)
