"""``formcheck stress`` as a command; its verdicts are made up, see tests/e2e/test_stress.py for real ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from formcheck.batch.verdict import Failure, Outcome
from formcheck.stress.job import StressJob
from tests.unit.cli.running import run
from tests.unit.stress.verdicts import make_reps

CLIP = "samples/clips/hip-lift-correct.mp4"


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put made-up verdicts in the place of the work; return the names of the variants that are asked for."""
    names: list[str] = []

    def work_here(
        jobs: Iterable[tuple[int, StressJob]], *, do: Callable[[StressJob], Outcome], workers: int
    ) -> Iterator[tuple[int, Outcome]]:
        for number, job in jobs:
            names.append(job.variant.name)
            if job.variant.name == "blurred-1":
                raise KeyboardInterrupt
            if job.model == "lite":
                yield number, Outcome(Failure("a.mp4: no picture could be decoded."))
            yield number, make_reps(reps=3 if job.variant.name != "noisy-25" else 2)

    monkeypatch.setattr("formcheck.cli.run_stress.work_here", work_here)
    return names


def test_an_unstable_verdict_is_a_measurement_and_no_failure(worked: list[str], tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    done = run(
        "stress", CLIP, "--exercise", "hip-lift", "--only", "noisy-25", "--only", "mirrored", "--json", str(file)
    )
    assert done.code == 0
    assert worked == ["as-it-is", "mirrored", "noisy-25"]
    assert done.err == f"Reading {CLIP} as it is and in 2 variants ...\n"
    assert "Count stable in 0 of 2, findings in 2 of 2." in done.out  # mirrored, and yet on the same side
    assert [v["variant"] for v in json.loads(file.read_text("utf-8"))["variants"]] == ["mirrored", "noisy-25"]


def test_without_only_every_variant_is_made(worked: list[str]) -> None:
    run("stress", CLIP, "--exercise", "hip-lift")
    assert worked[:3] == ["as-it-is", "mirrored", "rotated-5"]


def test_ctrl_c_is_one_line(worked: list[str]) -> None:
    done = run("stress", CLIP, "--exercise", "hip-lift", "--only", "blurred-1")
    assert (done.code, done.out) == (130, "")
    assert done.err.splitlines()[1:] == ["formcheck: stopped by Ctrl-C."]


def test_a_clip_that_cannot_be_read_is_one_line(worked: list[str]) -> None:
    done = run("stress", CLIP, "--exercise", "hip-lift", "--model", "lite")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[1:] == ["formcheck: a.mp4: no picture could be decoded."]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.pose.npz", "--exercise", "plank"], "a.pose.npz: these are saved landmarks, and it takes pictures"),
        (["none.mp4", "--exercise", "plank"], "none.mp4: there is no such file."),
        ([CLIP, "--exercise", "swimming"], "swimming: no such exercise."),
        ([CLIP, "--exercise", "plank", "--only", "odd"], "odd: no such variant. There are: mirrored, "),
        ([CLIP, "--exercise", "plank", "--json", "none/a.json"], "none/a.json: there is no folder none."),
        ([CLIP, "--exercise", "plank", "--workers", "0"], "--workers"),
    ],
)
def test_what_cannot_be_used_is_one_line_before_the_work(worked: list[str], arguments: list[str], says: str) -> None:
    done = run("stress", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"formcheck: {says}")
    assert done.err.count("\n") == 1
    assert worked == []
