"""A short clip in a few variants, through real processes and landmarks."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from formcheck.batch.verdict import Verdict
from formcheck.batch.workers import work_here
from formcheck.stress.job import do_stress_job
from formcheck.stress.run import stress
from formcheck.stress.variants import choose_variants
from tests.e2e.clips import SAMPLES, keep_until, read_clip, write_clip
from tests.unit.test_schemas import STRESS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two hip lifts that are too fast."""
    pictures = keep_until(read_clip(SAMPLES / "hip-lift-too-fast.mp4"), 4.9)
    return write_clip(tmp_path_factory.mktemp("clips") / "short.mp4", pictures)


def run_stress(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "formcheck", "stress", *map(str, arguments), "--model", "lite"]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


def test_the_command_shows_a_table_and_writes_a_file(clip: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    done = run_stress(clip, "--exercise", "hip-lift", "--only", "mirrored", "--only", "fps-15", "--json", file)
    assert done.returncode == 0, done.stderr
    assert done.stderr == f"Reading {clip} as it is and in 2 variants ...\n"
    rows = [line.split()[:2] for line in done.stdout.splitlines()]
    assert ["mirrored", "2"] in rows
    assert ["fps-15", "2"] in rows
    assert "Count stable in 2 of 2, findings in " in done.stdout
    data = json.loads(file.read_text("utf-8"))
    STRESS.validate(data)
    assert data["reference"]["reps"] == 2
    assert "hip-lift.too-fast" in data["reference"]["findings"]
    assert [variant["variant"] for variant in data["variants"]] == ["mirrored", "fps-15"]


def test_a_clip_in_which_nothing_is_seen_is_told_in_one_line_and_writes_nothing(tmp_path: Path) -> None:
    empty = write_clip(tmp_path / "empty.mp4", keep_until(read_clip(SAMPLES / "empty-room.mp4"), 1.0))
    file = tmp_path / "a.json"
    done = run_stress(empty, "--exercise", "plank", "--only", "mirrored", "--json", file)
    assert (done.returncode, done.stdout) == (2, "")
    told = f"formcheck: {empty}: nothing was counted in the clip as it is, so there is nothing to compare."
    assert [line.startswith(told) for line in done.stderr.splitlines()] == [False, True]
    assert not file.exists()


def test_a_mirrored_clip_gives_the_same_count_and_findings_of_the_other_side(clip: Path) -> None:
    variants = choose_variants(["mirrored", "scaled-0.5", "fps-15"])
    run = stress(clip, "hip-lift", "lite", variants, partial(work_here, do=do_stress_job, workers=1))
    assert run.reference.reps == 2
    assert "hip-lift.too-fast" in run.reference.findings
    mirrored, scaled, slow = run.compared
    for compared in (mirrored, scaled):
        assert compared.has_same_count
        assert compared.has_same_findings
        assert {m.name for m in compared.measures} >= {"line_at_top_deg", "up_s"}
    assert isinstance(mirrored.seen, Verdict)
    assert set(run.reference.sides) | set(mirrored.seen.sides) == {"left", "right"}
    assert slow.counted == 2
