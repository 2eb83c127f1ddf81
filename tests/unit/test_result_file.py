"""Results as JSON, and back."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from formcheck.advisor import advise
from formcheck.analysis import analyze
from formcheck.errors import InputError
from formcheck.result_file import parse_advice, parse_result, read_result, to_json_dict, write_json
from tests.unit.advisor.cases import RESULTS, WELL

TRACKS = sorted(Path("tests/golden").glob("*.pose.npz"))


@pytest.mark.parametrize("track", TRACKS, ids=lambda p: p.name.split(".")[0])
def test_every_result_comes_back_as_it_was(track: Path) -> None:
    exercise = next(e for e in EXERCISES if track.name.startswith(e))
    result = analyze(track, exercise)
    data = json.loads(json.dumps(result.to_dict()))
    assert parse_result(data).to_dict() == data


EXERCISES = ("hip-lift", "clamshell", "plank", "draw-in", "overhead-squat", "single-leg-stance")


@pytest.mark.parametrize("answers", [{}, WELL, {**WELL, "pain_during": 6}, {"numb_seat": "yes"}])
def test_advice_comes_back_as_it_was(answers: dict[str, Any]) -> None:
    advice = advise(RESULTS["adjust"], answers)
    assert parse_advice(json.loads(json.dumps(advice.to_dict()))) == advice


def test_a_result_is_read_from_the_file_that_was_written(tmp_path: Path) -> None:
    result = RESULTS["adjust"]
    write_json(result, advise(result), tmp_path / "a.json")
    assert read_result(tmp_path / "a.json").to_dict() == result.to_dict()


def change(place: str, value: object) -> str:
    """Return a result as JSON with one value changed; "-" leaves it out."""
    data = copy.deepcopy(to_json_dict(RESULTS["adjust"], advise(RESULTS["adjust"])))
    part: Any = data
    *way, last = [int(k) if k.isdigit() else k for k in place.split(".")]
    for key in way:
        part = part[key]
    if value == "-":
        del part[last]
    else:
        part[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no result of formcheck"),
        ('{"schema": 3}', "no result of formcheck"),
        ('{"schema": "formcheck.result/1"}', "this is formcheck.result/1"),
        (change("form", "splendid"), "form"),
        (change("form", "-"), "form"),
        (change("reps", 3), "reps"),
        (change("reps.0.start_s", "early"), "start_s"),
        (change("reps.0.start_s", float("nan")), "start_s"),
        (change("reps.0.start_s", 10**400), "start_s"),
        (change("reps.0.complete", 1), "complete"),
        (change("reps.1.measures.up_s", {"value": 1}), "up_s"),
        (change("findings.0.rule", None), "rule"),
        (change("dose.asked", {}), "asked|dose"),
        (change("source", []), "source"),
    ],
)
def test_a_damaged_or_foreign_file_is_one_clear_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_result(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_result(tmp_path / "a.json")
