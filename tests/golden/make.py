"""Bring the golden files up to date from the benchmark's cache: `python -m tests.golden.make [NAME ...]`."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

from formcheck.sources.track_file import load_track, save_track

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / "benchmarks" / ".cache" / "check"


def main(names: list[str]) -> None:
    """Copy the landmarks and truth of these clips; of those that are here already, if none is named."""
    for name in names or sorted(path.name.removesuffix(".truth.npz") for path in HERE.glob("*.truth.npz")):
        track = load_track(CACHE / f"{name}.full.pose.npz")
        assert track.source is not None, "a saved track has a source"
        source = replace(track.source, path=f"{name}.mp4")  # no path of this machine
        save_track(replace(track, source=source), HERE / f"{name}.pose.npz")
        shutil.copyfile(CACHE / f"{name}.truth.npz", HERE / f"{name}.truth.npz")


if __name__ == "__main__":
    main(sys.argv[1:])
