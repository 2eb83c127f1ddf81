"""Tables and goals, as the benchmarks print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Goal", "print_goals", "print_table", "print_title", "show_signed"]


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that must hold: what, the figure that was measured in words, and whether it holds."""

    what: str
    measured: str
    holds: bool


def print_title(text: str, level: int = 2) -> None:
    """Print a heading."""
    print(f"\n{'#' * level} {text}\n")


def show_signed(value: float, fine: bool = False) -> str:
    """Return a number with its sign, with one digit after the point or, if ``fine``, two; "-" when there is none."""
    return "-" if value != value else f"{value:+.2f}" if fine else f"{value:+.1f}"


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table; the first column is set to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        pads = [
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(cells, widths, strict=True))
        ]
        return "| " + " | ".join(pads) + " |"

    print(line(heads))
    print(line(["-" * w if i == 0 else "-" * (w - 1) + ":" for i, w in enumerate(widths)]))
    for row in rows:
        print(line(row))


def print_goals(goals: Sequence[Goal]) -> int:
    """Print which goals hold and return the exit code: 0 when all do, else 1."""
    print_title("Goals")
    print_table(["goal", "measured", "holds"], [[g.what, g.measured, "yes" if g.holds else "NO"] for g in goals])
    missed = [g.what for g in goals if not g.holds]
    print("\nAll goals hold." if not missed else "\nNot reached: " + "; ".join(missed) + ".")
    return 1 if missed else 0
