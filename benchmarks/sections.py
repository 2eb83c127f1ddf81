"""What is printed of the clips as a whole: bodies and cameras, one line a clip, counts, hold times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.reporting import Goal, print_table, print_title, show_signed
from benchmarks.scoring import Scored
from benchmarks.truth import Presence
from benchmarks.truths.reading import off_side_deg

__all__ = ["print_about", "print_clips", "score_correct", "score_counts", "score_holds", "score_silence"]

_HOLD_GOAL_S = 0.3


def print_about(clips: Sequence[Scored]) -> None:
    """Print the bodies and cameras of the clips of one exercise."""
    shown = [clip.truth for clip in clips if clip.truth.judgeable]
    print(
        f"Bodies {', '.join(sorted({t.body for t in shown}))}; {len(clips)} clips, {len(shown)} of them to be judged:"
        f" one person is there, and {clips[0].about.view_words}."
    )
    if not shown:
        return
    specs = [t.spec for t in shown]
    azimuths = [off_side_deg(s) for s in specs] if {t.view for t in shown} == {"side"} else []
    ranges = [
        *([_describe_range(azimuths, "deg off the side (+ towards the feet)")] if azimuths else []),
        _describe_range([s["elevation_deg"] for s in specs], "deg up"),
        _describe_range([s["distance"] for s in specs], "times the usual distance"),
        "field of view " + _describe_range([s["fov_deg"] for s in specs], "deg"),
        *sorted({f"{s['width']}x{s['height']}" for s in specs}),
        _describe_range([s["fps"] for s in specs], "fps"),
        f"{sum(s['mirror'] for s in specs)} mirrored",
    ]
    print(f"Cameras: {', '.join(ranges)}.")


def _describe_range(values: Sequence[float], unit: str) -> str:
    """Return a range of numbers in words."""
    low, high = min(values), max(values)
    return f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}"


def print_clips(clips: Sequence[Scored]) -> None:
    """Print a line for each clip of one exercise."""
    about = clips[0].about
    main = next((c for c in about.compared if c.goal is not None), None)
    heads = ["clip", "body", "view", f"{about.unit}s true/seen"]
    heads += [f"{main.measure} error"] if main else []
    heads += ["time/valid error, s"] if about.unit == "hold" else []
    rows = []
    for clip in clips:
        truth = clip.truth
        wanted = clip.expected(Presence.THERE) + [f"({rule})" for rule in clip.expected(Presence.BORDERLINE)]
        row = [truth.short_name, truth.body, truth.view or "-", f"{len(truth.units)}/{len(clip.seen_units)}"]
        row += [show_signed(clip.mean_error(main.measure, main.value))] if main else []
        if about.unit == "hold":
            row.append(f"{show_signed(clip.hold_error_s, True)}/{show_signed(clip.valid_error_s, True)}")
        row.append(", ".join(wanted) or "-" if truth.judgeable else "no verdict")
        rows.append([*row, _describe_found(clip), clip.result.form, clip.verdict])
    print_title("Clips", 3)
    print_table([*heads, "expected", "found", "form", ""], rows)
    print("\nExpected in brackets: borderline, may be found or not. Found in brackets: in a rep, but not in the set.")
    judged = [clip for clip in clips if clip.truth.judgeable]
    print(f"Each set has its findings and no other in {sum(c.verdict == 'ok' for c in judged)} of {len(judged)}.")


def _describe_found(clip: Scored) -> str:
    words = [rule if rule in clip.found else f"({rule})" for rule in clip.found_anywhere]
    return ", ".join(words) or "-"


def score_counts(clips: Sequence[Scored]) -> list[Goal]:
    """Print how many sets were counted right."""
    about = clips[0].about
    errors = [abs(clip.count_error) for clip in clips]
    exact, near = sum(e == 0 for e in errors), sum(e <= 1 for e in errors)
    units = sum(len(clip.truth.units) for clip in clips)
    print_title("Counting", 3)
    print(f"{units} {about.unit}s in {len(clips)} sets: exact in {exact}, within one in {near}.")
    sided = [clip for clip in clips if clip.truth.side]
    if sided:
        right = sum(clip.result.side == clip.truth.side for clip in sided)
        print(f"The side was named right in {right} of {len(sided)}.")
    what = f"{about.name}: {about.unit}s counted exactly"
    return [Goal(what, f"{exact} of {len(clips)} sets", exact == len(clips))]


def score_holds(clips: Sequence[Scored]) -> list[Goal]:
    """Print how well the time of holds is read, clip by clip."""
    about = clips[0].about
    if about.unit != "hold":
        return []
    rows, lasting = [], np.array([clip.hold_error_s for clip in clips])
    for name, errors in (("time held", lasting), ("of it in good form", np.array([c.valid_error_s for c in clips]))):
        part = np.abs(errors[np.isfinite(errors)])
        if len(part):
            numbers = [f"{np.nanmean(errors):+.2f}", f"{part.mean():.2f}", f"{part.max():.2f}"]
            rows.append([name, str(len(part)), *numbers, f"{np.count_nonzero(part <= _HOLD_GOAL_S)} of {len(part)}"])
    print_title("Hold times (s, sum over the holds of a clip, seen minus true)", 3)
    heads = ["", "clips", "mean error", "mean absolute error", "largest", f"within {_HOLD_GOAL_S} s"]
    print_table(heads, rows)
    good = int(np.count_nonzero(np.abs(lasting) <= _HOLD_GOAL_S))
    measured = f"{good} of {len(clips)} clips, largest error {np.abs(lasting).max():.2f} s"
    return [Goal(f"{about.name}: time held right within {_HOLD_GOAL_S} s", measured, good == len(clips))]


def score_correct(clips: Sequence[Scored]) -> list[Goal]:
    """Return the goal that correct clips have no finding, in the set or in a rep or hold."""
    correct = [clip for clip in clips if clip.correct]
    if not correct:
        return []
    wrong = [clip.truth.short_name for clip in correct if clip.found_anywhere]
    good = sum(clip.result.form == "good" for clip in correct)
    if wrong:
        print(f"\nCorrect, but with a finding: {', '.join(wrong)}.")
    measured = f"{len(wrong)} of {len(correct)} have one; {good} called good"
    return [Goal(f"{clips[0].truth.exercise}: no finding on correct clips", measured, not wrong)]


def score_silence(clips: Sequence[Scored]) -> list[Goal]:
    """Return the goal that clips which cannot be judged get no verdict."""
    silent = [clip for clip in clips if not clip.truth.judgeable]
    if not silent:
        return []
    quiet = sum(clip.verdict == "ok" for clip in silent)
    what = f"{clips[0].truth.exercise}: no verdict on wrong views, other people, empty rooms"
    return [Goal(what, f"{quiet} of {len(silent)}", quiet == len(silent))]
