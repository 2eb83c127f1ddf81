"""``formcheck agree`` as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.advisor import advise
from formcheck.result_file import write_json
from formcheck.wrapping import measure_width
from tests.unit.cli.running import Done, find_english, run
from tests.unit.diary.samples import WELL, make_result


@pytest.fixture
def result(tmp_path: Path) -> Path:
    found = make_result("hip-lift-h-too-fast")
    write_json(found, advise(found, WELL), tmp_path / "result.json")
    return tmp_path / "result.json"


def agree(result: Path, text: str, width: int = 80) -> Done:
    ratings = result.with_name("ratings.csv")
    ratings.write_text(text, "utf-8")
    return run("agree", str(result), str(ratings), width=width)


def test_ticks_against_findings(result: Path) -> None:
    done = agree(result, "rep,too-fast,jerky\n1,1,0\n2,1,0\n3,0,1\n")
    assert (done.code, done.err) == (0, "")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["too-fast", "3", "2", "1", "0", "0", "67", "-"] in rows
    assert ["jerky", "3", "0", "0", "1", "2", "67", "-"] in rows
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_sheet_is_made_and_its_use_told(result: Path) -> None:
    sheet = result.with_name("sheet.csv")
    done = run("agree", str(result), "--make-sheet", str(sheet))
    assert (done.code, done.out) == (0, "")
    assert "write 1 where you see a fault and 0 where you see none" in done.err
    assert "formcheck exercises hip-lift says what each rule means." in done.err
    assert len(sheet.read_text("utf-8-sig").splitlines()) == 7
    again = run("agree", str(result), "--make-sheet", str(sheet))
    assert again.code == 2
    assert "this file is there already" in again.err


@pytest.mark.parametrize("more", [[], ["ratings.csv", "--make-sheet", "sheet.csv"]])
def test_it_takes_ratings_or_a_sheet_to_make(result: Path, more: list[str]) -> None:
    done = run("agree", str(result), *more)
    assert (done.code, done.out) == (2, "")
    assert "give RATINGS.csv to compare with, or --make-sheet FILE.csv" in done.err


def test_a_typo_is_one_line_with_its_row(result: Path) -> None:
    done = agree(result, "rep,rule,fault\n1,too-fast,1\n2,to-fast,1\n")
    assert (done.code, done.out) == (2, "")
    assert 'row 3: hip-lift has no rule "to-fast" (did you mean too-fast?).' in done.err
    assert done.err.count("\n") == 1


def test_the_help_tells_the_form_of_the_ratings() -> None:
    said = " ".join(run("agree", "--help").out.split())
    assert "with a column rep and one for each rule, or with rep, rule, fault and a row for each tick" in said


@pytest.mark.parametrize("width", [60, 80])
def test_in_japanese(result: Path, width: int) -> None:
    ratings = result.with_name("ratings.csv")
    ratings.write_text("rep,too-fast,jerky,fatigue\n1,1,0,0\n2,1,0,1\n3,0,1,\n", "utf-8")
    shown = run("agree", str(result), str(ratings), "--language", "ja").out
    assert find_english(shown, ["Biebl 2021", "doi 10.1186/s13102-021-00289-x"]) == []
    shown = run("agree", str(result), str(ratings), "--language", "ja", width=width).out
    assert max(measure_width(line.rstrip()) for line in shown.splitlines()) <= width
