"""The figure of a set: what is measured stands where it was measured, with what was found there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.text import Text

from formcheck.exercises import list_exercises
from formcheck.messages import LANGUAGES, use_language
from formcheck.report.pictures import BLUE, ORANGE, VERMILLION
from formcheck.report.result_figure import make_figure
from formcheck.results import Measure, NotMeasurable, SetResult
from tests.unit.diary.samples import make_result, make_squat
from tests.unit.report.sets import make_rep, make_set

MARKS = {BLUE: "o", ORANGE: "^", VERMILLION: "s"}
LOOKED_AT = ["hip-lift-h-tiring", "clamshell-d-roll-25", "plank-h-drift-20", "draw-in-f-breath-held"]
LOOKED_AT += ["overhead-squat-f-front-valgus-22", "single-leg-stance-f-lean-14", "clamshell-e-wrong-view"]


def of(clip: str) -> SetResult:
    return make_result(clip, next(name for name in list_exercises() if clip.startswith(name)))


def panel(figure: Figure, title: str) -> Axes:
    return next(axes for axes in figure.axes if axes.get_title(loc="left").splitlines()[0] == title)


def read(axes: Axes) -> list[tuple[int, float, float, str]]:
    """Return number, value, uncertainty and colour of each mark; its shape must be that of its colour."""
    found = []
    for bar in axes.containers:
        assert isinstance(bar, ErrorbarContainer)
        (line, _caps, (whisker,)) = bar.lines
        assert line is not None
        assert line.get_marker() == MARKS[to_hex(line.get_color()).upper()]
        low, high = np.asarray(whisker.get_segments()[0])[:, 1]
        x, y = (float(np.asarray(data)[0]) for data in (line.get_xdata(), line.get_ydata()))
        found.append((int(x), y, float(high - low) / 2, to_hex(line.get_color()).upper()))
    return found


def find_texts(figure: Figure) -> list[Text]:
    return [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text()]


def list_texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in find_texts(figure)]


def test_every_rep_stands_with_its_value_and_uncertainty_in_the_panel_of_its_measure() -> None:
    result = of("hip-lift-h-tiring")
    seen = read(panel(result.plot(), "Hip line (deg)"))
    assert [at for at, *_rest in seen] == [rep.index for rep in result.counted]
    for rep, (_at, value, error, _colour) in zip(result.counted, seen, strict=True):
        measure = rep.measures["line_at_top_deg"]
        assert isinstance(measure, Measure)
        assert value == pytest.approx(measure.value)
        assert error == pytest.approx(measure.uncertainty)
    assert [colour for *_rest, colour in seen] == [BLUE] * 6 + [VERMILLION]


def test_a_measure_is_marked_though_its_rule_was_found_by_another_one() -> None:
    result = of("hip-lift-h-too-fast")
    assert {f.measure for rep in result.reps for f in rep.findings} == {"up_s"}
    assert {colour for *_rest, colour in read(panel(result.plot(), "Down (s)"))} == {VERMILLION}


def test_the_panels_are_the_measures_that_a_rule_looks_at() -> None:
    titles = [axes.get_title(loc="left").splitlines()[0] for axes in make_squat().plot().axes]
    assert titles == ["Knees/ankles", "Toes out (deg)", "Shift (%)"]  # from the front nothing else was measured


def test_the_limits_have_their_lines_and_names() -> None:
    axes = panel(of("hip-lift-h-too-fast").plot(), "Up (s)")
    lines = {float(np.asarray(line.get_ydata())[0]): line.get_linestyle() for line in axes.lines if len(_x(line)) == 2}
    assert lines == {0.6: "-"}  # the one for watching is far out of sight
    assert [text.get_text() for text in axes.texts] == ["fault"]


def _x(line: Any) -> Any:
    return line.get_xdata()


def test_a_limit_of_ones_own_is_drawn_and_judged_by() -> None:
    result = of("hip-lift-c-correct")
    own = replace(result, own_thresholds={"too-fast.up_s.below.watch": 3.0, "too-fast.up_s.below.fault": 2.0})
    assert {colour for *_rest, colour in read(panel(result.plot("up_s"), "Up (s)"))} == {BLUE}
    assert {colour for *_rest, colour in read(panel(own.plot("up_s"), "Up (s)"))} == {VERMILLION}


def test_a_hold_is_shown_as_it_read_when_it_was_worst() -> None:
    (hold,) = of("plank-h-drift-20").holds
    sag = next(f for f in hold.findings if f.rule == "plank.hip-sag")
    axes = panel(of("plank-h-drift-20").plot(), "Hip line (deg)")
    ((at, value, error, colour),) = read(axes)
    assert (at, colour) == (1, VERMILLION)
    assert value == pytest.approx(sag.value)
    assert error == pytest.approx(sag.uncertainty)
    assert axes.get_title(loc="left").splitlines()[1] == "hip-sag, fatigue"


def test_what_was_not_measured_is_a_cross_and_no_value() -> None:
    axes = panel(of("draw-in-f-breath-held").plot(), "Breath (%)")
    assert [at for at, *_rest in read(axes)] == [2, 3]
    assert [_x(line)[0] for line in axes.lines if line.get_marker() == "x"] == [1]


def test_both_sides_in_one_set_are_told_apart() -> None:
    left = of("clamshell-d-roll-25")
    assert not {"left", "right"} & set(list_texts(left.plot("opening_pct")))
    right = [replace(rep, index=rep.index + 3, side="right") for rep in left.reps]
    both = replace(left, reps=(*left.reps, *right)).plot("opening_pct")
    (axes,) = both.axes
    bars = [bar.lines[0] for bar in axes.containers if isinstance(bar, ErrorbarContainer)]
    assert [line.get_fillstyle() for line in bars if line is not None] == ["full"] * 3 + ["none"] * 3
    assert {"left", "right"} <= {text.get_text() for text in both.legends[0].get_texts()}


def test_measures_are_chosen_by_name() -> None:
    figure = of("hip-lift-h-tiring").plot("range_deg", "up_s")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Range (deg)", "Up (s)"]


def test_an_unknown_measure_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"sped_s: no such measure; there are line_at_top_deg, .*up_s"):
        of("hip-lift-h-tiring").plot("sped_s")


@pytest.mark.parametrize("names", [(), ("up_s",)])
def test_a_set_with_nothing_counted_says_so(names: tuple[str, ...]) -> None:
    figure = of("clamshell-e-wrong-view").plot(*names)
    assert not figure.axes
    (said,) = list_texts(figure)
    assert " ".join(said.split()).startswith("Clamshell: nothing was measured. The camera did not see you from the")
    assert list_texts(make_set().plot()) == ["Hip lift: nothing was measured."]


def test_reps_in_which_nothing_could_be_measured_say_so() -> None:
    hidden = replace(make_rep(1), measures={"up_s": NotMeasurable("it was hidden")})
    assert list_texts(make_set(reps=(hidden,)).plot())[0].startswith("Hip lift: nothing was measured.")


def test_an_exercise_that_is_not_installed_any_more_is_shown_without_limits() -> None:
    result = replace(of("hip-lift-h-too-fast"), exercise="gone")
    figure = result.plot()
    assert figure.get_suptitle() == "gone, 6 reps"
    assert len(figure.axes) == len(result.reps[0].measures)
    assert not any(axes.texts for axes in figure.axes)
    assert {colour for *_rest, colour in read(panel(figure, "Up (s)"))} == {VERMILLION}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clip", LOOKED_AT)
def test_the_font_has_every_character_and_no_text_leaves_the_picture(clip: str, language: str) -> None:
    try:
        use_language(language)
        figure = make_figure(of(clip))
        for text in find_texts(figure):
            known = get_font(text.get_fontproperties().get_file() or "").get_charmap()
            assert [c for c in text.get_text() if c != "\n" and ord(c) not in known] == []
        drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
        assert min(drawn.x0, drawn.y0) >= 0
        assert drawn.x1 <= width
        assert drawn.y1 <= height
    finally:
        use_language(LANGUAGES[0])


def test_a_notebook_gets_a_png_and_its_size() -> None:
    figure = make_figure(of("plank-h-drift-20"))
    data, size = figure._repr_png_()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert size == {"width": 600, "height": 392}
    assert figure._repr_png_()[0] == data


def test_the_settings_of_matplotlib_are_left_alone(tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    of("plank-h-drift-20").plot().savefig(tmp_path / "set.svg")
    assert dict(mpl.rcParams) == before
