"""How many clips a minute `formcheck batch` scores, on one and two workers and on a Dask cluster, against its goals.

Run it: python benchmarks/batch.py [--clip CLIP --exercise NAME] [--clips N] [--rounds N]. Every run has a fresh cache.
On a busy machine trust the processor time, and ratios within one run, only. Needs the extra "cluster".
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import distributed

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reporting import Goal, print_goals, print_table, print_title
from formcheck.batch.job import Job, do_job
from formcheck.batch.landmark_cache import LandmarkCache
from formcheck.exercises import find_exercise
from formcheck.pose import SurfaceKind
from formcheck.sources.native import import_native
from formcheck.sources.watcher import Watcher

ROOT = Path(__file__).resolve().parents[1]
SCALING_GOAL = 1.8
CLUSTER_GOAL = 0.9
CACHED_CLIPS, CACHED_GOAL_S = 100, 10.0
START_GOAL = 0.2
WAYS = ("1 worker", "2 workers", "Dask, 2 workers")


@dataclass(frozen=True, slots=True)
class Taken:
    """What scoring some clips took: by the clock, and of processors (not known of a cluster)."""

    wall_s: float
    cpu_s: float


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="How many clips a minute formcheck batch scores.")
    parser.add_argument("--clip", type=Path, default=ROOT / "samples" / "clips" / "hip-lift-too-fast.mp4")
    parser.add_argument("--exercise", default="hip-lift", help="the exercise in it (default: hip-lift)")
    parser.add_argument("--clips", type=int, default=6, help="copies of the clip in one run (default: 6)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, each way in turn (default: 3)")
    return parser.parse_args(arguments)


def make_copies(clip: Path, folder: Path, count: int) -> None:
    """Write copies of an mp4 that differ in their bytes, by a box that players skip (ISO/IEC 14496-12, 8.1.2)."""
    folder.mkdir()
    for number in range(count):
        box = struct.pack(">I4sQ", 16, b"free", number)
        (folder / f"{number:04}.mp4").write_bytes(clip.read_bytes() + box)


def time_batch(clips: Path, exercise: str, cache: Path, *options: str) -> Taken:
    """Score a folder of clips with a command of its own, and check that each has a verdict."""
    made = cache.with_suffix(".json")
    command = [sys.executable, "-m", "formcheck", "batch", str(clips), "--exercise", exercise, "--json", str(made)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*command, "--cache", str(cache), *options], check=True, capture_output=True)
    wall_s, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    scored = json.loads(made.read_text("utf-8"))["clips"]
    if any("seen" not in clip for clip in scored):
        raise RuntimeError("a clip could not be scored")
    return Taken(wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def time_cluster(clips: Path, exercise: str, cache: Path) -> Taken:
    """Score a folder of clips on two new workers of Dask, which have not loaded anything yet."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        return time_batch(clips, exercise, cache, "--scheduler", cluster.scheduler_address)


def compare_ways(asked: argparse.Namespace, folder: Path) -> list[Goal]:
    """Print and return how one worker, two, and two of Dask compare, in turns."""
    clips = folder / "clips"
    make_copies(asked.clip, clips, asked.clips)
    ways: dict[str, Callable[[Path], Taken]] = {
        WAYS[0]: lambda cache: time_batch(clips, asked.exercise, cache, "--workers", "1"),
        WAYS[1]: lambda cache: time_batch(clips, asked.exercise, cache, "--workers", "2"),
        WAYS[2]: lambda cache: time_cluster(clips, asked.exercise, cache),
    }
    rounds: dict[str, list[Taken]] = {name: [] for name in ways}
    for number in range(asked.rounds):
        for name, run in ways.items():
            rounds[name].append(run(folder / f"cache-{number}-{len(name)}"))
    print_title("Clips a minute")
    print(f"{asked.clips} clips like {asked.clip.name}, {asked.rounds} rounds, in turns; start-up is part of it.\n")
    rows = [_describe(name, taken, asked.clips) for name, taken in rounds.items()]
    print_table(["", "clips/min, median", "round by round", "core-seconds a clip"], rows)
    scaling = _compare(rounds[WAYS[0]], rounds[WAYS[1]])
    dask = _compare(rounds[WAYS[1]], rounds[WAYS[2]])
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"\n{cores} cores; load before and since: {', '.join(f'{load:.1f}' for load in os.getloadavg())}.")
    return [
        Goal(f"2 workers >= {SCALING_GOAL} x the clips a minute of 1", f"{scaling:.2f}", scaling >= SCALING_GOAL),
        Goal(f"Dask >= {CLUSTER_GOAL} x the clips a minute of --workers 2", f"{dask:.2f}", dask >= CLUSTER_GOAL),
    ]


