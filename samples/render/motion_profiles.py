"""When the body moves: reps made of up, hold, down and rest, smooth or in several sub-movements, and the breath."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from samples.render.rotations import FloatArray

# Between two sub-movements this share of the mean speed is left: a hesitation, not a full stop.
_SPEED_LEFT = 0.1

Course: TypeAlias = tuple[tuple[float, float], ...]
"""What a value does while the top is held: (seconds after the top is reached, value), in order of time."""


@dataclass(frozen=True, slots=True)
class Rep:
    """One rep: how far it goes and how long its phases last.

    Attributes
    ----------
    top : dict
        What is asked of the top, by the names of the poser's `top`: a number, or a course. Up to the top a
        course has its first value, from the end of the hold on the one it has reached.
    up_s, hold_s, down_s, rest_s : float
        Seconds of the phases.
    submovements : int
        1 for one smooth movement a phase, 3 for three with near-stops between them.
    """

    top: Mapping[str, float | Course] = field(default_factory=dict)
    up_s: float = 1.5
    hold_s: float = 1.0
    down_s: float = 1.5
    rest_s: float = 0.6
    submovements: int = 1

    @property
    def duration_s(self) -> float:
        """Seconds from the start of the rise to the start of the next."""
        return self.up_s + self.hold_s + self.down_s + self.rest_s

    def top_at(self, held_s: float) -> dict[str, float]:
        """Return what is asked of the top `held_s` seconds after it is reached."""
        seconds = min(max(held_s, 0.0), self.hold_s)
        return {n: course_value(t, seconds) if isinstance(t, tuple) else t for n, t in self.top.items()}


def min_jerk(fraction: ArrayLike) -> FloatArray:
    """Return the minimum-jerk course (0..1) at `fraction` (0..1) of a movement.

    **Source**: Flash and Hogan 1985, Journal of Neuroscience 5(7), 1688-1703.
    """
    x = np.clip(np.asarray(fraction, dtype=np.float64), 0, 1)
    return x**3 * (10 - 15 * x + 6 * x**2)


def course_value(course: Course, time_s: float) -> float:
    """Return the value of `course` at `time_s`: minimum jerk between its points, constant outside."""
    times, values = np.array(course, dtype=np.float64).T
    i = int(np.searchsorted(times, time_s, side="right"))
    if i in (0, len(times)):
        return float(values[max(i - 1, 0)])
    share = min_jerk((time_s - times[i - 1]) / (times[i] - times[i - 1]))
    return float(values[i - 1] + (values[i] - values[i - 1]) * share)


def phase_course(fraction: ArrayLike, submovements: int) -> FloatArray:
    """Return the course (0..1) of a phase that is made of equal minimum-jerk `submovements`."""
    x = np.clip(np.asarray(fraction, dtype=np.float64), 0, 1)
    if submovements == 1:
        return min_jerk(x)
    step = np.minimum(np.floor(x * submovements), submovements - 1)
    stairs = (step + min_jerk(x * submovements - step)) / submovements
    return (1 - _SPEED_LEFT) * stairs + _SPEED_LEFT * x


@dataclass(frozen=True, slots=True)
class Breath:
    """How the belly goes out and in.

    Attributes
    ----------
    depth_mm : float
        Movement of its front from the deepest to the farthest.
    period_s : float
        Seconds of a breath.
    held : bool
        Whether the breath is held from the start of a rep to the end of its hold.
    hold_share : float
        How deep a breath at the top is, as a share of one at rest.
    """

    depth_mm: float = 0.0
    period_s: float = 4.0
    held: bool = False
    hold_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Reps one after the other between a lead-in and a lead-out of rest."""

    reps: tuple[Rep, ...]
    lead_in_s: float = 1.0
    lead_out_s: float = 1.0

    @property
    def duration_s(self) -> float:
        """Seconds of the whole."""
        return self.lead_in_s + sum(r.duration_s for r in self.reps) + self.lead_out_s

    def rep_times(self) -> FloatArray:
        """Return start, top, end of hold and end of each rep, in seconds, shape (n_reps, 4)."""
        start, rows = self.lead_in_s, []
        for rep in self.reps:
            rows.append(start + np.cumsum([0.0, rep.up_s, rep.hold_s, rep.down_s]))
            start += rep.duration_s
        return np.array(rows, dtype=np.float64).reshape(-1, 4)

    def progress(self, time_s: float) -> tuple[int, float]:
        """Return the rep under way (or the nearest) and how far it is up, 0..1, at `time_s`."""
        times = self.rep_times()
        i = max(int(np.searchsorted(times[:, 0], time_s + 1e-9, side="right")) - 1, 0)
        start, top, held, end = times[i]
        parts = self.reps[i].submovements
        if time_s < held:
            return i, float(phase_course((time_s - start) / max(top - start, 1e-9), parts))
        return i, 1.0 - float(phase_course((time_s - held) / max(end - held, 1e-9), parts))

    def top(self, time_s: float) -> dict[str, float]:
        """Return what is asked of the top of the rep under way (or the nearest) at `time_s`."""
        i, _ = self.progress(time_s)
        return self.reps[i].top_at(time_s - float(self.rep_times()[i, 1]))

    def breath_mm(self, time_s: float, breath: Breath) -> float:
        """Return how far the breath has the belly out of its middle at `time_s`."""
        share, breathing_s = 1.0, time_s
        if self.reps:
            share = 1 - (1 - breath.hold_share) * self.progress(time_s)[1]
        if breath.held:
            times = self.rep_times()
            breathing_s -= float(np.clip(time_s - times[:, 0], 0, times[:, 2] - times[:, 0]).sum())
        return share * breath.depth_mm / 2 * float(np.sin(2 * np.pi * breathing_s / breath.period_s))
