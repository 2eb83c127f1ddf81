"""How smooth one phase of a movement is."""

from __future__ import annotations

import numpy as np

from formcheck.motion.filters import Uniform, filter_smooth
from formcheck.pose import FloatArray

__all__ = ["compute_phase_smoothness", "compute_sparc"]


def compute_sparc(speed: FloatArray, rate_hz: float, *, cutoff_hz: float = 10.0, floor: float = 0.05) -> float:
    """Return the spectral arc length of a speed profile; dimensionless, at most about -1.4, nearer 0 is smoother.

    Parameters
    ----------
    speed : (n,) speed of ONE discrete movement, any unit (the measure does not depend on it), no NaN.
    rate_hz : sampling rate.
    cutoff_hz : highest frequency looked at.
    floor : the spectrum counts up to the last frequency at which it reaches this share of its maximum.

    It does not see speed: a 0.6 s throw and a 2 s controlled lift score alike. Judge tempo apart.

    Raises
    ------
    ValueError
        For fewer than 4 samples or a profile without movement.

    Source: Balasubramanian et al. 2015, JNER, doi 10.1186/s12984-015-0090-9.
    """
    if len(speed) < 4 or not np.any(speed):
        raise ValueError(f"smoothness needs a movement of 4 samples or more, got {len(speed)}")
    n = int(2 ** (np.ceil(np.log2(len(speed))) + 4))
    spectrum = np.abs(np.fft.rfft(speed, n))
    spectrum = spectrum / spectrum.max()
    frequency = np.fft.rfftfreq(n, 1.0 / rate_hz)
    within = frequency <= cutoff_hz
    spectrum, frequency = spectrum[within], frequency[within]
    last = int(np.flatnonzero(spectrum >= floor)[-1]) + 1
    spectrum, frequency = spectrum[:last], frequency[:last]
    if last < 2:
        return 0.0
    width = frequency[-1] - frequency[0]
    return -float(np.sum(np.hypot(np.diff(frequency) / width, np.diff(spectrum))))


def compute_phase_smoothness(signal: Uniform, *, cycles: float = 5.0, max_hz: float = 6.0) -> float:
    """Return the SPARC of the speed of one phase (up or down; no hold), for noisy positions.

    The positions are smoothed at ``cycles`` per phase (at most ``max_hz``), so that a slow phase is not judged by
    its noise: three submovements in a phase lie well below that, the noise of a landmark mostly above.

    Raises
    ------
    ValueError
        As `compute_sparc`.
    """
    duration = len(signal.values) * signal.step_s
    smooth = filter_smooth(signal, min(cycles / duration, max_hz))
    speed = np.gradient(smooth, signal.step_s)
    rate = 1.0 / signal.step_s
    return compute_sparc(np.abs(speed), rate, cutoff_hz=min(2.0 * cycles / duration, 10.0, rate / 2))
