"""What a film's name and this machine must be like, told before there is anything to write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formcheck import mp4
from formcheck.errors import OutputError, SetupError
from formcheck.mp4 import Mp4Writer, check_film


def test_a_new_name_and_an_old_film_are_fine(tmp_path: Path) -> None:
    clip, old = tmp_path / "clip.mp4", tmp_path / "old.MP4"
    for file in (clip, old):
        file.write_bytes(b"a film")
    for path in (tmp_path / "new.mp4", old):
        check_film(path, clip)
        check_film(path, None)
    assert old.read_bytes() == b"a film"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("film.mov", "the film is an mp4 file"),
        ("none/film.mp4", "there is no folder"),
        ("folder.mp4", "this is a folder"),
        ("pipe.mp4", "a film needs a file"),
        ("clip.mp4", "this is the clip itself"),
        ("link.mp4", "this is the clip itself"),
    ],
)
def test_a_name_that_cannot_be_a_film_is_refused(name: str, why: str, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"a film")
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "link.mp4").symlink_to(clip)
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(OutputError, match=why):
        check_film(tmp_path / name, clip)
    assert clip.read_bytes() == b"a film"


def test_without_an_encoder_it_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp4.av, "codecs_available", frozenset({"mpeg4"}))
    with pytest.raises(SetupError, match="Reinstall it: pip install --force-reinstall av"):
        check_film(tmp_path / "film.mp4", None)
    with pytest.raises(SetupError, match="no libx264"):
        Mp4Writer(tmp_path / "film.mp4", 64, 48, 30.0)
