"""How well the measures agree with the truth: angles, differences within one body, tempo, what goes with what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.reporting import Goal, print_table, print_title, show_signed
from benchmarks.scoring import Scored
from benchmarks.truth import Presence
from benchmarks.truths.base import Compared, Value
from formcheck.pose import FloatArray

__all__ = ["score_differences", "score_measures", "score_tempo"]

_DIFFERENCE_GOAL_DEG = 3.0


def score_measures(clips: Sequence[Scored]) -> list[Goal]:
    """Print how far the measures of an exercise are off, over clips, and what goes with what."""
    about = clips[0].about
    if about.compared:
        print_title("Measures against the truth, over clips", 3)
        heads = ["measure", "unit", "clips", "mean absolute error", "mean error", "SD"]
        heads += ["95 % limits of agreement", "true value"]
        rows = [row for compared in about.compared for row in _list_rows(compared, clips)]
        print_table(heads, rows)
        print("\nError: seen minus true, mean over the clip. Clips of one body are not independent.")
    _print_related(clips)
    return [_make_goal(compared, clips) for compared in about.compared if compared.goal is not None]


def _list_rows(compared: Compared, clips: Sequence[Scored]) -> list[list[str]]:
    """Return a row for all clips and, of a measure with a goal, one for each body."""
    shown = _choose(compared, clips)
    rows = [_describe_errors(compared.measure, compared, _list_errors(compared, shown))]
    if compared.goal is not None:
        for body in sorted({clip.truth.body for clip in shown}):
            errors = _list_errors(compared, [clip for clip in shown if clip.truth.body == body])
            if len(errors):
                rows.append(_describe_errors(f"  body {body}", compared, errors))
    if compared.signal:
        spans = [clip.list_spans(compared.measure, compared.signal) for clip in shown]
        means = np.array([np.mean([seen - true for true, seen in span]) for span in spans if span], np.float64)
        rows.append([*_describe_errors("  in findings", compared, means)[:-1], "median over the finding's time"])
    return rows


def _choose(compared: Compared, clips: Sequence[Scored]) -> list[Scored]:
    return [clip for clip in clips if compared.view in ("", clip.truth.view)]


def _list_errors(compared: Compared, clips: Sequence[Scored]) -> FloatArray:
    errors: FloatArray = np.array([clip.mean_error(compared.measure, compared.value) for clip in clips], np.float64)
    seen: FloatArray = errors[np.isfinite(errors)]
    return seen


def _describe_errors(name: str, compared: Compared, errors: FloatArray) -> list[str]:
    if not len(errors):
        return [name, compared.unit, "0", *["-"] * 4, compared.words]
    bias, mae = float(errors.mean()), float(np.abs(errors).mean())
    sd = float(errors.std(ddof=1)) if len(errors) > 1 else float("nan")
    small = mae < 0.95 and compared.unit != "deg"
    limits = f"{show_signed(bias - 1.96 * sd, small)} to {show_signed(bias + 1.96 * sd, small)}"
    numbers = [f"{mae:.2f}" if small else f"{mae:.1f}", show_signed(bias, small), show_signed(sd, small).lstrip("+")]
    return [name, compared.unit, str(len(errors)), *numbers, limits if sd == sd else "-", compared.words]


def _make_goal(compared: Compared, clips: Sequence[Scored]) -> Goal:
    shown = _choose(compared, clips)
    errors = _list_errors(compared, shown)
    mae = float(np.abs(errors).mean()) if len(errors) else float("nan")
    goal = compared.goal if compared.goal is not None else float("nan")
    what = f"{clips[0].truth.exercise}: {compared.words}, mean absolute error <= {goal:g} {compared.unit}"
    measured = f"{mae:.1f} {compared.unit} over {len(errors)} of {len(shown)} clips" if len(errors) else "in no clip"
    return Goal(what, measured, mae <= goal)


def _print_related(clips: Sequence[Scored]) -> None:
    """Print how closely measures go with true values of another unit, over reps or holds."""
    rows = []
    for related in clips[0].about.related:
        pairs = np.array([p for clip in clips for p in clip.list_values(related.measure, related.value)]).reshape(-1, 2)
        if len(pairs) > 2 and np.ptp(pairs[:, 0]) > 0 and np.ptp(pairs[:, 1]) > 0:
            slope, offset = np.polyfit(pairs[:, 0], pairs[:, 1], 1)
            r = float(np.corrcoef(pairs.T)[0, 1])
            rows.append([related.measure, related.words, str(len(pairs)), f"{r:.2f}", f"{slope:.3g}", f"{offset:+.2g}"])
    if rows:
        print_title(f"What goes with what, {clips[0].about.unit} by {clips[0].about.unit}", 3)
        print_table(["measure", "true value", "n", "correlation", "slope", "offset"], rows)


def score_tempo(clips: Sequence[Scored]) -> None:
    """Print how well the tempo is read."""
    rows = []
    if clips[0].about.unit == "hold":
        return
    for name, phase in clips[0].about.phases:
        pairs = [pair for clip in clips for pair in clip.list_values(name, _read_phase(phase))]
        errors = np.array([seen - true for true, seen in pairs])
        if len(errors):
            numbers = [f"{errors.mean():+.2f}", f"{np.abs(errors).mean():.2f}", f"{np.abs(errors).max():.2f}"]
            rows.append([name, str(len(errors)), *numbers])
    if rows:
        print_title("Tempo (s, over reps)", 3)
        print_table(["phase", "reps", "mean error", "mean absolute error", "largest"], rows)


def _read_phase(name: str) -> Value:
    return lambda unit: unit.phases_s[name]


def score_differences(clips: Sequence[Scored]) -> list[Goal]:
    """Print how well differences of the hip line within one body are read, and return the goal; hip lift only."""
    if clips[0].truth.exercise != "hip-lift":
        return []
    line = clips[0].about.compared[0]
    differences = _list_differences(clips, line)
    rows = [[name, base, f"{t:+.1f}", f"{s:+.1f}", f"{s - t:+.1f}"] for name, base, t, s in differences]
    print_title("Differences within one body (deg)", 3)
    print_table(["clip", "against", "true", "seen", "error"], rows)
    errors = np.array([seen - true for *_, true, seen in differences])
    errors = errors[np.isfinite(errors)]
    mean = float(np.abs(errors).mean()) if len(errors) else float("nan")
    if len(errors):
        print(f"\nMean absolute error {mean:.1f}, mean {errors.mean():+.1f}, largest {np.abs(errors).max():.1f} deg.")
    what = f"hip-lift: differences within one body, mean absolute error <= {_DIFFERENCE_GOAL_DEG:.0f} deg"
    return [Goal(what, f"{mean:.1f} deg over {len(errors)} pairs", mean <= _DIFFERENCE_GOAL_DEG)]


def _list_differences(clips: Sequence[Scored], line: Compared) -> list[tuple[str, str, float, float]]:
    """Return, for each clip against its body's correct one: name, the correct one's name, true and seen difference.

    The correct clip of a body is its first that lifts to the line, slowly and smoothly, with a straight back.
    Bodies without one are left out.
    """
    first: dict[str, Scored] = {}
    for clip in clips:
        if _is_baseline(clip, line):
            first.setdefault(clip.truth.body, clip)
    out = []
    for clip in clips:
        base = first.get(clip.truth.body)
        if base is None or base is clip:
            continue
        true = _mean_true(clip, line) - _mean_true(base, line)
        seen = true + clip.mean_error(line.measure, line.value) - base.mean_error(line.measure, line.value)
        out.append((clip.truth.short_name, base.truth.short_name, true, seen))
    return out


def _is_baseline(clip: Scored, line: Compared) -> bool:
    rules = [rule for rule in clip.about.rules if rule.id != "feet-placement"]
    clean = all(clip.judge_set(rule) is Presence.ABSENT for rule in rules)
    return clean and all(abs(line.value(unit)) <= 2.0 for unit in clip.truth.units)


def _mean_true(clip: Scored, line: Compared) -> float:
    return float(np.mean([line.value(unit) for unit in clip.truth.units]))
