"""The example of docs/example-exercise, installed as pip would, next to a package that is broken."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from formcheck.pose import FloatArray, Landmark, PoseTrack
from formcheck.provenance import SourceInfo
from formcheck.sources.track_file import save_track
from tests.synthetic import MODEL, THIGH, TRUNK, Lift, course, hip_lift_track

EXAMPLE = Path("docs/example-exercise")
LEG = 2 * THIGH


def install(project: Path, target: Path) -> None:
    """Do what ``pip install --target`` does with a pure package: copy the module and write what it says of itself."""
    meta = tomllib.loads((project / "pyproject.toml").read_text())
    shutil.copy(project / meta["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"][0], target)
    write_metadata(target, meta["project"]["name"], meta["project"]["entry-points"]["formcheck.exercises"])


def write_metadata(target: Path, name: str, entries: dict[str, str]) -> None:
    folder = target / f"{name.replace('-', '_')}-0.1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n")
    lines = [f"{key} = {value}" for key, value in entries.items()]
    (folder / "entry_points.txt").write_text("\n".join(["[formcheck.exercises]", *lines, ""]))


def formcheck(installed: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "formcheck", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    target = tmp_path / "site"
    target.mkdir()
    install(EXAMPLE, target)
    return target


def heel_slide_track(bends_deg: list[float]) -> PoseTrack:
    """Return heel slides: the near knee bends to ``bends_deg``, the ankle slides on a line through the hip."""
    rest = hip_lift_track([Lift()] * len(bends_deg), lead_s=1.0)
    knee_deg = np.full(len(rest), 5.0)
    for i, bend in enumerate(bends_deg):
        slides = [Lift(top_deg=bend if j == i else 5.0) for j in range(len(bends_deg))]
        knee_deg = np.maximum(knee_deg, course(rest.time_s, slides, 1.0, 5.0)[0])
    half = np.radians(knee_deg / 2)
    places: dict[int, FloatArray] = {
        Landmark.RIGHT_SHOULDER: np.zeros((len(rest), 2)),
        Landmark.RIGHT_HIP: np.tile([TRUNK, 0.0], (len(rest), 1)),
        Landmark.RIGHT_KNEE: np.column_stack([TRUNK + THIGH * np.cos(half), THIGH * np.sin(half)]),
        Landmark.RIGHT_ANKLE: np.column_stack([TRUNK + LEG * np.cos(half), np.zeros(len(rest))]),
    }
    world, pixels = rest.world.copy(), rest.pixels.copy()
    for joint, place in places.items():
        for side, depth in ((joint, 0.0), (joint - 1, 0.3)):  # the right side is near
            world[:, side, :2] = place * (1.0, -1.0)
            world[:, side, 2] = depth
            pixels[:, side] = place * (1.0, -1.0) * 350 + (60.0, 300.0)
    source = SourceInfo("synthetic", rest.width, rest.height, float(rest.time_s[-1]), len(rest))
    return PoseTrack(
        time_s=rest.time_s,
        pixels=pixels,
        world=world,
        visibility=rest.visibility,
        people=rest.people,
        surface=rest.surface,
        width=rest.width,
        height=rest.height,
        surface_kind="",
        source=source,
        model=MODEL,
    )


@pytest.mark.parametrize(
    ("bends_deg", "form", "rules"),
    [([95.0] * 4, "good", []), ([45.0] * 4, "adjust", ["heel-slide.small-range"])],
)
def test_the_example_counts_and_judges(
    installed: Path, tmp_path: Path, bends_deg: list[float], form: str, rules: list[str]
) -> None:
    clip, target = tmp_path / "set.pose.npz", tmp_path / "result.json"
    save_track(heel_slide_track(bends_deg), clip)
    done = formcheck(installed, "analyze", clip, "--exercise", "heel-slide", "--side", "right", "--json", target)
    assert done.returncode == 0, done.stderr
    assert "Heel slide, 4 reps" in done.stdout
    result = json.loads(target.read_text())
    assert (result["form"], [f["rule"] for f in result["findings"]]) == (form, rules)
    measured = [rep["measures"]["knee_bend_deg"]["value"] for rep in result["reps"]]
    assert measured == pytest.approx(bends_deg, abs=1.0)
    assert result["dose"]["reps"] == {"right": 4}


def test_the_example_is_listed_and_told_about(installed: Path) -> None:
    listed = formcheck(installed, "exercises")
    assert listed.stderr == ""
    assert "\nheel-slide " in listed.stdout
    told = formcheck(installed, "exercises", "heel-slide")
    assert '"small-range.knee_bend_deg.below.watch" = 70' in told.stdout
    assert "camera at your side, knee-high" in told.stdout


def test_a_broken_package_is_one_line_and_takes_no_other_with_it(installed: Path) -> None:
    (installed / "broken_thing.py").write_text("raise RuntimeError('no\\nluck')\n")
    write_metadata(installed, "broken-thing", {"wobble": "broken_thing:EXERCISE"})
    done = formcheck(installed, "exercises")
    assert done.returncode == 0
    assert done.stderr == (
        "formcheck: the exercise wobble of the package broken-thing is left out (RuntimeError: no luck).\n"
    )
    assert all(f"\n{name} " in done.stdout for name in ("heel-slide", "hip-lift"))
    assert "wobble" not in done.stdout
