"""Draw-in (abdominal hollowing): on the back, knees bent, breathe out, draw the belly in, hold 5 s, return slowly.

No landmark moves. The belly's surface does: its flow towards the floor, summed up from frame to frame, follows its
height, breath included. It shows when the belly went in, for how long, and whether the breath went on. It says nothing
of how hard a muscle works, so the depth is shown only where it clearly exceeds the breath, and is never judged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from formcheck.exercises.base import (
    Drawn,
    Exercise,
    Followed,
    Limit,
    Measured,
    Observation,
    Rule,
    Seen,
    SpreadLimit,
    Threshold,
    Window,
)
from formcheck.exercises.common import make_reasons
from formcheck.exercises.measuring import check_steadiness, read_near_side, read_surface, see_frames
from formcheck.messages import _
from formcheck.motion.filters import Uniform
from formcheck.motion.geometry import (
    compute_away_from_floor,
    compute_distance,
    compute_line_angle,
)
from formcheck.motion.reps import RepCounting
from formcheck.motion.spans import find_spans, smooth_signal
from formcheck.motion.view import Posture, View, classify_posture
from formcheck.pose import BELLY, FloatArray, Landmark, PoseTrack
from formcheck.results import Dose, Measure, NotMeasurable

__all__ = ["EXERCISE"]

_TUNED = "our choice, on the rendered clips for tuning (docs/accuracy.md)"
HOLD_UNCERTAINTY_S = 0.6
"""The way in and the way out are taken off as half of them, and breath shifts them. Source: the clips for tuning."""
_HELD_PCT, BREATH_UNCERTAINTY_PCT = 10.0, 3.0
_JUMP_PCT, _JUMP_NOISES = 0.06, 12.0
"""Step from frame to frame that no breath makes (0.02 at 15 frames a second): a film's key frame shifts the picture a
little. In % of the trunk and, where that is more, over the median of the noise. Source: the clips for tuning."""
_SLOW_S, _WANDER = 0.15, 16.0
"""Width of the Gaussian that takes noise off a breath, s; and how far noise takes a belly that is held still, from
lowest to highest, over the median of what was taken off. Source: 93 held breaths of the clips for tuning and the
samples with noise of 0.5 to 4 grey levels: 98 of 100 below."""
PELVIS_UNCERTAINTY_PCT = 0.2
_DEPTH_SHARE = 0.3
"""Uncertainty of the depth as a share of it. Source: our choice."""
_MEASURES = ("depth_pct", "hold_s", "breath_in_hold_pct", "pelvis_shift_pct")
_REST_S, _WAY_S, _LEAST_INSIDE_S = 3.0, 0.9, 2.6
"""Rest looked at before a draw-in; what is left out of it around half of the way in and out; and how long the belly
must be in for a breath to show, s."""
_LEAST_REST_S, _LEAST_BREATH_PCT = 1.5, 0.15
"""Time at rest, s, and movement of the belly in it, % of the trunk, below which its breath cannot be seen.
Source: 3 times what is left of the flow while a rendered breath is held (0.05)."""
_LIFTED_DEG = 15.0

RULES = (
    Rule(
        id="draw-in.hold-too-short",
        cue=_("Keep the belly in for a slow count of five, and go on breathing."),
        essential=True,
        limits=(
            Limit(
                "hold_s",
                "below",
                watch=Threshold(
                    4.5, "s", "docs/sources.md sections 12 (hold for 5 s) and 4 (half a second of tolerance)"
                ),
                fault=Threshold(3.5, "s", "our choice: a second less"),
                seen=_("the belly came out again before five seconds were over"),
            ),
        ),
    ),
    Rule(
        id="draw-in.pelvis-moves",
        cue=_("Leave pelvis and back where they are; only the belly goes in."),
        limits=(
            Limit(
                "pelvis_shift_pct",
                "above",
                watch=Threshold(0.7, "%", _TUNED),
                fault=Threshold(1.5, "%", _TUNED),
                seen=_("the pelvis moved as the belly went in"),
            ),
        ),
    ),
    Rule(
        id="draw-in.breath-held",
        cue=_("Go on breathing while the belly is in; counting aloud helps."),
        limits=(
            Limit(
                "breath_in_hold_pct",
                "below",
                watch=Threshold(_HELD_PCT, "%", _TUNED),
                seen=_("the belly did not move with the breath while it was held in"),
            ),
        ),
    ),
    Rule(
        id="draw-in.irregular-rhythm",
        cue=_("Give every draw-in the same time: in, five seconds, out."),
        spreads=(
            SpreadLimit(
                "hold_s",
                Threshold(2.0, "s", "our choice: the longest hold two seconds longer than the shortest"),
                seen=_("some holds were much longer than others"),
            ),
        ),
    ),
)


class DrawIn(Exercise):
    """The draw-in, seen from the side with a level camera."""

    name = "draw-in"
    title = _("Draw-in")
    how: ClassVar = (
        _("Lie on your back, knees bent, feet flat on the floor, arms off the belly."),
        _("Breathe out and draw the belly in, as if away from the waistband. Pelvis and back stay where they are."),
        _("Hold for five seconds and go on breathing. Let go slowly."),
    )
    view = _("side, level")
    placement = _(
        "Put the camera at your side, as low as your belly, 2 to 3 m away, so that it sees you from head to feet."
    )
    drawing = _(r"""
              _
       o_____/ \
      ----------------- floor
           [o]  camera at your side, level with the belly
    """)
    dose = Dose(10, 1, 3, hold_s=5.0, source="docs/sources.md section 12: 10 times 5 s, three times a week")
    surface = BELLY
    driver_is_step = True
    margin_s = _REST_S + _WAY_S
    driver_unit = "pct"
    counting = RepCounting(
        start_rise=0.65,
        full_range=0.8,
        return_share=0.45,
        rebound=0.3,
        settle_s=0.6,
        dwell_s=0.15,
        min_s=1.5,
        smooth_s=0.2,
        source="the rendered clips for tuning: 6 mm of breath read up to 0.6 %, 8 mm of draw-in 0.8 % and more",
    )
    rules = RULES
    columns: ClassVar = {
        "hold_s": _("hold"),
        "breath_in_hold_pct": _("breath"),
        "pelvis_shift_pct": _("pelvis shift"),
        "depth_pct": _("depth"),
    }
    phases: ClassVar = {"hold_s": _("belly in")}
    drawn = (Drawn("hold_s", line=(Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP), kind="clock"),)
    reasons: ClassVar = make_reasons(
        posture=_("lying on the back"),
        view=_("the camera did not see you from the side: put it at your side, square to your body"),
        hidden=_("shoulder, hip, knee or ankle was"),
    )
    nothing_counted = _(
        "you were seen lying on your back, but no movement of the belly that exceeds a breath: "
        "put the camera level with the belly, and keep arms and loose clothes off it"
    )

    def observe(self, track: PoseTrack) -> Observation:
        near = read_near_side(
            track, [Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE]
        )
        shoulder, hip, knee, ankle = near.points
        seen = see_frames(
            track,
            near.axes,
            near.points,
            near.visibility,
            posture=classify_posture(near.axes) == Posture.SUPINE,
            view=near.view == View.SIDE,
        )
        away = compute_away_from_floor(shoulder, ankle, knee)
        _, belly, pelvis = read_surface(track, BELLY)
        return Observation(
            seen,
            near.view,
            np.where(seen == Seen.OK, -belly, np.nan),
            near.side,
            {
                "pelvis_step_pct": pelvis,
                "line_deg": compute_line_angle(shoulder, hip, knee, away),
                "trunk_px": compute_distance(shoulder, hip),
            },
        )

    def measure(self, window: Window) -> Measured:
        path = smooth_signal(window.time_s, window.driver, 0.12)
        why = check_steadiness(window, ("trunk_px",)) or _check_still(window)
        if why is None and (path is None or np.isnan(path.values).any()):
            why = NotMeasurable(
                _("the belly could not be followed: keep arms and loose clothes off it, use more light")
            )
        if why is not None or path is None:
            return Measured(dict.fromkeys(_MEASURES, why or NotMeasurable(_("the belly was not seen"))))
        low, held = _find_levels(path, window)
        if not held > low:
            return Measured(dict.fromkeys(_MEASURES, NotMeasurable(_("the belly did not stay in for a moment"))))
        on, off = _find_hold(path, window, (low + held) / 2)
        rest = _find_rest(path, on, (low + held) / 2)
        rest_s = (path.start_s + path.step_s * rest.start, path.start_s + path.step_s * rest.stop)
        depth = held - low
        measures = {
            "depth_pct": _measure_depth(path, rest, depth),
            "hold_s": Measure(off - on - _way_s(path, on, off, depth), "s", HOLD_UNCERTAINTY_S),
            "breath_in_hold_pct": _measure_breath(window, rest_s, (on + 0.8, off - 0.8)),
            "pelvis_shift_pct": _measure_pelvis(window, on, off),
        }
        in_by = np.interp(window.time_s, path.time_s, path.values - low, left=np.nan, right=np.nan)
        followed = {
            "depth_pct": Followed(in_by, "%", _DEPTH_SHARE * depth),
            "pelvis_shift_pct": Followed(np.abs(_follow_pelvis(window)), "%", PELVIS_UNCERTAINTY_PCT),
        }
        return Measured(measures, (on, (on + off) / 2, off), followed)


def _check_still(window: Window) -> NotMeasurable | None:
    """Return why this was no draw-in: the hips were lifted."""
    line = window.signals["line_deg"][np.isfinite(window.driver)]
    if len(line) and np.ptp(np.percentile(line, [5, 95])) > _LIFTED_DEG:
        return NotMeasurable(_("the hips were lifted: a draw-in leaves them on the floor; was this the hip lift?"))
    return None


def _find_levels(path: Uniform, window: Window) -> tuple[float, float]:
    """Return how far in the belly was at rest before a draw-in, and while it was in, % of the trunk."""
    at, values = path.time_s, path.values
    quarter = (window.end_s - window.start_s) / 4
    inside = values[(at >= window.start_s + quarter) & (at <= window.end_s - quarter)]
    held = float(np.median(inside)) if len(inside) else -np.inf
    before = np.sort(values[at <= window.top_s])
    low = float(np.median(before[before <= max((held + before[0]) / 2, before[0])])) if len(before) else np.inf
    return low, held


def _find_rest(path: Uniform, on: float, level: float) -> slice:
    """Return the samples at rest before a draw-in: out from the way back of the one before, up to the way in."""
    stop = int(np.searchsorted(path.time_s, on - _WAY_S))
    out = np.flatnonzero(path.values[:stop] > level)
    start = int(np.searchsorted(path.time_s, path.time_s[out[-1]] + _WAY_S)) if len(out) else 0
    return slice(max(min(start, stop), stop - round(_REST_S / path.step_s)), stop)


def _find_hold(path: Uniform, window: Window, level: float) -> tuple[float, float]:
    """Return when the belly passed half of its way in, and when it passed it back, s.

    Outwards from the middle of the stay; dips of half a second belong to it.
    """
    spans = list(find_spans(path, path.values > level, 0.0))
    at = path.time_s
    middle = (window.start_s + window.end_s) / 2
    for span in spans:
        inside = at[span]
        if inside[0] <= max(window.top_s, middle) and inside[-1] >= min(window.top_s, middle):
            return float(inside[0]), float(inside[-1])
    return window.start_s, window.end_s


def _way_s(path: Uniform, on: float, off: float, depth: float) -> float:
    """Return half of the way in and half of the way out, s: the time between half of the depth and all of it.

    A smooth movement passes from a quarter to three quarters of its way in 0.28 of its time.
    """
    speed = np.gradient(path.values, path.step_s)
    at = path.time_s
    ways = []
    for middle, sign in ((on, 1.0), (off, -1.0)):
        near = np.abs(at - middle) < 0.3
        fastest = float(np.max(sign * speed[near])) if near.any() else 0.0
        ways.append(float(np.clip(1.875 * depth / fastest, 0.4, 2.5)) if fastest > 0 else 1.2)
    return sum(ways) / 2


def _measure_depth(path: Uniform, rest: slice, depth: float) -> Measure | NotMeasurable:
    """Return how far the belly went in, % of the trunk, where that is clearly more than a breath."""
    breath = float(np.ptp(path.values[rest])) if rest.stop > rest.start else depth
    if depth < 2.0 * breath:
        return NotMeasurable(_("the belly went in by less than twice a breath"))
    return Measure(depth, "%", max(_DEPTH_SHARE * depth, breath / 2))


def _measure_breath(
    window: Window, rest_s: tuple[float, float], inside_s: tuple[float, float]
) -> Measure | NotMeasurable:
    """Return how much the belly moved while it was in, as a share of its movement at rest before, %.

    Noise in the picture moves the surface, too: what may be a held breath in noise as well as one that went on is not
    told.
    """
    if inside_s[1] - inside_s[0] < _LEAST_INSIDE_S:
        return NotMeasurable(_("the belly was in for too short a time to see a breath"))
    rest = _find_swing(*_cut(window, rest_s))
    if rest is None or rest.size < _LEAST_BREATH_PCT:
        return NotMeasurable(
            _("no breath was seen at rest before it: rest for four seconds in between, and put the camera closer")
        )
    inside = _find_swing(*_leave_jumps(*_cut(window, inside_s)))
    if inside is None:
        return NotMeasurable(_("the belly could not be followed while it was in"))
    share = inside.size / rest.size
    noise = math.hypot(inside.noise, share * rest.noise) / rest.size
    breath = Measure(100.0 * share, "%", max(BREATH_UNCERTAINTY_PCT, 100.0 * noise))
    if rest.size < rest.noise or abs(breath.value - _HELD_PCT) <= breath.uncertainty:
        return NotMeasurable(_("noise in the picture hides the breath: use more light, and put the camera closer"))
    return breath


@dataclass(frozen=True, slots=True)
class _Swing:
    """How far the belly went slowly up and down, and how far noise alone can have taken it, % of the trunk."""

    size: float
    noise: float


def _find_swing(time_s: FloatArray, path: FloatArray) -> _Swing | None:
    """Return the swing of the belly, (n,), or None where it was followed for too short a time."""
    slow = smooth_signal(time_s, path, _SLOW_S)
    if slow is None or slow.step_s * len(slow.values) < _LEAST_REST_S or np.isnan(slow.values).any():
        return None
    return _Swing(float(np.ptp(slow.values)), _WANDER * _find_noise(time_s, path))


def _find_noise(time_s: FloatArray, path: FloatArray) -> float:
    """Return the median size of what is faster than a breath, % of the trunk; a few jumps do not count in it."""
    fast = path
    for _again in range(2):  # smoothed once, what is left of a breath at its turns would read as noise
        slow = smooth_signal(time_s, fast, _SLOW_S)
        if slow is None:
            return 0.0
        fast = fast - np.interp(time_s, slow.time_s, slow.values)
    return float(np.median(np.abs(fast)))


def _cut(window: Window, bounds_s: tuple[float, float]) -> tuple[FloatArray, FloatArray]:
    """Return the times and places of the belly, (n,) each, between two times, where it was seen."""
    within = (window.time_s >= bounds_s[0]) & (window.time_s <= bounds_s[1]) & np.isfinite(window.driver)
    return window.time_s[within], window.driver[within]


def _leave_jumps(time_s: FloatArray, path: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the longest stretch without a jump. To take jumps out would sum up noise: it jumps out and creeps back."""
    jumps = np.abs(np.diff(path)) > max(_JUMP_PCT, _JUMP_NOISES * _find_noise(time_s, path))
    bounds = np.concatenate([[0], np.flatnonzero(jumps) + 1, [len(path)]])
    longest = int(np.argmax(np.diff(bounds)))
    stretch = slice(bounds[longest], bounds[longest + 1])
    return time_s[stretch], path[stretch]


def _measure_pelvis(window: Window, on: float, off: float) -> Measure | NotMeasurable:
    """Return how far the surface over the pelvis rose or sank as the belly went in, % of the trunk."""
    path, at = _follow_pelvis(window), window.time_s
    during = path[(at > on + 0.5) & (at < off - 0.5)]
    if np.isnan(path).any() or len(during) < 3:
        return NotMeasurable(_("the belly was in for too short a time to tell"))
    return Measure(abs(float(np.median(during))), "%", PELVIS_UNCERTAINTY_PCT)


def _follow_pelvis(window: Window) -> FloatArray:
    """Return how far the surface over the pelvis has moved since just before a draw-in, (n,), % of the trunk."""
    path, at = np.cumsum(np.nan_to_num(window.signals["pelvis_step_pct"])), window.time_s
    before = path[(at >= window.start_s - 1.0) & (at <= window.start_s)]
    return path - (float(np.median(before)) if len(before) >= 3 else np.nan)


EXERCISE = DrawIn()
