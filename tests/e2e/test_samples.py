"""A sample clip gives its manifest's verdict from the command line, and its saved track gives the same result."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck import advise, analyze, load_answers
from formcheck.result_file import to_json_dict

pytestmark = pytest.mark.slow

SAMPLES = Path("samples")
ALL: list[dict[str, Any]] = tomllib.loads((SAMPLES / "manifest.toml").read_text("utf-8"))["clip"]
CLIPS = (
    ALL if os.environ.get("SAMPLES") == "all" else [*{(c["exercise"], c["form"]): c for c in reversed(ALL)}.values()]
)
"""Of each exercise one for each form, for reading films takes long; with SAMPLES=all every one."""
KEYS = {
    "schema", "formcheck", "model", "source", "exercise", "side", "view", "form", "reps", "reps_not_seen", "holds",
    "findings", "not_measurable", "dose", "breathing", "emphasis", "own_bias", "own_thresholds", "notes", "advice",
}  # fmt: skip


def formcheck(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "formcheck", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@dataclass(frozen=True)
class Outcome:
    clip: dict[str, Any]
    run: subprocess.CompletedProcess[str]
    json: dict[str, Any]
    again: dict[str, Any]

    @property
    def truth(self) -> Any:
        return np.load((SAMPLES / self.clip["file"]).with_suffix(".truth.npz"))


@pytest.fixture(scope="module", params=CLIPS, ids=lambda clip: Path(clip["file"]).stem)
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    clip, folder = request.param, tmp_path_factory.mktemp("sample")
    track, first = folder / "set.pose.npz", folder / "first.json"
    base = ["--exercise", clip["exercise"], "--answers", "docs/answers.toml"]
    run = formcheck("analyze", SAMPLES / clip["file"], *base, "--json", first, "--save-track", track)
    assert run.returncode == 0, run.stderr
    again = analyze(track, clip["exercise"])
    data = to_json_dict(again, advise(again, load_answers("docs/answers.toml")))
    return Outcome(clip, run, json.loads(first.read_text("utf-8")), json.loads(json.dumps(data)))


def test_the_verdict_is_the_manifests(outcome: Outcome) -> None:
    got = outcome.json
    counted = [rep for rep in got["reps"] if rep["complete"]]
    assert len(counted) == outcome.clip.get("reps", 0) == len(got["reps"])
    held = [hold["end_s"] - hold["start_s"] for hold in got["holds"]]
    assert held == pytest.approx(outcome.clip.get("holds_s", []), abs=0.3)
    assert got["form"] == outcome.clip["form"]
    assert {f["rule"]: f["reps"] for f in got["findings"]} == outcome.clip["findings"]
    expected = {"good": "continue", "adjust": "adjust", "not-measurable": "adjust"}
    assert got["advice"]["decision"] == expected[outcome.clip["form"]]


def test_the_saved_track_gives_the_same_json(outcome: Outcome) -> None:
    assert outcome.json == outcome.again


def test_the_json_has_its_keys(outcome: Outcome) -> None:
    assert set(outcome.json) == KEYS
    assert outcome.json["model"]["sha256"]
    assert outcome.json["source"]["path"] == str(SAMPLES / outcome.clip["file"])
    assert outcome.json["source"]["frames"] == len(outcome.truth["time_s"])
    for unit in (*outcome.json["reps"], *outcome.json["holds"]):
        for measure in unit["measures"].values():
            assert set(measure) in ({"value", "unit", "uncertainty"}, {"not_measurable"})


def test_the_angle_at_the_top_is_near_the_truth(outcome: Outcome) -> None:
    truth = outcome.truth
    reps = outcome.json["reps"] if outcome.json["exercise"] == "hip-lift" else []
    for rep in reps:
        measure = rep["measures"]["line_at_top_deg"]
        true = float(np.max(truth["line_deg"][(truth["time_s"] >= rep["start_s"]) & (truth["time_s"] <= rep["end_s"])]))
        assert measure["value"] == pytest.approx(true, abs=2 * measure["uncertainty"])


def test_rep_times_are_near_the_truth(outcome: Outcome) -> None:
    for rep, (start, top, hold_end, end) in zip(outcome.json["reps"], outcome.truth["reps"], strict=False):
        assert rep["start_s"] == pytest.approx(start, abs=0.9)  # a draw-in begins half-way in
        assert top - 0.3 <= rep["top_s"] <= hold_end + 0.3
        assert rep["end_s"] == pytest.approx(end, abs=0.9)


def test_the_terminal_says_the_decision_first_and_keeps_stderr_clean(outcome: Outcome) -> None:
    decision = outcome.json["advice"]["decision"]
    assert outcome.run.stdout.strip().lower().startswith(decision)
    assert outcome.run.stderr.splitlines() == [f"Reading {SAMPLES / outcome.clip['file']} ..."]
    assert "\x1b" not in outcome.run.stdout