def _describe(name: str, taken: list[Taken], clips: int) -> list[str]:
    rates = [60 * clips / round_.wall_s for round_ in taken]
    cpu_s = median(round_.cpu_s for round_ in taken) / clips
    return [
        name,
        f"{median(rates):.1f}",
        ", ".join(f"{rate:.1f}" for rate in rates),
        f"{cpu_s:.1f}" if cpu_s > 1 else "-",
    ]


def _compare(slower: list[Taken], faster: list[Taken]) -> float:
    """Return how many times faster the second is: the median over the rounds, whose parts were one after the other."""
    return median(a.wall_s / b.wall_s for a, b in zip(slower, faster, strict=True))


def measure_cached(asked: argparse.Namespace, folder: Path) -> Goal:
    """Print and return how long clips take whose landmarks are in the cache."""
    clips, cache = folder / "cached-clips", folder / "cached"
    make_copies(asked.clip, clips, CACHED_CLIPS)
    kept, surface = LandmarkCache(cache), find_exercise(asked.exercise).surface
    kept.prepare()
    copies = sorted(clips.iterdir())
    do_job(Job(str(copies[0]), asked.exercise), cache)
    (made,) = cache.iterdir()
    for copy in copies[1:]:
        shutil.copyfile(made, kept.find_entry(copy, "full", surface))
    time_batch(clips, asked.exercise, cache)  # fills the disk cache
    taken = time_batch(clips, asked.exercise, cache)
    scored = json.loads(cache.with_suffix(".json").read_text("utf-8"))["clips"]
    if not all(clip["cached"] for clip in scored):
        raise RuntimeError("a clip was looked at again")
    print_title("Once more, with the landmarks in the cache")
    size_kb = made.stat().st_size / 1000
    print(f"{CACHED_CLIPS} clips in {taken.wall_s:.1f} s, {taken.cpu_s:.1f} core-seconds; {size_kb:.0f} kB a clip.")
    what = f"{CACHED_CLIPS} cached clips < {CACHED_GOAL_S:g} s"
    return Goal(what, f"{taken.wall_s:.1f} s", taken.wall_s < CACHED_GOAL_S)


def _start(surface: SurfaceKind | None) -> tuple[float, list[float]]:
    """Return what this process took so far and to load the libraries, and to make landmarkers, first and later, s."""
    makings = []
    import_native("mediapipe")
    loaded_s = time.process_time()
    for _ in range(5):
        start = time.process_time()
        Watcher("full", surface).close()
        makings.append(time.process_time() - start)
    return loaded_s, makings


def measure_start(asked: argparse.Namespace) -> Goal:
    """Print and return what a worker pays once, and for each clip."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        loaded_s, (first_s, *later) = pool.submit(_start, find_exercise(asked.exercise).surface).result()
    print_title("Starting a worker (processor time)")
    print(
        f"Python and libraries {loaded_s:.2f} s, the first landmarkers {first_s:.2f} s, once; "
        f"landmarkers of each clip after that {median(later):.2f} s."
    )
    share = median(later) / (loaded_s + first_s)
    return Goal(f"start of a later clip <= {START_GOAL:g} of the worker's", f"{share:.2f}", share <= START_GOAL)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    asked = parse_arguments(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        goals = [measure_start(asked), measure_cached(asked, folder), *compare_ways(asked, folder)]
    return print_goals(goals)


if __name__ == "__main__":
    sys.exit(main())
