"""The diary in the terminal: what is said of each set and morning, within 80 columns."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from rich.console import Console

from formcheck.advisor import Answer, History, Morning, PastSet, advise
from formcheck.messages import LANGUAGES, use_language
from formcheck.report.diary_tables import print_answers, print_diary, print_morning
from formcheck.wrapping import measure_width
from tests.unit.diary.samples import MORNING_WELL, NOON

TODAY = NOON.date()
LIFT = PastSet(1, NOON, "hip-lift", "right", "good", "continue", 10, answers={"pain_during": 0})
SORE: dict[str, Answer] = {"next_day_pain": 3, "next_day_where": "muscles", "next_day_kind": "sore"}


def show(history: History, *notes: tuple[int, dt.date, str], width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_diary("your diary", history, notes, console)
    return read(console)


def read(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_an_empty_diary() -> None:
    assert show(History(TODAY)) == "Your diary\n  No sets yet."


@pytest.mark.parametrize(
    ("past", "line"),
    [
        (LIFT, "1  2025-03-10 12:00  hip-lift  10 reps     0  good  continue"),
        (replace(LIFT, counted=1, answers={}), "1  2025-03-10 12:00  hip-lift  1 rep     -  good  continue"),
        (
            replace(LIFT, exercise="clamshell", side="left", form="adjust", decision="see-a-doctor"),
            "1  2025-03-10 12:00  clamshell, left  10 reps     0  faults  see a doctor",
        ),
        (
            replace(LIFT, exercise="draw-in", held=3, longest_hold_s=5.0, form="not-measurable", decision="undecided"),
            "1  2025-03-10 12:00  draw-in   3 holds     0  not judged  undecided",
        ),
        (
            replace(LIFT, exercise="of-a-package-that-is-gone", side="left", held=1, longest_hold_s=29.6),
            "1  2025-03-10 12:00  of-a-package-that-is-gone  30 s     0  good  continue",
        ),
    ],
)
def test_a_set_is_one_line(past: PastSet, line: str) -> None:
    shown = [line.split() for line in show(History(TODAY, (past,))).splitlines()]
    assert line.split() in shown


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (MORNING_WELL, "clear"),
        ({**MORNING_WELL, **SORE}, "clear"),
        ({**MORNING_WELL, "next_day_pain": 4}, "pain 4 of 10"),
        ({"next_day_pain": 0}, "not all was answered"),
        (
            {**MORNING_WELL, "next_day_pain": "unsure", "affects_daily_life": "unsure"},
            "unsure about pain; you are not sure whether it gets in the way of daily life",
        ),
        (
            {**MORNING_WELL, "next_day_pain": 2, "grows_with_movement": "yes"},
            "pain 2 of 10; the pain grows or spreads with movement, or a movement worries you",
        ),
    ],
)
def test_a_morning_is_told_in_words(answers: dict[str, Answer], said: str) -> None:
    morning = Morning(TODAY, answers)
    assert f"\n\nMornings after training\n  2025-03-10 {said}" in show(History(TODAY, (), (morning,)), width=200)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_fits_into_80_columns(language: str) -> None:
    sets = [
        replace(LIFT, number=1000, exercise="single-leg-stance", side="right", held=1, longest_hold_s=10.0),
        replace(LIFT, number=1001, form="not-measurable", decision="see-a-doctor"),
    ]
    morning = Morning(TODAY, {"next_day_pain": 10, "grows_with_movement": "yes", "affects_daily_life": "yes"})
    use_language(language)
    try:
        shown = show(History(TODAY, tuple(sets), (morning,)), (7, TODAY, "腰が重い。" * 30), (8, TODAY, "a note " * 30))
    finally:
        use_language("en")
    assert max(map(len, shown.splitlines())) <= 80
    assert "腰が重い" in shown


def test_the_answers_of_a_set_where_none_gives_cause_for_concern() -> None:
    console = Console(file=io.StringIO(), width=200)
    print_answers({"fever": "no", "clinician_agreed": "yes"}, console)
    assert read(console) == "\n  2 answers without cause for concern."
    console = Console(file=io.StringIO(), width=200)
    print_answers({}, console)
    assert read(console) == ""


def test_open_danger_signs_are_asked_for_after_a_bad_morning() -> None:
    console = Console(file=io.StringIO(), width=200)
    given: dict[str, Answer] = {"next_day_pain": 7}
    history = History(TODAY, (replace(LIFT, done_at=NOON - dt.timedelta(days=1)),), (Morning(TODAY, given),))
    print_morning(history, advise(None, given, history), console)
    assert "STOP: rest now" in read(console)
    assert "Answer the open questions as well" in read(console)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_where_it_is_narrow(language: str) -> None:
    use_language(language)
    try:
        text = show(History(TODAY, (replace(LIFT, decision="see-a-doctor"),)), width=40)
    finally:
        use_language(LANGUAGES[0])
    assert "…" not in text
    assert max(map(measure_width, text.splitlines())) <= 40
    words = " ".join(text.split())
    assert all(said in words for said in ("2025-03-10 12:00", "hip-lift", "10"))
    assert ("see a doctor" if language == "en" else "受診") in words
