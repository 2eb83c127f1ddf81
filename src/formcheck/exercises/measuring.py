"""Measurements that exercises share: how frames are seen, what a plateau reads, how long phases take."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from formcheck.exercises.base import Followed, Seen, Window
from formcheck.messages import _
from formcheck.motion.filters import Uniform, compute_jitter, filter_outliers, resample_uniform
from formcheck.motion.phases import Phases, find_phases, select_plateau
from formcheck.motion.smoothness import compute_phase_smoothness
from formcheck.motion.spans import smooth_signal
from formcheck.motion.view import BodyAxes, classify_view, compute_body_axes
from formcheck.pose import FloatArray, Landmark, PoseTrack, SurfaceKind
from formcheck.results import Measure, NotMeasurable

__all__ = [
    "check_steadiness",
    "find_rep_phases",
    "measure_phases",
    "measure_plateau",
    "pick_near",
    "read_near_side",
    "read_surface",
    "see_frames",
]

_RATE_HZ = 60.0
"""Even grid on which tempo and smoothness are measured: above most cameras, so that nothing is lost."""
SMOOTHNESS_UNCERTAINTY = 0.15
"""Scatter of the SPARC of one phase at 2 deg of landmark noise. Source: benchmarks/smoothness.py."""
MIN_BREATHING_S, MIN_BREATH_PCT = 10.0, 0.08
"""Shortest hold, s, and smallest movement of the belly (standard deviation, % of the trunk) in which breath is looked
for. Source: our choice; the flow of a belly that does not breathe has 0.01 to 0.03 on the rendered clips for tuning."""
_STEADY = 1.8
"""The longest breath of a hold over the shortest, up to which it is taken for breath and not for moving about."""
_FRAMES_PER_SAMPLE = 10
"""Landmark noise of neighbouring frames is alike: so many frames count as one. Source: docs/sources.md section 10."""


def see_frames(
    track: PoseTrack,
    axes: BodyAxes,
    joints: Sequence[FloatArray],
    visibility: Sequence[FloatArray],
    *,
    posture: npt.NDArray[np.bool_],
    view: npt.NDArray[np.bool_],
    min_visibility: float = 0.5,
) -> npt.NDArray[np.int8]:
    """Return a `Seen` per frame, (n,): the first thing that is wrong, or OK.

    Parameters
    ----------
    joints : the points, each (n, 2), px, that the exercise needs.
    visibility : of the same points, each (n,).
    posture, view : whether they are what the exercise needs, (n,).
    """
    margin = 0.01
    inside = np.ones(len(track), bool)
    for p in joints:
        x, y = p[:, 0] / track.width, p[:, 1] / track.height
        inside &= (x > -margin) & (x < 1 + margin) & (y > -margin) & (y < 1 + margin)
    clear = np.minimum.reduce(list(visibility)) >= min_visibility
    found = np.isfinite(axes.up[:, 0])
    problems = [
        (Seen.NOBODY, ~found),
        (Seen.SEVERAL, track.people > 1),
        (Seen.OUTSIDE, ~inside),
        (Seen.POSTURE, ~posture),
        (Seen.VIEW, ~view),
        (Seen.HIDDEN, ~clear),
    ]
    seen = np.select([bad for _, bad in problems], [int(why) for why, _ in problems], int(Seen.OK))
    return seen.astype(np.int8)


def pick_near(values: FloatArray, left_is_near: npt.NDArray[np.bool_], left: int) -> FloatArray:
    """Return the landmark of the near side: ``values`` is (n, 33, ...), ``left`` the index of the left one."""
    chosen = left_is_near.reshape((-1,) + (1,) * (values.ndim - 2))
    return np.where(chosen, values[:, left], values[:, left + 1]).astype(np.float64)


def read_surface(track: PoseTrack, kind: SurfaceKind) -> FloatArray:
    """Return the movement of the trunk's surface, (3, n), % of the trunk; NaN where another kind was followed."""
    steps: FloatArray = track.surface.astype(np.float64).T
    return steps if track.surface_kind == kind.name else np.full_like(steps, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class NearSide:
    """A body seen from the side: its axes, a `View` per frame, which side is near, and points of that side.

    ``points`` are (n, 2) px, ``visibility`` (n,), one for each joint asked for.
    """

    axes: BodyAxes
    view: npt.NDArray[np.int8]
    left_is_near: npt.NDArray[np.bool_]
    points: list[FloatArray]
    visibility: list[FloatArray]

    @property
    def side(self) -> npt.NDArray[np.int8]:
        """The side that is near, as in `Observation.side`."""
        return np.where(self.left_is_near, 1, -1).astype(np.int8)


def read_near_side(track: PoseTrack, joints: Sequence[Landmark]) -> NearSide:
    """Return the joints of the side near the camera; each is given by its left landmark."""
    axes = compute_body_axes(track.world.astype(np.float64))
    near_left = axes.left[:, 2] < 0
    return NearSide(
        axes,
        classify_view(axes),
        near_left,
        [pick_near(track.pixels, near_left, joint) for joint in joints],
        [pick_near(track.visibility, near_left, joint) for joint in joints],
    )


def resample_driver(window: Window) -> Uniform | None:
    """Return the driver of a rep on an even grid without spikes, or None where it was lost for too long."""
    return resample_uniform(window.time_s, filter_outliers(window.driver), _RATE_HZ)


def measure_plateau(window: Window, phases: Phases, followed: Followed) -> Measure | NotMeasurable:
    """Return the median of a signal over the plateau at the top; never its maximum, which grows with noise.

    Its uncertainty, by which the landmarks of one body can be off, is joined with the noise of the plateau.
    """
    values = followed.values
    on_top = select_plateau(window.time_s, window.driver, phases)
    seen = values[on_top & np.isfinite(values)]
    if len(seen) < max(2, 0.5 * np.count_nonzero(on_top)):
        return NotMeasurable(_("it was hidden at the top of the movement"))
    jitter = compute_jitter(values)
    noise = jitter / math.sqrt(max(1.0, len(seen) / _FRAMES_PER_SAMPLE))
    return Measure(float(np.median(seen)), followed.unit, math.hypot(noise, followed.uncertainty))


def measure_change(window: Window, phases: Phases, followed: Followed) -> Measure | NotMeasurable:
    """Return how much more a signal reads at the top than at rest before the rep.

    Its uncertainty is that of the difference.
    """
    top = measure_plateau(window, phases, followed)
    if isinstance(top, NotMeasurable):
        return top
    at_rest = _read_rest(window, phases, followed.values)
    if np.isnan(at_rest):
        return NotMeasurable(_("it was hidden before the movement began"))
    return Measure(top.value - at_rest, top.unit, top.uncertainty)


def _read_rest(window: Window, phases: Phases, values: FloatArray) -> float:
    rest = values[(window.time_s <= phases.start_s) & np.isfinite(values)]
    return float(np.median(rest)) if len(rest) >= 2 else np.nan


def take_off_rest(window: Window, phases: Phases, followed: Followed) -> Followed:
    """Return how much more a signal reads from moment to moment than at rest before the rep; see `measure_change`."""
    values = followed.values - _read_rest(window, phases, followed.values)
    return Followed(values, followed.unit, followed.uncertainty)


def measure_phases(window: Window, signal: Uniform, phases: Phases) -> dict[str, Measure | NotMeasurable]:
    """Return range, tempo and smoothness of a rep: ``range``, ``up_s``, ``hold_s``, ``down_s``, ``smoothness``.

    ``smoothness`` is the worse SPARC of the way up and the way down.
    """
    frame_s = float(np.median(np.diff(window.time_s)))
    out: dict[str, Measure | NotMeasurable] = {}
    for name, value in (("up_s", phases.up_s), ("hold_s", phases.hold_s), ("down_s", phases.down_s)):
        out[name] = Measure(value, "s", math.hypot(frame_s, 0.05))
    if frame_s > 1 / 12:
        out["smoothness"] = NotMeasurable(
            _("the film has {rate:.0f} pictures a second; smoothness needs 12 or more", rate=1 / frame_s)
        )
        return out
    parts = [
        _cut(signal, phases.start_s, phases.top_start_s),
        _cut(signal, phases.top_end_s, phases.end_s),
    ]
    try:
        worst = min(compute_phase_smoothness(part) for part in parts)
    except ValueError:
        out["smoothness"] = NotMeasurable(_("the movement was too short to judge its smoothness"))
    else:
        out["smoothness"] = Measure(worst, "SPARC", SMOOTHNESS_UNCERTAINTY)
    return out


def _cut(signal: Uniform, start_s: float, end_s: float) -> Uniform:
    a = max(0, round((start_s - signal.start_s) / signal.step_s))
    b = round((end_s - signal.start_s) / signal.step_s) + 1
    return Uniform(signal.start_s + a * signal.step_s, signal.step_s, signal.values[a:b])


def check_steadiness(window: Window, lengths: Sequence[str], *, max_variation: float = 0.12) -> NotMeasurable | None:
    """Return why the body was not followed steadily through a rep, or None.

    Parameters
    ----------
    lengths : names of signals that are lengths of bones, px. A bone does not change its length: where its
        landmarks make it, they slid along the body or jumped to something else.
    max_variation : robust standard deviation of a length over its median.

    Source: docs/sources.md section 10 (10 % for planar tasks, 15 % otherwise).
    """
    for name in lengths:
        values = window.signals[name][np.isfinite(window.driver)]
        middle = float(np.median(values))
        spread = 1.4826 * float(np.median(np.abs(values - middle)))
        if not spread <= max_variation * middle:
            return NotMeasurable(
                _("the body could not be followed steadily: use more light, plain clothes, a still camera")
            )
    return None


def find_rep_phases(window: Window) -> tuple[Uniform, Phases] | NotMeasurable:
    """Return the even driver signal and its phases, or why the rep could not be measured."""
    signal = resample_driver(window)
    if signal is None:
        return NotMeasurable(_("part of the movement was not seen"))
    phases = find_phases(signal, window.top_s)
    if phases is None:
        return NotMeasurable(_("the movement was not seen whole"))
    return signal, phases


def integrate_surface(window: Window, phases: Phases, steps: FloatArray) -> FloatArray | None:
    """Return the path, (n,), of the trunk's surface from the start of a rep on, or None where it was lost.

    At the end of a rep the surface is back where it began, so what is left over is drift, taken out evenly.

    Parameters
    ----------
    steps : (n,) its movement from frame to frame.
    """
    way = (window.time_s > phases.start_s) & (window.time_s <= phases.end_s)
    lost = np.isnan(steps) & way
    if np.count_nonzero(lost) > 2 or not select_plateau(window.time_s, window.driver, phases).any():
        return None
    path: FloatArray = np.cumsum(np.where(way & ~lost, steps, 0.0))
    passed = np.clip((window.time_s - phases.start_s) / (phases.end_s - phases.start_s), 0.0, 1.0)
    path -= path[-1] * passed
    return path


def measure_surface(window: Window, phases: Phases, followed: Followed) -> Measure:
    """Return the median of a path of `integrate_surface` over the plateau at the top."""
    on_top = select_plateau(window.time_s, window.driver, phases)
    return Measure(float(np.median(followed.values[on_top])), followed.unit, followed.uncertainty)


def measure_hold(
    time_s: FloatArray,
    followed: Followed,
    bounds_s: tuple[float, float],
    typical: Callable[[FloatArray], Any] = np.median,
) -> Measure | NotMeasurable:
    """Return the ``typical`` value of a measure over a hold; it must have been seen for most of it."""
    within = (time_s >= bounds_s[0]) & (time_s <= bounds_s[1])
    seen = followed.values[within & np.isfinite(followed.values)]
    if len(seen) < max(3, 0.8 * np.count_nonzero(within)):
        return NotMeasurable(_("it was hidden for part of the hold: clear the view, and use more light"))
    return Measure(float(typical(seen)), followed.unit, followed.uncertainty)


def measure_breathing(window: Window, steps: FloatArray, bounds_s: tuple[float, float]) -> Measure | NotMeasurable:
    """Return the breaths a minute over a hold, from the movement of the belly's surface.

    Parameters
    ----------
    steps : (n,) that movement from frame to frame, % of the trunk.
    """
    within = (window.time_s >= bounds_s[0]) & (window.time_s <= bounds_s[1])
    if np.count_nonzero(np.isnan(steps) & within) > 2:
        return NotMeasurable(_("the belly could not be followed: its breath was not seen"))
    path = smooth_signal(window.time_s[within], np.cumsum(np.nan_to_num(steps[within])), 0.25)
    if path is None or path.time_s[-1] - path.time_s[0] < MIN_BREATHING_S:
        return NotMeasurable(_("breath takes a hold of {least:.0f} s or more to be seen", least=MIN_BREATHING_S))
    values = path.values - np.polyval(np.polyfit(path.time_s, path.values, 2), path.time_s)
    if not np.std(values) > MIN_BREATH_PCT:
        return NotMeasurable(_("no breath was seen in the belly; that alone does not say that it was held"))
    crossings = path.time_s[np.flatnonzero(np.diff(np.sign(values)) > 0)]
    gaps = np.diff(crossings)
    if len(gaps) < 2 or np.max(gaps) > _STEADY * np.min(gaps):
        return NotMeasurable(_("no steady breath was seen in the belly; that alone does not say that it was held"))
    rate = 60.0 / float(np.median(gaps))
    return Measure(rate, "per min", max(2.0, 0.2 * rate))
