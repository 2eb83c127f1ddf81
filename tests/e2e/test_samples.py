"""The sample clips beyond their verdicts, which formcheck batch scores (make test): figures near the truth, the JSON.

Their landmarks are taken from the cache that make test fills; where it is empty, they are made first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck import advise, analyze
from formcheck.batch.landmark_cache import LandmarkCache
from formcheck.batch.manifest import Entry, read_manifest
from formcheck.exercises import find_exercise
from formcheck.result_file import to_json_dict

pytestmark = pytest.mark.slow

MANIFEST, CACHE = Path("samples/manifest.toml"), Path(".cache/landmarks")
ALL = {Path(entry.name).stem: entry for entry in read_manifest(MANIFEST).entries}
WHOLE = list(ALL) if os.environ.get("SAMPLES") == "all" else ["plank-correct", "overhead-squat-side-lean"]
"""Read by the command line; with SAMPLES=all every one."""
KEYS = {
    "schema", "formcheck", "model", "source", "exercise", "side", "view", "form", "reps", "reps_not_seen", "holds",
    "findings", "not_measurable", "dose", "breathing", "emphasis", "own_bias", "own_thresholds", "notes", "advice",
}  # fmt: skip


def formcheck(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "formcheck", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)


@dataclass(frozen=True)
class Outcome:
    entry: Entry
    json: dict[str, Any]

    @property
    def truth(self) -> Any:
        return np.load(Path(self.entry.job.clip).with_suffix(".truth.npz"))


def to_json(track: Path, entry: Entry) -> Any:
    result = analyze(track, entry.job.exercise)
    return json.loads(json.dumps(to_json_dict(result, advise(result, entry.job.answers))))


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What formcheck batch says of every clip."""
    target = tmp_path_factory.mktemp("batch") / "run.json"
    run = formcheck("batch", MANIFEST, "--cache", CACHE, "--json", target)
    assert run.returncode == 0, run.stdout + run.stderr
    return list(json.loads(target.read_text("utf-8"))["clips"])


@pytest.fixture(scope="module", params=ALL.values(), ids=list(ALL))
def outcome(request: pytest.FixtureRequest, scored: list[dict[str, Any]]) -> Outcome:
    entry = request.param
    surface = find_exercise(entry.job.exercise).surface
    return Outcome(entry, to_json(LandmarkCache(CACHE).find_entry(Path(entry.job.clip), "full", surface), entry))


def test_every_clip_states_all_that_matters() -> None:
    for entry in ALL.values():
        expected = entry.expected
        assert expected.reps is not None or expected.holds_s is not None
        assert None not in (expected.form, expected.decision, expected.findings)
        assert entry.job.answers
    assert {path.stem for path in Path("samples/clips").glob("*.mp4")} == set(ALL)


def test_the_cache_gives_the_same_verdict_as_the_clip(outcome: Outcome, scored: list[dict[str, Any]]) -> None:
    seen = next(clip["seen"] for clip in scored if clip["clip"] == outcome.entry.name)
    assert seen["form"] == outcome.json["form"]
    assert seen["decision"] == outcome.json["advice"]["decision"]
    assert seen["reps"] == sum(rep["complete"] for rep in outcome.json["reps"])


def test_the_json_has_its_keys(outcome: Outcome) -> None:
    assert set(outcome.json) == KEYS
    assert outcome.json["model"]["sha256"]
    assert outcome.json["source"]["frames"] == len(outcome.truth["time_s"])
    for unit in (*outcome.json["reps"], *outcome.json["holds"]):
        for measure in unit["measures"].values():
            assert set(measure) in ({"value", "unit", "uncertainty"}, {"not_measurable"})


def test_no_rep_is_seen_in_part(outcome: Outcome) -> None:
    assert all(rep["complete"] for rep in outcome.json["reps"])


def test_the_angle_at_the_top_is_near_the_truth(outcome: Outcome) -> None:
    truth = outcome.truth
    reps = outcome.json["reps"] if outcome.json["exercise"] == "hip-lift" else []
    for rep in reps:
        measure = rep["measures"]["line_at_top_deg"]
        true = float(np.max(truth["line_deg"][(truth["time_s"] >= rep["start_s"]) & (truth["time_s"] <= rep["end_s"])]))
        assert measure["value"] == pytest.approx(true, abs=2 * measure["uncertainty"])


def test_rep_times_are_near_the_truth(outcome: Outcome) -> None:
    within_s = 1.3 if outcome.json["exercise"] == "draw-in" else 0.9  # it is told half-way in and out, which is gentle
    for rep, (start, top, hold_end, end) in zip(outcome.json["reps"], outcome.truth["reps"], strict=False):
        assert rep["start_s"] == pytest.approx(start, abs=within_s)
        assert top - 0.3 <= rep["top_s"] <= hold_end + 0.3
        assert rep["end_s"] == pytest.approx(end, abs=within_s)


@pytest.mark.parametrize("name", WHOLE)
def test_the_command_line_says_the_decision_first_and_its_track_gives_the_same_json(name: str, tmp_path: Path) -> None:
    entry, track, first = ALL[name], tmp_path / "set.pose.npz", tmp_path / "first.json"
    options = (
        "--exercise",
        entry.job.exercise,
        "--answers",
        "docs/answers.toml",
        "--json",
        first,
        "--save-track",
        track,
    )
    run = formcheck("analyze", entry.job.clip, *options)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip().lower().startswith(str(entry.expected.decision))
    assert run.stderr.splitlines() == [f"Reading {entry.job.clip} ..."]
    assert "\x1b" not in run.stdout
    shown = json.loads(first.read_text("utf-8"))
    assert shown["source"]["path"] == entry.job.clip
    assert shown == to_json(track, entry)
