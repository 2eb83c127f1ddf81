"""How long the report of a set takes once the set is analysed, and how large it is.

Run it: python benchmarks/report.py [--track FILE.pose.npz] [--exercise NAME] [--clip CLIP] [--seconds S]. The set is
repeated up to a length, one minute if not told. The seconds are of this machine; on a busy one they are more.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reporting import Goal, print_goals, print_table, print_title
from formcheck.advisor import advise
from formcheck.analysis import make_session
from formcheck.pose import PoseTrack
from formcheck.report.html import Report
from formcheck.sources.track_file import load_track

ROOT = Path(__file__).resolve().parents[1]
SIZE_GOAL_MB, TIME_GOAL_S = 3.0, 3.0
ROUNDS = 3


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="How long the report of a set takes, and how large it is.")
    parser.add_argument("--track", type=Path, default=ROOT / "tests" / "golden" / "hip-lift-d-top-200.pose.npz")
    parser.add_argument("--exercise", default="hip-lift")
    parser.add_argument("--clip", type=Path, help="the video of the track, for pictures of faults")
    parser.add_argument("--seconds", type=float, default=60.0, metavar="S", help="length of the set (default: 60)")
    return parser.parse_args(arguments)


def repeat(track: PoseTrack, seconds: float) -> PoseTrack:
    """Return a track again and again, until it is so long."""
    assert track.source is not None, "a loaded track has one"
    assert track.model is not None, "and its model"
    step_s = float(np.median(np.diff(track.time_s)))
    length_s = float(track.time_s[-1]) + step_s
    parts = [
        dataclasses.replace(track, time_s=track.time_s + k * length_s) for k in range(int(seconds // length_s) + 1)
    ]
    source = dataclasses.replace(track.source, duration_s=len(parts) * length_s)
    return PoseTrack.concatenate(parts, source, track.model)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    asked = parse_arguments(arguments)
    track = repeat(load_track(asked.track), asked.seconds)
    assert track.source is not None, "it was given one"
    session = make_session(asked.exercise)
    session.push(track)
    result = session.finish(track.source, track.model)
    advice = advise(result)
    times = []
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        for _round in range(ROUNDS):
            start = time.perf_counter()
            Report(result, advice, track, session.exercise, clip=asked.clip).write(page)
            times.append(time.perf_counter() - start)
        size_mb = page.stat().st_size / 1e6
    print_title("The report of a set")
    print(f"{asked.track.name}, repeated to {track.source.duration_s:.0f} s; median of {ROUNDS} rounds.\n")
    units = len(result.holds or result.reps)
    rows = [["reps or holds", f"{units}"], ["findings", f"{len(result.findings)}"], ["time", f"{median(times):.2f} s"]]
    print_table(["", ""], [*rows, ["size", f"{size_mb:.2f} MB"]])
    return print_goals(
        [
            Goal(f"size < {SIZE_GOAL_MB} MB", f"{size_mb:.2f} MB", size_mb < SIZE_GOAL_MB),
            Goal(f"time < {TIME_GOAL_S} s", f"{median(times):.2f} s", median(times) < TIME_GOAL_S),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
