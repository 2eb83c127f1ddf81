"""A short clip in a few variants, through real processes and landmarks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from formcheck.batch.verdict import Verdict
from formcheck.batch.workers import work_here
from formcheck.stress.job import do_stress_job
from formcheck.stress.run import stress
from formcheck.stress.variants import choose_variants
from tests.e2e.clips import SAMPLES, keep_until, read_clip, write_clip

pytestmark = pytest.mark.slow


def test_a_mirrored_clip_gives_the_same_count_and_findings_of_the_other_side(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "short.mp4", keep_until(read_clip(SAMPLES / "hip-lift-too-fast.mp4"), 4.9))
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
