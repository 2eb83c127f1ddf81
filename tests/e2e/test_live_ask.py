"""The questions after a live set: put and answered in the terminal, and said by the voice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from formcheck.advisor import QUESTIONS
from tests.e2e.live_films import write_set
from tests.e2e.live_runs import LASTS_S, STARTS_S, make_command

pexpect: Any = pytest.importorskip("pexpect")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.realtime,
    pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it"),
]

ONE_REP_S = 6.0
THINKS_S = 0.5
"""Whoever answers takes so long, and the voice has begun to speak."""


def test_questions_and_decision_are_told_once_each(tmp_path: Path) -> None:
    film = write_set(tmp_path / "film.mp4", "hip-lift-correct", ONE_REP_S)
    command = make_command(
        tmp_path, "--source", film, "--no-window", "--ask", "--diary", tmp_path / "diary.sqlite", "--language", "en"
    )
    with mock.patch.dict(os.environ, {"LC_ALL": "C.UTF-8"}):
        terminal = pexpect.spawn(
            command[0], command[1:], encoding="utf-8", timeout=STARTS_S + LASTS_S, dimensions=(50, 200)
        )
    terminal.delaybeforesend = THINKS_S
    typed = [
        (r"Keep this in your diary.*\[y/n\] ", "n"),
        (r"numbness.*\[y/n/u\] ", "maybe"),
        (r"Please answer.*numbness.*\[y/n/u\] ", "n"),
        (r"urine.*\[y/n/u\] ", "y"),
    ]
    for shown, answer in typed:
        terminal.expect(shown)
        terminal.sendline(answer)
    terminal.expect("SEE A DOCTOR.*emergency")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    words = [line.split("\t") for line in (tmp_path / "words.txt").read_text("utf-8").splitlines()]
    numbness, bladder = (question.text for question in QUESTIONS[:2])
    assert [text for _, text in words][-5:] == [
        "Keep this in your diary? Please answer at the keyboard.",
        f"Some questions now. Please answer at the keyboard. {numbness}",
        f"Please answer y, n or u, or press Enter to skip. {numbness}",
        bladder,
        "SEE A DOCTOR. Go to an emergency department now, or call the emergency number. "
        "Please do not wait for it to settle.",
    ]
    assert words[-6][1].startswith("one")
    times_s = [float(time_s) for time_s, _ in words]
    assert times_s == sorted(times_s)
