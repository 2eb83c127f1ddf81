import io

import pytest
from hypothesis import given, settings
from rich.console import Console

from formcheck.advisor import History, Screened
from formcheck.planning import AnchorChoice, make_plan
from formcheck.report.plan_text import print_plan
from formcheck.report.terminal import DISCLAIMER
from tests.unit.planning.histories import WELL, day, histories, make_good, make_history, make_morning, make_set


def show(history: History, anchors: AnchorChoice = "both", width: int = 80) -> str:
    out = io.StringIO()
    print_plan(make_plan(history, anchors), Console(file=out, width=width))
    return out.getvalue()


def read(history: History, anchors: AnchorChoice = "both") -> str:
    return " ".join(show(history, anchors).split())


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_too_long_and_the_last_says_what_it_is(width: int) -> None:
    text = show(make_history(4, *make_good(0, 2)), width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert " ".join(text.split()).endswith(" ".join(DISCLAIMER.split()))


def test_what_is_due_stands_under_its_moment_with_dose_and_reason() -> None:
    text = read(make_history(4, *make_good(0, 2)))
    assert text.startswith("TODAY: training After waking, about 2 minutes Draw-in: 5 times 5 s (draw-in)")
    assert "Before bed, about 3 minutes Hip lift: 2 sets of 10 reps (hip-lift)" in text
    assert "Two good trainings in a row: 2 sets instead of 1." in text
    assert "After waking" not in read(make_history(4, *make_good(0, 2)), "before-bed")


def test_danger_signs_come_before_the_first_set() -> None:
    text = read(History(day(0)))
    assert text.startswith("TODAY: answer first")
    assert "To answer today: formcheck advise" in text
    assert "[numb_seat]" in text
    assert read(make_history(0)).startswith("TODAY: training")


def test_a_day_of_rest_names_the_next_day() -> None:
    text = read(make_history(1, *make_good(0)))
    assert text.startswith("TODAY: a day of rest Not due today - Draw-in: next on 2025-10-08.")
    assert "formcheck analyze" not in text


def test_rest_says_why_and_when_to_come_back() -> None:
    text = read(make_history(1, make_set(0, decision="stop"), make_morning(1)))
    assert text.startswith("TODAY: rest, let it settle Why - The last training, on 2025-10-06, ended in rest")
    assert "the next training is on 2025-10-08." in text
    assert "reps" not in text


def test_a_danger_sign_shows_nothing_but_the_doctor() -> None:
    text = read(make_history(4, *make_good(0, 2), screened={**WELL, "numb_seat": Screened("yes", day(0))}))
    assert text.startswith("SEE A DOCTOR Why - There is numbness")
    assert "emergency" in text
    assert "reps" not in text


def test_questions_are_shown_with_their_keys() -> None:
    text = read(make_history(1, make_set(0)))
    assert text.startswith("TODAY: answer first")
    assert "[next_day_pain]" in text
    assert "[affects_daily_life]" in text


def test_weight_says_why() -> None:
    seen = make_set(2, "overhead-squat", emphasis={"hip-lift": "the trunk leaned forward"})
    assert "Put weight on it. The trunk leaned forward." in read(make_history(4, *make_good(0, 2), seen))


@settings(max_examples=25, deadline=None)
@given(history=histories())
def test_every_plan_can_be_shown(history: History) -> None:
    assert "General information" in show(history)
