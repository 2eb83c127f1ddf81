import io

import pytest
from hypothesis import given, settings
from rich.console import Console

from formcheck.advisor import History
from formcheck.exercises import list_exercises
from formcheck.report.terminal import DISCLAIMER
from formcheck.report.trend_text import print_trends
from formcheck.results import Measure
from formcheck.trends import make_trend
from tests.unit.planning.histories import histories, make_history, make_set


def show(history: History, *exercises: str, width: int = 80) -> str:
    out = io.StringIO()
    trends = [make_trend(history, list_exercises()[name], 12) for name in exercises or ("hip-lift",)]
    print_trends(trends, Console(file=out, width=width))
    return out.getvalue()


def make_lifts(*lines_deg: float, uncertainty: float = 5.0) -> History:
    sets = [
        make_set(
            3 * i,
            measures={"line_at_top_deg": Measure(line, "deg", uncertainty)},
            counted=10,
            form="adjust" if line > 20 else "good",
            decision="adjust" if line > 20 else "continue",
            faults=("hip-lift.lumbar-hyperextension",) if line > 20 else (),
        )
        for i, line in enumerate(lines_deg)
    ]
    return make_history(3 * len(sets), *sets)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_too_long_and_the_last_says_what_it_is(width: int) -> None:
    text = show(make_lifts(25, 22, 20, 15, 10), width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert " ".join(text.split()).endswith(" ".join(DISCLAIMER.split()))


def test_a_week_has_a_row_with_its_measure_and_decisions() -> None:
    rows = [line.split() for line in show(make_lifts(25, 22, 20, 15, 10)).splitlines() if line.startswith(" 2025")]
    assert rows[0] == ["2025-10-01", "1", "10", "+25", "±", "5", "0/1", "-", "-", "adjust", "1"]
    assert rows[1] == ["2025-10-08", "2", "10", "+21", "±", "5", "1/2", "-", "-", "adjust", "1,", "continue", "1"]
    assert "lumbar-hyperextension: 1 1 0" in show(make_lifts(25, 22, 20, 15, 10))


def test_a_change_beyond_the_error_is_told_with_it() -> None:
    text = " ".join(show(make_lifts(25, 10)).split())
    assert "Hip line: 25, then 10 deg: lower by 15 deg, the measurement error is 8.3 deg." in text
    assert "For hip line the error holds for one body with the camera in the same place" in text


def test_within_the_error_no_change_is_told() -> None:
    text = " ".join(show(make_lifts(15, 10)).split())
    assert "No change can be told: not more than the measurement error - Hip line: 15, then 10 deg (" in text
    for word in ("better", "improve", "recover", "worse"):
        assert word not in text


def test_one_set_is_too_few_to_compare() -> None:
    assert "It takes 2 sets or more to compare." in show(make_lifts(15))


def test_sides_are_named() -> None:
    sets = [
        make_set(d, "clamshell", side=side, measures={"opening_pct": Measure(30.0, "%", 2.5)})
        for d in (0, 2)
        for side in ("left", "right")
    ]
    text = show(make_history(3, *sets), "clamshell")
    assert "Open (left): 30, then 30 %" in text
    assert "Open (right)" in text


@settings(max_examples=25, deadline=None)
@given(history=histories())
def test_every_history_can_be_shown(history: History) -> None:
    assert "General information" in show(history, *list_exercises())


def test_no_column_is_lost_where_it_is_narrow() -> None:
    text = show(make_lifts(25, 22, 20, 15, 10), width=40)
    assert max(len(line) for line in text.splitlines()) <= 40
    words = " ".join(text.split())
    assert "week from 2025-10-01, days 1, reps a training 10, hip line deg +25 ± 5, good form 0/1" in words


def test_the_title_names_the_first_and_the_last_set() -> None:
    assert "Hip lift, 2 sets from 2025-10-06 to 2025-10-09" in show(make_lifts(25, 22))
