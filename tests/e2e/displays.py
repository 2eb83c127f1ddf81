"""A display without a screen (Xvfb), with a window manager: what is on it, and keys and clicks by xdotool."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

__all__ = [
    "HEIGHT",
    "WAIT_S",
    "WIDTH",
    "Display",
    "Rgb",
    "find_missing",
    "has",
    "open_display",
    "open_displays",
    "wait_for",
]

Rgb = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 1400, 900
PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}
"""And their Debian packages. Without a window manager no window fills the screen."""
WAIT_S = 15.0


@dataclass(frozen=True)
class Display:
    """A display that runs; ``framebuffer`` is Xvfb's file with what is on it."""

    name: str
    framebuffer: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.name}

    def do(self, *command: str) -> str:
        """Run xdotool and return what it prints."""
        done = subprocess.run(
            ["xdotool", *command], env=self.environment, capture_output=True, text=True, timeout=WAIT_S, check=True
        )
        return done.stdout.strip()

    def find_window(self, title: str) -> str:
        """Wait for a window and return its number."""
        return self.do("search", "--sync", "--onlyvisible", "--name", title).splitlines()[-1]

    def press(self, title: str, key: str) -> None:
        """Press a key in a window."""
        self.do("windowfocus", "--sync", self.find_window(title))
        self.do("key", key)

    def look(self) -> Rgb:
        """Return what is on the display, (h, w, 3), from Xvfb's file in the format of xwd."""
        data = self.framebuffer.read_bytes()
        header = np.frombuffer(data, ">u4", 25)
        rows, colours = int(header[12]), int(header[19])
        start = int(header[0]) + 12 * colours
        pixels = np.frombuffer(data, np.uint8, rows * HEIGHT, start).reshape(HEIGHT, rows // 4, 4)
        return pixels[:, :WIDTH, 2::-1]


def find_missing() -> list[str]:
    """Return the packages that are missing to have a display."""
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


@contextlib.contextmanager
def open_displays(folder: Path, *names: str) -> Iterator[list[Display]]:
    """Start displays, which keep their pictures in folders of these names, for the length of the block.

    The test is skipped where this machine lacks what it takes; in CI it fails.
    """
    if missing := find_missing():
        why = f"needs a display without a screen: apt-get install {' '.join(missing)}"
        if os.environ.get("CI_BROWSER") == "required":
            pytest.fail(why)
        pytest.skip(why)
    with contextlib.ExitStack() as ending:
        displays = []
        for name in names:
            (folder / name).mkdir()
            displays.append(ending.enter_context(open_display(folder / name)))
        yield displays


@contextlib.contextmanager
def open_display(folder: Path) -> Iterator[Display]:
    """Start one display, which keeps its picture in a folder."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder)]
    with contextlib.ExitStack() as ending:
        _start_server(ending, command, pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        found = Display(f":{number}", folder / "Xvfb_screen0")
        _start_server(ending, ["openbox"], env=found.environment)
        yield found


def _start_server(ending: contextlib.ExitStack, command: list[str], **options: Any) -> None:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    ending.callback(server.wait, WAIT_S)
    ending.callback(server.terminate)


def wait_for(seen: Callable[[], object], most_s: float = WAIT_S) -> None:
    """Wait until something is seen; fails when it never is."""
    end_s = time.monotonic() + most_s
    while not seen():
        assert time.monotonic() < end_s, "it was never seen"
        time.sleep(0.05)


def has(picture: Rgb, colour: tuple[int, int, int], least: int = 1000) -> bool:
    """Return whether a colour, about, is in so many pixels."""
    near = np.abs(picture.astype(np.int16) - np.array(colour, np.int16)).max(axis=2) < 12
    return int(np.count_nonzero(near)) >= least
