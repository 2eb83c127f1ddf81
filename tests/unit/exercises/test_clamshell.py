from typing import Any

import pytest

from formcheck.exercises import find_exercise
from formcheck.results import Measure, SetResult
from tests.contract.running import run
from tests.synthetic import Opening, clamshell_track

CLAMSHELL = find_exercise("clamshell")


def judge(*openings: Opening, from_behind: bool = False) -> SetResult:
    return run(CLAMSHELL, clamshell_track(openings, from_behind=from_behind))


def list_values(result: SetResult, name: str) -> list[float]:
    return [m.value for rep in result.counted if isinstance(m := rep.measures[name], Measure)]


@pytest.mark.parametrize("opening_pct", [10.0, 35.0, 55.0])
@pytest.mark.parametrize("from_behind", [False, True])
def test_the_opening_is_measured_as_it_is(opening_pct: float, from_behind: bool) -> None:
    result = judge(*[Opening(opening_pct=opening_pct)] * 3, from_behind=from_behind)
    assert list_values(result, "opening_pct") == pytest.approx([opening_pct] * 3, abs=0.5)


def test_a_knee_that_hardly_moves_is_not_counted() -> None:
    result = judge(*[Opening(opening_pct=2.0)] * 4)
    assert result.reps == ()
    assert {n.reason for n in result.not_measurable} == {CLAMSHELL.nothing_counted}


@pytest.mark.parametrize("from_behind", [False, True])
@pytest.mark.parametrize("zone", ["pelvis_pct", "chest_pct"])
def test_rolling_back_is_found_and_rolling_forward_is_not(zone: str, from_behind: bool) -> None:
    rolls: list[dict[str, Any]] = [{zone: 5.0}, {zone: -5.0}]
    back = judge(*[Opening(**rolls[0])] * 4, from_behind=from_behind)
    assert [f.rule for f in back.findings] == ["clamshell.trunk-rotation"]
    assert back.findings[0].value == pytest.approx(5.0, abs=0.2)
    assert judge(*[Opening(**rolls[1])] * 4, from_behind=from_behind).findings == ()


def test_the_upper_side_is_the_one_exercised() -> None:
    assert judge(*[Opening()] * 3).side == "left"
    assert run(CLAMSHELL, clamshell_track([Opening()] * 3, mirrored=True)).side == "right"


def test_dose_is_counted_by_side() -> None:
    assert judge(*[Opening()] * 5).dose.reps == {"left": 5}


def test_heels_are_not_judged_from_behind() -> None:
    result = judge(*[Opening(heel_gap_pct=25.0)] * 4, from_behind=True)
    assert result.findings == ()
    (reason,) = [n.reason for n in result.not_measurable if n.rule == "clamshell.heels-apart"]
    assert "film from the front" in reason
