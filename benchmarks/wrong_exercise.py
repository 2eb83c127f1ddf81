"""Does one exercise, analysed as another, get a verdict? It should not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.clip_cache import Clip
from benchmarks.reporting import Goal, print_table, print_title
from benchmarks.scoring import gives_verdict
from benchmarks.truths import exercise_of
from formcheck import analyze
from formcheck.exercises import find_exercise, list_exercises

__all__ = ["score_wrong_exercises"]


def score_wrong_exercises(clips: Sequence[Clip], tracks: Sequence[Path]) -> list[Goal]:
    """Analyse every track as every exercise, print how many get a verdict, and return the goal."""
    asked = list(list_exercises())
    verdicts = {
        (clip.name, name): _judge(track, name) for clip, track in zip(clips, tracks, strict=True) for name in asked
    }
    rows, wrong, tried = [], [], 0
    for done in sorted({clip.spec_exercise for clip in clips}):
        names = [clip.name for clip in clips if clip.spec_exercise == done]
        given = {name: [n for n in names if verdicts[n, name]] for name in asked}
        rows.append([done, *(_describe(done, name, f"{len(given[name])}/{len(names)}") for name in asked)])
        for name in asked:
            if name != done:
                tried += len(names)
                wrong += [f"{n} as {name} ({verdicts[n, name]})" for n in given[name]]
    print_title("One exercise analysed as another: verdicts/clips")
    print_table(["done", *(f"as {name}" for name in asked)], rows)
    print("\nIn brackets: as itself, wrong views included. A verdict: a form other than not-measurable, or a finding.")
    print("*: easy, because it counts by the trunk's surface, which these tracks follow in another way.")
    if wrong:
        print(f"\nA verdict where there should be none: {'; '.join(wrong)}.")
    return [Goal("no verdict as another exercise", f"{len(wrong)} of {tried} have one", not wrong)]


def _judge(track: Path, exercise: str) -> str:
    """Return the form and findings of a track analysed as an exercise, "" without a verdict."""
    result = analyze(track, exercise)
    if not gives_verdict(result):
        return ""
    found = [finding.rule.removeprefix(f"{exercise}.") for finding in result.findings]
    return ", ".join([result.form, *found])


def _describe(done: str, name: str, verdicts: str) -> str:
    if name == done:
        return f"({verdicts})"
    return f"{verdicts} *" if _is_blind(done, name) else verdicts


def _is_blind(done: str, name: str) -> bool:
    """Return whether an exercise counts by the trunk's surface, and tracks of what is done follow another surface."""
    followed, asked = find_exercise(exercise_of(done)).surface, find_exercise(name)
    return asked.driver_is_step and followed is not asked.surface
