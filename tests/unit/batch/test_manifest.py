"""A manifest says what to do and what to expect; every slip is told in one line, with its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from formcheck.batch.manifest import read_folder, read_manifest
from formcheck.errors import InputError, SetupError
from tests.e2e.batches import TRACK, write_manifest

CLIP: dict[str, Any] = {"file": "a.pose.npz", "exercise": "hip-lift"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(TRACK, tmp_path / "a.pose.npz")
    (tmp_path / "b.pose.npz").symlink_to("a.pose.npz")
    return tmp_path


def refuse(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_manifest(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    assert len(text.splitlines()) == 1
    return text.removeprefix(f"{path}: ")


def test_all_that_can_be_stated_is_read_with_paths_from_its_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("answers.toml", "thresholds.toml"):
        shutil.copy(Path("docs") / name, folder)
    stated = {
        **CLIP,
        "shows": "four lifts",
        "side": "left",
        "thresholds": "thresholds.toml",
        "reps": 4,
        "partial_reps": 0,
        "reps_not_seen": 0,
        "holds_s": [8, 2.5],
        "form": "good",
        "decision": "continue",
        "findings": {"hip-lift.jerky": [2, 1], "hip-lift.too-fast": True},
        "not_measurable": ["hip-lift.fatigue"],
    }
    path = write_manifest(folder / "m.toml", [stated], 'answers = "answers.toml"\nhold_tolerance_s = 1\nmodel = "lite"')
    monkeypatch.chdir("/")
    manifest = read_manifest(path)
    (entry,) = manifest.entries
    assert manifest.hold_tolerance_s == 1.0
    assert entry.name == "a.pose.npz"
    assert (entry.job.clip, entry.job.model, entry.job.side) == (str(folder / "a.pose.npz"), "lite", "left")
    assert entry.job.thresholds == str(folder / "thresholds.toml")
    assert entry.job.answers["pain_during"] == 0
    assert entry.expected.holds_s == (8, 2.5)
    assert entry.expected.findings == {"hip-lift.jerky": (2, 1), "hip-lift.too-fast": True}
    assert read_manifest(path, model="full").entries[0].job.model == "full"


def test_what_is_not_stated_is_not_expected(folder: Path) -> None:
    (entry,) = read_manifest(write_manifest(folder / "m.toml", [CLIP])).entries
    assert {getattr(entry.expected, name) for name in entry.expected.__slots__} == {None}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rep": 4}, "rep: no such key; did you mean reps?"),
        ({"exercise": "hip-lfit"}, "hip-lfit: no such exercise. Did you mean hip-lift?"),
        ({"exercise": 3}, "exercise: give a text"),
        ({"file": "b.mp4"}, "there is no such file"),
        ({"file": "x" * 300}, "the clip cannot be read (File name too long)"),
        ({"file": "."}, "there is no such file"),
        ({"reps": -1}, "reps: give a whole number, 0 or more"),
        ({"reps": True}, "reps: give a whole number, 0 or more"),
        ({"holds_s": 8}, "holds_s: give a list of seconds, one for each hold"),
        ({"form": "splendid"}, "form: give one of good, adjust, not-measurable"),
        ({"decision": "go"}, "decision: give one of "),
        ({"side": "both"}, "side: give one of left, right"),
        ({"findings": ["hip-lift.jerky"]}, "findings: give a table of rules"),
        ({"findings": {"hip-lift.jerky": []}}, "findings: give a table of rules"),
        ({"findings": {"hip-lift.jerky": [0]}}, "findings: give a table of rules"),
        ({"findings": {"hip-lift.jerky": False}}, "findings: give a table of rules"),
        ({"findings": {"hip-lift.jerk": [1]}}, "hip-lift.jerk: no such rule of hip-lift; did you mean hip-lift.jerky?"),
        ({"not_measurable": ["plank.hip-sag"]}, "plank.hip-sag: no such rule of hip-lift"),
        ({"answers": "none.toml"}, "none.toml: "),
        ({"baseline": "none.json"}, "none.json: "),
        ({"thresholds": "none.toml"}, "none.toml: "),
    ],
)
def test_a_slip_is_told_with_its_place(change: dict[str, Any], told: str, folder: Path) -> None:
    said = refuse(write_manifest(folder / "m.toml", [CLIP, {**CLIP, "file": "b.pose.npz", **change}]))
    assert said.startswith("clip 2")
    assert told in said
    assert ";" not in said.replace("; did you", "").replace("reps or holds, as in", "") or "answers" in change


def test_all_slips_are_told_at_once(folder: Path) -> None:
    path = write_manifest(folder / "m.toml", [{**CLIP, "rep": 1}, {"file": "b.mp4"}, CLIP], "clips = 1")
    assert refuse(path) == (
        "clips: no such key; did you mean clip?; clip 1 (a.pose.npz): rep: no such key; did you mean reps?; "
        "clip 2 (b.mp4): exercise is missing; clip 2 (b.mp4): there is no such file; a.pose.npz stands in it twice"
    )


@pytest.mark.parametrize(
    ("common", "told"),
    [('answers = "none.toml"', "none.toml: the answers cannot be read"), ('model = "huge"', "huge: no such model")],
)
def test_a_slip_in_what_holds_for_all_clips_is_told_once(common: str, told: str, folder: Path) -> None:
    said = refuse(write_manifest(folder / "m.toml", [CLIP, {**CLIP, "file": "b.pose.npz"}], common))
    assert told in said
    assert "clip 1" not in said
    assert said.count(told) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no clip in it"),
        ("clip = []", "there is no clip in it"),
        ("clip = 3", "there is no clip in it"),
        ("[clip]\nfile = 'a'", "write [[clip]], with two brackets"),
        ("hold_tolerance_s = -1", "hold_tolerance_s: give a number of seconds, 0 or more"),
        ("[[clip]\n", "this is not a manifest in TOML: "),
        ("a = 1\na = 2\nb = 3", "(at line 2, column 6)"),
        ("a = " + "[" * 100_000, "this is not a manifest in TOML: "),
    ],
)
def test_one_that_is_empty_or_no_manifest_is_an_error(text: str, told: str, folder: Path) -> None:
    (folder / "m.toml").write_text(text, "utf-8")
    assert told in refuse(folder / "m.toml")


def test_so_is_one_that_is_not_there_or_no_text(folder: Path) -> None:
    (folder / "m.toml").write_bytes(b"\xff\xfe\x00")
    assert "this is not a manifest in TOML" in refuse(folder / "m.toml")
    assert "No such file or directory" in refuse(folder / "none.toml")


def test_many_slips_are_counted(folder: Path) -> None:
    said = refuse(write_manifest(folder / "m.toml", [{**CLIP, "file": f"{n}.mp4"} for n in range(2000)]))
    assert said.endswith("clip 10 (9.mp4): there is no such file; and 1990 more")


def test_a_name_with_a_line_feed_is_told_in_one_line(folder: Path) -> None:
    path = folder / "m.toml"
    path.write_text('["clip\\n\\u001b"]\n[[clip]]\nfile = "a\\nb.mp4"\nexercise = "hop\\n"\n', "utf-8")
    said = refuse(path)
    assert "clip 1 (a\N{REPLACEMENT CHARACTER}b.mp4): there is no such file" in said
    assert not {"\n", "\x1b"} & {*said}


@pytest.mark.parametrize("other", ["./a.pose.npz", "in/../a.pose.npz", "{folder}/a.pose.npz"])
def test_a_clip_stands_in_it_twice_however_it_is_written(other: str, folder: Path) -> None:
    clips = [CLIP, {**CLIP, "file": other.format(folder=folder)}]
    (folder / "in").mkdir()
    assert refuse(write_manifest(folder / "m.toml", clips)).endswith("a.pose.npz stands in it twice")


def test_what_may_be_a_key_to_an_address_is_not_shown(folder: Path) -> None:
    address = "https://me:secret@clips.example/in/a.pose.npz"
    (entry,) = read_manifest(write_manifest(folder / "m.toml", [{**CLIP, "file": f"{address}?sign=secret"}])).entries
    assert entry.name == "https://clips.example/in/a.pose.npz"
    assert entry.job.clip == f"{address}?sign=secret"
    said = refuse(write_manifest(folder / "m.toml", [{**CLIP, "file": f"{address}?v={n}"} for n in (1, 2)]))
    assert said == "https://clips.example/in/a.pose.npz stands in it twice"


def test_a_manifest_may_begin_with_the_mark_of_an_editor(folder: Path) -> None:
    path = write_manifest(folder / "m.toml", [CLIP])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().lstrip())
    assert len(read_manifest(path).entries) == 1


def test_a_saved_track_needs_no_model_but_no_nonsense_is_taken_for_one(folder: Path) -> None:
    path = write_manifest(folder / "m.toml", [CLIP])
    assert read_manifest(path, model="heavy").entries[0].job.model == "heavy"
    assert len(read_folder(folder, "hip-lift", model="heavy").entries) == 2
    with pytest.raises(SetupError, match=r"^none\.task: no such model"):
        read_manifest(path, model="none.task")
    with pytest.raises(SetupError, match=r"^none\.task: no such model"):
        read_folder(folder, "hip-lift", model="none.task")
    (folder / "a.mp4").touch()
    for file in ("a.mp4", "a.pose.npz", "https://clips.example/a.pose.npz?v=1"):
        said = refuse(write_manifest(folder / "m.toml", [{**CLIP, "file": file, "model": "none.task"}]))
        assert "none.task: no such model" in said
    elsewhere = {**CLIP, "file": "https://clips.example/a.pose.npz?v=1"}
    assert read_manifest(write_manifest(folder / "m.toml", [elsewhere]), model="heavy").entries


def test_a_model_of_a_manifest_is_looked_for_in_its_folder(folder: Path) -> None:
    (folder / "own.task").touch()
    (folder / "a.mp4").touch()
    path = write_manifest(folder / "m.toml", [{**CLIP, "file": "a.mp4", "model": "own.task"}])
    assert read_manifest(path).entries[0].job.model == str(folder / "own.task")


def test_a_folder_is_taken_by_name_without_what_is_hidden_or_no_clip(folder: Path) -> None:
    for name in ("b.MP4", "._c.mp4", "d.txt", "0.mov"):
        (folder / name).touch()
    (folder / "e.mp4").mkdir()
    manifest = read_folder(folder, "hip-lift")
    assert [entry.name for entry in manifest.entries] == ["0.mov", "a.pose.npz", "b.MP4", "b.pose.npz"]


def test_a_folder_without_a_clip_or_an_unknown_exercise_is_an_error(folder: Path) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match="there is no clip in this folder"):
        read_folder(folder / "empty", "hip-lift")
    with pytest.raises(InputError, match="no such exercise"):
        read_folder(folder, "hop")
