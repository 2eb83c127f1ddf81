"""``formcheck exercises`` as a command."""

from __future__ import annotations

import subprocess
import sys

import pytest

from formcheck.exercises import list_exercises
from tests.unit.cli.test_cli import formcheck


def test_the_list_goes_to_stdout_alone() -> None:
    done = formcheck("exercises")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"\n{name} " in done.stdout for name in list_exercises())


def test_one_is_told_about_by_name() -> None:
    done = formcheck("exercises", "hip-lift")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Hip lift (hip-lift), exercise\n")


def test_an_unknown_one_is_one_line_on_stderr() -> None:
    done = formcheck("exercises", "hip-lifts")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("formcheck: hip-lifts: no such exercise. Did you mean hip-lift? There are: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["exercises"], ["exercises", "hip-lift"]])
def test_neither_opencv_nor_mediapipe_is_loaded(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom formcheck.cli import app\n"
        f"try:\n    app({arguments!r})\nexcept SystemExit:\n    pass\n"
        "assert not {'cv2', 'mediapipe'} & set(sys.modules), 'too much was loaded'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


def test_a_reader_that_goes_away_is_no_failure() -> None:
    code = "import sys; from formcheck.cli import main; sys.argv = ['formcheck', 'exercises', 'hip-lift']; main()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
