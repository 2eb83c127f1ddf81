"""The diary in the terminal: sets, mornings and notes; the answers of one set; what a morning's answers mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.advisor import (
    QUESTIONS,
    STRICTNESS,
    Advice,
    Answers,
    Decision,
    History,
    Morning,
    PastSet,
    find_question,
)
from formcheck.advisor.past import worst_pain
from formcheck.advisor.steps import list_next_steps
from formcheck.exercises import list_exercises
from formcheck.messages import Message, _, _n, join_clauses, translate
from formcheck.report.blocks import make_table, print_table
from formcheck.report.words import DECISION_NAMES, FORM_NAMES, capitalize, flow, make_sentence
from formcheck.results import SIDE_NAMES

__all__ = ["SHOWN", "NoteLine", "print_answers", "print_diary", "print_morning", "print_set_title"]

NoteLine = tuple[int, dt.date, str]
"""Number, day and text of a note."""
SHOWN = 20
"""Sets that are shown unless all are asked for: what fits into a window. Source: our choice."""
_REST: dict[Decision, str] = {"see-a-doctor": _("SEE A DOCTOR"), "stop": _("STOP: rest now")}
_SAID = {"yes": _("yes"), "no": _("no"), "unsure": _("unsure")}


def print_diary(
    diary: str, history: History, notes: Iterable[NoteLine], console: Console, shown: int | None = SHOWN
) -> None:
    """Print a person's sets, the mornings after and the notes, oldest first.

    Parameters
    ----------
    diary : what it is called in a sentence.
    shown : how many sets at the most, the last ones, and what is not older than they are; None for all.
    """
    sets = history.sets[-shown:] if shown is not None else history.sets
    earlier = len(history.sets) - len(sets)
    since = sets[0].day if earlier else dt.date.min
    console.print(Text(capitalize(diary), "bold"))
    if earlier:
        text = _n(
            "{n} earlier set is not shown; --all shows it.", "{n} earlier sets are not shown; --all does.", earlier
        )
        console.print(flow(translate(text), "dim"))
    if sets:
        print_table(_make_table(sets), console)
    else:
        _print_line(console, translate(_("No sets yet.")))
    _print_block(console, _("Mornings after training"), _list_mornings(history, since))
    _print_block(console, _("Notes"), ((f"{number}", f"{day}", text) for number, day, text in notes if day >= since))
    if history.is_morning_due:
        console.print()
        console.print(flow(translate(_("The next-day questions are due: formcheck diary morning asks them.")), "bold"))
    elif sets:
        console.print()
        console.print(flow(translate(_("formcheck diary show NUMBER tells all about one set."))))


def print_set_title(diary: str, past: PastSet, console: Console) -> None:
    """Print which set it is, above its verdict."""
    text = _("Set {number} in {diary}, {when}", number=past.number, diary=diary, when=_show_instant(past.done_at))
    console.print(Text(translate(text), "bold"))


def print_answers(answers: Answers, console: Console) -> None:
    """Print the answers of a set: pain in figures, what gives cause for concern, and how many do not."""
    rows = []
    quiet = 0
    for question in QUESTIONS:
        if (answer := answers.get(question.key)) is None:
            continue
        if question.kind == "yes-no" and answer not in (question.worry, "unsure"):
            quiet += 1
            continue
        text = _("{pain} of 10", pain=answer) if isinstance(answer, int) else _SAID.get(answer, answer)
        rows.append((translate(question.text), translate((question.options or {}).get(str(answer), text))))
    _print_block(console, _("Answers"), rows)
    if quiet:
        if not rows:
            console.print()
        text = _n("{n} answer without cause for concern.", "{n} answers without cause for concern.", quiet)
        _print_line(console, translate(text))


def print_morning(history: History, advice: Advice, console: Console) -> None:
    """Print what the answers of a morning mean: rest or a doctor and why, or how far one is on the way back.

    Parameters
    ----------
    history : the past with that morning in it.
    advice : as decided without a set.
    """
    strict = [reason for reason in advice.reasons if STRICTNESS[reason.calls_for] >= STRICTNESS["stop"]]
    if strict:
        of_today = [key for key in advice.missing if find_question(key).moment in ("screen", "morning")]
        reasons = strict + [reason for reason in advice.reasons if reason.code == "unanswered" and of_today]
        steps = list_next_steps(advice.decision, advice.tier, reasons, None)
        console.print(Text(f" {translate(_REST[advice.decision])} ", "bold white on red"))
        _print_block(console, _("Why"), (("-", make_sentence(reason.text)) for reason in strict))
        _print_block(console, _("What to do"), (("-", translate(step)) for step in steps))
        return
    if history.is_settled:
        console.print(flow(translate(_("Clear: nothing in these answers speaks against training today."))))
    else:
        text = _("Not every question is answered. Rest until they are: formcheck diary morning asks the others.")
        console.print(flow(translate(text)))


def _make_table(sets: Iterable[PastSet]) -> Table:
    table = make_table()
    headings = (_("set"), _("when"), _("exercise"), _("done"), _("pain"), _("form"), _("decision"))
    for i, heading in enumerate(headings):
        table.add_column(translate(heading), justify="right" if i in (0, 3, 4) else "left", no_wrap=i in (0, 1))
    for s in sets:
        pain = worst_pain(s.answers)
        shown = (_show_exercise(s), _show_done(s), "-" if pain is None else str(pain))
        texts = (*shown, FORM_NAMES.get(s.form, s.form), DECISION_NAMES.get(s.decision, s.decision))
        table.add_row(str(s.number), _show_instant(s.done_at), *map(translate, texts))
    return table


def _show_exercise(s: PastSet) -> str:
    """Return the exercise's name, with the side where each side is exercised by itself."""
    exercise = list_exercises().get(s.exercise)
    if exercise is None or s.side is None or not exercise.dose.each_side:
        return s.exercise
    return _("{name}, {side}", name=s.exercise, side=SIDE_NAMES[s.side])


def _show_done(s: PastSet) -> Message:
    if s.held > 1:
        return _n("{n} hold", "{n} holds", s.held)
    if s.longest_hold_s is not None:
        return _("{held:.0f} s", held=s.longest_hold_s)
    return _n("{n} rep", "{n} reps", s.counted)


def _show_instant(instant: dt.datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


def _list_mornings(history: History, since: dt.date) -> Iterator[tuple[str, str]]:
    for morning in history.mornings:
        if morning.day >= since:
            yield f"{morning.day}", translate(_describe_morning(morning))


def _describe_morning(morning: Morning) -> str:
    if morning.is_clear:
        return _("clear")
    given = morning.answers
    parts: list[str] = []
    if pain := given.get("next_day_pain"):
        parts.append(_("unsure about pain") if pain == "unsure" else _("pain {pain} of 10", pain=pain))
    for key, answer in given.items():
        question = find_question(key)
        if question.kind == "yes-no" and answer in (question.worry, "unsure"):
            parts.append(question.doubt if answer == "unsure" else question.reason)
    if not morning.is_bad:
        parts.append(_("not all was answered"))
    return join_clauses(parts)


def _print_block(console: Console, title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows under a title, nothing when there are none. The last cell of a row takes the room there is."""
    rows = list(rows)
    if not rows:
        return
    console.print()
    console.print(Text(translate(title), "bold"))
    table = Table.grid(padding=(0, 1))
    for row in rows:
        table.add_row(" ", *map(flow, row))
    console.print(table)


def _print_line(console: Console, line: str) -> None:
    console.print(Padding(flow(line), (0, 0, 0, 2), expand=False))
