"""Runs of `formcheck batch` as a program of its own, over saved tracks, and exercises that make trouble."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from tests.e2e.test_plugin import write_metadata

__all__ = [
    "GOLDEN",
    "TRACK",
    "batch",
    "install_trouble",
    "list_workers",
    "make_command",
    "serve_folder",
    "wait_until",
    "write_manifest",
]

GOLDEN = Path("tests/golden").resolve()
TRACK = GOLDEN / "hip-lift-c-correct.pose.npz"
WAIT_S = 120.0
"""A busy machine is given so long."""
TROUBLE = """
import os, signal, sys, time
from formcheck.exercises.hip_lift import HipLift

class Odd(Exception):
    def __init__(self, one, two):
        super().__init__(one)

def crash(): os.kill(os.getpid(), signal.SIGSEGV)
def leave(): sys.exit(0)
def fail(): raise Odd(1, 2)
def sleep(): time.sleep(600)
def pause(): time.sleep(0.3)

def make(doing):
    class Trouble(HipLift):
        name = f"does-{doing.__name__}"
        def observe(self, track):
            doing()
            return super().observe(track)
    return Trouble()

CRASH, LEAVE, FAIL, SLEEP, PAUSE = map(make, (crash, leave, fail, sleep, pause))
"""


def install_trouble(target: Path) -> dict[str, str]:
    """Install exercises that crash, leave, fail, sleep or pause, and return the environment that has them."""
    target.mkdir()
    (target / "trouble.py").write_text(TROUBLE)
    write_metadata(
        target, "trouble", {f"does-{n}": f"trouble:{n.upper()}" for n in ("crash", "leave", "fail", "sleep", "pause")}
    )
    return {**os.environ, "PYTHONPATH": str(target)}


def write_manifest(path: Path, clips: Iterable[dict[str, Any]], head: str = "") -> Path:
    """Write a manifest; values are as JSON writes them, which is TOML for texts, numbers and lists of them."""
    text = head + "\n"
    for clip in clips:
        text += "\n[[clip]]\n" + "".join(f"{key} = {_show(value)}\n" for key, value in clip.items())
    path.write_text(text, "utf-8")
    return path


def _show(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {_show(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, Path) else json.dumps(str(value))


def make_command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "formcheck", "batch", *map(str, arguments)]


def batch(
    *arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        make_command(*arguments), env=env, cwd=cwd, capture_output=True, text=True, timeout=2 * WAIT_S, check=False
    )


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a folder over HTTP, and give ``host:port``."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def list_workers(process: subprocess.Popen[Any]) -> list[psutil.Process]:
    """Return all processes that another has started."""
    return [*psutil.Process(process.pid).children(recursive=True)]


def wait_until(holds: Callable[[], Any], limit_s: float = WAIT_S) -> None:
    end_s = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end_s, "waited in vain"
        time.sleep(0.05)


def are_gone(processes: Sequence[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)
