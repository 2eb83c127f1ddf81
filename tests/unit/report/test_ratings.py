"""Ticks from a CSV file: both forms, as spreadsheets save them, and each mistake with its row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from formcheck.errors import InputError, OutputError
from formcheck.report.ratings import Tick, read_ratings, write_sheet
from tests.unit.report.sets import make_hold, make_rep, make_set

LIFTS = make_set(reps=(make_rep(1), make_rep(2), make_rep(3, complete=False), make_rep(4)))
PLANKS = make_set("plank", holds=(make_hold(1, 10.0), make_hold(2, 10.0)))
WIDE = "rep,jerky,too-fast\n1,1,0\n2,,yes\n"
LONG = "rep,rule,fault\n1,jerky,1\n1,too-fast,0\n2,too-fast,yes\n"
TICKS = (
    Tick(1, "hip-lift.jerky", True),
    Tick(1, "hip-lift.too-fast", False),
    Tick(2, "hip-lift.too-fast", True),
)


def read(folder: Path, text: str | bytes) -> tuple[Tick, ...]:
    path = folder / "ratings.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_ratings(path, LIFTS)


@pytest.mark.parametrize(
    "text",
    [
        WIDE,
        LONG,
        WIDE.replace(",", ";"),
        WIDE.replace(",", "\t"),
        WIDE.replace("\n", "\r\n"),
        WIDE.encode("utf-8-sig"),
        WIDE.replace("jerky", " Hip-Lift.Jerky "),
        WIDE.replace("yes", "YES"),
        WIDE.replace("yes", "はい"),
        WIDE + ",,\n\n",
        "rep,start_s,side,jerky,too-fast,Note\n1,2.0,left,1,0,=odd\n2,3.0,right,,1,\n",
        'rep,rule,fault,note\n1,jerky,1,"two\nlines"\n1,hip-lift.too-fast,no,\n2,too-fast,1\n',
        LONG + "2,jerky,\n",
    ],
)
def test_all_of_these_say_the_same(text: str | bytes, tmp_path: Path) -> None:
    assert read(tmp_path, text) == TICKS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'row 1: there is no column "rep"'),
        ("number,jerky\n1,1\n", 'row 1: there is no column "rep"'),
        ("rep\n1\n", "row 1: there is no column for a rule"),
        ("rep,jerk\n1,1\n", r'row 1: hip-lift has no rule "jerk" \(did you mean jerky\?\)'),
        ("rep,jerky,Jerky\n1,1,1\n", 'row 1: there are two columns "jerky"'),
        ("rep,rule,fault\n1,jerky,1\n2,to-fast,1\n", r'row 3: hip-lift has no rule "to-fast" \(did you mean too-fast'),
        ("rep,rule,fault\n1,,1\n", 'row 2: hip-lift has no rule ""'),
        ("rep,jerky\n1,1\n\n5,1\n", 'row 4: there is no rep "5"; they go from 1 to 4'),
        ("rep,jerky\none,1\n", 'row 2: there is no rep "one"'),
        ("rep,jerky\n,1\n", 'row 2: there is no rep ""'),
        ("rep,jerky\n1,maybe\n", 'row 2: "maybe" is no tick: write 1 or 0, or yes or no'),
        ("rep,jerky\n1,1\n2,1,0\n", "row 3: there are more cells than columns"),
        ("rep,jerky\n1,1\n1,1\n", "row 3: jerky of rep 1 is there twice"),
        ("rep,jerky\n1,\n2,\n", "nothing is ticked"),
        ('rep,jerky\n1,"1\n', "this is no CSV"),
        (b"\xff\xfe\x00", "this is no text in UTF-8"),
    ],
)
def test_a_mistake_is_one_line_with_its_row(text: str | bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_many_mistakes_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'row 4: .*"9".*; and 2 more rows\.$'):
        read(tmp_path, "rep,jerky\n9,1\n9,1\n9,1\n9,1\n9,1\n")
    with pytest.raises(InputError, match=r"; and 1 more row\.$"):
        read(tmp_path, "rep,jerky\n9,1\n9,1\n9,1\n9,1\n")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the ratings cannot be read"):
        read_ratings(tmp_path / "none.csv", LIFTS)


def test_a_sheet_has_a_row_for_each_complete_rep_and_a_column_for_each_rule_judged_in_one(tmp_path: Path) -> None:
    write_sheet(LIFTS, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    rules = ["lumbar-hyperextension", "incomplete-lift", "jerky", "too-fast", "feet-placement"]
    assert head == ["rep", "side", "start_s", "end_s", *rules]
    assert [row[0] for row in rows] == ["1", "2", "4"]
    assert {cell for row in rows for cell in row[4:]} == {""}


def test_a_sheet_that_is_filled_in_is_read_back(tmp_path: Path) -> None:
    write_sheet(PLANKS, tmp_path / "a.csv")
    head, first, second = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert head.startswith("hold,side,start_s,end_s,hip-sag,")
    filled = [head, first.replace(",,", ",1,", 1), second]
    (tmp_path / "a.csv").write_text("\n".join(filled), "utf-8")
    assert read_ratings(tmp_path / "a.csv", PLANKS) == (Tick(1, "plank.hip-sag", True),)


def test_no_sheet_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("rep,jerky\n1,1\n", "utf-8")
    with pytest.raises(OutputError, match="this file is there already, and may be filled in"):
        write_sheet(LIFTS, tmp_path / "a.csv")


def test_there_is_no_sheet_without_reps(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is nothing to rate"):
        write_sheet(make_set(), tmp_path / "a.csv")
