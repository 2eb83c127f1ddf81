"""One person's baseline, limits and side, from the command line and from Python, on saved landmarks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import formcheck
from formcheck.errors import InputError
from formcheck.sources.track_file import save_track
from tests.synthetic import Lift, hip_lift_track

ARCH = "hip-lift.lumbar-hyperextension"
BODY_DEG = 12.0
"""How much too high the landmarks of this body read."""


def film(path: Path, *tops_deg: float) -> Path:
    """Save the landmarks of lifts to these heights, by this body."""
    save_track(hip_lift_track([Lift(top_deg=BODY_DEG + top) for top in tops_deg]), path)
    return path


def analyze(clip: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "formcheck", "analyze", clip, "--exercise", "hip-lift", *options]
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=60, check=False)


def measure(clip: Path, *options: str | Path) -> dict[str, Any]:
    target = clip.with_suffix(".json")
    done = analyze(clip, "--json", target, *options)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(target.read_text())
    return read


def test_a_baseline_takes_out_the_fault_that_is_the_bodys_own(tmp_path: Path) -> None:
    coached = film(tmp_path / "coached.pose.npz", 0, 0, 0)
    measure(coached)
    baseline = coached.with_suffix(".json")
    clip = film(tmp_path / "set.pose.npz", 4, 4, 4, 4)
    without = measure(clip)
    assert [f["rule"] for f in without["findings"]] == [ARCH]
    assert without["own_bias"] is None
    assert [note for note in without["notes"] if "wide margin" in note and "--baseline" in note]
    own = measure(clip, "--baseline", baseline)
    assert (own["form"], own["findings"], own["notes"]) == ("good", [], [])
    assert own["own_bias"] == {"line_at_top_deg": pytest.approx(BODY_DEG, abs=0.5)}
    again = analyze(clip, "--baseline", clip.with_suffix(".json"))
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.endswith("this was made with a baseline itself. Make it without --baseline.\n")


def test_limits_of_ones_own_count_and_are_told(tmp_path: Path) -> None:
    limits = tmp_path / "mine.toml"
    limits.write_text('[hip-lift]\n"lumbar-hyperextension.line_at_top_deg.above.watch" = 14\n')
    clip = film(tmp_path / "set.pose.npz", 4, 4, 4, 4)
    assert measure(clip)["form"] == "adjust"
    own = measure(clip, "--thresholds", limits)
    assert own["form"] == "good"
    assert own["own_thresholds"] == {"lumbar-hyperextension.line_at_top_deg.above.watch": 14}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--side", "rigth"], "rigth: no such side. Give left or right, the side of the body that is exercised."),
        (["--baseline", "none.json"], "none.json: the result cannot be read (No such file or directory)."),
        (["--thresholds", "none.toml"], "none.toml: the limits cannot be read (No such file or directory)."),
    ],
)
def test_what_cannot_be_used_is_one_line_before_anything_is_read(options: list[str], message: str) -> None:
    done = analyze(Path("there-is-no-clip.mp4"), *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"formcheck: {message}")
    assert done.stderr.count("\n") == 1


def test_the_same_from_python(tmp_path: Path) -> None:
    clip = film(tmp_path / "set.pose.npz", 0, 0, 0)
    assert formcheck.analyze(clip).side == "right"
    assert formcheck.analyze(clip, side="left").side == "left"
    with pytest.raises(InputError, match=r"^up: no such side. Give left or right"):
        formcheck.analyze(clip, side="up")
    baseline = clip.with_suffix(".json")
    measure(clip)
    assert formcheck.analyze(clip, baseline=baseline).own_bias is not None
    assert formcheck.analyze(clip, thresholds="docs/thresholds.toml").own_thresholds
