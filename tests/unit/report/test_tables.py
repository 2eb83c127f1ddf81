"""A set as CSV files: every value where it belongs, units in the names, nothing taken for a formula."""

from __future__ import annotations

import csv
import stat
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from formcheck.analysis import analyze_with_track, make_session
from formcheck.errors import OutputError
from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise
from formcheck.pose import PoseTrack
from formcheck.report.csv_file import write_csv
from formcheck.report.tables import check_folder, list_frames, write_tables
from formcheck.results import SetResult

CLIPS = {
    "hip-lift": "hip-lift-h-too-fast",
    "clamshell": "clamshell-d-roll-25",
    "plank": "plank-c-sag-20",
    "draw-in": "draw-in-c-short",
    "overhead-squat": "overhead-squat-f-front-valgus-22",
    "single-leg-stance": "single-leg-stance-f-lean-14",
}
PURE = {"frame", "seen", "view", "side", "rep", "hold", "driver", "on_knees", "from_side", "from_behind", "knee_ratio"}
UNITS = ("_s", "_deg", "_pct", "_px", "_trunks", "_cm")
ENDLESS_TEXT = "\u3042" * 3


@cache
def see(exercise: str) -> tuple[SetResult, PoseTrack, Exercise]:
    session = make_session(exercise)
    result, track = analyze_with_track(f"tests/golden/{CLIPS[exercise]}.pose.npz", session)
    assert track is not None
    return result, track, session.exercise


def put(result: SetResult, track: PoseTrack, exercise: Exercise, folder: Path) -> list[Path]:
    """Write the tables and return the files in the order in which they are told of."""
    write_tables(result, track, exercise, folder)
    order = ("reps.csv", "holds.csv", "findings.csv", "frames.csv")
    return sorted(folder.iterdir(), key=lambda file: order.index(file.name))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_exercise_is_looked_at() -> None:
    assert set(CLIPS) == set(list_exercises())


@pytest.mark.parametrize("exercise", CLIPS)
def test_three_files_whose_rows_are_complete(exercise: str, tmp_path: Path) -> None:
    result, track, own = see(exercise)
    files = put(result, track, own, tmp_path / "out")
    units = "holds.csv" if result.holds else "reps.csv"
    assert [file.name for file in files] == [units, "findings.csv", "frames.csv"]
    rows, findings, frames = (read(file) for file in files)
    assert len(rows) == len(result.holds or result.reps)
    assert len(frames) == len(track)
    assert {row["rule"] for row in findings if row["of"] == "set" and row["severity"] != "not-measurable"} == {
        finding.rule for finding in result.findings
    }


@pytest.mark.parametrize("exercise", CLIPS)
def test_every_signal_is_there_and_its_name_holds_the_unit(exercise: str, tmp_path: Path) -> None:
    result, track, own = see(exercise)
    observed = own.observe(track)
    frames = list_frames(result, track, own)
    assert set(observed.signals) <= set(frames)
    assert [name for name in frames if name not in PURE and not name.endswith(UNITS)] == []
    rows = read(put(result, track, own, tmp_path / "out")[2])
    for name in ("time_s", *observed.signals):
        written = np.array([float(row[name] or "nan") for row in rows])
        np.testing.assert_allclose(written, frames[name].astype(float), rtol=1e-5, atol=1e-6)


def test_frames_tell_whether_they_were_seen_and_to_which_rep_they_belong() -> None:
    result, track, own = see("hip-lift")
    frames = list_frames(result, track, own)
    assert set(frames["seen"]) <= {"ok", "nobody", "several", "posture", "view", "outside", "hidden"}
    third = result.reps[2]
    inside = (track.time_s >= third.start_s) & (track.time_s <= third.end_s)
    assert set(frames["rep"][inside]) == {3}
    assert frames["rep"][0] == 0
    assert np.isnan(frames["driver_deg"][frames["seen"] != "ok"]).all()


def test_a_signal_that_is_summed_up_says_so() -> None:
    assert "driver_step_pct" in list_frames(*see("draw-in"))


def test_a_person_s_baseline_is_in_the_signals(tmp_path: Path) -> None:
    result, track, own = see("hip-lift")
    before = list_frames(result, track, own)["driver_deg"]
    shifted = type(own)()
    shifted.own_bias = {"line_at_top_deg": 5.0}
    np.testing.assert_allclose(list_frames(result, track, shifted)["driver_deg"], before - 5.0)


def test_columns_are_the_same_every_time(tmp_path: Path) -> None:
    result, track, own = see("hip-lift")
    heads = []
    for name in ("a", "b"):
        files = put(result, track, own, tmp_path / name)
        heads.append([file.read_bytes() for file in files])
    assert heads[0] == heads[1]


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    files = put(*see("hip-lift"), tmp_path / "out")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out", *files)] == [0o700, 0o600, 0o600, 0o600]


def test_no_text_is_a_formula_and_no_number_is_changed(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "a=1", ENDLESS_TEXT, 'with "quotes", and\nlines']
    write_csv(tmp_path / "a.csv", ["text", "number", "flag", "none"], [(t, -1.5, True, None) for t in texts])
    rows = read(tmp_path / "a.csv")
    assert [row["text"] for row in rows] == [f"'{t}" for t in texts[:6]] + texts[6:]
    assert {(row["number"], row["flag"], row["none"]) for row in rows} == {("-1.5", "yes", "")}


@pytest.mark.parametrize(
    ("name", "message"),
    [("file.txt", "this is a file. Give the name of a folder"), ("none/out", "there is no folder")],
)
def test_a_folder_that_cannot_be_used(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(OutputError, match=message):
        check_folder(tmp_path / name)
    with pytest.raises(OutputError, match=message):
        write_tables(*see("hip-lift"), tmp_path / name)


def test_a_folder_may_be_there_or_not(tmp_path: Path) -> None:
    check_folder(tmp_path)
    check_folder(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
    write_tables(*see("hip-lift"), tmp_path)
    write_tables(*see("hip-lift"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["findings.csv", "frames.csv", "reps.csv"]


def test_a_set_in_which_nobody_was_seen(tmp_path: Path) -> None:
    session = make_session("plank")
    result, track = analyze_with_track("tests/golden/plank-h-from-the-head.pose.npz", session)
    assert track is not None
    holds, findings, _frames = (read(f) for f in put(result, track, session.exercise, tmp_path / "out"))
    assert holds == []
    assert {row["severity"] for row in findings} == {"not-measurable"}
    assert all(row["seen"] for row in findings)
