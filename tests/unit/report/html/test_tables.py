"""The tables of the report: every measure, every limit, the recording."""

from __future__ import annotations

import dataclasses
import string
from typing import Any

import numpy as np
import pytest

from formcheck.exercises import find_exercise, list_exercises
from formcheck.exercises.base import Exercise
from formcheck.exercises.limits import list_thresholds
from formcheck.provenance import SourceInfo
from formcheck.report.html.tables import list_limit_rows, list_settings, make_unit_table
from formcheck.results import Measure, NotMeasurable
from tests.synthetic import Lift, hip_lift_track, plank_track
from tests.synthetic.plank import hold
from tests.unit.report.html.pages import NAMES, judge_golden
from tests.unit.report.sets import make_hold, make_rep, make_set
from tests.unit.report.video.sets import judge

LIFT = find_exercise("hip-lift")


def tell(**changes: Any) -> dict[str, str]:
    """Return the settings of a set."""
    result = make_set(**changes)
    return dict(list_settings(result, hip_lift_track([Lift()])))


def test_reasons_are_marked_from_a_to_z_and_go_on_with_aa() -> None:
    reps = []
    for i in range(28):
        measures: dict[str, Measure | NotMeasurable] = {
            "line_at_top_deg": NotMeasurable(f"reason {i}"),
            "up_s": Measure(1.0, "s", 0.1),
        }
        reps.append(dataclasses.replace(make_rep(i + 1), measures=measures))
    table = make_unit_table(make_set(reps=tuple(reps)), LIFT)
    assert [*table.notes] == [*string.ascii_lowercase, "aa", "ab"]
    assert table.notes["z"] == "Reason 25."
    marks = [row.cells[0].note for row in table.rows]
    assert marks == [*table.notes]
    assert {row.cells[0].text for row in table.rows} == {"-"}


def test_one_reason_has_one_mark() -> None:
    table = make_unit_table(make_set(reps=tuple(make_rep(i, line_at_top_deg=None) for i in (1, 2, 3))), LIFT)
    assert table.notes == {"a": "It was hidden."}


def test_a_value_has_its_sign_unit_and_uncertainty() -> None:
    table = make_unit_table(make_set(reps=(make_rep(1, line_at_top_deg=4.0),)), LIFT)
    headings = [column.heading for column in table.columns]
    assert headings == ["hip line (deg)", "up (s)", "down (s)", "smooth (deg)", "shin lean (deg)"]
    assert [cell.text for cell in table.rows[0].cells][:2] == ["+4 ± 0.1", "1.0 ± 0.1"]


def test_limits_stand_over_their_column_and_grade_its_cells() -> None:
    table = make_unit_table(make_set(reps=(make_rep(1, line_at_top_deg=90.0), make_rep(2))), LIFT)
    limits = list_thresholds(LIFT)
    fault = limits["lumbar-hyperextension.line_at_top_deg.above.fault"].value
    assert ("fault", f"> {fault:g}") in table.columns[0].limits
    assert [row.cells[0].grade for row in table.rows] == ["fault", None]


def test_a_partial_rep_is_in_the_table_and_is_said_not_to_count() -> None:
    lifts = [Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=2.0, top_deg=top) for top in (0.0, 0.0, -34.0)]
    done = judge(hip_lift_track(lifts))
    assert len(done.result.partial) == 1
    table = make_unit_table(done.result, done.exercise)
    assert [row.index for row in table.rows] == [1, 2, 3]
    assert ["partial, not counted" in row.remarks for row in table.rows] == [False, False, True]
    assert {cell.text for cell in table.rows[2].cells} == {"-"}
    assert table.notes == {}


def test_a_hold_that_was_lost_says_so_and_each_its_good_time() -> None:
    lost = dataclasses.replace(make_hold(2, 6.0), lost=True)
    table = make_unit_table(make_set("plank", holds=(make_hold(1, 20.0), lost)), find_exercise("plank"))
    assert table.is_held
    assert [row.remarks for row in table.rows] == [
        "left, 20.0 s in good form",
        "left, 6.0 s in good form, lost from sight",
    ]


def test_a_hold_with_a_fault_on_the_way_is_graded_though_its_middle_value_is_good() -> None:
    done = judge(plank_track([hold(20.0, bad_s=(5.0, 9.0), bad_deg=-30.0)]), "plank")
    table = make_unit_table(done.result, done.exercise)
    line = [column.heading for column in table.columns].index("hip line (deg)")
    assert table.rows[0].cells[line].grade == "fault"


@pytest.mark.parametrize("name", NAMES)
def test_each_row_has_a_cell_for_each_column(name: str) -> None:
    done = judge_golden(name)
    table = make_unit_table(done.result, done.exercise)
    assert all(len(row.cells) == len(table.columns) for row in table.rows)
    assert len(table.rows) == len(done.result.holds or done.result.reps)
    marks = {cell.note for row in table.rows for cell in row.cells if cell.note}
    assert marks == set(table.notes)


@pytest.mark.parametrize("exercise", list_exercises().values(), ids=lambda e: e.name)
def test_every_limit_is_listed_with_its_source(exercise: Exercise) -> None:
    listed = sorted((row.value.split()[0], row.source) for row in list_limit_rows(exercise))
    assert listed == sorted((f"{t.value:g}", t.source) for t in list_thresholds(exercise).values())


@pytest.mark.parametrize(
    "path", ["/videos/anna/secret/set 1.mp4", "secret/set 1.mp4", r"C:\Users\anna\secret\set 1.mp4"]
)
def test_of_the_recording_the_name_alone_is_told(path: str) -> None:
    settings = tell(source=SourceInfo(path, 640, 480, 30.0, 900))
    assert settings["Recording"] == "set 1.mp4"
    assert not any("secret" in value for value in settings.values())


def test_own_baseline_and_own_limits_are_named() -> None:
    own = tell(own_bias={"line_at_top_deg": 4.5}, own_thresholds={"too-fast.up_s.below.watch": 0.7})
    assert own["Own baseline"] == "line_at_top_deg = 4.5"
    assert own["Own limits"] == "too-fast.up_s.below.watch = 0.7"
    none = tell()
    assert (none["Own baseline"], none["Own limits"]) == ("none", "none")


def test_the_rate_is_that_of_the_pictures_and_the_model_is_named() -> None:
    settings = tell()
    assert settings["Pictures"] == "640 x 480 pixels, 30.0 a second"
    assert settings["Landmark model"] == f"full, sha256 {'0' * 64}"
    assert tell(model=None)["Landmark model"] == "-"


@pytest.mark.parametrize("frames", [0, 1])
def test_of_a_track_of_one_picture_or_none_there_is_no_rate(frames: int) -> None:
    track = hip_lift_track([Lift()]).slice(0, frames)
    assert dict(list_settings(make_set(), track))["Pictures"] == "640 x 480 pixels, - a second"
    assert np.shape(track.time_s) == (frames,)
