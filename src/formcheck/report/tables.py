"""A set as CSV files in a folder: the reps or holds, the findings, and every frame. Names and texts are in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from formcheck.errors import OutputError
from formcheck.exercises.base import Exercise, Seen
from formcheck.files import check_writable, describe_os_error
from formcheck.messages import _
from formcheck.motion.holds import HoldTiming
from formcheck.motion.view import View
from formcheck.pose import FloatArray, PoseTrack
from formcheck.report.csv_file import write_csv
from formcheck.results import Hold, Rep, SetResult, TableKind

__all__ = ["check_folder", "list_frames", "write_tables"]

_FINDINGS, _FRAMES = "findings.csv", "frames.csv"
_SIDES = {1: "left", -1: "right"}
_DIGITS = 6
"""Of a signal; a step from frame to frame is a hundredth of what it adds up to."""


def check_folder(path: Path) -> None:
    """Check that tables can be put into a folder, before hours of work go into them. It need not be there yet.

    Raises
    ------
    OutputError
        When it is a file, or it can be neither written nor made.
    """
    if path.exists() and not path.is_dir():
        raise OutputError(_("{path}: this is a file. Give the name of a folder.", path=path))
    check_writable(path / _FRAMES if path.is_dir() else path)


def write_tables(result: SetResult, track: PoseTrack, exercise: Exercise, folder: Path) -> None:
    """Write ``reps.csv`` (or ``holds.csv``), ``findings.csv`` and ``frames.csv``.

    The folder is made when it is missing. Each file can be read by its owner only.

    Parameters
    ----------
    track : the landmarks that the result was made from.
    exercise : as it was judged, a person's baseline in it.

    Raises
    ------
    OutputError
        When they cannot be written.
    """
    check_folder(folder)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        why = describe_os_error(error)
        raise OutputError(_("{path}: the folder cannot be made ({why}).", path=folder, why=why)) from error
    kind: TableKind = "holds" if isinstance(exercise.counting, HoldTiming) else "reps"
    write_csv(folder / f"{kind}.csv", *result.to_table(kind))
    write_csv(folder / _FINDINGS, *result.to_table("findings"))
    frames = list_frames(result, track, exercise)
    write_csv(folder / _FRAMES, [*frames], _list_rows(frames))


def list_frames(result: SetResult, track: PoseTrack, exercise: Exercise) -> dict[str, npt.NDArray[Any]]:
    """Return what was read off each of n frames, by the name of its column.

    Returns
    -------
    dict of (n,) arrays: the number of the frame from 0; its time; whether it was "ok", or the first reason why it could
    not be used; view and side of the body; the rep or hold it belongs to, 0 for none; the signal that is counted
    (``driver_step_`` where that is the sum of its steps); and the signals of the rules. NaN where not seen.
    """
    observed = exercise.observe(track)
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.reps
    is_held = isinstance(exercise.counting, HoldTiming)
    driver = "_".join(filter(None, ("driver", "step" if exercise.driver_is_step else "", exercise.driver_unit)))
    return {
        "frame": np.arange(len(track)),
        "time_s": np.round(track.time_s.astype(np.float64), _DIGITS),
        "seen": _name(observed.seen, {int(s): s.name.lower() for s in Seen}),
        "view": _name(observed.view, {int(v): v.name.lower() for v in View}),
        "side": _name(observed.side, _SIDES),
        "hold" if is_held else "rep": _find_units(track.time_s, units),
        driver: observed.driver,
        **observed.signals,
    }


def _name(codes: npt.NDArray[np.int8], names: Mapping[int, str]) -> npt.NDArray[np.str_]:
    return np.array([names.get(code, "") for code in codes.tolist()], dtype=np.str_)


def _find_units(time_s: FloatArray, units: tuple[Rep, ...] | tuple[Hold, ...]) -> npt.NDArray[np.int64]:
    """Return for each frame the rep or hold it belongs to, counted from 1; 0 for none."""
    found = np.zeros(len(time_s), np.int64)
    for unit in units:
        found[(time_s >= unit.start_s) & (time_s <= unit.end_s)] = unit.index
    return found


def _list_rows(frames: Mapping[str, npt.NDArray[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield one row a frame; signals with as many digits as mean something."""
    columns = []
    for name, values in frames.items():
        cells = values.tolist()
        is_signal = values.dtype.kind == "f" and name != "time_s"
        columns.append([float(f"{cell:.{_DIGITS}g}") for cell in cells] if is_signal else cells)
    yield from zip(*columns, strict=True)
