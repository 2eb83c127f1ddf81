"""What ``formcheck agree`` does, apart from its options."""

from __future__ import annotations

from pathlib import Path

from formcheck.cli.notes import print_note
from formcheck.cli.output import print_out, write_all
from formcheck.errors import InputError
from formcheck.messages import _
from formcheck.report.agreement import compare_ticks
from formcheck.report.agreement_text import print_agreement
from formcheck.report.ratings import read_ratings, write_sheet
from formcheck.result_file import read_result

__all__ = ["run"]


def run(result_file: Path, ratings: Path | None, sheet: Path | None) -> int:
    """Make a sheet, or compare and print; return the exit code.

    Raises
    ------
    InputError
        When it is not one of the two, or a file cannot be used.
    OutputError
        When the sheet cannot be written.
    """
    if ratings is not None and sheet is None:
        result = read_result(result_file)
        agreement = compare_ticks(result, read_ratings(ratings, result))
        return write_all([lambda: print_out(lambda console: print_agreement(agreement, console))])
    if ratings is not None or sheet is None:
        raise InputError(_("give RATINGS.csv to compare with, or --make-sheet FILE.csv for an empty sheet to fill in."))
    result = read_result(result_file)
    write_sheet(result, sheet)
    print_note(
        _(
            "{path}: write 1 where you see a fault and 0 where you see none; leave empty what you cannot tell. "
            "formcheck exercises {exercise} says what each rule means.",
            path=sheet,
            exercise=result.exercise,
        )
    )
    return 0
