"""Clamshell: on the side, knees bent, heels together, open the upper knee slowly and return; only the hip turns.

How far it opens is read off the height of the upper knee over the upper hip in the picture, which follows the opening
from all these views (r 0.98 to 1.00 on the rendered clips for tuning; the distance of the knees 0.87 from behind).

The trunk must stay still: pelvis or shoulders that roll backwards twist the lower back. From the usual low view of the
front no landmark shows a roll of 30 deg, but the surface of the trunk moves: it is followed at fixed places of the
picture, at chest and pelvis apart.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from formcheck.exercises.base import (
    Drawn,
    Exercise,
    Followed,
    Limit,
    Measured,
    Observation,
    Rule,
    Seen,
    Threshold,
    TrendLimit,
    Window,
)
from formcheck.exercises.common import SMOOTHNESS_TREND, make_jerky_rule, make_reasons, make_too_fast_rule
from formcheck.exercises.measuring import (
    check_steadiness,
    find_rep_phases,
    integrate_surface,
    measure_change,
    measure_phases,
    measure_surface,
    read_surface,
    see_frames,
    take_off_rest,
)
from formcheck.messages import _
from formcheck.motion.geometry import compute_angle, compute_distance
from formcheck.motion.phases import Phases
from formcheck.motion.reps import RepCounting
from formcheck.motion.view import BodyAxes, View, compute_body_axes
from formcheck.pose import ROLL, FloatArray, Landmark, PoseTrack
from formcheck.results import Dose, Measure, NotMeasurable

__all__ = ["EXERCISE"]

_SCIENCE = "docs/sources.md section 2"
_TUNED = "our choice, on the rendered clips for tuning (docs/accuracy.md)"
ROLL_UNCERTAINTY_PCT = 0.5
"""Scatter between reps and bodies of trunks that stay still and breathe, on the rendered clips for tuning."""
LENGTH_UNCERTAINTY_PCT = 2.5
"""What the distance of two landmarks in % of the trunk can be off by. Source: the same clips."""

_JOINTS = (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)
_FEET = (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX)
_MEASURES = (
    "opening_pct",
    "pelvis_roll_pct",
    "shoulder_roll_pct",
    "heel_gap_pct",
    "up_s",
    "hold_s",
    "down_s",
    "smoothness",
)


class Clamshell(Exercise):
    """The clamshell, seen from the front or from behind."""

    name = "clamshell"
    title = _("Clamshell")
    how: ClassVar = (
        _("Lie on your side, hips and knees bent, heels together, head on the lower arm."),
        _("Open the upper knee slowly, as far as pelvis and shoulders stay still, and stop for a moment."),
        _("Return slowly. Keep breathing. Then the other side."),
    )
    view = _("front, low or up to 60 deg above, or from behind")
    placement = _(
        "Put the camera in front of your belly, knee-high or higher, 2 to 3 m away, so that it sees all of you."
    )
    drawing = _(r"""
        o______/\___   you, on your side, facing the camera

             [o]       camera in front of your belly
    """)
    dose = Dose(
        10, 2, 3, each_side=True, source="docs/sources.md section 12: 10 reps, 2 sets, each side, three times a week"
    )
    surface = ROLL
    driver_unit = "pct"
    counting = RepCounting(
        start_rise=3.5,
        full_range=5.5,
        rebound=2.5,
        min_s=0.7,
        partial_share=0.35,
        source="our choice: 5.5 % of the trunk is a knee lifted by 3 cm; start: 4 times the noise of one frame",
    )
    columns: ClassVar = {
        "opening_pct": _("open"),
        "pelvis_roll_pct": _("pelvis roll"),
        "shoulder_roll_pct": _("shoulder roll"),
        "heel_gap_pct": _("heel gap"),
        "up_s": _("up"),
        "hold_s": _("hold"),
        "down_s": _("down"),
        "smoothness": _("smooth"),
    }
    phases: ClassVar = {"up_s": _("opening"), "hold_s": _("hold"), "down_s": _("closing")}
    drawn = (Drawn("opening_pct", line=(Landmark.LEFT_HIP, Landmark.LEFT_KNEE), kind="rise"),)
    reasons: ClassVar = make_reasons(
        posture=_("lying on the side"),
        view=_("the camera did not see you from the front: put it in front of your belly, square to your body"),
        hidden=_("shoulders, hips, knees or feet were"),
    )
    nothing_counted = _("you were seen lying on your side, but the upper knee did not open far enough to count")
    rules = (
        Rule(
            id="clamshell.trunk-rotation",
            cue=_("Keep pelvis and shoulders still; open the knee only as far as they do not roll back."),
            essential=True,
            strains_back=True,
            limits=tuple(
                Limit(
                    measure,
                    "above",
                    watch=Threshold(1.5, "%", _TUNED),
                    fault=Threshold(3.0, "%", _TUNED),
                    seen=seen,
                )
                for measure, seen in (
                    ("pelvis_roll_pct", _("the pelvis rolled backwards as the knee opened")),
                    ("shoulder_roll_pct", _("the shoulders rolled backwards as the knee opened")),
                )
            ),
        ),
        Rule(
            id="clamshell.heels-apart",
            cue=_("Keep the heels together while the knee opens."),
            limits=(
                Limit(
                    "heel_gap_pct",
                    "above",
                    watch=Threshold(9.0, "%", f"{_SCIENCE}: 15 % of the shin, 6 cm"),
                    fault=Threshold(14.0, "%", "our choice: half as much again"),
                    seen=_("the upper foot lifted off the lower one"),
                ),
            ),
        ),
        Rule(
            id="clamshell.small-range",
            cue=_("If it does not hurt and the trunk stays still, open the knee a little further."),
            limits=(
                Limit(
                    "opening_pct",
                    "below",
                    watch=Threshold(17.0, "%", f"{_SCIENCE}: less than 15 deg is small; 15 deg read 10 to 15 %"),
                    seen=_("the knee opened only a little"),
                ),
            ),
        ),
        make_jerky_rule("clamshell", _("Open and close in one smooth, even motion.")),
        make_too_fast_rule(
            "clamshell",
            _("Slow down: count one, two to open, and one, two to close."),
            up=_("the knee opened fast"),
            down=_("the knee closed fast"),
        ),
        Rule(
            id="clamshell.fatigue",
            cue=_("Next time, stop after {last}, before the movement changes, even if more are planned."),
            trends=(
                TrendLimit(
                    "opening_pct",
                    "down",
                    Threshold(6.0, "%", "our choice: a sixth of a usual opening, twice the scatter between reps"),
                    seen=_("the knee opened less towards the end of the set"),
                ),
                TrendLimit(
                    "pelvis_roll_pct",
                    "up",
                    Threshold(1.5, "%", _TUNED),
                    seen=_("the pelvis rolled more towards the end of the set"),
                ),
                SMOOTHNESS_TREND,
            ),
        ),
    )

    def observe(self, track: PoseTrack) -> Observation:
        pixels, axes = track.pixels.astype(np.float64), compute_body_axes(track.world.astype(np.float64))
        left_on_top = axes.left[:, 1] < 0
        shoulder, hip = (
            (pixels[:, joint] + pixels[:, joint + 1]) / 2 for joint in (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP)
        )
        trunk = compute_distance(shoulder, hip)
        top, low = ((pixels, left_on_top), (pixels, ~left_on_top))
        knee, upper_hip = (_pick(*top, joint) for joint in (Landmark.LEFT_KNEE, Landmark.LEFT_HIP))
        gaps = [compute_distance(_pick(*top, foot), _pick(*low, foot)) for foot in _FEET]
        view, seen_well = _classify(axes, left_on_top)
        both = [joint + k for joint in _JOINTS for k in (0, 1)]
        with np.errstate(invalid="ignore", divide="ignore"):
            opening = 100.0 * (upper_hip[:, 1] - knee[:, 1]) / trunk
            heel_gap = 100.0 * np.minimum.reduce(gaps) / trunk
        seen = see_frames(
            track,
            axes,
            [pixels[:, joint] for joint in both],
            [track.visibility[:, joint] for joint in _JOINTS],
            posture=(np.abs(axes.up[:, 1]) < 0.64) & (_measure_knee_bend(track, left_on_top) > _BENT_DEG),
            view=seen_well,
        )
        towards_back = np.where(view == View.BACK, -1.0, 1.0)
        chest, _, pelvis = read_surface(track, ROLL)
        return Observation(
            seen,
            view,
            np.where(seen == Seen.OK, opening, np.nan),
            np.where(left_on_top, 1, -1).astype(np.int8),
            {
                "heel_gap_pct": heel_gap,
                "chest_step_pct": chest * towards_back,
                "pelvis_step_pct": pelvis * towards_back,
                "from_behind": (view == View.BACK).astype(float),
                "trunk_px": trunk,
            },
        )

    def measure(self, window: Window) -> Measured:
        found = check_steadiness(window, ("trunk_px",)) or find_rep_phases(window)
        if isinstance(found, NotMeasurable):
            return Measured(dict.fromkeys(_MEASURES, found))
        signal, phases = found
        opening = Followed(window.driver - phases.rest, "%", LENGTH_UNCERTAINTY_PCT)
        heels = Followed(window.signals["heel_gap_pct"], "%", LENGTH_UNCERTAINTY_PCT)
        rolls = {
            "pelvis_roll_pct": _follow_roll(window, phases, "pelvis_step_pct"),
            "shoulder_roll_pct": _follow_roll(window, phases, "chest_step_pct"),
        }
        measures: dict[str, Measure | NotMeasurable] = {
            "opening_pct": Measure(phases.top - phases.rest, "%", LENGTH_UNCERTAINTY_PCT),
            **{n: measure_surface(window, phases, r) if isinstance(r, Followed) else r for n, r in rolls.items()},
            "heel_gap_pct": measure_change(window, phases, heels),
            **measure_phases(window, signal, phases),
        }
        followed = {name: roll for name, roll in rolls.items() if isinstance(roll, Followed)}
        followed |= {"opening_pct": opening, "heel_gap_pct": take_off_rest(window, phases, heels)}
        if float(np.mean(window.signals["from_behind"])) > 0.5:
            measures["heel_gap_pct"] = NotMeasurable(_("from behind the feet hide each other: film from the front"))
            del followed["heel_gap_pct"]
        top_s = (phases.top_start_s + phases.top_end_s) / 2
        return Measured(measures, (phases.start_s, top_s, phases.end_s), followed)


def _pick(values: FloatArray, left_side: npt.NDArray[np.bool_], left: int) -> FloatArray:
    """Return the landmark of one side, (n, ...): ``left`` is the index of the left one."""
    chosen = left_side.reshape((-1,) + (1,) * (values.ndim - 2))
    return np.where(chosen, values[:, left], values[:, left + 1])


def _classify(axes: BodyAxes, left_on_top: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    """Return a `View` per frame, and whether the camera stands well, (n,) each.

    The camera may stand anywhere around the body's long axis from a little below the front to `_HIGHEST_DEG` above
    it, or behind, but not towards feet or head. A body on its side seen from straight above looks like one on its
    belly seen from the side: the picture does not tell where up is.
    """
    to_top = np.where(left_on_top, -axes.left[:, 2], axes.left[:, 2])
    to_front = -axes.front[:, 2]
    height_deg = np.degrees(np.arctan2(to_top, np.abs(to_front)))
    square = np.abs(axes.up[:, 2]) < np.sin(np.radians(_SQUARE_DEG))
    known = np.isfinite(to_top)
    view = np.select(
        [~known, axes.up[:, 2] > 0.77, axes.up[:, 2] < -0.77, ~square, to_front >= 0],
        [View.UNKNOWN, View.FEET, View.HEAD, View.OBLIQUE, View.FRONT],
        View.BACK,
    )
    return view.astype(np.int8), square & (height_deg > _LOWEST_DEG) & (height_deg < _HIGHEST_DEG)


_BENT_DEG = 22.0
"""How far the upper knee is bent at least, as the world landmarks show it, deg. Source: the rendered clips for tuning,
in which knees bent by 90 deg read 31 to 110."""
_SQUARE_DEG, _LOWEST_DEG, _HIGHEST_DEG = 40.0, -30.0, 75.0
"""Where the camera may stand, as the world landmarks show it. Source: our choice, see `_classify`."""


def _measure_knee_bend(track: PoseTrack, left_side: npt.NDArray[np.bool_]) -> FloatArray:
    """Return how far the upper knee is bent, (n,), deg; of the world landmarks, so it is rough."""
    world = track.world.astype(np.float64)
    hip, knee, ankle = (
        _pick(world, left_side, j) for j in (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)
    )
    return 180.0 - compute_angle(hip, knee, ankle)


def _follow_roll(window: Window, phases: Phases, steps: str) -> Followed | NotMeasurable:
    """Return how far a part of the trunk's surface has moved back since the rep began, % of the trunk."""
    path = integrate_surface(window, phases, window.signals[steps])
    if path is None:
        return NotMeasurable(_("the clothes over the trunk could not be followed: keep the arms off, use more light"))
    return Followed(path, "%", ROLL_UNCERTAINTY_PCT)


EXERCISE = Clamshell()
