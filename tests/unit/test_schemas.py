"""The published JSON Schemas: what is written keeps to them, and what is not so is refused."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from formcheck import analyze
from formcheck.advisor import advise
from formcheck.planning import make_plan
from formcheck.report.plan_file import write_plan
from formcheck.result_file import read_result, to_json_dict, write_advice, write_json
from tests.unit.advisor.cases import RESULTS, WELL
from tests.unit.planning.histories import make_good, make_history, make_set

TRACKS = sorted(Path("tests/golden").glob("*.pose.npz"))
EXERCISES = ("hip-lift", "clamshell", "plank", "draw-in", "overhead-squat", "single-leg-stance")
ANSWERS: dict[str, dict[str, Any]] = {
    "none": {},
    "well": WELL,
    "pain": {**WELL, "pain_during": 6, "pain_where": "back", "pain_kind": "sharp"},
    "danger": {"numb_seat": "yes", "fever": "unsure"},
}


def load(name: str) -> Draft202012Validator:
    schema = json.loads((files("formcheck") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


RESULT, ADVICE, PLAN, RUN, STRESS = map(load, ("result-3", "advice-1", "plan-1", "run-1", "stress-1"))


@pytest.mark.parametrize("track", TRACKS, ids=lambda p: p.name.split(".")[0])
def test_every_result_keeps_to_the_schema(track: Path, tmp_path: Path) -> None:
    result = analyze(track, next(e for e in EXERCISES if track.name.startswith(e)))
    for answers in ANSWERS.values():
        write_json(result, advise(result, answers), tmp_path / "a.json")
        RESULT.validate(json.loads((tmp_path / "a.json").read_text("utf-8")))


def test_so_does_one_with_own_baseline_limits_and_side(tmp_path: Path) -> None:
    track, limits = "tests/golden/hip-lift-c-correct.pose.npz", tmp_path / "limits.toml"
    limits.write_text('[hip-lift]\n"too-fast.up_s.below.watch" = 1.0\n', "utf-8")
    result = analyze(track, "hip-lift", side="left")
    write_json(result, advise(result), tmp_path / "base.json")
    own = analyze(track, "hip-lift", baseline=tmp_path / "base.json", thresholds=limits)
    assert own.own_bias
    assert own.own_thresholds
    RESULT.validate(json.loads(json.dumps(to_json_dict(own, advise(own)))))


def make_result() -> Any:
    result = RESULTS["adjust"]
    return json.loads(json.dumps(to_json_dict(result, advise(result, {**WELL, "pain_during": 3}))))


def list_places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value of JSON data, the first of each list only."""
    ways = [at] if at else []
    if isinstance(data, dict):
        parts = list(data.items())
    else:
        parts = list(enumerate(data[:1])) if isinstance(data, list) else []
    return ways + [way for key, value in parts for way in list_places(value, (*at, key))]


FREE = ("measures", "own_thresholds", "own_bias")
"""Their keys are names of measures and limits, none of which must be there."""


@pytest.mark.parametrize("way", list_places(make_result()), ids=lambda way: ".".join(map(str, way)))
def test_a_wrong_type_and_a_missing_key_are_refused(way: tuple[Any, ...]) -> None:
    wrong, missing, more = make_result(), make_result(), make_result()
    for data, change in ((wrong, "wrong"), (missing, "missing"), (more, "more")):
        part = data
        for key in way[:-1]:
            part = part[key]
        if change == "wrong":
            part[way[-1]] = {"nothing": ["that", "is", "known"]}
        elif isinstance(part, dict):
            part["unknown" if change == "more" else way[-1]] = None
            if change == "missing":
                del part[way[-1]]
    assert not RESULT.is_valid(wrong)
    if isinstance(way[-1], str):
        is_free = len(way) > 1 and way[-2] in FREE
        in_dose = way[:-1] == ("dose", "reps")
        assert RESULT.is_valid(missing) == (is_free or in_dose)
        assert not RESULT.is_valid(more)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("form"), "'form' is a required property"),
        (lambda d: d.update(form="splendid"), "'splendid' is not one of"),
        (lambda d: d["reps"][0].update(start_s="1.0"), "'1.0' is not of type 'number'"),
        (lambda d: d["reps"][0].update(complete=1), "1 is not of type 'boolean'"),
        (lambda d: d["findings"][0].update(uncertainty=-1), "-1 is less than the minimum"),
        (lambda d: d.update(schema="formcheck.result/2"), "was expected"),
    ],
)
def test_what_is_wrong_is_said(change: Any, message: str) -> None:
    data = make_result()
    change(data)
    assert any(message in error.message for error in RESULT.iter_errors(data))


def test_what_the_schema_takes_can_be_read_back(tmp_path: Path) -> None:
    data = make_result()
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    assert to_json_dict(read_result(tmp_path / "a.json"), advise(RESULTS["adjust"]))["reps"] == data["reps"]


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_advice_keeps_to_the_schema(answers: dict[str, Any], tmp_path: Path) -> None:
    write_advice(advise(None, answers), tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    ADVICE.validate(data)
    for key in data:
        assert not ADVICE.is_valid({k: v for k, v in data.items() if k != key})
        assert not ADVICE.is_valid({**data, key: 3.5})


def test_advice_is_the_same_in_a_result() -> None:
    whole, alone = RESULT.schema, ADVICE.schema
    assert isinstance(whole, dict)
    assert isinstance(alone, dict)
    own = ("schema", "formcheck")
    assert whole["$defs"]["advice"]["properties"] == {k: v for k, v in alone["properties"].items() if k not in own}
    assert all(whole["$defs"][name] == kind for name, kind in alone["$defs"].items())


@pytest.mark.parametrize(
    "history",
    [
        make_history(0),
        make_history(0, screened={}),
        make_history(1, *make_good(0)),
        make_history(3, *make_good(0)),
        make_history(1, make_set(0, decision="stop")),
        make_history(1, make_set(0, decision="see-a-doctor")),
        make_history(30, *make_good(0, 2, 4, exercise="plank")),
    ],
)
def test_a_plan_keeps_to_the_schema(history: Any, tmp_path: Path) -> None:
    write_plan(make_plan(history), tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    PLAN.validate(data)
    for key in data:
        assert not PLAN.is_valid({k: v for k, v in data.items() if k != key})
        assert not PLAN.is_valid({**data, key: 3.5})


def test_every_key_is_described_and_every_number_has_its_unit() -> None:
    for validator in (RESULT, ADVICE, PLAN, RUN, STRESS):
        for name, part in _list_properties(copy.deepcopy(validator.schema)):
            assert "description" in part or "$ref" in part, name
            if name.endswith("_s"):
                assert ", s" in part["description"], name
            if name.endswith("_pct"):
                assert "%" in part["description"], name


def _list_properties(schema: Any) -> list[tuple[str, Any]]:
    found = []
    if isinstance(schema, dict):
        found += list(schema.get("properties", {}).items())
        found += [item for part in schema.values() for item in _list_properties(part)]
    elif isinstance(schema, list):
        found += [item for part in schema for item in _list_properties(part)]
    return found
