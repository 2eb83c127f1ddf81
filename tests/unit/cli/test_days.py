"""The option ``--on``, and numbers that are none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.cli.running import run

COMMANDS = [["plan"], ["trend"], ["diary", "list"], ["diary", "note", "x"], ["diary", "morning"], ["advise"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def test_a_day_out_of_all_reason_is_refused(tmp_path: Path, command: list[str], day: str) -> None:
    done = run(*command, "--diary", str(tmp_path / "none"), "--on", day)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"formcheck: --on {day}: give a day from 1900-01-01 to 2999-12-31.\n"


@pytest.mark.parametrize("command", [["plan"], ["trend"]], ids=" ".join)
@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_can_be_reckoned_with(tmp_path: Path, command: list[str], day: str) -> None:
    assert run(*command, "--diary", str(tmp_path / "none"), "--on", day).code in (0, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "--on", "2026-02-30"], "--on 2026-02-30: this is no day. Write it as in 2026-11-20."),
        (["plan", "--on", "it's"], "--on it's: this is no day."),
        (["trend", "--weeks", "x"], "--weeks: this is no whole number."),
        (["live", "--exercise", "plank", "--hold", "x"], "--hold: this is no number."),
        (["trend", "--weeks", "0"], "--weeks: give 1 or more."),
        (["trend", "--weeks", "999"], "--weeks: give 520 or less."),
        (["diary", "show", "one"], "number: this is no whole number."),
    ],
)
def test_what_is_wrong_with_a_value_is_said(arguments: list[str], said: str) -> None:
    assert said in run(*arguments).err
    assert re.search(r"これは|日付|整数|数では|以上|以下", run(*arguments, "--language", "ja").err)
