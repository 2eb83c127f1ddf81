"""How fast formcheck is, and how much memory it takes, against its goals.

Run it: python benchmarks/throughput.py [--clip CLIP] [--rounds N]. Timings of a busy machine are noisy: trust ratios
within one run. Needs the extra "dev" (PyAV makes the long clip).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.loops import Taken, measure_extra_work, time_barest_loop, time_formcheck
from benchmarks.reporting import Goal, print_goals, print_table, print_title
from formcheck.exercises import find_exercise, list_exercises
from formcheck.pose import PoseTrack
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.session import Session
from formcheck.sources.track_file import load_track

ROOT = Path(__file__).resolve().parents[1]
RATIO_GOAL = 1.05
MEMORY_GOAL = 1.10
ENGINE_GOAL_FPS = 20_000
FIRST_BYTE_GOAL_S = 2.0
COMMAND_GOAL_S = 0.5
LONGER = 10
GOLDEN = ROOT / "tests" / "golden"
ENGINE_FRAMES = 20_000
TRIES = 5


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="How fast formcheck is, and how much memory it takes.")
    parser.add_argument("--clip", type=Path, default=ROOT / "samples" / "clips" / "hip-lift-correct.mp4")
    parser.add_argument("--model", choices=("full", "lite"), default="full", help="landmark model (default: full)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each loop (default: 3)")
    parser.add_argument("--skip-memory", action="store_true", help="leave out the ten times longer clip")
    return parser.parse_args(arguments)


def compare_loops(clip: Path, model: str, rounds: int) -> Goal:
    """Print and return how `analyze` compares with the barest loop, in turns."""
    bare, full = [], []
    for _ in range(rounds):
        bare.append(time_barest_loop(clip, model))
        full.append(time_formcheck(clip, model))
    work = measure_extra_work(clip, model)
    ratio = median(taken.wall_s for taken in full) / median(taken.wall_s for taken in bare)
    cpu_ratio = median(taken.cpu_s for taken in full) / median(taken.cpu_s for taken in bare)
    print_title("Analysing a clip, against the barest loop")
    print(f"{clip.name}, {work.frames} frames, model {model}; {rounds} rounds of each, in turns.\n")
    rows = [
        _time_row("barest loop: read, convert, MediaPipe detect", bare, work.frames),
        _time_row("formcheck.analyze", full, work.frames),
    ]
    print_table(["", "median, s", "ms a frame", "processors, s", "rounds, s"], rows)
    turns = [f.wall_s / b.wall_s for f, b in zip(full, bare, strict=True)]
    print(f"\nRatio of the medians {ratio:.3f}; round by round {_join(turns)}; of processor time {cpu_ratio:.3f}.")
    share = 100.0 / median(taken.wall_s for taken in bare)
    print(
        f"formcheck's extra work, alone in one thread, in % of the barest loop: surface flow "
        f"{work.surface_s * share:.1f} ({1000 * work.surface_s / work.frames:.1f} ms a frame), people count "
        f"{work.people_s * share:.1f}, making the second landmarker {work.setup_s * share:.1f}. Decoding and flow run "
        "in threads beside MediaPipe."
    )
    return Goal(f"analyze <= {RATIO_GOAL} x the barest loop", f"{ratio:.3f}", ratio <= RATIO_GOAL)


def _join(values: list[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in values)


def _time_row(name: str, rounds: list[Taken], frames: int) -> list[str]:
    wall = [taken.wall_s for taken in rounds]
    cpu = median(taken.cpu_s for taken in rounds)
    return [name, f"{median(wall):.2f}", f"{1000 * median(wall) / frames:.1f}", f"{cpu:.2f}", _join(wall)]


def make_longer(clip: Path, target: Path, times: int) -> None:
    """Write a clip so many times in a row, without decoding; time goes on rising."""
    with av.open(str(target), "w") as out:
        made = None
        shift = 0
        for _ in range(times):
            with av.open(str(clip)) as source:
                video = source.streams.video[0]
                made = made or out.add_stream_from_template(video)
                end = shift
                for packet in source.demux(video):
                    if packet.dts is None or packet.pts is None:  # the flushing packet at the end
                        continue
                    packet.dts, packet.pts, packet.stream = packet.dts + shift, packet.pts + shift, made
                    end = max(end, packet.pts + (packet.duration or 1))
                    out.mux(packet)
            shift = end


def compare_memory(clip: Path, model: str, folder: Path) -> Goal:
    """Print and return the memory peak of a clip and of one ten times longer, each in a fresh process."""
    longer = folder / "longer.mp4"
    make_longer(clip, longer, LONGER)
    rows, peaks = [], []
    for path, name in ((clip, "the clip"), (longer, f"{LONGER} times longer")):
        command = [sys.executable, str(ROOT / "benchmarks" / "probe.py"), "analyze", str(path), model]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seen = json.loads(done.stdout)
        peaks.append(seen["peak_mb"])
        rows.append([name, str(seen["frames"]), str(seen["reps"]), f"{seen['s']:.1f}", f"{seen['peak_mb']:.0f}"])
    print_title("Memory")
    print_table(["", "frames", "reps", "s", "peak, MB"], rows)
    ratio = peaks[1] / peaks[0]
    what = f"peak memory of a {LONGER} times longer clip within {100 * (MEMORY_GOAL - 1):.0f} %"
    return Goal(what, f"{100 * (ratio - 1):+.1f} %", ratio <= MEMORY_GOAL)


def tile_track(track: PoseTrack, source: SourceInfo, frames: int) -> PoseTrack:
    """Return a track repeated up to a number of frames, with time going on."""
    step = float(np.median(np.diff(track.time_s)))
    length = float(track.time_s[-1] - track.time_s[0]) + step
    times = -(-frames // len(track))
    parts = [dataclasses.replace(track, time_s=track.time_s + k * length) for k in range(times)]
    return PoseTrack.concatenate(parts, source, track.model or ModelInfo("none", "")).slice(0, frames)


def time_engine(exercise: str, track: PoseTrack, source: SourceInfo, block: int) -> float:
    """Return frames a second of the engine alone, fed with blocks."""
    start = time.perf_counter()
    session = Session(find_exercise(exercise))
    for first in range(0, len(track), block):
        session.push(track.slice(first, first + block))
    session.finish(source, track.model)
    return len(track) / (time.perf_counter() - start)


def measure_engine() -> list[Goal]:
    """Print and return how fast the engine is from landmarks to result, for each exercise, on a golden track."""
    rows, goals = [], []
    for exercise in list_exercises():
        saved = load_track(next(iter(sorted(GOLDEN.glob(f"{exercise}-*.pose.npz")))))
        assert saved.source is not None, "a saved track has a source"
        track = tile_track(saved, saved.source, ENGINE_FRAMES)
        whole = median(time_engine(exercise, track, saved.source, len(track)) for _ in range(TRIES))
        blocks = median(time_engine(exercise, track, saved.source, 16) for _ in range(TRIES))
        rows.append([exercise, str(len(track)), f"{whole:,.0f}", f"{blocks:,.0f}"])
        goals.append(
            Goal(f"engine, {exercise} >= {ENGINE_GOAL_FPS:,} frames/s", f"{whole:,.0f}", whole >= ENGINE_GOAL_FPS)
        )
    print_title("The engine alone: landmarks in, result out (frames/s, median of 5)")
    print_table(["", "frames", "whole track at once", "16 frames at a time"], rows)
    return goals


def time_command(*options: str) -> float:
    """Return how long a formcheck command takes, s."""
    start = time.perf_counter()
    subprocess.run([_find_formcheck(), *options], capture_output=True, check=True)
    return time.perf_counter() - start


def time_first_byte(clip: Path) -> float:
    """Return the time from starting ``formcheck analyze`` to its first byte on stderr, s."""
    command = [_find_formcheck(), "analyze", str(clip), "--exercise", "hip-lift"]
    start = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        got = os.read(process.stderr.fileno(), 1)
        seconds = time.perf_counter() - start
        process.kill()
    if not got:
        raise RuntimeError("formcheck analyze wrote nothing to stderr")
    return seconds


def _find_formcheck() -> str:
    return str(Path(sys.executable).with_name("formcheck"))


def measure_start(clip: Path) -> list[Goal]:
    """Print and return how soon the commands answer."""
    asked: list[tuple[str, Callable[[], float], float]] = [
        ("formcheck analyze, first byte on stderr", lambda: time_first_byte(clip), FIRST_BYTE_GOAL_S),
        ("formcheck --help", lambda: time_command("--help"), COMMAND_GOAL_S),
        ("formcheck --version", lambda: time_command("--version"), COMMAND_GOAL_S),
    ]
    goals, rows = [], []
    for name, run, goal_s in asked:
        run()  # fills the disk cache
        times = [run() for _ in range(TRIES)]
        rows.append([name, f"{median(times):.2f}", f"{max(times):.2f}"])
        goals.append(Goal(f"{name} <= {goal_s:g} s", f"{median(times):.2f} s", median(times) <= goal_s))
    print_title("Starting")
    print_table(["", "median of 5, s", "slowest, s"], rows)
    return goals


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    asked = parse_arguments(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        goals = measure_start(asked.clip)
        goals += measure_engine()
        goals.append(compare_loops(asked.clip, asked.model, asked.rounds))
        if not asked.skip_memory:
            goals.append(compare_memory(asked.clip, asked.model, folder))
    return print_goals(goals)


if __name__ == "__main__":
    sys.exit(main())
