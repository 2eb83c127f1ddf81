"""A clip that lies elsewhere is fetched, and what may be a key to it is shown nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from formcheck.batch.clip_files import open_clip, show_clip
from formcheck.batch.job import Job, do_job
from formcheck.batch.verdict import Failure, Verdict
from tests.e2e.batches import TRACK, serve_folder

KEY = "?X-Signature=" + 300 * "secret"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a folder with a saved track and a clip that is damaged."""
    shutil.copy(TRACK, tmp_path / "ok.pose.npz")
    (tmp_path / "bad.mp4").write_bytes(b"no film")
    with serve_folder(tmp_path) as server:
        yield f"http://{server}"


def find_why(clip: str) -> str:
    seen = do_job(Job(clip, "hip-lift")).seen
    assert isinstance(seen, Failure)
    return seen.text


@pytest.mark.parametrize("query", ["", "?v=1", KEY])
def test_a_track_is_one_whatever_follows_its_name(query: str, served: str) -> None:
    seen = do_job(Job(f"{served}/ok.pose.npz{query}", "hip-lift")).seen
    assert isinstance(seen, Verdict), seen
    assert seen == do_job(Job(str(TRACK), "hip-lift")).seen


def test_a_clip_keeps_its_suffix_however_long_its_name_is() -> None:
    name = 300 * "腰" + ".mp4"
    fsspec.filesystem("memory").pipe(f"/{name}", b"film")
    with open_clip(f"memory://{name}") as path:
        assert path.suffix == ".mp4"
        assert path.read_bytes() == b"film"


def test_what_is_wrong_with_a_clip_names_its_address_without_the_key(served: str) -> None:
    address = f"{served}/bad.mp4"
    why = find_why(address.replace("//", "//me:secret@") + KEY)
    assert why.startswith(f"{address}: this is not a video that can be read")
    gone = find_why(f"{served}/gone.mp4{KEY}")
    assert gone.startswith(f"{served}/gone.mp4: cannot be fetched (404, message='File not found'")
    nobody = find_why(f"http://127.0.0.1:1/gone.mp4{KEY}")
    assert nobody.startswith("http://127.0.0.1:1/gone.mp4: cannot be fetched (")
    assert "Connect call failed" in nobody
    assert "secret" not in why + gone


@pytest.mark.parametrize(
    ("clip", "shown"),
    [
        ("in/a?b@c.mp4", "in/a?b@c.mp4"),
        ("s3://bucket/me@home.mp4", "s3://bucket/me@home.mp4"),
        ("https://me:se?cret@clips.example/a.mp4?sign=secret", "https://clips.example/a.mp4"),
        ("https://token@clips.example:80/a.mp4", "https://clips.example:80/a.mp4"),
        ("zip://a.mp4::https://me:secret@clips.example/a.zip?b", "zip://a.mp4::https://clips.example/a.zip"),
    ],
)
def test_a_key_is_no_part_of_the_name(clip: str, shown: str) -> None:
    assert show_clip(clip) == shown
