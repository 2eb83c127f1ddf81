"""Make docs/decision.md from the code: ``python docs/make_decision_table.py > docs/decision.md``.

Each line of it is a call of `formcheck.advise`; a test makes it anew and compares.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from formcheck.advisor import QUESTIONS, Advice, Answer, Answers, History, Morning, PastSet, Question, Screened, advise
from formcheck.advisor.questions import AGREEMENT
from formcheck.analysis import analyze
from formcheck.results import Form, SetResult

__all__ = ["WELL", "describe", "load_result", "make_document"]

TODAY = dt.date(2026, 3, 20)
_TRACKS = Path(__file__).parent.parent / "tests" / "golden"
_FORMS: dict[Form, str] = {"good": "c-correct", "adjust": "d-top-200", "not-measurable": "d-two-people"}
WELL: dict[str, Answer] = {
    q.key: 0 if q.kind == "scale" else "no" if q.worry == "yes" else "yes"
    for q in QUESTIONS
    if q.kind != "choice" and q != AGREEMENT
}
"""Every answer as good as can be."""


@cache
def load_result(form: Form) -> SetResult:
    """Return the result of a set of hip lifts of that form."""
    result = analyze(_TRACKS / f"hip-lift-{_FORMS[form]}.pose.npz", "hip-lift")
    if result.form != form:
        raise ValueError(f"the track for {form} gives {result.form}")
    return result


def describe(advice: Advice) -> str:
    """Return a decision in a word or two."""
    return f"{advice.decision} ({advice.tier})" if advice.tier else advice.decision


def _decide(answers: Answers, form: Form = "good", history: History | None = None) -> str:
    return describe(advise(load_result(form), answers, history))


def _leave_out(key: str) -> dict[str, Answer]:
    return {k: answer for k, answer in WELL.items() if k != key}


def _list_question_rows() -> Iterator[list[str]]:
    for question in QUESTIONS:
        if question.kind == "yes-no" and question != AGREEMENT:
            worse = [_decide({**WELL, question.key: answer}) for answer in (question.worry, "unsure")]
            yield [_link(question), question.worry, *worse, _decide(_leave_out(question.key))]
    asked: dict[str, Answer] = {**WELL, "pregnancy": "yes"}
    for answer in ("yes", "no", "unsure"):
        yield [
            f"{_link(AGREEMENT)}, after a yes to `pregnancy`",
            answer,
            _decide({**asked, AGREEMENT.key: answer}),
            "",
            "",
        ]


def _link(question: Question) -> str:
    return f"`{question.key}`: {question.text}"


def _list_pain_rows() -> Iterator[list[str]]:
    for key in (q.key for q in QUESTIONS if q.kind == "scale"):
        for pain in (0, 1, 2, 3, 5, 6, 10, "unsure"):
            answers: dict[str, Answer] = {**WELL, key: pain, **_ache(key)}
            sore = {**WELL, key: pain, **_soreness(key)}
            yield [f"`{key}`", str(pain), _decide(answers), _decide(sore) if key != "pain_before" else ""]
        yield [f"`{key}`", "not answered", _decide(_leave_out(key)), ""]


def _ache(key: str) -> dict[str, Answer]:
    prefix = "next_day" if key == "next_day_pain" else "pain"
    return {f"{prefix}_where": "back", f"{prefix}_kind": "ache"}


def _soreness(key: str) -> dict[str, Answer]:
    prefix = "next_day" if key == "next_day_pain" else "pain"
    return {f"{prefix}_where": "muscles", f"{prefix}_kind": "sore"}


def _list_form_rows() -> Iterator[list[str]]:
    pain: dict[str, Answer] = {**WELL, "pain_during": 3, **_ache("pain_during")}
    forms: tuple[Form, ...] = ("good", "adjust", "not-measurable")
    for name, answers in (
        ("every answer good", WELL),
        ("breath held", {**WELL, "breath_held": "yes"}),
        ("pain 3 during the set", pain),
        ("no answers at all", {}),
        ("numb in a leg", {**WELL, "numbness": "yes"}),
    ):
        yield [name, *(_decide(answers, form) for form in forms), describe(advise(None, answers))]


def _make_set(days_ago: int, decision: str, **answers: Answer) -> PastSet:
    done_at = dt.datetime.combine(TODAY - dt.timedelta(days_ago), dt.time(8), dt.UTC)
    return PastSet(1, done_at, "hip-lift", "left", "good", decision, 10, answers=answers)  # type: ignore[arg-type]


def _make_morning(days_ago: int, pain: int = 0) -> Morning:
    answers: dict[str, Answer] = {
        "next_day_pain": pain,
        **(_ache("next_day_pain") if pain else {}),
        "grows_with_movement": "no",
        "affects_daily_life": "no",
    }
    return Morning(TODAY - dt.timedelta(days_ago), answers)


def _list_past_rows() -> Iterator[list[str]]:
    """Yield what a past adds, when today's own answers are as good as can be but for the morning, which it tells."""
    now = {k: a for k, a in WELL.items() if k not in ("next_day_pain", "grows_with_movement", "affects_daily_life")}
    well, stopped = _make_set(2, "continue"), _make_set(3, "stop")
    rising = tuple(
        _make_set(days, "continue", pain_during=pain, pain_where="back") for days, pain in ((16, 1), (9, 2), (2, 3))
    )
    before = tuple(_make_set(days, "continue", pain_before=pain) for days, pain in ((16, 0), (9, 1), (2, 2)))
    doctor = _make_set(3, "see-a-doctor")
    for name, history in (
        ("the day after the last set was clear", History(TODAY, (well,), (_make_morning(1),))),
        ("the day after the last set is not answered", History(TODAY, (well,))),
        ("pain 2 on the day after the last set", History(TODAY, (well,), (_make_morning(1, 2),))),
        ("two bad mornings in a row", History(TODAY, (stopped,), (_make_morning(2, 2), _make_morning(1, 3)))),
        ("pain rising over three weeks", History(TODAY, rising, (_make_morning(1),))),
        ("an earlier set today ended in rest", History(TODAY, (_make_set(0, "stop"),))),
        ("pain before the set rising over three weeks", History(TODAY, before, (_make_morning(1),))),
        ("an earlier set today ended with a doctor's advice", History(TODAY, (_make_set(0, "see-a-doctor"),))),
        ("a doctor's advice three days ago, one clear morning", History(TODAY, (doctor,), (_make_morning(1),))),
        ("rest three days ago, no clear morning since", History(TODAY, (stopped,))),
        ("rest three days ago, one clear morning", History(TODAY, (stopped,), (_make_morning(1),))),
        (
            "rest three days ago, two clear mornings",
            History(TODAY, (stopped,), (_make_morning(2), _make_morning(1))),
        ),
        (
            "a danger sign said weeks ago and not asked since",
            History(TODAY, screened={"numb_seat": Screened("yes", TODAY - dt.timedelta(40))}),
        ),
    ):
        answered = {**WELL} if not history.earlier else now
        answered = {k: a for k, a in answered.items() if k not in history.screened}
        yield [name, _decide(answered, "good", history), _decide(answered, "adjust", history)]


def _make_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def make_document() -> str:
    """Return the whole document."""
    parts = [
        "# The decision, as the code takes it",
        "Made by `docs/make_decision_table.py` from `src/formcheck/advisor/`; do not edit it. Every answer, fault and "
        "day of the past calls for one decision by itself, and the strictest is taken: see-a-doctor, stop, undecided "
        "(rest until answered), adjust, continue. The content is of [sources.md](sources.md), sections 11 and 12.",
        "## One answer, when all else is as good as can be",
        _make_table(("question", "answer", "decision", "unsure", "not answered"), _list_question_rows()),
        "## Pain on the scale",
        "Soreness is what is felt in the muscles that worked, is sore, stiff or tired, and eases with rest.",
        _make_table(("question", "answer", "pain in the back", "soreness of muscles"), _list_pain_rows()),
        "## Answers and form",
        _make_table(("answers", "good form", "faults seen", "form not judged", "no set"), _list_form_rows()),
        "## What the past adds",
        _make_table(("past", "good form", "faults seen"), _list_past_rows()),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(make_document(), end="")
