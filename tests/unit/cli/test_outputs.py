"""Outputs of all commands: none replaces what is read, or another; what cannot be looked into is one line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from formcheck.cli import run_batch
from tests.unit.cli.running import Done, run

TRACK = Path("tests/golden/hip-lift-c-correct.pose.npz")
NO_NAME = "a" * 300


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that commands read, which is the current one."""
    shutil.copy(TRACK, tmp_path / "a.pose.npz")
    shutil.copy("docs/answers.toml", tmp_path)
    shutil.copy("docs/thresholds.toml", tmp_path)
    (tmp_path / "film.mp4").write_bytes(b"no film")
    clip = 'file = "a.pose.npz"\nexercise = "hip-lift"\nthresholds = "thresholds.toml"\nreps = 4'
    (tmp_path / "m.toml").write_text(f"[[clip]]\n{clip}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check_one_line(done: Done, *words: str) -> None:
    assert done.code == 2
    assert done.out == ""
    (line,) = [line for line in done.err.splitlines() if not line.startswith("Reading ")]
    assert line.startswith("formcheck: ")
    for word in words:
        assert word in line


@pytest.mark.parametrize(
    "arguments",
    [
        "analyze a.pose.npz --exercise hip-lift --json a.pose.npz",
        "analyze a.pose.npz --exercise hip-lift --answers answers.toml --json ./answers.toml",
        "analyze a.pose.npz --exercise hip-lift --save-track a.pose.npz",
        "analyze a.pose.npz --exercise hip-lift --thresholds thresholds.toml --html thresholds.toml",
        "analyze a.pose.npz --exercise hip-lift --log --diary m.toml --json m.toml",
        "live --source film.mp4 --exercise hip-lift --words film.mp4",
        "live --source film.mp4 --exercise hip-lift --record-video film.mp4",
        "live --source film.mp4 --exercise hip-lift --answers answers.toml --words answers.toml",
        "advise --answers answers.toml --json answers.toml",
        "batch m.toml --json m.toml",
        "batch m.toml --junit a.pose.npz",
        "batch m.toml --summary ./thresholds.toml",
        "batch m.toml --baseline link.toml --update-baseline",
        "stress a.pose.npz --exercise hip-lift --json a.pose.npz",
    ],
)
def test_what_is_read_is_not_written_over(arguments: str, folder: Path) -> None:
    (folder / "link.toml").hardlink_to(folder / "m.toml")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = run(*arguments.split())
    assert done.code == 2
    if not any(other in arguments for other in ("stress", "--log")):  # refused before, for it is no film or diary
        check_one_line(done, "this is read, and would be written over")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    "arguments",
    [
        "analyze a.pose.npz --exercise hip-lift --json x --save-track x",
        "live --source film.mp4 --exercise hip-lift --words x --record x",
        "batch m.toml --json x --junit x",
        "batch m.toml --json x --baseline ./x --update-baseline",
    ],
)
def test_two_outputs_do_not_share_a_name(arguments: str, folder: Path) -> None:
    check_one_line(run(*arguments.split()), "two outputs have this name")
    assert not (folder / "x").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        f"batch {NO_NAME}",
        f"batch m.toml --json {NO_NAME}",
        f"stress {NO_NAME} --exercise hip-lift",
        f"analyze {NO_NAME} --exercise hip-lift",
        f"analyze a.pose.npz --exercise hip-lift --json {NO_NAME}",
    ],
)
def test_a_name_that_is_too_long_is_one_line(arguments: str, folder: Path) -> None:
    check_one_line(run(*arguments.split()), NO_NAME, "File name too long")


@pytest.mark.parametrize(
    "arguments",
    [
        "analyze a.pose.npz --exercise hip-lift --save-track b.npz",
        "live --source film.mp4 --exercise hip-lift --record b.npz",
        "live --source film.mp4 --exercise hip-lift --log --diary d.sqlite --record b.npz",
    ],
)
def test_landmarks_have_a_name_that_they_are_found_by_again(arguments: str, folder: Path) -> None:
    before = {*folder.iterdir()}
    check_one_line(run(*arguments.split()), "b.npz: give it a name that ends in .pose.npz.")
    assert {*folder.iterdir()} == before


def test_a_run_is_written_to_a_device_and_nothing_is_kept_beside_it(folder: Path) -> None:
    assert run("batch", "m.toml", "--json", "/dev/null").code == 0
    assert not Path("/dev/null.partial.jsonl").exists()


def test_ctrl_c_while_the_run_is_printed_is_told_and_its_files_are_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_write: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_batch, "print_out", stop)
    done = run("batch", "m.toml", "--json", "run.json", "--junit", "run.xml")
    assert (done.code, done.err.splitlines()[-1]) == (130, "formcheck: stopped by Ctrl-C.")
    assert json.loads((folder / "run.json").read_text("utf-8"))["as_expected"] is True
    assert (folder / "run.xml").exists()


def test_ctrl_c_that_no_command_expects_is_told_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_batch, "read_manifest", stop)
    done = run("batch", "m.toml")
    assert (done.code, done.err) == (130, "formcheck: stopped by Ctrl-C.\n")
