import io
import subprocess
import sys
import time

import pytest

from formcheck.advisor import QUESTIONS
from formcheck.cli.ask import ask_questions


def formcheck(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "formcheck", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_version_names_mediapipe_opencv_and_the_model() -> None:
    out = formcheck("--version").stdout
    assert all(word in out for word in ("formcheck ", "mediapipe ", "OpenCV ", "pose_landmarker_full, sha256 "))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_nothing_heavy_is_loaded_to_say_a_few_words(option: str) -> None:
    code = (
        "import sys\nfrom formcheck.cli import app\n"
        f"try:\n    app([{option!r}])\nexcept SystemExit:\n    pass\n"
        "assert not {'numpy', 'scipy', 'cv2', 'mediapipe'} & set(sys.modules), 'too much was loaded'\n"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert time.perf_counter() - start < 5.0  # the goal of 0.5 s is checked by benchmarks/throughput.py


def test_help_names_the_options() -> None:
    out = formcheck("analyze", "--help").stdout
    assert all(word in out for word in ("--exercise", "--answers", "--ask", "--json", "--save-track", "--model"))


def ask(monkeypatch: pytest.MonkeyPatch, typed: str) -> dict[str, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return dict(ask_questions())


def test_questions_are_asked_in_order_danger_signs_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ask(monkeypatch, "y\nn\nu\n" + "no\n" * (len(QUESTIONS) - 3))
    assert list(given) == [q.key for q in QUESTIONS]
    assert list(given.values())[:4] == ["yes", "no", "unsure", "no"]
    asked = capsys.readouterr()
    assert asked.out == ""
    places = [asked.err.index(q.text) for q in QUESTIONS]
    assert places == sorted(places)


def test_enter_skips_and_nonsense_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ask(monkeypatch, "\nperhaps\ny\n")
    assert given == {QUESTIONS[1].key: "yes"}
    assert capsys.readouterr().err.count("Please answer") == 1


def test_the_end_of_input_leaves_the_rest_unanswered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(monkeypatch, "n\n") == {QUESTIONS[0].key: "no"}
