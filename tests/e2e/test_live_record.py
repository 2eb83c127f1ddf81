"""The film of a live set: what it can be used for, and that nothing which befalls it befalls the set."""

from __future__ import annotations

import base64
import io
import json
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from formcheck.drawing.looks import GROUND
from formcheck.sources.track_file import load_track
from formcheck.sources.video import VideoReader
from tests.e2e.clips import read_clip
from tests.e2e.live_films import write_set
from tests.e2e.live_runs import LASTS_S, Ended, Live, is_watched, killing, start
from tests.unit.cli.running import run

TRIES = 2
FULL = 60_000
"""The largest file on a full disk, bytes: a second or two of the film, and all that is written of the set."""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_set(tmp_path_factory.mktemp("live") / "faulty.mp4", "hip-lift-over-arched")


@pytest.fixture(scope="module")
def ended(film: Path) -> Ended:
    """A set with a fault, recorded; it is played again when the machine was too busy to watch it."""
    for attempt in range(TRIES):
        live = record(film, f"whole-{attempt}", "--html", film.parent / "set.html")
        with killing(live):
            ended = live.end()
        if is_watched(ended):
            break
    return ended


def record(film: Path, name: str, *options: object) -> Live:
    folder = film.parent / name
    return start(folder, "--source", film, "--no-window", "--record-video", folder / "set.mp4", *options)


def list_times(path: Path) -> list[float]:
    with VideoReader(path) as reader:
        return [picture.time_s for picture in reader]


def check_film(folder: Path) -> None:
    """The film has the pictures of the set, from the first on, and nothing is left beside it."""
    times_s = load_track(folder / "set.pose.npz").time_s
    assert list_times(folder / "set.mp4") == pytest.approx(times_s - times_s[0], abs=1e-4)
    assert [path.name for path in folder.glob("*part*")] == []


@pytest.mark.slow
@pytest.mark.realtime
def test_the_film_is_of_the_set_from_its_first_picture_on(ended: Ended, film: Path) -> None:
    check_film(ended.live.folder)
    first_s = float(load_track(ended.live.folder / "set.pose.npz").time_s[0])
    before = next(picture.rgb for picture in read_clip(film) if picture.time_s >= first_s - 1e-3)
    first = next(iter(read_clip(ended.live.folder / "set.mp4"))).rgb
    assert np.abs(first.astype(int) - before).mean() < 4.0


@pytest.mark.slow
@pytest.mark.realtime
def test_analyzed_later_the_film_gives_the_same_counts_and_findings(ended: Ended) -> None:
    folder = ended.live.folder
    command = [sys.executable, "-m", "formcheck", "analyze", str(folder / "set.mp4"), "--exercise", "hip-lift"]
    options = ["--model", "lite", "--json", str(folder / "later.json")]
    subprocess.run([*command, *options], capture_output=True, check=True, timeout=LASTS_S)
    live, later = ended.result, json.loads((folder / "later.json").read_text("utf-8"))
    assert find_rules(live) == find_rules(later) != set()
    assert [rep["complete"] for rep in live["reps"]] == [rep["complete"] for rep in later["reps"]] == [True] * 4
    begins_s = float(load_track(folder / "set.pose.npz").time_s[0])
    starts_s = [rep["start_s"] + begins_s for rep in later["reps"]]
    assert starts_s == pytest.approx([rep["start_s"] for rep in live["reps"]], abs=0.2)


def find_rules(result: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in result["findings"]}


@pytest.mark.slow
@pytest.mark.realtime
def test_the_report_has_photos_and_the_film(ended: Ended) -> None:
    page = (ended.live.folder.parent / "set.html").read_text("utf-8")
    stills = re.findall(r"data:image/jpeg;base64,([\w+/=]+)", page)
    assert len(stills) == len(ended.result["findings"]) == 1
    with Image.open(io.BytesIO(base64.b64decode(stills[0]))) as still:
        away = np.abs(np.asarray(still, int) - GROUND).max(axis=2)
    assert np.mean(away < 12) < 0.1
    assert base64.b64encode((ended.live.folder / "set.mp4").read_bytes()).decode() in page


@pytest.mark.slow
@pytest.mark.realtime
def test_ctrl_c_closes_the_film_and_a_full_disk_leaves_the_set_without_one(film: Path) -> None:
    """Both at the same time; of the second the disk has room again when the set is over."""
    cut, full = record(film, "cut"), record(film, "full", "--html", film.parent / "full.html")
    with killing(cut), killing(full):
        unlimited = resource.prlimit(full.process.pid, resource.RLIMIT_FSIZE, (FULL, resource.RLIM_INFINITY))
        cut.await_word_of_set("two")
        cut.process.send_signal(signal.SIGINT)
        full.await_word_of_set("three")
        resource.prlimit(full.process.pid, resource.RLIMIT_FSIZE, unlimited)
        of_cut, of_full = cut.end(), full.end()
    assert of_cut.code == 130
    check_film(cut.folder)
    assert len(of_cut.result["reps"]) >= 2

    assert of_full.code == 2
    (note,) = [line for line in of_full.notes if "set.mp4" in line]
    assert note.endswith("set.mp4: could not be written (File too large). Free some space or write elsewhere.")
    assert sorted(path.name for path in full.folder.iterdir()) == ["result.json", "set.pose.npz", "words.txt"]
    assert len(of_full.result["reps"]) == 4
    assert "ADJUST" in of_full.out
    page = (film.parent / "full.html").read_text("utf-8")
    assert "data:image/jpeg;base64," in page
    assert 'id="film-data"' not in page


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("set.avi", "the film is an mp4 file"),
        ("none/set.mp4", "there is no folder"),
        ("folder.mp4", "this is a folder"),
    ],
)
def test_a_film_that_cannot_be_written_is_refused_before_the_camera_is_opened(
    name: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "folder.mp4").mkdir()
    done = run("live", "--exercise", "hip-lift", "--camera", "7", "--record-video", str(tmp_path / name))
    (line,) = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert name in line
    assert why in line


def test_the_film_that_is_played_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "set.mp4"
    path.write_bytes(b"a film")
    for option in ("--source", "--camera"):
        done = run("live", "--exercise", "hip-lift", option, str(path), "--record-video", str(path))
        assert done.code == 2
        assert "this is read, and would be written over" in done.err
        assert path.read_bytes() == b"a film"
