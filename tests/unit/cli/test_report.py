"""What ``formcheck analyze --html`` writes, refuses, and leaves when something goes wrong."""

from __future__ import annotations

import html
import os
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from formcheck.errors import OutputError
from formcheck.exercises import find_exercise
from formcheck.exercises.limits import list_thresholds
from formcheck.sources.track_file import load_track
from tests.unit.cli.running import Done, find_english, run
from tests.unit.cli.test_language import CLIPS, DISCLAIMER
from tests.unit.report.html.pages import GOLDEN, Page

TRACK = GOLDEN / "hip-lift-h-too-fast.pose.npz"
QUICK = GOLDEN / "hip-lift-d-two-people.pose.npz"
"""Nothing was counted in it: a page without plots takes no time."""
FILM = b"this could be a film" * 1000


def analyze(*options: object, clip: Path = QUICK, exercise: str = "hip-lift") -> Done:
    return run("analyze", str(clip), "--exercise", exercise, *map(str, options))


def open_page(path: Path) -> Page:
    return Page(path.read_text("utf-8"))


def has_film(path: Path) -> bool:
    return any(e.attributes.get("id") == "film-data" for e in open_page(path).find("script"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.html"


@pytest.fixture
def fake_film(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Writing a film takes no time, and can be made to fail."""

    def write(_clip: Path, _track: object, _result: object, film: Path, **_options: object) -> None:
        film.write_bytes(FILM)

    fake = Mock(side_effect=write)
    monkeypatch.setattr("formcheck.report.video.write_annotated_video", fake)
    return fake


def test_the_page_is_written_for_its_owner_alone(path: Path) -> None:
    done = analyze("--html", path, clip=TRACK)
    assert (done.code, done.err.startswith("Reading ")) == (0, True)
    assert path.stat().st_mode & 0o777 == 0o600
    page = open_page(path)
    assert page.find("html")[0].attributes["lang"] == "en"
    assert [e.text for e in page.find("h1")] == ["Hip lift"]
    source = load_track(TRACK).source
    assert source is not None
    assert Path(source.path).name in page.read()
    assert str(TRACK.parent) not in path.read_text("utf-8")
    assert [*path.parent.iterdir()] == [path]


def test_what_is_printed_is_the_same_with_a_page(path: Path) -> None:
    assert analyze("--html", path).out == analyze().out


def expect_refusal(done: Done, said: str) -> None:
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("formcheck: ")  # nothing was read before
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("name", ["report.pdf", "report", "report.html.txt"])
def test_another_kind_of_file_is_refused_before_the_clip_is_read(name: str, tmp_path: Path) -> None:
    done = analyze("--html", tmp_path / name)
    expect_refusal(done, f"{name}: the report is a web page. Give it a name that ends in .html.")
    assert [*tmp_path.iterdir()] == []


def test_a_missing_folder_and_a_folder_are_refused_before_the_clip_is_read(tmp_path: Path) -> None:
    expect_refusal(analyze("--html", tmp_path / "none" / "report.html"), "there is no folder")
    (tmp_path / "folder.html").mkdir()
    expect_refusal(analyze("--html", tmp_path / "folder.html"), "this is a folder")


def test_a_folder_that_cannot_be_written_is_refused_before_the_clip_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)  # the administrator may write anywhere
    expect_refusal(analyze("--html", path), "cannot be written (no permission)")


def test_the_skeleton_alone_may_be_in_a_page(path: Path) -> None:
    assert analyze("--html", path, "--skeleton-only").code == 0
    assert path.exists()
    expect_refusal(analyze("--skeleton-only"), "give --video FILE.mp4 or --html FILE.html too")


def test_the_skeleton_alone_shows_nothing_of_the_clip(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Mock(return_value={})
    monkeypatch.setattr("formcheck.report.html.page.make_stills", made)
    for options, clip in (((), QUICK), (("--skeleton-only",), None)):
        assert analyze("--html", path, *options).code == 0
        assert made.call_args.args[-1] == clip


def test_the_film_is_put_into_the_page(path: Path) -> None:
    film = path.with_suffix(".mp4")
    assert analyze("--html", path).code == 0
    without = path.stat().st_size
    assert analyze("--html", path, "--video", film, "--skeleton-only").code == 0
    assert path.stat().st_size - without == pytest.approx(film.stat().st_size * 4 / 3, rel=0.03)
    assert has_film(path)


def test_a_film_that_fails_leaves_the_page_without_it(path: Path, fake_film: Mock) -> None:
    fake_film.side_effect = OutputError("film.mp4: could not be written (No space left on device).")
    done = analyze("--html", path, "--video", path.with_suffix(".mp4"), "--skeleton-only")
    assert done.code == 2
    assert done.err.splitlines()[-1] == "formcheck: film.mp4: could not be written (No space left on device)."
    assert "What the camera saw" in done.out
    assert not has_film(path)


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file can grow beyond 100 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_one_line_and_takes_nothing_else_with_it(path: Path) -> None:
    path.write_text("the one before")
    result = path.with_suffix(".json")
    done = analyze("--html", path, "--json", result)
    assert done.code == 2
    notes = [line for line in done.err.splitlines() if line.startswith("formcheck: ")]
    assert notes == [f"formcheck: {path}: could not be written (File too large). Free some space or write elsewhere."]
    assert "What the camera saw" in done.out
    assert path.read_text() == "the one before"
    assert sorted(p.name for p in path.parent.iterdir()) == ["report.html", "report.json"]


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_once_for_the_page_and_once_for_the_film(path: Path) -> None:
    film = path.with_suffix(".mp4")
    done = analyze("--html", path, "--video", film, "--skeleton-only")
    assert done.code == 2
    notes = [line for line in done.err.splitlines() if line.startswith("formcheck: ")]
    assert [str(name) in note for name, note in zip((path, film), notes, strict=True)] == [True, True]
    assert [*path.parent.iterdir()] == []


@pytest.mark.usefixtures("full_disk", "fake_film")
def test_a_page_that_fails_beside_a_film_is_told_once(path: Path) -> None:
    film = path.with_suffix(".mp4")
    done = analyze("--html", path, "--video", film, "--skeleton-only")
    assert done.code == 2
    assert [str(path) in line for line in done.err.splitlines() if line.startswith("formcheck: ")] == [True]
    assert film.read_bytes() == FILM


def test_ctrl_c_while_the_film_is_written_leaves_the_page(path: Path, fake_film: Mock) -> None:
    fake_film.side_effect = KeyboardInterrupt
    film = path.with_suffix(".mp4")
    done = analyze("--html", path, "--video", film, "--skeleton-only")
    assert done.code == 130
    assert f"stopped by Ctrl-C: {film} was not written." in done.err
    assert "Traceback" not in done.err
    assert not has_film(path)
    assert [*path.parent.iterdir()] == [path]


def test_a_name_is_on_the_page_and_no_name_is_not(path: Path) -> None:
    assert analyze("--html", path, "--person", "<b>Anna</b>").code == 0
    assert open_page(path).read_in("about").startswith("Report of a set · <b>Anna</b> · ")
    assert html.escape("<b>Anna</b>") in path.read_text("utf-8")
    for options in ((), ("--person", "me")):
        assert analyze("--html", path, *options).code == 0
        words = open_page(path).read_in("about").replace("·", " ").split()
        assert "me" not in words
        assert words[:4] == ["Report", "of", "a", "set"]


def test_the_day_is_on_the_page(path: Path) -> None:
    assert analyze("--html", path, "--on", "2025-03-09").code == 0
    assert "2025-03-09" in open_page(path).read_in("about")


@pytest.mark.parametrize(
    ("exercise", "clip"),
    [*((exercise, clips[0]) for exercise, clips in CLIPS.items()), ("clamshell", CLIPS["clamshell"][-1])],
    ids=str,
)
def test_the_page_is_in_japanese(exercise: str, clip: str, path: Path) -> None:
    """Names of rules and files, and the sources of limits, are in English."""
    track = GOLDEN / f"{clip}.pose.npz"
    done = analyze("--html", path, "--language", "ja", clip=track, exercise=exercise)
    assert done.code == 0
    page = open_page(path)
    assert page.find("html")[0].attributes["lang"] == "ja"
    read = page.read("ja")
    assert DISCLAIMER in read
    assert "。。" not in read
    limits = [*list_thresholds(find_exercise(exercise))]
    read = re.sub(r"[0-9a-f]{64}|\{time\}", "", read)
    assert find_english(read, [track.name, *limits]) == []
    sources = {t.source for t in list_thresholds(find_exercise(exercise)).values()}
    assert {" ".join(s.split()) for s in sources} == {
        " ".join(e.text.split()) for e in page.find("td") if e.attributes.get("lang") == "en"
    }
