"""The end of the process while a camera's driver does not return."""

from __future__ import annotations

import subprocess
import sys

import pytest

HANGING = """
import sys, threading, time, types
import cv2
import numpy as np
from formcheck import cli
from formcheck.sources.native import CAMERA_THREAD

class Slow:  # Python goes down for a while
    def __del__(self, sleep=time.sleep):
        sleep(20.0)

sys.modules["slow"] = types.ModuleType("slow")
sys.modules["slow"].it = Slow()

def call():
    begun.set()
    cv2.fastNlMeansDenoising(picture)

def main():
    threading.Thread(target=call, name=NAME, daemon=True).start()
    begun.wait()
    time.sleep(0.05)
    print("done", end="")
    sys.exit(3)

begun = threading.Event()
picture = np.random.default_rng(1).integers(0, 255, (1500, 1500), np.uint8)
cv2.setNumThreads(1)
cli.main = main
cli.run()
"""
"""A call of OpenCV that returns, in a daemon, while Python goes down."""


def leave(name: str) -> tuple[int, str, str]:
    code = HANGING.replace("NAME", name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr.strip()


def test_a_driver_that_does_not_return_takes_neither_exit_code_nor_output() -> None:
    assert leave("CAMERA_THREAD") == (3, "done", "")


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python lets such threads hang since 3.14")
@pytest.mark.skipif(sys.platform != "linux", reason="only there is it known how it ends")
def test_python_by_itself_would_abort() -> None:
    code, _, _ = leave("'another'")
    assert code == -6
