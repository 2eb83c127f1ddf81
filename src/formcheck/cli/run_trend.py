"""What ``formcheck trend`` does, apart from its options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from formcheck.advisor import History
from formcheck.cli.keeping import load_past
from formcheck.cli.notes import print_note
from formcheck.cli.options import name_diary
from formcheck.cli.output import print_out, write_all
from formcheck.errors import InputError
from formcheck.exercises import find_exercise, list_exercises
from formcheck.files import check_writable
from formcheck.messages import _
from formcheck.report.trend_text import print_trends
from formcheck.trends import Trend, find_trained, make_trend

__all__ = ["run"]


def run(exercise: str | None, weeks: int, picture: Path | None, diary: Path | None, person: str, today: dt.date) -> int:
    """Read the diary, sum up, print, draw; return the exit code."""
    if exercise is not None:
        find_exercise(exercise)
    if picture is not None:
        from formcheck.report.trend_picture import check_picture_name

        check_picture_name(picture)
        check_writable(picture)
    history = load_past(diary, person, today, quiet=True) or History(today)
    trends = [make_trend(history, find_exercise(name), weeks) for name in _choose(history, exercise, weeks, person)]
    outputs: list[Callable[[], None]] = [lambda: print_out(lambda console: print_trends(trends, console))]
    if picture is not None:
        outputs.append(_make_drawing(trends, picture))
    return write_all(outputs)


def _choose(history: History, exercise: str | None, weeks: int, person: str) -> list[str]:
    """Return which exercises to show.

    Raises
    ------
    InputError
        When there is no set to show.
    """
    trained = find_trained(history, weeks)
    if exercise is not None and exercise not in trained:
        raise InputError(
            _(
                "there is no set of {exercise} in {diary} in the last {weeks} weeks. Keep one with "
                "formcheck analyze ... --log.",
                exercise=exercise,
                diary=name_diary(person),
                weeks=weeks,
            )
        )
    known = [name for name in trained if name in list_exercises()]
    for name in trained:
        if name not in known:
            print_note(_("the exercise {name} is not installed, its sets are left out.", name=name))
    if not known:
        raise InputError(
            _(
                "there is no set in {diary} in the last {weeks} weeks. Keep one with formcheck analyze ... --log.",
                diary=name_diary(person),
                weeks=weeks,
            )
        )
    return known if exercise is None else [exercise]


def _make_drawing(trends: list[Trend], picture: Path) -> Callable[[], None]:
    """Return what draws the picture.

    Raises
    ------
    InputError
        When there are several exercises to choose from.
    """
    from formcheck.report.trend_picture import write_picture

    if len(trends) > 1:
        names = ", ".join(trend.exercise.name for trend in trends)
        raise InputError(_("--picture shows one exercise. Name it with --exercise; there are: {names}.", names=names))
    return lambda: write_picture(trends[0], picture)
