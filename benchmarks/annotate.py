"""How long a film of a set takes to write, against analysing the clip.

Run it: python benchmarks/annotate.py [--clip CLIP] [--exercise NAME] [--rounds N]. Both are timed in turns within one
run: trust their ratio, not the seconds of a busy machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reporting import Goal, print_goals, print_table, print_title
from formcheck.analysis import analyze_with_track, make_session
from formcheck.report.video import write_annotated_video

ROOT = Path(__file__).resolve().parents[1]
RATIO_GOAL = 1.5


@dataclass(frozen=True, slots=True)
class Round:
    """Times of one round, s: analysing, writing the film, writing the skeleton alone; and of all processors."""

    analyze_s: float
    film_s: float
    skeleton_s: float
    analyze_cpu_s: float
    film_cpu_s: float
    frames: int

    @property
    def ratio(self) -> float:
        """Analysing and writing, over analysing."""
        return (self.analyze_s + self.film_s) / self.analyze_s


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="How long a film of a set takes to write.")
    parser.add_argument("--clip", type=Path, default=ROOT / "samples" / "clips" / "hip-lift-over-arched.mp4")
    parser.add_argument("--exercise", default="hip-lift")
    parser.add_argument("--model", choices=("full", "lite"), default="full", help="landmark model (default: full)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of both (default: 3)")
    return parser.parse_args(arguments)


def time_round(clip: Path, exercise: str, model: str, folder: Path) -> Round:
    """Analyse a clip, write its film and that of the skeleton alone, and return how long each took."""
    marks = [(time.perf_counter(), time.process_time())]
    session = make_session(exercise)
    result, track = analyze_with_track(clip, session, model=model)
    assert track is not None, "a clip gives a track"
    marks.append((time.perf_counter(), time.process_time()))
    for skeleton_only in (False, True):
        write_annotated_video(
            clip, track, result, folder / "film.mp4", exercise=session.exercise, skeleton_only=skeleton_only
        )
        marks.append((time.perf_counter(), time.process_time()))
    wall = [b[0] - a[0] for a, b in pairwise(marks)]
    cpu = [b[1] - a[1] for a, b in pairwise(marks)]
    return Round(wall[0], wall[1], wall[2], cpu[0], cpu[1], len(track))


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    asked = parse_arguments(arguments)
    with tempfile.TemporaryDirectory() as name:
        rounds = [time_round(asked.clip, asked.exercise, asked.model, Path(name)) for _ in range(asked.rounds)]
    frames = rounds[0].frames
    print_title("Writing the film of a set")
    print(f"{asked.clip.name}, {frames} pictures, model {asked.model}; median of {asked.rounds} rounds.\n")
    rows = []
    for what, seconds in (
        ("analyze", [r.analyze_s for r in rounds]),
        ("film", [r.film_s for r in rounds]),
        ("film of the skeleton alone", [r.skeleton_s for r in rounds]),
        ("processor time of analyze", [r.analyze_cpu_s for r in rounds]),
        ("processor time of the film", [r.film_cpu_s for r in rounds]),
    ):
        rows.append([what, f"{median(seconds):.2f}", f"{1000 * median(seconds) / frames:.1f}"])
    print_table(["", "s", "ms a picture"], rows)
    ratio = median(r.ratio for r in rounds)
    shown = f"{ratio:.2f} ({', '.join(f'{r.ratio:.2f}' for r in rounds)})"
    goal = Goal(f"analyze and film <= {RATIO_GOAL} x analyze", shown, ratio <= RATIO_GOAL)
    return print_goals([goal])


if __name__ == "__main__":
    sys.exit(main())
