"""Titles with lists and tables under them, as all that is shown in the terminal is made of."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from formcheck.messages import _, join_items, translate
from formcheck.report.words import flow, show_name

__all__ = ["break_heading", "make_table", "print_list", "print_table"]

_ENDLESS = 10_000
_LAST_COLUMN = 8
"""In so many columns the last cell of a row, which may hold long names, can still be read."""


def print_list(console: Console, title: str, lines: Iterable[str]) -> None:
    """Print lines, which are in the person's language, under a title; nothing when there are none."""
    lines = list(lines)
    if not lines:
        return
    console.print()
    console.print(Text(translate(title), "bold"))
    for line in lines:
        table = Table.grid(Column(), Column(overflow="fold"), padding=(0, 1))  # a long name is not cut off
        table.add_row("  -", flow(line))
        console.print(table)


def make_table() -> Table:
    """Return an empty table for figures."""
    return Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")


def break_heading(heading: str) -> str:
    """Return a heading in the person's language with each word on a line of its own."""
    return translate(heading).replace(" ", "\n")


def print_table(table: Table, console: Console) -> None:
    """Print a table; where the terminal is too narrow for it, each row as a text, so that nothing is cut off."""
    if _find_least_width(table, console) <= console.width:
        console.print(table)
        return
    headings = [show_name(_flatten(column.header)) for column in table.columns]
    console.print()
    for row in zip(*(column.cells for column in table.columns), strict=True):
        cells = [(heading, shown) for heading, cell in zip(headings, row, strict=True) if (shown := _flatten(cell))]
        texts = [_("{heading} {cell}", heading=heading, cell=shown) if heading else shown for heading, shown in cells]
        console.print(Padding(flow(translate(join_items(texts))), (0, 0, 0, 2)))
    console.print()


def _find_least_width(table: Table, console: Console) -> int:
    """Return how wide a table is when each line in it is broken wherever it may be; a word of a last column too."""
    wide = console.options.update_width(_ENDLESS)
    least = Measurement.get(console, wide, table).minimum
    for column in table.columns:
        sizes = [Measurement.get(console, wide, cell) for cell in (column.header, *column.cells)]
        shortest, longest = max(s.minimum for s in sizes), max(s.maximum for s in sizes)
        if column.no_wrap:
            least += longest - shortest
        elif column is table.columns[-1]:
            least -= max(0, shortest - _LAST_COLUMN)
    return least


def _flatten(cell: RenderableType) -> str:
    """Return what stands in a cell as one line."""
    text = cell.renderable if isinstance(cell, Padding) else cell
    return " ".join(str(text).split())
