"""Agreement of two who say yes or no, beyond what chance alone gives: Cohen's kappa with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Kappa", "Table", "compute_kappa"]

_CHI_SQUARE = 3.841
"""95 of 100 lie below, one degree of freedom."""
_POINTS = 2001
"""Values of kappa that are tried, from -1 to 1: finer than anybody reads it."""


@dataclass(frozen=True, slots=True)
class Table:
    """How often two said yes: both, only the first, only the second, neither."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def n(self) -> int:
        """How many both have said something of."""
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def agreement(self) -> float | None:
        """Share of those in which they agree, 0 to 1; None of none."""
        return (self.both + self.neither) / self.n if self.n else None

    def __add__(self, other: Table) -> Table:
        return Table(
            self.both + other.both,
            self.only_first + other.only_first,
            self.only_second + other.only_second,
            self.neither + other.neither,
        )


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa, 1 for full agreement and 0 for what chance gives, with its 95 % interval."""

    value: float
    low: float
    high: float


def compute_kappa(table: Table) -> Kappa | None:
    """Return Cohen's kappa, or None where it tells nothing: where one of the two always said the same.

    Then kappa is 0 however well they agree, or 0 divided by 0. The interval is that of Donner and Eliasziw, which holds
    for a few dozen as well as for many, and is no single point when all agree; it takes what is counted for independent
    of each other, and both for saying yes equally often.

    Source: Cohen 1960; Donner and Eliasziw 1992, Statistics in Medicine 11:1511 (from memory; coverage in the tests).
    """
    n = table.n
    first, second = table.both + table.only_first, table.both + table.only_second
    if first in (0, n) or second in (0, n):
        return None
    chance = (first * second + (n - first) * (n - second)) / n**2
    value = ((table.both + table.neither) / n - chance) / (1 - chance)
    low, high = _find_interval(table)
    return Kappa(value, min(low, value), max(high, value))


def _find_interval(table: Table) -> tuple[float, float]:
    """Return the values of kappa that the counts do not speak against (a chi-square test of fit)."""
    n, yes = table.n, (2 * table.both + table.only_first + table.only_second) / (2 * table.n)
    spread = yes * (1 - yes)
    likeliest = 1 - (table.only_first + table.only_second) / (2 * n * spread)
    kappa = np.union1d(np.linspace(-1.0, 1.0, _POINTS), [likeliest])
    expected = n * np.array([yes**2 + kappa * spread, 2 * spread * (1 - kappa), (1 - yes) ** 2 + kappa * spread])
    seen = np.array([table.both, table.only_first + table.only_second, table.neither])[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where((expected == 0) & (seen == 0), 0.0, (seen - expected) ** 2 / expected)
    fits = np.all(expected >= 0, axis=0) & (parts.sum(axis=0) <= _CHI_SQUARE)
    kept = kappa[fits]
    return float(kept[0]), float(kept[-1])
