"""``formcheck compare`` as a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formcheck.advisor import advise
from formcheck.result_file import write_json
from formcheck.wrapping import measure_width
from tests.unit.cli.running import find_english, run
from tests.unit.diary.samples import WELL, make_plank, make_result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sets = {"a": make_result("hip-lift-d-top-200"), "b": make_result("hip-lift-h-too-fast"), "plank": make_plank()}
    for name, result in sets.items():
        write_json(result, advise(result, WELL), tmp_path / f"{name}.json")
    return tmp_path


def test_two_sets(folder: Path) -> None:
    done = run("compare", str(folder / "a.json"), str(folder / "b.json"), width=80)
    assert (done.code, done.err) == (0, "")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["lumbar-hyperextension", "4", "of", "4", "0", "of", "6", "gone"] in rows
    assert ["too-fast", "0", "of", "4", "6", "of", "6", "new"] in rows
    assert max(map(len, done.out.splitlines())) <= 80


def test_as_json_too(folder: Path) -> None:
    file = folder / "c.json"
    assert run("compare", str(folder / "a.json"), str(folder / "b.json"), "--json", str(file)).code == 0
    assert json.loads(file.read_text("utf-8"))["schema"] == "formcheck.compare/1"


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("plank.json", "plank.json of plank: only sets of one exercise can be compared."),
        ("none.json", "none.json: the result cannot be read (No such file or directory). Check the name."),
        ("foreign.json", "foreign.json: this is no result of formcheck."),
        ("old.json", "old.json: this is formcheck.result/1, and this formcheck reads"),
    ],
)
def test_what_cannot_be_compared_is_one_line(folder: Path, second: str, says: str) -> None:
    (folder / "foreign.json").write_text("{}", "utf-8")
    (folder / "old.json").write_text('{"schema": "formcheck.result/1"}', "utf-8")
    done = run("compare", str(folder / "a.json"), str(folder / second))
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1


def test_a_file_that_cannot_be_written_is_told_before_the_work(folder: Path) -> None:
    done = run("compare", str(folder / "a.json"), str(folder / "b.json"), "--json", str(folder / "none" / "c.json"))
    assert (done.code, done.out) == (2, "")
    assert "there is no folder" in done.err


@pytest.mark.parametrize("width", [60, 80])
def test_in_japanese(folder: Path, width: int) -> None:
    files = [str(folder / "a.json"), str(folder / "b.json")]
    assert find_english(run("compare", *files, "--language", "ja").out, files) == []
    shown = run("compare", *files, "--language", "ja", width=width).out
    assert max(measure_width(line.rstrip()) for line in shown.splitlines()) <= width
