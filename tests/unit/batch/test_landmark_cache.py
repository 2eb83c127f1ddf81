"""Landmarks are kept by what they were made from; an entry that is damaged, or cannot be kept, stops nothing."""

from __future__ import annotations

import ast
import errno
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import formcheck.batch.job as jobs
from formcheck.analysis import analyze_with_track, make_session
from formcheck.batch import landmark_cache
from formcheck.batch.job import Job, do_job
from formcheck.batch.landmark_cache import LandmarkCache
from formcheck.batch.verdict import Outcome, Verdict
from formcheck.errors import OutputError, VideoError
from formcheck.pose import BEND
from formcheck.sources.track_file import load_track
from tests.e2e.batches import TRACK

PACKAGE = Path("src/formcheck")
NOT_ABOUT_LANDMARKS = {"errors", "files", "messages", "provenance", "sources/models", "sources/native"}


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    (tmp_path / "clip.mp4").write_bytes(b"film")
    return tmp_path / "clip.mp4"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every clip show what a saved track has, and note each that is read."""
    found: list[str] = []

    def read(path: Any, session: Any, **options: Any) -> Any:
        found.append(str(path))
        return analyze_with_track(TRACK, session)

    monkeypatch.setattr(jobs, "_analyze", read)
    return found


def do(clip: Path, cache: Path, **job: Any) -> Outcome:
    done = do_job(Job(str(clip), **{"exercise": "hip-lift", **job}), cache)
    assert isinstance(done.seen, Verdict), done
    return done


def test_a_clip_is_read_once_and_gives_the_same(clip: Path, tmp_path: Path, reads: list[str]) -> None:
    first, again = (do(clip, tmp_path) for _ in range(2))
    assert (first.cached, again.cached, len(reads)) == (False, True, 1)
    assert first.seen == again.seen
    assert do(Path(shutil.copy(clip, tmp_path / "other.mp4")), tmp_path).cached  # by content, not by name


def test_other_content_model_or_surface_is_another_entry_and_what_comes_later_is_not(
    clip: Path, tmp_path: Path, reads: list[str]
) -> None:
    do(clip, tmp_path)
    assert do(clip, tmp_path, side="left", thresholds="docs/thresholds.toml").cached
    assert not do(clip, tmp_path, model="lite").cached
    assert not do(clip, tmp_path, exercise="plank").cached
    clip.write_bytes(b"another")
    assert not do(clip, tmp_path).cached
    assert len(list(tmp_path.glob("*.pose.npz"))) == 4


def flip_a_bit(whole: bytes) -> bytes:
    """Damage what is compressed, so that it cannot be unpacked: a wrong length, and no wrong sum of it all."""
    for place in range(5000, 6000):
        damaged = whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]
        with zipfile.ZipFile(BytesIO(damaged)) as archive, suppress(zipfile.BadZipFile):
            try:
                archive.testzip()
            except zlib.error:
                return damaged
    raise AssertionError("no bit makes a difference")


@pytest.mark.parametrize(
    "damage",
    [lambda whole: b"", lambda whole: b"nothing", lambda whole: whole[:5000], flip_a_bit],
    ids=["empty", "no track", "cut off", "a bit flipped"],
)
def test_a_damaged_entry_is_made_again(
    clip: Path, tmp_path: Path, reads: list[str], damage: Callable[[bytes], bytes]
) -> None:
    first = do(clip, tmp_path)
    (entry,) = tmp_path.glob("*.pose.npz")
    entry.write_bytes(damage(entry.read_bytes()))
    again = do(clip, tmp_path)
    assert (again.cached, again.seen, again.warnings) == (False, first.seen, ())
    assert len(load_track(entry)) > 0
    assert do(clip, tmp_path).cached


@pytest.mark.parametrize("change", ["replaced", "written over"])
def test_a_clip_that_is_replaced_while_it_is_read_is_not_kept(
    change: str, clip: Path, tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = jobs._analyze
    content, stat = clip.read_bytes(), clip.stat()

    def replace(path: Path, *arguments: Any, **options: Any) -> Any:
        if change == "replaced":
            path.rename(tmp_path / "old.mp4")
            path.write_bytes(b"othr")
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        else:
            path.write_bytes(b"other")
        return read(path, *arguments, **options)

    monkeypatch.setattr(jobs, "_analyze", replace)
    do(clip, tmp_path)
    monkeypatch.setattr(jobs, "_analyze", read)
    clip.write_bytes(content)
    assert not do(clip, tmp_path).cached
    assert do(clip, tmp_path).cached


def test_another_model_to_look_for_people_is_another_entry(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = LandmarkCache(clip.parent).find_entry(clip, "full", None)
    identify = landmark_cache._identify
    monkeypatch.setattr(landmark_cache, "_identify", lambda model: "new" if model == "lite" else identify(model))
    assert LandmarkCache(clip.parent).find_entry(clip, "full", None) != entry


def test_landmarks_of_another_user_are_told_once_and_stay(
    clip: Path, tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    assert LandmarkCache(cache).prepare() is None
    do(clip, cache)
    assert LandmarkCache(cache).prepare() is None
    (entry,) = cache.iterdir()
    before = entry.stat()
    deny(monkeypatch, entry)
    assert "another user" in str(LandmarkCache(cache).prepare())
    again = do(clip, cache)
    assert (again.cached, again.warnings) == (False, ())
    assert entry.stat() == before


def deny(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let a file be one that may not be read, to whoever runs this test: root may read all."""
    access, opened = os.access, Path.open

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(self, *arguments, **options)

    monkeypatch.setattr(os, "access", lambda file, mode: Path(file) != path and access(file, mode))
    monkeypatch.setattr(Path, "open", refuse)


