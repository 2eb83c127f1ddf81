"""The picture: the right points, in a font that has every character, and no trace in matplotlib's settings."""

from __future__ import annotations

import struct
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from formcheck.errors import InputError, OutputError
from formcheck.exercises import list_exercises
from formcheck.messages import LANGUAGES, use_language
from formcheck.report.trend_picture import check_picture_name, make_picture, write_picture
from formcheck.results import Measure
from formcheck.trends import Trend, make_trend
from tests.unit.planning.histories import day, make_history, make_morning, make_plugin, make_set


def make_lifts(count: int = 4) -> Trend:
    events = [
        make_set(
            3 * i,
            measures={"line_at_top_deg": Measure(20.0 - 4 * i, "deg", 5.0)},
            counted=10 + i,
            answers={"pain_during": 3 - i, "pain_after": 0},
        )
        for i in range(count)
    ]
    mornings = [make_morning(3 * i + 1, next_day_pain=1) for i in range(count)]
    return make_trend(make_history(20, *events, *mornings), list_exercises()["hip-lift"], 12)


def make_sides() -> Trend:
    sets = [
        make_set(2 * i, "clamshell", side=side, measures={"pelvis_roll_pct": Measure(1.0 + i, "%", 0.5)})
        for i in range(3)
        for side in ("left", "right")
    ]
    return make_trend(make_history(20, *sets), list_exercises()["clamshell"], 12)


def make_plank() -> Trend:
    return make_trend(make_history(20, make_set(0, "plank", longest_hold_s=12.0)), list_exercises()["plank"], 12)


def list_texts(figure: Figure) -> list[Text]:
    return [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text()]


def test_every_set_is_a_point_and_every_day_a_bar() -> None:
    figure = make_picture(make_lifts())
    form, pain, dose = figure.axes
    assert np.asarray(form.lines[0].get_ydata()).tolist() == [20.0, 16.0, 12.0, 8.0]
    assert [np.asarray(line.get_ydata()).tolist() for line in pain.lines] == [[3, 2, 1, 0], [1, 1, 1, 1]]
    assert [bar.get_height() for bar in dose.patches if isinstance(bar, Rectangle)] == [10.0, 11.0, 12.0, 13.0]
    assert pain.get_ylim()[1] == 10.0


def test_limits_in_sight_are_drawn_with_their_names() -> None:
    form = make_picture(make_lifts()).axes[0]
    drawn = {tuple(np.asarray(line.get_ydata()).tolist()): line.get_linestyle() for line in form.lines[1:]}
    assert drawn == {(10.0, 10.0): "--", (15.0, 15.0): "-", (-10.0, -10.0): "--", (-15.0, -15.0): "-"}
    assert sorted(t.get_text() for t in form.texts) == ["fault", "fault", "watch", "watch"]


def test_the_sides_have_lines_of_their_own() -> None:
    form = make_picture(make_sides()).axes[0]
    assert [line.get_label() for line in form.lines[:2]] == ["Left", "Right"]
    assert [line.get_marker() for line in form.lines[:2]] == ["o", "s"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [make_lifts, make_sides])
def test_the_font_has_every_character(make: object, language: str) -> None:
    try:
        use_language(language)
        for text in list_texts(make_picture(make())):  # type: ignore[operator]
            known = get_font(text.get_fontproperties().get_file() or "").get_charmap()
            assert [c for c in text.get_text() if c != "\n" and ord(c) not in known] == []
    finally:
        use_language(LANGUAGES[0])


@pytest.mark.parametrize("suffix", [".PNG", ".svg"])
def test_it_is_written_for_its_owner_and_is_what_its_name_says(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"trend{suffix}"
    write_picture(make_lifts(), path)
    data = path.read_bytes()
    if suffix == ".svg":
        assert data.startswith(b"<?xml")
    else:
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", data[16:24]) == (1200, 1600)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_the_settings_of_matplotlib_are_left_alone(tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    write_picture(make_plank(), tmp_path / "trend.png")
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", ["trend.jpg", "trend", "trend.pdf"])
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"a picture is a \.png or \.svg file"):
        check_picture_name(Path(name))


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        write_picture(make_plank(), tmp_path / "none" / "trend.png")


def test_an_exercise_in_another_script_is_no_failure(tmp_path: Path) -> None:
    exercise = make_plugin(list_exercises()["hip-lift"].dose)
    type(exercise).title = "브릿지"
    trend = make_trend(make_history(0, make_set(0, "plug-in")), exercise, 1)
    write_picture(trend, tmp_path / "trend.png")


def test_one_day_is_not_stretched_over_the_whole_width() -> None:
    low, high = make_picture(make_plank()).axes[2].get_xlim()
    assert high - low == pytest.approx(8.0)


def test_a_whole_year_fits() -> None:
    sets = [make_set(30 * i, counted=10) for i in range(14)]
    trend = make_trend(make_history(30 * 14, *sets), list_exercises()["hip-lift"], 100)
    assert trend.sets[0].day == day(0)
    ticks = make_picture(trend).axes[2].get_xticklabels()
    assert all(len(tick.get_text()) == len("2025-10") for tick in ticks)


def test_the_nearest_limit_is_drawn_though_it_is_far() -> None:
    sets = [make_set(i, "clamshell", side="left", measures={"pelvis_roll_pct": Measure(6.0, "%", 0.5)}) for i in (0, 2)]
    form = make_picture(make_trend(make_history(20, *sets), list_exercises()["clamshell"], 12)).axes[0]
    assert [t.get_text() for t in form.texts] == ["fault"]
    assert form.get_ylim()[0] < 3.0
