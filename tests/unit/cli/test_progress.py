"""The progress bar of many parts, on a terminal whose clock the test holds."""

from __future__ import annotations

import io
import sys
import time

import pytest

from formcheck.cli.progress import count_done


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def open_terminal(monkeypatch: pytest.MonkeyPatch) -> tuple[Terminal, Clock]:
    """Put a terminal in the place of stderr; within the test, for pytest puts its own there before."""
    terminal, clock = Terminal(), Clock()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("rich.console.monotonic", clock)
    return terminal, clock


def wait_for(terminal: Terminal, text: str) -> str:
    """Return what the bar shows from a text on, as soon as it shows that; it is drawn ten times a second."""
    end_s = time.monotonic() + 20
    while text not in terminal.getvalue():
        assert time.monotonic() < end_s, terminal.getvalue()[-400:]
        time.sleep(0.05)
    return terminal.getvalue().rpartition(text)[2]


def test_a_time_is_shown_even_when_each_part_takes_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, clock = open_terminal(monkeypatch)
    with count_done("Scoring ...", 10) as on_done:
        for part in range(4):
            clock.now_s += 300
            on_done(f"clip {part}")
        assert "0:30:00" in wait_for(terminal, "4/10")  # 6 clips of 5 min


def test_what_was_done_before_is_no_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, clock = open_terminal(monkeypatch)
    with count_done("Scoring ...", 100, 90) as on_done:
        wait_for(terminal, "90/100")
        for part in range(2):
            clock.now_s += 60
            on_done(f"clip {part}")
        assert "0:08:00" in wait_for(terminal, "92/100")