def test_a_cache_that_cannot_be_written_is_a_warning(clip: Path, tmp_path: Path, reads: list[str]) -> None:
    (tmp_path / "cache").mkdir()
    entry = LandmarkCache(tmp_path / "cache").find_entry(clip, "full", BEND)
    entry.mkdir()
    done = do(clip, tmp_path / "cache")
    assert [str(entry) in warning for warning in done.warnings] == [True]


def test_many_at_once_on_one_cache_leave_one_whole_entry(clip: Path, tmp_path: Path, reads: list[str]) -> None:
    (tmp_path / "cache").mkdir()
    with ThreadPoolExecutor(8) as pool:
        done = [*pool.map(lambda _: do(clip, tmp_path / "cache"), range(16))]
    assert len({repr(outcome.seen) for outcome in done}) == 1
    assert all(outcome.warnings == () for outcome in done)
    (entry,) = (tmp_path / "cache").iterdir()  # nothing half-written beside it
    assert len(load_track(entry)) > 0
    assert do(clip, tmp_path / "cache").cached


def test_a_clip_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="there is no such file"):
        LandmarkCache(tmp_path).find_entry(tmp_path / "none.mp4", "full", BEND)


def test_a_folder_that_cannot_be_made_is_an_error(clip: Path) -> None:
    with pytest.raises(OutputError, match="the folder cannot be made"):
        LandmarkCache(clip / "cache").prepare()


def test_all_code_on_which_landmarks_depend_is_part_of_the_name() -> None:
    """What the reading of a clip imports, and what that imports, is either hashed or has nothing to do with them."""
    found: set[str] = set()
    left = ["sources/clip"]
    while left:
        module = left.pop()
        if module not in found:
            found.add(module)
            left += [m for m in _list_imports(module) if m not in NOT_ABOUT_LANDMARKS]
    assert {f"{module}.py" for module in found} == set(landmark_cache._MADE_BY)


def _list_imports(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("formcheck."):
            yield (node.module or "").removeprefix("formcheck.").replace(".", "/")


def test_a_clip_in_the_cache_is_analysed_without_mediapipe(clip: Path, tmp_path: Path, reads: list[str]) -> None:
    do(clip, tmp_path)
    code = (
        "import sys; from pathlib import Path; from formcheck.batch.job import Job, do_job\n"
        f"done = do_job(Job({str(clip)!r}, 'hip-lift'), Path({str(tmp_path)!r}))\n"
        "print(done.cached, done.seen.reps, 'mediapipe' in sys.modules, 'cv2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "4", "False", "False"]


def test_it_is_the_verdict_of_the_clip(clip: Path, tmp_path: Path, reads: list[str]) -> None:
    do(clip, tmp_path)
    result, _ = analyze_with_track(TRACK, make_session("hip-lift"))
    seen = do(clip, tmp_path).seen
    assert isinstance(seen, Verdict)
    assert (seen.reps, seen.form) == (len(result.counted), result.form)
