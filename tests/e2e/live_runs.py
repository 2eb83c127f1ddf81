"""Runs of `formcheck live` as a program of its own: what it says while it runs, and what came of it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.sources.track_file import load_track
from tests.e2e.displays import Display, wait_for
from tests.e2e.live_films import WAIT_S

__all__ = ["ANSWERS", "GO_JA", "LASTS_S", "STARTS_S", "Ended", "Live", "is_watched", "killing", "make_command", "start"]

ANSWERS = Path("docs/answers.toml")
GO_JA = "はじめ。"
STARTS_S, LASTS_S = 30.0, 60.0
"""A busy machine is given so long to start, and to play."""
MAX_GAP_S = 0.3
"""A set is measured where pictures are no farther apart than this, s."""


@dataclass
class Live:
    """A `formcheck live` that runs; its files are in a folder of its own."""

    folder: Path
    process: subprocess.Popen[str]
    go: str = "Go."

    @property
    def words(self) -> list[tuple[float, str]]:
        """What was said, with its times, s."""
        file = self.folder / "words.txt"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        return [(float(time_s), text) for time_s, text in (line.split("\t") for line in lines)]

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.words]

    @property
    def of_set(self) -> list[tuple[float, str]]:
        """What was said after the count-in."""
        words, texts = self.words, self.texts
        return words[texts.index(self.go) + 1 :] if self.go in texts else []

    def await_text(self, text: str) -> None:
        wait_for(lambda: text in self.texts or self.process.poll() is not None, STARTS_S)

    def await_word_of_set(self, start: str) -> None:
        wait_for(
            lambda: any(text.startswith(start) for _, text in self.of_set) or self.process.poll() is not None, LASTS_S
        )

    def end(self, most_s: float = LASTS_S) -> Ended:
        out, err = self.process.communicate(timeout=most_s)
        assert "Traceback" not in err, err
        notes = [line for line in err.splitlines() if not line.startswith("formcheck: Nothing can be spoken")]
        return Ended(self, self.process.returncode, out, notes)


@dataclass(frozen=True)
class Ended:
    """What came of it; ``notes`` are the lines on stderr, but for the one on a machine without sound."""

    live: Live
    code: int
    out: str
    notes: list[str]

    @property
    def texts(self) -> list[str]:
        """What was said, without the decision after the set, which is in ``out`` too."""
        *texts, last = self.live.texts or [""]
        return texts if last in self.out else [*texts, last]

    @property
    def result(self) -> dict[str, Any]:
        return dict(json.loads((self.live.folder / "result.json").read_text("utf-8")))

    def analyze_again(self) -> dict[str, Any]:
        """Return the result of the recorded set, analysed by itself, with the same answers."""
        again = self.live.folder / "again.json"
        command = [sys.executable, "-m", "formcheck", "analyze", str(self.live.folder / "set.pose.npz")]
        options = ["--exercise", "hip-lift", "--json", str(again), "--answers", str(ANSWERS)]
        subprocess.run([*command, *options], capture_output=True, check=True, timeout=LASTS_S)
        return dict(json.loads(again.read_text("utf-8")))


def make_command(folder: Path, *options: object, exercise: str = "hip-lift") -> list[str]:
    """Return a command that writes words, record and result into a folder."""
    files = ["--words", folder / "words.txt", "--record", folder / "set.pose.npz", "--json", folder / "result.json"]
    command = [sys.executable, "-m", "formcheck", "live", "--exercise", exercise, *files, *options]
    return [*map(str, command)]


def start(
    folder: Path,
    *options: object,
    display: Display | None = None,
    exercise: str = "hip-lift",
    settings: Mapping[str, str] | None = None,
) -> Live:
    """Start it, with the answers of the docs; ``settings`` are further variables of its environment."""
    folder.mkdir()
    environment = display.environment if display else {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    process = subprocess.Popen(
        make_command(folder, "--answers", ANSWERS, *options, exercise=exercise),
        env={**environment, **(settings or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    return Live(folder, process)


@contextlib.contextmanager
def killing(live: Live) -> Iterator[None]:
    """Leave nothing behind, whatever fails."""
    try:
        yield
    finally:
        live.process.kill()


def is_watched(ended: Ended) -> bool:
    """Return whether the count-in was over before the first lift, and no pictures were missed for long."""
    times_s = load_track(ended.live.folder / "set.pose.npz").time_s
    return bool(len(times_s) and times_s[0] < WAIT_S and np.max(np.diff(times_s)) < MAX_GAP_S)
