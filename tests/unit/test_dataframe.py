"""A result as tables and as pandas DataFrames."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from formcheck.errors import SetupError
from formcheck.exercises import list_exercises
from formcheck.messages import Message
from formcheck.results import Hold, Measure, NotMeasurable, Rep, SetResult, TableKind
from tests.unit.diary.samples import make_plank, make_result, make_squat
from tests.unit.report.sets import make_set

UNITS = {"deg": "_deg", "s": "_s", "%": "_pct", "per min": "_per_min", "SPARC": "", "x": ""}


def test_one_row_a_rep_with_units_in_the_names() -> None:
    result = make_result("hip-lift-h-too-fast")
    frame = result.to_dataframe()
    assert list(frame["rep"]) == [1, 2, 3, 4, 5, 6]
    assert list(frame.columns[:6]) == ["rep", "side", "start_s", "top_s", "end_s", "complete"]
    first = result.reps[0].measures["up_s"]
    assert isinstance(first, Measure)
    assert frame["up_s"][0] == pytest.approx(first.value, abs=0.0005)
    assert frame["up_s_uncertainty"][0] == pytest.approx(first.uncertainty, abs=0.0005)
    assert set(frame["faults"]) == {"hip-lift.too-fast"}
    assert frame["up_s"].dtype.kind == "f"


def test_one_row_a_hold() -> None:
    frame = make_plank().to_dataframe("holds")
    assert list(frame.columns[:6]) == ["hold", "side", "start_s", "end_s", "valid_s", "lost"]
    assert (frame["faults"][0], frame["watched"][0]) == ("plank.fatigue", "plank.hip-sag")
    assert math.isnan(frame["breaths_per_min"][0])
    assert frame["not_measurable"][0].startswith("breaths_per_min: no steady breath was seen")


def test_findings_of_the_set_and_of_each_rep_and_what_could_not_be_judged() -> None:
    frame = make_squat().to_dataframe("findings")
    assert list(frame["of"][:4]) == ["set", "rep", "rep", "rep"]
    assert frame["reps"][0] == "1 2 3"
    assert list(frame["severity"])[-1] == "not-measurable"
    assert math.isnan(list(frame["value"])[-1])
    assert {item.rule for item in make_squat().not_measurable} <= set(frame["rule"])


@pytest.mark.parametrize("kind", ["reps", "holds", "findings"])
def test_an_empty_table_has_its_columns(kind: Any) -> None:
    frame = make_set().to_dataframe(kind)
    assert len(frame) == 0
    assert "start_s" in frame.columns


def test_a_table_that_there_is_not() -> None:
    with pytest.raises(ValueError, match='there are "reps", "holds" and "findings"'):
        make_set().to_dataframe("sets")  # type: ignore[arg-type]


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SetupError, match=r'pip install "formcheck\[dataframe\]"'):
        make_set().to_dataframe()


def test_measures_that_are_missing_in_one_rep_are_nan_there() -> None:
    measures: Mapping[str, Measure | NotMeasurable] = {"turn": Measure(1.5, "deg", 0.1), "gone_s": NotMeasurable("x")}
    reps = (Rep(1, 0.0, 1.0, 2.0, False), Rep(2, 2.0, 3.0, 4.0, True, "left", measures))
    columns, rows = make_set(reps=reps).to_table()
    first, second = (dict(zip(columns, row, strict=True)) for row in rows)
    assert math.isnan(first["turn_deg"])
    assert first["not_measurable"] == ""
    assert (second["turn_deg"], second["turn_deg_uncertainty"]) == (1.5, 0.1)
    assert second["not_measurable"] == "gone_s: x"


def test_no_text_in_a_table_waits_to_be_translated() -> None:
    kinds: tuple[TableKind, ...] = ("reps", "holds", "findings")
    for result in (make_plank(), make_squat()):
        for kind in kinds:
            cells = [cell for row in result.to_table(kind)[1] for cell in row]
            assert not any(isinstance(cell, Message) for cell in cells)


GOLDEN = {
    "hip-lift": "hip-lift-c-correct",
    "clamshell": "clamshell-c-correct",
    "plank": "plank-d-correct",
    "draw-in": "draw-in-d-correct-deep",
    "overhead-squat": "overhead-squat-c-front-correct",
    "single-leg-stance": "single-leg-stance-d-correct",
}


def test_every_exercise_is_looked_at() -> None:
    assert set(GOLDEN) == set(list_exercises())


@pytest.mark.parametrize("exercise", GOLDEN)
def test_our_measures_have_their_unit_in_the_name_already(exercise: str) -> None:
    result: SetResult = make_result(GOLDEN[exercise], exercise)
    units: tuple[Rep | Hold, ...] = (*result.reps, *result.holds)
    measures = {name: m for unit in units for name, m in unit.measures.items() if isinstance(m, Measure)}
    assert measures
    assert [name for name, m in measures.items() if not name.endswith(UNITS[m.unit])] == []
