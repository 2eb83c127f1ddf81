"""Input and output that are not as one thinks: closed, full, in another script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
POSIX = pytest.mark.skipif(os.name != "posix", reason="devices as POSIX has them")


def formcheck(arguments: list[str], **streams: object) -> tuple[int, str]:
    """Run a command in a process of its own; return its exit code and what it says on stderr."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8:strict"}
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **streams}
    done = subprocess.run([sys.executable, "-m", "formcheck", *arguments], env=env, timeout=60, check=False, **options)  # type: ignore[call-overload]
    return done.returncode, (done.stderr or b"").decode()


@POSIX
@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["diary", "--help"], ["--version"], ["exercises"]])
def test_a_full_disk_is_one_line(arguments: list[str]) -> None:
    with FULL.open("wb") as full:
        code, err = formcheck(arguments, stdout=full)
    assert (code, err.count("\n")) == (2, 1)
    assert "standard output: it could not be written" in err


@POSIX
@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full")
def test_where_nothing_can_be_said_the_exit_code_tells() -> None:
    with FULL.open("wb") as full:
        assert formcheck(["plan", "--anchor", "noon"], stderr=full)[0] == 2


def test_input_in_another_script_is_asked_again(tmp_path: Path) -> None:
    code, err = formcheck(["advise", "--diary", str(tmp_path / "none")], input=b"\xff\xe3\nn\n")
    assert code == 0
    assert err.count("Please answer y, n or u") == 1


@POSIX
def test_input_that_is_closed_leaves_all_unanswered(tmp_path: Path) -> None:
    code = f"exec {sys.executable} -m formcheck advise --diary {tmp_path / 'none'} <&-"
    done = subprocess.run(["sh", "-c", code], capture_output=True, timeout=60, check=False, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "questions are not answered yet" in done.stdout
