"""Compare formcheck with the known truth of rendered clips.

Run it: python benchmarks/accuracy.py [--set check|tune|samples] [--model full|lite] [--workers N]

Clips that are missing are rendered (samples/render), landmarks are kept beside them, so a second run is quick.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.clip_cache import list_old_tracks, make_tracks, provide_clips
from benchmarks.margins import print_margins
from benchmarks.reporting import Goal, print_goals, print_table, print_title
from benchmarks.scoring import Scored, Tally, list_differences, score_rules
from benchmarks.truth import Presence, TrueClip, load_truth
from formcheck import analyze
from formcheck.results import SetResult

MAE_GOAL_DEG = 6.0
DIFFERENCE_GOAL_DEG = 3.0
CACHE = Path(__file__).resolve().parent / ".cache"


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="Compare formcheck with the known truth of rendered clips.")
    parser.add_argument("--set", choices=("check", "tune", "samples"), default="check", help="default: check")
    parser.add_argument("--clips", type=Path, metavar="DIR", help="where the clips are, or shall be rendered")
    parser.add_argument("--model", choices=("full", "lite"), default="full", help="landmark model (default: full)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes (default: 2)")
    parser.add_argument("--fresh", action="store_true", help="find the landmarks anew")
    return parser.parse_args(arguments)


def describe_range(values: Sequence[float], unit: str) -> str:
    """Return a range of numbers in words."""
    low, high = min(values), max(values)
    return f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}"


def _signed(value: float) -> str:
    """Return a number with its sign; "-" when there is none."""
    return f"{value:+.1f}" if value == value else "-"


def print_about(set_name: str, truths: Sequence[TrueClip], result: SetResult) -> None:
    """Print the bodies, cameras and model."""
    shown = [t for t in truths if t.judgeable]
    specs = [t.spec for t in shown]
    print_title(f"Set {set_name}")
    print(
        f"Bodies {', '.join(sorted({t.body for t in shown}))}; {len(truths)} clips, {len(shown)} of them to be judged."
    )
    ranges = [
        describe_range([round(t.off_side_deg, 1) for t in shown], "deg off the side (+ towards the feet)"),
        describe_range([s["elevation_deg"] for s in specs], "deg up"),
        describe_range([s["distance"] for s in specs], "times the usual distance"),
        "field of view " + describe_range([s["fov_deg"] for s in specs], "deg"),
        *sorted({f"{s['width']}x{s['height']}" for s in specs}),
        describe_range([s["fps"] for s in specs], "fps"),
        f"{sum(s['mirror'] for s in specs)} mirrored",
    ]
    print(f"Cameras: {', '.join(ranges)}.")
    print("Thresholds were set on the set tune (bodies A and B). The set check has other bodies, cameras and tempos.")
    if result.model is not None:
        print(f"Model {result.model.name}, sha256 {result.model.sha256}.")


def print_clips(clips: Sequence[Scored]) -> None:
    """Print a line for each clip."""
    rows = []
    for clip in clips:
        wanted = clip.expected(Presence.THERE) + [f"({rule})" for rule in clip.expected(Presence.BORDERLINE)]
        judgeable = clip.truth.judgeable
        rows.append(
            [
                clip.truth.name.removeprefix("hip-lift-"),
                clip.truth.body,
                f"{len(clip.truth.reps)}/{len(clip.result.counted)}",
                _signed(clip.line_error_deg),
                ", ".join(wanted) or "-" if judgeable else "no verdict",
                ", ".join(clip.found) or "-",
                clip.result.form,
                clip.verdict,
            ]
        )
    print_title("Clips")
    print_table(["clip", "body", "reps true/seen", "line error, deg", "expected", "found", "form", ""], rows)
    print("\nIn brackets: borderline, may be found or not. Line error: seen minus true at the top, mean over reps.")


def score_counts(clips: Sequence[Scored]) -> Goal:
    """Print how many sets were counted right."""
    errors = [abs(clip.count_error) for clip in clips]
    exact, near = sum(e == 0 for e in errors), sum(e <= 1 for e in errors)
    reps = sum(len(clip.truth.reps) for clip in clips)
    print_title("Counting")
    print(f"{reps} reps in {len(clips)} sets: exact in {exact}, within one in {near}.")
    sides = sum(clip.result.side == clip.truth.near_side for clip in clips)
    print(f"The side towards the camera was named right in {sides} of {len(clips)}.")
    return Goal("reps counted exactly", f"{exact} of {len(clips)} sets", exact == len(clips))


def score_line(clips: Sequence[Scored]) -> Goal:
    """Print how well the line angle at the top is read without a baseline."""
    errors = np.array([clip.line_error_deg for clip in clips])
    bodies = np.array([clip.truth.body for clip in clips])
    rows = []
    for name, chosen in [(f"body {b}", bodies == b) for b in sorted(set(bodies))] + [("all", bodies != "")]:
        part = errors[chosen & np.isfinite(errors)]
        if not len(part):
            continue
        bias, sd = float(part.mean()), float(part.std(ddof=1)) if len(part) > 1 else float("nan")
        limits = f"{_signed(bias - 1.96 * sd)} to {_signed(bias + 1.96 * sd)}" if name == "all" else ""
        rows.append(
            [name, str(len(part)), f"{np.abs(part).mean():.1f}", _signed(bias), _signed(sd).lstrip("+"), limits]
        )
    print_title("Hip line angle at the top, without a baseline (deg, over clips)")
    print_table(["", "clips", "mean absolute error", "mean error", "SD", "95 % limits of agreement"], rows)
    seen = errors[np.isfinite(errors)]
    mae = float(np.abs(seen).mean()) if len(seen) else float("nan")
    what = f"hip line at the top: mean absolute error <= {MAE_GOAL_DEG:.0f} deg"
    return Goal(what, f"{mae:.1f} deg over {len(seen)} of {len(clips)} clips", mae <= MAE_GOAL_DEG)


def score_differences(clips: Sequence[Scored]) -> Goal:
    """Print how well differences within one body are read."""
    differences = list_differences(clips)
    rows = [
        [
            name.removeprefix("hip-lift-"),
            base.removeprefix("hip-lift-"),
            f"{true:+.1f}",
            f"{seen:+.1f}",
            f"{seen - true:+.1f}",
        ]
        for name, base, true, seen in differences
    ]
    print_title("Differences within one body (deg)")
    print_table(["clip", "against", "true", "seen", "error"], rows)
    errors = np.array([seen - true for *_, true, seen in differences])
    errors = errors[np.isfinite(errors)]
    mean = float(np.abs(errors).mean()) if len(errors) else float("nan")
    if len(errors):
        print(f"\nMean absolute error {mean:.1f}, mean {errors.mean():+.1f}, largest {np.abs(errors).max():.1f} deg.")
    what = f"differences within one body: mean absolute error <= {DIFFERENCE_GOAL_DEG:.0f} deg"
    return Goal(what, f"{mean:.1f} deg over {len(errors)} pairs", mean <= DIFFERENCE_GOAL_DEG)


def score_phases(clips: Sequence[Scored]) -> None:
    """Print how well the tempo is read."""
    rows = []
    for name in ("up_s", "hold_s", "down_s"):
        errors = np.array([e for clip in clips for e in clip.errors(name)])
        if len(errors):
            numbers = [errors.mean(), np.abs(errors).mean(), np.abs(errors).max()]
            rows.append([name, str(len(errors)), f"{numbers[0]:+.2f}", *(f"{x:.2f}" for x in numbers[1:])])
    print_title("Tempo (s, over reps)")
    print_table(["phase", "reps", "mean error", "mean absolute error", "largest"], rows)


def score_findings(clips: Sequence[Scored]) -> list[Goal]:
    """Print how often each rule was right, rep by rep."""
    tallies = score_rules(clips)
    print_title("Findings, rep by rep (fatigue: set by set)")
    heads = ["rule", "TP", "FP", "FN", "TN", "precision", "recall", "F1", "abstained there/not", "not scored (found)"]
    print_table(heads, [_tally_row(rule, tally) for rule, tally in tallies.items()])
    print("\nAbstained: no finding, and not all that the rule looks at could be measured.")
    for rule, tally in tallies.items():
        if tally.wrong:
            print(f"Wrong, {rule}: {'; '.join(tally.wrong)}.")
    false = sum(t.fp for t in tallies.values())
    missed = sum(t.fn + t.abstained_there for t in tallies.values())
    there = missed + sum(t.tp for t in tallies.values())
    return [
        Goal("no finding that is not there", f"{false} false", false == 0),
        Goal("every fault that is there is found", f"{missed} of {there} missed", missed == 0),
    ]


def _tally_row(rule: str, t: Tally) -> list[str]:
    shares = [f"{x:.2f}" if x == x else "-" for x in (t.precision, t.recall, t.f1)]
    counts = [str(n) for n in (t.tp, t.fp, t.fn, t.tn)]
    return [
        rule,
        *counts,
        *shares,
        f"{t.abstained_there}/{t.abstained_absent}",
        f"{t.not_scored} ({t.not_scored_found})",
    ]


def score_sets(clips: Sequence[Scored]) -> list[Goal]:
    """Return the goals that are about whole clips."""
    judged = [clip for clip in clips if clip.truth.judgeable]
    silent = [clip for clip in clips if not clip.truth.judgeable]
    right = sum(clip.verdict == "ok" for clip in judged)
    goals = [Goal("each set has its findings and no other", f"{right} of {len(judged)} sets", right == len(judged))]
    if silent:
        quiet = sum(clip.verdict == "ok" for clip in silent)
        goals.append(Goal("no verdict on what cannot be judged", f"{quiet} of {len(silent)}", quiet == len(silent)))
    return goals


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    asked = parse_arguments(arguments)
    paths = provide_clips(asked.set, asked.clips or CACHE / asked.set, asked.workers)
    tracks = make_tracks(paths, asked.model, asked.workers, fresh=asked.fresh)
    if old := list_old_tracks(tracks):
        print(
            f"{len(old)} saved tracks are older than src/formcheck/sources; --fresh makes them anew.", file=sys.stderr
        )
    truths = [load_truth(path.with_suffix(".truth.npz")) for path in paths]
    clips = [Scored.compare(truth, analyze(track)) for truth, track in zip(truths, tracks, strict=True)]
    judged = [clip for clip in clips if clip.truth.judgeable]
    print_about(asked.set, truths, clips[0].result)
    print_clips(clips)
    goals = [score_counts(judged), score_line(judged), score_differences(judged)]
    score_phases(judged)
    goals += score_findings(judged)
    print_margins(judged)
    return print_goals([*goals, *score_sets(clips)])


if __name__ == "__main__":
    sys.exit(main())
