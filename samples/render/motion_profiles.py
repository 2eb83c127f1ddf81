"""When the body moves: reps made of up, hold, down and rest, smooth or in several sub-movements."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from samples.render.rotations import FloatArray

# Between two sub-movements this share of the mean speed is left: a hesitation, not a full stop.
_SPEED_LEFT = 0.1


@dataclass(frozen=True, slots=True)
class Rep:
    """One rep: how far it goes and how long its phases last.

    Attributes
    ----------
    top_deg : float
        Shoulder-hip-knee angle at the top; 180 is a straight line, more is above it.
    extension_deg : float
        Lumbar extension at the top.
    up_s, hold_s, down_s, rest_s : float
        Seconds of the phases.
    submovements : int
        1 for one smooth movement a phase, 3 for three with near-stops between them.
    """

    top_deg: float = 180.0
    extension_deg: float = 0.0
    up_s: float = 1.5
    hold_s: float = 1.0
    down_s: float = 1.5
    rest_s: float = 0.6
    submovements: int = 1

    @property
    def duration_s(self) -> float:
        """Seconds from the start of the rise to the start of the next."""
        return self.up_s + self.hold_s + self.down_s + self.rest_s


def min_jerk(fraction: ArrayLike) -> FloatArray:
    """Return the minimum-jerk course (0..1) at `fraction` (0..1) of a movement.

    **Source**: Flash and Hogan 1985, Journal of Neuroscience 5(7), 1688-1703.
    """
    x = np.clip(np.asarray(fraction, dtype=np.float64), 0, 1)
    return x**3 * (10 - 15 * x + 6 * x**2)


def phase_course(fraction: ArrayLike, submovements: int) -> FloatArray:
    """Return the course (0..1) of a phase that is made of equal minimum-jerk `submovements`."""
    x = np.clip(np.asarray(fraction, dtype=np.float64), 0, 1)
    if submovements == 1:
        return min_jerk(x)
    step = np.minimum(np.floor(x * submovements), submovements - 1)
    stairs = (step + min_jerk(x * submovements - step)) / submovements
    return (1 - _SPEED_LEFT) * stairs + _SPEED_LEFT * x


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
