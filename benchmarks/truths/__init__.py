"""When the faults of each exercise are there: one file each, found by the exercise's name."""

from __future__ import annotations

from pathlib import Path

from benchmarks.truth import TrueClip, load_recording
from benchmarks.truths import clamshell, draw_in, hip_lift, overhead_squat, plank, single_leg_stance
from benchmarks.truths.base import ExerciseTruth

__all__ = ["TRUTHS", "exercise_of", "load_truth"]

TRUTHS: dict[str, ExerciseTruth] = {
    module.TRUTH.name: module.TRUTH
    for module in (hip_lift, draw_in, clamshell, plank, overhead_squat, single_leg_stance)
}
"""The truths by the name of the exercise."""


def exercise_of(spec_exercise: str) -> str:
    """Return the exercise as which a clip is analysed: its own; an empty room as the hip lift."""
    return hip_lift.TRUTH.name if spec_exercise == "none" else spec_exercise


WHOLE_FROM = 0.7
"""Distance of the camera, as a share of the usual one, from which the whole body is in the picture."""


def load_truth(path: Path) -> TrueClip:
    """Read the truth of a clip."""
    recording = load_recording(path)
    spec = recording.spec
    truth = TRUTHS[exercise_of(str(spec["exercise"]))]
    alone = spec["exercise"] != "none" and not spec.get("second_person") and spec["distance"] >= WHOLE_FROM
    return TrueClip(
        exercise=truth.name,
        units=truth.cut(recording),
        side=truth.side(recording) if alone else "",
        view=truth.view(spec) if alone else "",
        recording=recording,
    )
