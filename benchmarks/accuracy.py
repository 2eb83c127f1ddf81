"""Compare formcheck with the known truth of rendered clips.

Run it: python benchmarks/accuracy.py [--set check|tune|samples] [--exercise NAME] [--model full|lite|heavy]

Clips that are missing are rendered (samples/render), landmarks are kept beside them, so a second run is quick.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.angles import score_differences, score_measures, score_tempo
from benchmarks.clip_cache import Clip, keep_ready, list_clips, list_old_tracks, make_tracks, provide_clips
from benchmarks.margins import print_margins
from benchmarks.reporting import Goal, print_goals, print_title
from benchmarks.scoring import Scored
from benchmarks.sections import print_about, print_clips, score_correct, score_counts, score_holds, score_silence
from benchmarks.tallies import score_findings
from benchmarks.truths import TRUTHS, load_truth
from benchmarks.wrong_exercise import score_wrong_exercises
from formcheck import analyze

CACHE = Path(__file__).resolve().parent / ".cache"


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="Compare formcheck with the known truth of rendered clips.")
    parser.add_argument("--set", choices=("check", "tune", "samples"), default="check", help="default: check")
    parser.add_argument(
        "--exercise", choices=sorted(TRUTHS), action="append", default=[], help="only this one; may be given again"
    )
    parser.add_argument("--clips", type=Path, metavar="DIR", help="where the clips are, or shall be rendered")
    parser.add_argument("--model", choices=("full", "lite", "heavy"), default="full", help="default: full")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes (default: 2)")
    parser.add_argument("--fresh", action="store_true", help="find the landmarks anew")
    parser.add_argument("--ready", action="store_true", help="only clips whose landmarks are there; make none")
    parser.add_argument(
        "--wrong-exercise", action="store_true", help="instead: analyse every clip as every other exercise"
    )
    asked = parser.parse_args(arguments)
    if asked.fresh and asked.ready:
        parser.error("--fresh makes landmarks, --ready makes none: give one of them")
    return asked


def prepare(asked: argparse.Namespace) -> tuple[list[Clip], list[Path]]:
    """Return the clips that were asked for and their landmarks; make what is missing."""
    clips = list_clips(asked.set, asked.clips or CACHE / asked.set, asked.exercise)
    if asked.ready:
        clips = keep_ready(clips, asked.model)
        tracks = [clip.track_path(asked.model) for clip in clips]
    else:
        provide_clips(clips, asked.set, asked.workers)
        tracks = make_tracks(clips, asked.model, asked.workers, fresh=asked.fresh)
    if old := list_old_tracks(tracks):
        print(f"{len(old)} saved tracks are older than the code that finds landmarks; --fresh.", file=sys.stderr)
    return clips, tracks


def print_set(set_name: str, clips: Sequence[Scored]) -> None:
    """Print what the clips of all exercises have in common."""
    print_title(f"Set {set_name}", 1)
    print("Thresholds were set on the set tune (bodies A and B). The set check has other bodies, cameras and tempos.")
    model = clips[0].result.model
    if model is not None:
        print(f"Model {model.name}, sha256 {model.sha256}.")


def score_exercise(clips: Sequence[Scored]) -> list[Goal]:
    """Print all about the clips of one exercise, and return its goals."""
    print_title(clips[0].truth.exercise)
    print_about(clips)
    print_clips(clips)
    judged = [clip for clip in clips if clip.truth.judgeable]
    goals = score_silence(clips)
    if judged:
        goals += [*score_counts(judged), *score_holds(judged), *score_measures(judged), *score_differences(judged)]
        score_tempo(judged)
        goals += score_findings(judged)
        print_margins(judged)
        goals += score_correct(judged)
    return goals


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    asked = parse_arguments(arguments)
    clips, tracks = prepare(asked)
    if not clips:
        print("There is no clip to score.", file=sys.stderr)
        return 1
    if asked.wrong_exercise:
        return print_goals(score_wrong_exercises(clips, tracks))
    scored = [
        Scored.compare(load_truth(clip.truth_path), analyze(track, clip.exercise))
        for clip, track in zip(clips, tracks, strict=True)
    ]
    print_set(asked.set, scored)
    goals: list[Goal] = []
    for name in TRUTHS:
        if part := [clip for clip in scored if clip.truth.exercise == name]:
            goals += score_exercise(part)
    return print_goals(goals)


if __name__ == "__main__":
    sys.exit(main())
