"""Tables as CSV: numbers stay numbers, and no text in one is taken for a formula."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from formcheck.files import write_atomically

__all__ = ["write_csv"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula; a text may come from anywhere, a file's name for one."""


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table; an old one is replaced only when the new one is complete.

    NaN and None become empty cells. A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_show(cell) for cell in row] for row in rows)
    with write_atomically(path) as file:
        file.write(text.getvalue().encode("utf-8-sig"))  # with a mark, or Excel takes Japanese for something else


def _show(cell: Any) -> Any:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None or (isinstance(cell, float) and math.isnan(cell)) else cell
