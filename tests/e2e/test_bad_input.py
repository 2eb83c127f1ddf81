"""Input that is damaged, odd or no exercise at all: one clear line, the right exit code, never "good" unseen."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.e2e.clips import (
    SAMPLES,
    Timed,
    change_pictures,
    interpolate,
    keep_at_random_steps,
    keep_every,
    keep_until,
    read_clip,
    set_rotation_flag,
    write_clip,
)

slow = pytest.mark.slow

CORRECT = SAMPLES / "hip-lift-correct.mp4"
TOO_FAST = SAMPLES / "hip-lift-too-fast.mp4"
THREE_REPS_S = 14.75
"""The first three lifts of CORRECT."""


@dataclass(frozen=True)
class Run:
    """What came of one command; ``notes`` are the lines on stderr other than "Reading ..."."""

    code: int
    out: str
    notes: list[str]
    result: dict[str, Any]


def command(clip: str | Path, *options: str | Path, exercise: str = "hip-lift") -> list[str]:
    return [sys.executable, "-m", "formcheck", "analyze", str(clip), "--exercise", exercise, *map(str, options)]


def split_notes(err: str) -> list[str]:
    return [line for line in err.splitlines() if not line.startswith("Reading ")]


def analyze(clip: str | Path, *options: str | Path, exercise: str = "hip-lift") -> Run:
    done = subprocess.run(
        command(clip, *options, exercise=exercise), capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return Run(done.returncode, done.stdout, split_notes(done.stderr), {})


def measure(clip: Path, *options: str | Path) -> Run:
    """Analyse a clip that can be analysed and read its JSON."""
    file = clip.with_suffix(".json")
    run = analyze(clip, "--json", file, *options)
    assert run.code == 0, run.notes
    return Run(run.code, run.out, run.notes, json.loads(file.read_text()))


def check_one_line(notes: Sequence[str], *words: str) -> None:
    assert len(notes) == 1, notes
    assert notes[0].startswith("formcheck: ")
    for word in words:
        assert word in notes[0]


def check_refused(run: Run, *words: str) -> None:
    check_one_line(run.notes, *words)
    assert run.code == 2
    assert run.out == ""


def check_not_judged(run: Run, reason: str) -> None:
    """Nothing was counted, found or called good, and each rule says why."""
    assert run.notes == []
    assert run.result["form"] == "not-measurable"
    assert run.result["findings"] == []
    assert [rep for rep in run.result["reps"] if rep["complete"]] == []
    assert run.result["advice"]["decision"] not in ("continue", "adjust")
    reasons = {item["reason"] for item in run.result["not_measurable"]}
    assert len(reasons) == 1
    assert reason in reasons.pop()
    assert reason in " ".join(run.out.split())


def check_same_set(result: dict[str, Any], plain: dict[str, Any], within_deg: float = 5) -> None:
    """The same reps at the same times with nearly the same angles, and the same verdict.

    A lift starts clearly, but ends so gently that a pixel more or less moves its end by tenths of a second.
    """
    assert result["form"] == plain["form"]
    assert result["findings"] == plain["findings"] == []
    assert [rep["complete"] for rep in result["reps"]] == [rep["complete"] for rep in plain["reps"]]
    for rep, known in zip(result["reps"], plain["reps"], strict=True):
        assert rep["start_s"] == pytest.approx(known["start_s"], abs=0.15)
        assert rep["end_s"] == pytest.approx(known["end_s"], abs=0.4)
        for name in ("line_at_top_deg", "shank_at_top_deg"):
            assert rep["measures"][name]["value"] == pytest.approx(known["measures"][name]["value"], abs=within_deg)


def three_lifts(every: int = 3) -> Iterator[Timed]:
    return keep_until(keep_every(read_clip(CORRECT), every), THREE_REPS_S)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd_clips")


@pytest.fixture(scope="session")
def track(folder: Path) -> Path:
    return folder / "plain.pose.npz"


@pytest.fixture(scope="session")
def plain(folder: Path, track: Path) -> dict[str, Any]:
    """The three lifts as they are, 10 pictures a second, to compare the odd clips with; also saves the track."""
    clip = write_clip(folder / "plain.mp4", three_lifts())
    result = measure(clip, "--save-track", track).result
    assert result["form"] == "good"
    assert [rep["complete"] for rep in result["reps"]] == [True] * 3
    return result


# Files that are no video


def test_a_text_file_named_mp4_is_refused(tmp_path: Path) -> None:
    clip = tmp_path / "notes.mp4"
    clip.write_text("this is not a video\n" * 100)
    check_refused(analyze(clip), str(clip), "not a video that can be read", "mp4")


def test_a_text_file_is_not_played_as_a_film_of_letters(tmp_path: Path) -> None:
    clip = tmp_path / "notes.txt"
    clip.write_text("this is not a video\n" * 100)
    check_refused(analyze(clip), str(clip), "not a video that can be read", "mp4")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    clip = tmp_path / "empty.mp4"
    clip.touch()
    check_refused(analyze(clip), str(clip), "empty (0 bytes)", "Copy or record it again")


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    check_refused(analyze(tmp_path / "gone.mp4"), "gone.mp4", "no such file", "Check the name")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    check_refused(analyze(tmp_path), str(tmp_path), "not a file", "Give one video file")


def test_a_video_without_pictures_is_refused(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "none.mp4", [])
    check_refused(analyze(clip), str(clip), "not a video that can be read")


@slow
@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_picture_is_refused(tmp_path: Path, kind: str) -> None:
    clip = tmp_path / f"picture.{kind}"
    cv2.imwrite(str(clip), next(read_clip(CORRECT)).rgb)
    check_refused(analyze(clip), str(clip), "single picture", "give a video")


def test_half_a_video_whose_index_was_at_its_end_is_refused(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "half.mp4", keep_until(read_clip(TOO_FAST), 1.0))
    data = clip.read_bytes()
    clip.write_bytes(data[: len(data) // 2])
    check_refused(analyze(clip), str(clip), "cut off")


@slow
def test_half_a_video_whose_index_is_at_its_start_is_analysed_up_to_there(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "half.mp4", three_lifts(), index_first=True)
    data = clip.read_bytes()
    clip.write_bytes(data[: len(data) * 6 // 10])
    run = measure(clip)
    check_one_line(run.notes, str(clip), "ends early", " s of 14.", "could be read")
    assert run.result["source"]["warnings"] == [run.notes[0].partition(f"{clip}: ")[2]]
    assert 5 < run.result["source"]["duration_s"] < 12
    assert 1 <= len(run.result["reps"]) <= 2
    assert run.result["form"] == "not-measurable"


@slow
def test_damage_in_the_middle_is_no_noise_on_the_terminal(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "damaged.mp4", keep_until(read_clip(TOO_FAST), 3.0), index_first=True)
    data = np.frombuffer(clip.read_bytes(), np.uint8).copy()
    where = np.random.default_rng(0).integers(len(data) // 2, len(data), 200)
    data[where] ^= 0xFF
    clip.write_bytes(data.tobytes())
    run = measure(clip)
    assert all(note.startswith(f"formcheck: {clip}: ") for note in run.notes)
    assert run.result["form"] != "good"


@slow
def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    clip = Path(os.fsdecode(os.fsencode(tmp_path) + b"/set-\n\xff.mp4"))
    try:
        write_clip(tmp_path / "set.mp4", keep_until(read_clip(CORRECT), 0.5)).rename(clip)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert measure(clip).result["source"]["path"].endswith("set-\ufffd\ufffd.mp4")


# Pictures in which the set cannot be seen


@slow
def test_nobody_in_the_picture_is_not_judged(tmp_path: Path) -> None:
    run = measure(write_clip(tmp_path / "nobody.mp4", keep_until(read_clip(SAMPLES / "empty-room.mp4"), 2.0)))
    check_not_judged(run, "no person was found in the picture: check the light")
    assert run.result["view"]["coverage"] == 0


@slow
def test_two_people_are_not_judged(tmp_path: Path) -> None:
    doubled = change_pictures(three_lifts(), lambda rgb: np.vstack([rgb[150:360]] * 2))
    run = measure(write_clip(tmp_path / "two.mp4", doubled))
    check_not_judged(run, "more than one person was in the picture: film only the one who exercises")


@slow
def test_feet_outside_the_picture_are_not_judged(tmp_path: Path) -> None:
    run = measure(write_clip(tmp_path / "feet.mp4", change_pictures(three_lifts(), lambda rgb: rgb[:, :390])))
    check_not_judged(run, "part of the body was outside the picture: move the camera back until head and feet are")


@slow
def test_a_head_and_chest_outside_the_picture_are_not_judged(tmp_path: Path) -> None:
    cut = change_pictures(three_lifts(), lambda rgb: rgb[:, 250:])
    check_not_judged(measure(write_clip(tmp_path / "head.mp4", cut)), "in view from head to feet")


@slow
@pytest.mark.parametrize("from_px", [200, 204])
def test_a_shoulder_outside_the_picture_is_not_judged(tmp_path: Path, from_px: int) -> None:
    """Where MediaPipe guesses the shoulder depends on the processor; a lift may be counted, none may be judged."""
    cut = change_pictures(three_lifts(), lambda rgb: rgb[:, from_px:])
    result = measure(write_clip(tmp_path / "shoulder.mp4", cut)).result
    assert result["form"] == "not-measurable"
    assert result["findings"] == []
    assert result["advice"]["decision"] not in ("continue", "adjust")
    if not any(rep["complete"] for rep in result["reps"]):
        (reason,) = {item["reason"] for item in result["not_measurable"]}
        assert any(words in reason for words in ("whole body in view", "head and feet are in view", "head to feet"))


@slow
def test_a_shoulder_at_the_edge_of_the_picture_gives_no_false_fault(tmp_path: Path) -> None:
    """The shoulder is guessed at there, and moves within the picture, which bent the trunk by +1.7 to +3 %."""
    cut = change_pictures(three_lifts(every=2), lambda rgb: rgb[:, 190:])
    result = measure(write_clip(tmp_path / "edge.mp4", cut)).result
    assert result["form"] == "not-measurable"
    assert result["findings"] == []
    assert all("not_measurable" in rep["measures"]["trunk_bend_pct"] for rep in result["reps"] if rep["complete"])


@slow
def test_an_upright_trunk_is_the_wrong_exercise(tmp_path: Path) -> None:
    upright = change_pictures(three_lifts(), lambda rgb: np.rot90(rgb, -1))
    check_not_judged(measure(write_clip(tmp_path / "upright.mp4", upright)), "nobody was seen lying on the back")


@slow
def test_less_than_one_rep_is_not_judged(tmp_path: Path) -> None:
    run = measure(write_clip(tmp_path / "short.mp4", keep_until(read_clip(CORRECT), 1.8)))
    check_not_judged(run, "no repetition was seen whole")
    assert run.result["reps_not_seen"] == 1


# Rates and turned pictures


@slow
def test_5_pictures_a_second_count_right_but_do_not_show_smoothness(tmp_path: Path, plain: dict[str, Any]) -> None:
    run = measure(write_clip(tmp_path / "slow.mp4", three_lifts(every=6)))
    assert run.notes == []
    check_same_set(run.result, plain)
    for rep in run.result["reps"]:
        assert "5 pictures a second; smoothness needs 12" in rep["measures"]["smoothness"]["not_measurable"]
    assert "hip-lift.jerky" in [item["rule"] for item in run.result["not_measurable"]]


@slow
def test_120_pictures_a_second_count_right(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "fast.mp4", interpolate(keep_until(read_clip(TOO_FAST), 3.9), 120.0))
    run = measure(clip)
    assert run.notes == []
    assert run.result["source"]["frames"] == pytest.approx(3.9 * 120, abs=5)
    assert [rep["complete"] for rep in run.result["reps"]] == [True, True]
    starts = [rep["start_s"] for rep in run.result["reps"]]
    assert starts == pytest.approx([1.1, 2.5], abs=0.15)  # as at 30 pictures a second
    assert [f["rule"] for f in run.result["findings"]] == ["hip-lift.too-fast"]


@slow
def test_a_variable_frame_rate_keeps_its_times(tmp_path: Path, plain: dict[str, Any]) -> None:
    clip = write_clip(tmp_path / "variable.mp4", keep_until(keep_at_random_steps(read_clip(CORRECT), 5), THREE_REPS_S))
    run = measure(clip)
    assert run.notes == []
    check_same_set(run.result, plain)


@slow
@pytest.mark.parametrize("clockwise_deg", [90, 180, 270])
def test_a_rotation_flag_is_honoured(tmp_path: Path, plain: dict[str, Any], clockwise_deg: int) -> None:
    turned = change_pictures(three_lifts(), lambda rgb: np.rot90(rgb, clockwise_deg // 90))
    clip = write_clip(tmp_path / "turned.mp4", turned)
    set_rotation_flag(clip, clockwise_deg)
    result = measure(clip).result
    assert (result["source"]["width"], result["source"]["height"]) == (640, 480)
    assert result["side"] == plain["side"]
    check_same_set(result, plain)


@slow
def test_a_mirrored_film_gives_the_same_verdict_for_the_other_side(tmp_path: Path, plain: dict[str, Any]) -> None:
    result = measure(write_clip(tmp_path / "mirrored.mp4", change_pictures(three_lifts(), np.fliplr))).result
    assert {result["side"], plain["side"]} == {"left", "right"}
    check_same_set(result, plain)


# Options and answers


@pytest.mark.parametrize("name", ["huge", "gone.task"])
def test_an_unknown_model_names_the_ones_there_are(name: str) -> None:
    check_refused(analyze(CORRECT, "--model", name), name, "Use lite, full, heavy")


def test_a_model_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "junk.task"
    model.write_text("no model")
    check_refused(analyze(CORRECT, "--model", model), str(model), "cannot use this model")


def test_an_unknown_exercise_suggests_a_near_one() -> None:
    check_refused(analyze(CORRECT, exercise="hiplift"), "hiplift", "Did you mean hip-lift?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("numbness: no\n", ("not TOML", 'numbness = "no"')),
        ('numbnes = "no"\n', ("there is no question numbnes", "did you mean numbness?")),
        ('numbness = "perhaps"\n', ("numbness = 'perhaps' is not an answer", '"yes", "no", "unsure"')),
    ],
    ids=["not TOML", "unknown key", "bad value"],
)
def test_answers_that_cannot_be_understood_are_refused(tmp_path: Path, text: str, words: Sequence[str]) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(text)
    check_refused(analyze(CORRECT, "--answers", answers), str(answers), *words)


def test_answers_that_are_not_there_are_refused(tmp_path: Path) -> None:
    check_refused(analyze(CORRECT, "--answers", tmp_path / "gone.toml"), "gone.toml", "Check the name")


def test_answers_from_a_file_and_from_the_terminal_are_refused(tmp_path: Path) -> None:
    run = analyze(CORRECT, "--answers", tmp_path / "answers.toml", "--ask")
    check_refused(run, "give --answers FILE or --ask, not both")


@slow
@pytest.mark.usefixtures("plain")
def test_a_missing_answer_leaves_it_undecided_and_is_named(tmp_path: Path, track: Path) -> None:
    answers, file = tmp_path / "answers.toml", tmp_path / "result.json"
    good = Path("docs/answers.toml").read_text("utf-8")
    answers.write_text(good.replace('\nweakness = "no"', "\n"), "utf-8")
    run = analyze(track, "--answers", answers, "--json", file)
    assert (run.code, run.notes) == (0, [])
    advice = json.loads(file.read_text())["advice"]
    assert advice["decision"] == "undecided"
    assert advice["missing"] == ["weakness"]
    assert "[weakness]" in run.out


# Outputs


@pytest.mark.parametrize("option", ["--json", "--save-track"])
def test_an_output_in_a_folder_that_does_not_exist_is_refused_at_once(tmp_path: Path, option: str) -> None:
    check_refused(analyze(CORRECT, option, tmp_path / "gone" / "out"), "there is no folder", "Make it first")


@pytest.mark.parametrize("option", ["--json", "--save-track"])
def test_a_folder_as_output_is_refused_at_once(tmp_path: Path, option: str) -> None:
    check_refused(analyze(CORRECT, option, tmp_path), "this is a folder", "name of a file")


@slow
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("option", ["--json", "--save-track"])
def test_a_full_disk_does_not_cost_the_verdict(tmp_path: Path, track: Path, option: str) -> None:
    full = tmp_path / "full.pose.npz"
    full.symlink_to("/dev/full")
    run = analyze(track, option, full)
    check_one_line(run.notes, "full.pose.npz", "No space left", "write elsewhere")
    assert run.code == 2
    assert "3 reps" in run.out


@slow
@pytest.mark.usefixtures("plain")
def test_a_full_disk_under_standard_output_does_not_cost_the_file(tmp_path: Path, track: Path) -> None:
    file = tmp_path / "result.json"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(track, "--json", file), stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    check_one_line(split_notes(done.stderr), "standard output", "No space left")
    assert done.returncode == 2
    assert json.loads(file.read_text())["form"] == "good"


@slow
@pytest.mark.usefixtures("plain")
def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path, track: Path) -> None:
    file = tmp_path / "result.json"
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        command(track, "--json", file), stdout=write_end, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    os.close(write_end)
    assert split_notes(done.stderr) == []
    assert done.returncode == 0
    assert json.loads(file.read_text())["form"] == "good"


# Ctrl-C


@slow
def test_ctrl_c_half_way_keeps_what_was_measured(tmp_path: Path) -> None:
    file, track = tmp_path / "result.json", tmp_path / "set.pose.npz"
    terminal, end = pty.openpty()  # the progress bar tells when to stop
    process = subprocess.Popen(
        command(TOO_FAST, "--json", file, "--save-track", track), stdout=subprocess.PIPE, stderr=end, text=True
    )
    os.close(end)
    seen = read_terminal(terminal, until=rb"[3-9]\d %")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    seen += read_terminal(terminal)
    os.close(terminal)
    assert b"Traceback" not in seen
    notes = re.findall(r"formcheck: [^\r\n]*", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode()))
    check_one_line(notes, "stopped by Ctrl-C at", "of 11.6 s")
    assert process.returncode == 130
    result = json.loads(file.read_text())
    assert result["source"]["interrupted"] is True
    assert 3 < result["source"]["duration_s"] < 11
    assert 1 <= len(result["reps"]) <= 5
    assert "What the camera saw" in out
    again = analyze(track, "--json", file)
    assert again.code == 130
    assert json.loads(file.read_text())["reps"] == result["reps"]


def read_terminal(terminal: int, until: bytes | None = None) -> bytes:
    """Return what was written to a terminal, up to a pattern or its end."""
    seen = b""
    with contextlib.suppress(OSError):  # EIO: all writers are gone
        while (part := os.read(terminal, 1024)) and not (until and re.search(until, seen := seen + part)):
            seen = seen if until else seen + part
    return seen


def interrupt(process: subprocess.Popen[str]) -> list[str]:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert out == ""
    assert process.returncode == 130
    return split_notes(err)


def test_ctrl_c_before_the_clip_is_read_is_one_line(tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    os.mkfifo(answers)
    process = subprocess.Popen(
        command(CORRECT, "--answers", answers), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with answers.open("w"):  # opens once formcheck waits for the answers
        check_one_line(interrupt(process), "stopped by Ctrl-C before there was a result")


@slow
def test_ctrl_c_while_mediapipe_loads_is_one_line() -> None:
    process = subprocess.Popen(command(CORRECT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Reading ")
    check_one_line(interrupt(process), "stopped by Ctrl-C before there was a result")


@slow
@pytest.mark.usefixtures("plain")
def test_ctrl_c_at_the_questions_keeps_the_set_and_leaves_it_undecided(track: Path) -> None:
    process = subprocess.Popen(
        command(track, "--ask"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Reading ")
    assert process.stderr.readline().startswith("Answer y (yes)")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert "UNDECIDED" in out
    assert "3 reps" in out
    assert process.returncode == 0
