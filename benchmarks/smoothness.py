"""Does the measure of smoothness tell smooth from stop-and-go movement, whatever the tempo and the camera?

Made-up courses of one phase (50 deg, one or three minimum-jerk submovements) with white noise, through the same steps
as in the engine. Run it: python benchmarks/smoothness.py
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reporting import Goal, print_goals, print_table, print_title
from formcheck.exercises.common import JERKY
from formcheck.exercises.measuring import SMOOTHNESS_UNCERTAINTY
from formcheck.motion.filters import filter_outliers, resample_uniform
from formcheck.motion.smoothness import compute_phase_smoothness
from formcheck.pose import FloatArray
from tests.synthetic import phase

RANGE_DEG = 50.0
DURATIONS_S = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
RATES_HZ = (15.0, 30.0, 60.0)
NOISES_DEG = (1.0, 2.0, 3.0)
JUDGED_NOISE_DEG = 2.0
GRID_HZ = 60.0
AUC_GOAL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """SPARC of smooth and of jerky phases, each (n,), at one noise, camera rate and duration."""

    noise_deg: float
    rate_hz: float
    duration_s: float
    smooth: FloatArray
    jerky: FloatArray

    @property
    def auc(self) -> float:
        """Chance that a jerky phase scores lower than a smooth one."""
        lower = self.jerky[:, None] < self.smooth
        equal = self.jerky[:, None] == self.smooth
        return float(np.mean(lower + 0.5 * equal))


def score_phase(
    rng: np.random.Generator, noise_deg: float, rate_hz: float, duration_s: float, submovements: int
) -> float:
    """Return the SPARC of one made-up phase; the first picture falls anywhere within a frame's time."""
    time_s = np.arange(rng.uniform(0, 1 / rate_hz), duration_s, 1 / rate_hz)
    angle = RANGE_DEG * phase(time_s / duration_s, submovements) + rng.normal(0, noise_deg, len(time_s))
    signal = resample_uniform(time_s, filter_outliers(angle), GRID_HZ)
    assert signal is not None, "a course without gaps"
    return compute_phase_smoothness(signal)


def measure_cells(n: int, seed: int) -> Iterator[Cell]:
    """Yield a cell for each noise, rate and duration."""
    rng = np.random.default_rng(seed)
    for noise in NOISES_DEG:
        for rate in RATES_HZ:
            for duration in DURATIONS_S:
                smooth, jerky = (
                    np.array([score_phase(rng, noise, rate, duration, parts) for _ in range(n)]) for parts in (1, 3)
                )
                yield Cell(noise, rate, duration, smooth, jerky)


def make_row(cell: Cell) -> list[str]:
    """Return the row of a cell: medians, scatter, AUC, and how many would be found jerky."""
    limit = JERKY.value - SMOOTHNESS_UNCERTAINTY
    return [
        f"{cell.noise_deg:.0f} deg, {cell.rate_hz:.0f} fps, {cell.duration_s:.1f} s",
        f"{np.median(cell.smooth):.2f}",
        f"{np.median(cell.jerky):.2f}",
        f"{np.std(cell.smooth, ddof=1):.2f}",
        f"{np.std(cell.jerky, ddof=1):.2f}",
        f"{cell.auc:.3f}",
        f"{100 * np.mean(cell.smooth < limit):.0f} %",
        f"{100 * np.mean(cell.jerky < limit):.0f} %",
    ]


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    parser = argparse.ArgumentParser(description="Smooth against stop-and-go phases: AUC of the SPARC.")
    parser.add_argument("--n", type=int, default=100, help="phases of each kind in a cell (default: 100)")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    cells = list(measure_cells(asked.n, asked.seed))
    print_title(f"SPARC of a phase of {RANGE_DEG:.0f} deg, {asked.n} of each kind")
    heads = ["noise, camera, duration", "smooth", "jerky", "SD", "SD", "AUC", "smooth found", "jerky found"]
    print_table(heads, [make_row(cell) for cell in cells])
    limit = JERKY.value - SMOOTHNESS_UNCERTAINTY
    print(f"\nMedians of one submovement (smooth) and three (jerky). Found: below {limit:.2f}, the limit less its")
    print("uncertainty; the engine takes the worse of the two phases of a rep.")
    judged = [cell for cell in cells if cell.noise_deg == JUDGED_NOISE_DEG]
    worst = min(judged, key=lambda cell: cell.auc)
    where = f"{worst.rate_hz:.0f} fps, {worst.duration_s:.1f} s"
    goal = Goal(
        f"AUC >= {AUC_GOAL} in every cell at {JUDGED_NOISE_DEG:.0f} deg",
        f"lowest {worst.auc:.3f} ({where})",
        worst.auc >= AUC_GOAL,
    )
    return print_goals([goal])


if __name__ == "__main__":
    sys.exit(main())
