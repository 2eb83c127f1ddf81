"""What ``--video`` and ``--skeleton-only`` ask for; of ``--html`` see test_report.py."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from formcheck.cli.pictures import check_pictures, write_film
from formcheck.errors import InputError, OutputError
from tests.e2e.clips import read_clip
from tests.unit.report.video.sets import lift_too_high


def test_without_a_film_nothing_is_checked() -> None:
    check_pictures(None, None, Path("none.mp4"), skeleton_only=False)


def test_a_skeleton_needs_a_film_to_be_in() -> None:
    with pytest.raises(InputError, match=r"give --video FILE\.mp4 or --html FILE\.html too"):
        check_pictures(None, None, Path("clip.mp4"), skeleton_only=True)


def test_a_film_is_checked_before_the_clip_is_read(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the film is an mp4 file"):
        check_pictures(tmp_path / "film.mov", None, Path("clip.mp4"), skeleton_only=False)


def test_the_film_of_a_saved_track_is_the_skeleton(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done, path = lift_too_high(fps=5.0, size=(320, 240)), tmp_path / "film.mp4"
    check_pictures(path, None, Path("set.pose.npz"), skeleton_only=True)
    write_film(Path("set.pose.npz"), done.track, done.result, path, done.exercise, skeleton_only=True)
    assert len(list(read_clip(path))) == len(done.track)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"Writing {path} ...\n"


def test_ctrl_c_is_passed_on_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, path = lift_too_high(fps=5.0, size=(320, 240)), tmp_path / "film.mp4"
    monkeypatch.setattr("formcheck.report.video.painter.Painter.draw", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_film(tmp_path / "none", done.track, done.result, path, done.exercise, skeleton_only=True)
    assert list(tmp_path.iterdir()) == []
