"""Clips at an address: what was fetched is gone when the run ends, however it ends, and no key is written down."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.batches import (
    TRACK,
    are_gone,
    batch,
    install_trouble,
    list_workers,
    make_command,
    serve_folder,
    wait_until,
    write_manifest,
)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


@pytest.fixture
def environment(tmp_path: Path, temporary: Path) -> dict[str, str]:
    return {**install_trouble(tmp_path / "site"), "TMPDIR": str(temporary)}


def list_fetched(temporary: Path) -> list[Path]:
    return [*temporary.rglob("*.pose.npz")]


def write_sleepers(folder: Path, count: int) -> Path:
    """Write a manifest of clips that are fetched, and take for ever."""
    clips = [shutil.copy(TRACK, folder / f"{number}.pose.npz") for number in range(count)]
    return write_manifest(
        folder / "m.toml", [{"file": Path(clip).as_uri(), "exercise": "does-sleep"} for clip in clips]
    )


def test_a_clip_that_takes_too_long_leaves_nothing(
    tmp_path: Path, temporary: Path, environment: dict[str, str]
) -> None:
    manifest, target = write_sleepers(tmp_path, 1), tmp_path / "run.json"
    done = batch(manifest, "--timeout", "3", "--json", target, env=environment)
    assert done.returncode == 1
    assert "after 3 s" in target.read_text("utf-8")
    assert not [*temporary.iterdir()]


@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_nothing(
    ended_by: signal.Signals, tmp_path: Path, temporary: Path, environment: dict[str, str]
) -> None:
    command = make_command(write_sleepers(tmp_path, 3), "--workers", "2")
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: len(list_fetched(temporary)) == 2)
    workers = list_workers(process)
    process.send_signal(ended_by)
    process.wait(60)
    wait_until(lambda: are_gone(workers), 20)
    assert not [*temporary.iterdir()]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "served"
    folder.mkdir()
    shutil.copy(TRACK, folder / "ok.pose.npz")
    (folder / "bad.mp4").write_bytes(b"no film")
    with serve_folder(folder) as served:
        yield served


def test_no_key_to_an_address_is_written_down_and_two_runs_are_the_same(tmp_path: Path, server: str) -> None:
    names = ("ok.pose.npz", "bad.mp4", "gone.mp4")
    files = [f"http://me:secret@{server}/{name}?X-Signature={100 * 'secret'}" for name in names]
    manifest = write_manifest(tmp_path / "m.toml", [{"file": file, "exercise": "hip-lift"} for file in files])
    outputs = [tmp_path / name for name in ("run.json", "run.xml", "run.md")]
    options = [word for pair in zip(("--json", "--junit", "--summary"), outputs, strict=True) for word in pair]
    runs = []
    for _ in range(2):
        done = batch(manifest, *options, env={**os.environ, "COLUMNS": "500"})
        assert done.returncode == 1, done.stderr
        runs.append([done.stdout, done.stderr, *(path.read_text("utf-8") for path in outputs)])
    text = "\n".join(runs[0])
    for name in names:
        assert f"http://{server}/{name}" in text
    assert [word for word in ("secret", "X-Signature", "/clip-") if word in text] == []
    assert runs[0][0] == runs[1][0]
