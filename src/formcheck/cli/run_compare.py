"""What ``formcheck compare`` does, apart from its options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from formcheck.cli.output import print_out, write_all
from formcheck.files import check_outputs
from formcheck.report.comparison import compare, read_set, write_comparison
from formcheck.report.comparison_text import print_comparison

__all__ = ["run"]


def run(first: Path, second: Path, json: Path | None) -> int:
    """Read both, compare, print, write; return the exit code."""
    check_outputs([json], [first, second])
    comparison = compare(read_set(first), read_set(second))
    outputs: list[Callable[[], None]] = [lambda: print_out(lambda console: print_comparison(comparison, console))]
    if json is not None:
        outputs.append(lambda: write_comparison(comparison, json))
    return write_all(outputs)
