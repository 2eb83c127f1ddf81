"""``formcheck plan`` as a command."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from formcheck.advisor import advise
from formcheck.diary import open_diary
from tests.unit.cli.running import Done, run
from tests.unit.diary.samples import MORNING_WELL, NOON, WELL, days_later, make_result


def plan(file: Path, *arguments: str, width: int = 400) -> Done:
    return run("plan", "--diary", str(file), *arguments, width=width)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "diary.sqlite"
    result = make_result("hip-lift-c-correct")
    with open_diary(path) as diary:
        diary.add_set("me", result, advise(result, WELL), WELL, NOON)
    return path


def test_without_a_diary_it_is_the_beginning_and_none_is_made(tmp_path: Path) -> None:
    done = plan(tmp_path / "none.sqlite", "--anchor", "after-waking")
    assert done.code == 0
    assert "TODAY: answer first" in done.out
    past, moment = done.err.splitlines()
    assert past.endswith("none.sqlite: there is no diary yet, so the past is not known.")
    assert moment == "formcheck: the moment of the day is not kept, for there is no diary yet."
    assert list(tmp_path.iterdir()) == []


def test_the_next_morning_is_asked_for_first(file: Path) -> None:
    done = plan(file, "--on", "2025-03-11")
    assert (done.code, done.err) == (0, "")
    assert "TODAY: answer first" in done.out
    with open_diary(file) as diary:
        diary.add_answers("me", days_later(1).date(), MORNING_WELL)
    assert "next on 2025-03-12. Last done yesterday" in plan(file, "--on", "2025-03-11").out
    assert "TODAY: training" in plan(file, "--on", "2025-03-12").out


def test_the_moment_of_the_day_is_kept_for_each_person(file: Path) -> None:
    with open_diary(file) as diary:
        for person in ("Kei", "Ann"):
            diary.add_answers(person, dt.date.today(), WELL)
    assert "After waking" not in plan(file, "--person", "Kei", "--anchor", "before-bed").out
    assert "After waking" not in plan(file, "--person", "Kei").out
    assert "After waking" in plan(file, "--person", "Ann").out
    assert "After waking" in plan(file, "--person", "Kei", "--anchor", "both").out
    assert "After waking" in plan(file, "--person", "Kei").out


def test_a_moment_that_is_not_known_is_one_line(file: Path) -> None:
    done = plan(file, "--anchor", "noon")
    assert (done.code, done.out) == (2, "")
    assert done.err == "formcheck: --anchor noon: no such moment. There are: both, after-waking, before-bed.\n"


def test_the_plan_can_be_written(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    assert plan(file, "--on", "2025-03-10", "--json", str(path)).code == 0
    data = json.loads(path.read_text("utf-8"))
    assert (data["schema"], data["today"], data["state"]) == ("formcheck.plan/1", "2025-03-10", "train")
    assert [e["exercise"] for e in data["exercises"]] == ["draw-in", "hip-lift"]
    assert [e["due"] for e in data["exercises"]] == [True, False]


def test_a_file_that_cannot_be_written_is_said_before_anything(file: Path, tmp_path: Path) -> None:
    done = plan(file, "--json", str(tmp_path / "none" / "plan.json"))
    assert (done.code, done.out) == (2, "")
    assert "there is no folder" in done.err
