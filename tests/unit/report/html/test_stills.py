"""Pictures of single instants: the very picture of the clip, or a plain ground."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from formcheck.drawing.looks import GROUND
from formcheck.pose import PoseTrack
from formcheck.report.html.stills import make_stills
from formcheck.sources.video import VideoReader
from tests.e2e.clips import SAMPLES, Timed, keep_at_random_steps, keep_until, read_clip, set_rotation_flag, write_clip
from tests.synthetic import blind
from tests.unit.report.video.sets import Done, Rgb, judge, lift_too_high

SIZE = (480, 320)
LARGEST = 120_000


def paint(number: int) -> Rgb:
    """Return a picture that is like none of its neighbours, nor like itself turned."""
    rgb = np.full((SIZE[1], SIZE[0], 3), 20 + (37 * number) % 200, np.uint8)
    rgb[:100, :160] = (250, 240, 30)
    return rgb


PICTURES = [Timed(i / 30, paint(i)) for i in range(45)]


def turned(path: Path, clockwise_deg: int) -> Path:
    set_rotation_flag(write_clip(path, PICTURES), clockwise_deg)
    return path


CLIPS: dict[str, Callable[[Path], Path]] = {
    "plain": lambda path: write_clip(path, PICTURES),
    "turned by 90": lambda path: turned(path, 90),
    "turned by 180": lambda path: turned(path, 180),
    "turned by 270": lambda path: turned(path, 270),
    "variable rate": lambda path: write_clip(path, keep_at_random_steps(PICTURES, 4)),
    "first time is not 0": lambda path: write_clip(path, [Timed(p.time_s + 0.7, p.rgb) for p in PICTURES]),
    "5 a second": lambda path: write_clip(path, [Timed(i / 5, p.rgb) for i, p in enumerate(PICTURES[:15])]),
    "60 a second": lambda path: write_clip(path, [Timed(i / 60, p.rgb) for i, p in enumerate(PICTURES)]),
    "240 a second": lambda path: write_clip(path, [Timed(i / 240, p.rgb) for i, p in enumerate(PICTURES)]),
}


@dataclass(frozen=True)
class Seen:
    """A clip as the analysis reads it, with a set in which nobody was found, so that nothing is drawn in."""

    clip: Path
    pictures: list[Rgb]
    done: Done

    def show(self, frames: list[int], clip: Path | None = None) -> list[Rgb]:
        times = [float(self.done.track.time_s[i]) for i in frames]
        stills = make_stills(times, self.done.track, self.done.result, self.done.exercise, clip or self.clip)
        assert set(stills) == set(times)
        return [open_jpeg(stills[t]) for t in times]


def read(clip: Path) -> Seen:
    with VideoReader(clip) as reader:
        read = [(picture.time_s, picture.rgb) for picture in reader]
        size = (reader.width, reader.height)
    nobody = blind(lift_too_high(size=size, time_s=np.array([time_s for time_s, _ in read])).track)
    return Seen(clip, [rgb for _, rgb in read], judge(nobody))


def open_jpeg(data: bytes) -> Rgb:
    assert data[:3] == b"\xff\xd8\xff"
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert bgr is not None
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def differ(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> float:
    return float(np.abs(a.astype(int) - b).mean())


@pytest.mark.parametrize("kind", CLIPS)
def test_a_still_is_the_picture_that_was_analysed(kind: str, tmp_path: Path) -> None:
    seen = read(CLIPS[kind](tmp_path / "clip.mp4"))
    last = len(seen.pictures) - 1
    frames = [last // 2, 0, 1, last, last - 1, last // 3]
    for i, still in zip(frames, seen.show(frames), strict=True):
        assert still.shape == seen.pictures[i].shape
        assert differ(still, seen.pictures[i]) < 4.0
        assert min(differ(still, seen.pictures[j]) for j in (i - 1, (i + 1) % len(seen.pictures))) > 15.0


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return read(write_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", PICTURES))


def is_plain(picture: Rgb) -> bool:
    return bool(np.all(np.abs(picture.astype(int) - GROUND) <= 4))


def make_unreadable(path: Path, clip: Path) -> None:
    path.write_bytes(b"this is no film" * 100)


def make_other_size(path: Path, clip: Path) -> None:
    write_clip(path, [Timed(p.time_s, p.rgb[:200]) for p in PICTURES])


def make_head(path: Path, clip: Path) -> None:
    path.write_bytes(clip.read_bytes()[:40])


OTHERS: dict[str, Callable[[Path, Path], None]] = {
    "missing": lambda path, clip: None,
    "a folder": lambda path, clip: path.mkdir(),
    "empty": lambda path, clip: path.touch(),
    "unreadable": make_unreadable,
    "cut off at once": make_head,
    "of another size": make_other_size,
    "turned since": lambda path, clip: set_rotation_flag(Path(shutil.copy(clip, path)), 90),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_clip_gives_a_plain_ground(kind: str, plain: Seen, tmp_path: Path) -> None:
    other = tmp_path / "clip.mp4"
    OTHERS[kind](other, plain.clip)
    stills = plain.show([3, 40], other)
    assert all(map(is_plain, stills))
    assert stills[0].shape == (SIZE[1], SIZE[0], 3)


@pytest.mark.parametrize("size", [SIZE, (SIZE[0] - 1, SIZE[1] - 1)])
def test_a_film_may_begin_in_the_middle_of_the_track_and_have_sides_made_even(
    size: tuple[int, int], plain: Seen
) -> None:
    done, begins_s = plain.done, 7.4
    track = dataclasses.replace(done.track, time_s=done.track.time_s + begins_s, width=size[0], height=size[1])
    for i in (0, 3, 40):
        at_s = float(track.time_s[i])
        stills = make_stills([at_s], track, done.result, done.exercise, plain.clip, clip_begins_s=begins_s)
        picture = open_jpeg(stills[at_s])
        assert picture.shape == (size[1], size[0], 3)
        assert differ(picture, plain.pictures[i][: size[1], : size[0]]) < 4.0


def test_of_a_clip_that_ends_early_the_pictures_that_are_there_are_shown(plain: Seen, tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "whole.mp4", PICTURES, index_first=True).read_bytes()
    part = tmp_path / "part.mp4"
    part.write_bytes(whole[: len(whole) * 2 // 3])
    first, last = plain.show([3, 44], part)
    assert differ(first, plain.pictures[3]) < 4.0
    assert is_plain(last)


@pytest.mark.parametrize("clip", [None, Path("set.pose.npz")])
def test_without_a_clip_or_with_saved_landmarks_the_figure_is_on_a_plain_ground(clip: Path | None) -> None:
    done = lift_too_high(size=SIZE, fps=10.0)
    at_s = float(done.track.time_s[20])
    picture = open_jpeg(make_stills([at_s], done.track, done.result, done.exercise, clip)[at_s])
    ground = np.all(np.abs(picture.astype(int) - GROUND) <= 10, axis=2).mean()
    assert 0.5 < ground < 0.99


def test_the_figure_is_drawn_into_the_picture(tmp_path: Path) -> None:
    done = lift_too_high(size=SIZE, fps=30.0)
    clip = write_clip(tmp_path / "clip.mp4", [Timed(t, paint(0)) for t in done.track.time_s.tolist()])
    at_s = float(done.track.time_s[60])
    picture = open_jpeg(make_stills([at_s], done.track, done.result, done.exercise, clip)[at_s])
    changed = np.abs(picture.astype(int) - paint(0)).max(axis=2) > 40
    assert 0.01 < changed.mean() < 0.4


def test_no_times_are_no_pictures(plain: Seen) -> None:
    empty = plain.done.track.slice(0, 0)
    assert make_stills([], empty, plain.done.result, plain.done.exercise, plain.clip) == {}


def grain(rgb: Rgb, size: tuple[int, int]) -> Rgb:
    """Return a picture as a camera in a dim room would take it."""
    noise = np.random.default_rng(0).normal(0.0, 6.0, (size[1], size[0], 3))
    large = cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(large + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("size", [(1440, 1080), (1080, 1440), (640, 480)])
def test_a_still_is_small(size: tuple[int, int], tmp_path: Path) -> None:
    pictures = keep_until(read_clip(SAMPLES / "hip-lift-over-arched.mp4"), 0.2)
    clip = write_clip(tmp_path / "clip.mp4", [Timed(p.time_s, grain(p.rgb, size)) for p in pictures])
    done = read(clip).done
    (data,) = make_stills([0.1], done.track, done.result, done.exercise, clip).values()
    assert open_jpeg(data).shape[1] == min(720, size[0])
    assert 5_000 < len(data) < LARGEST


def test_the_nearest_picture_is_taken(plain: Seen) -> None:
    track: PoseTrack = plain.done.track
    at_s = float(track.time_s[30]) + 0.01
    data = make_stills([at_s], track, plain.done.result, plain.done.exercise, plain.clip)[at_s]
    assert differ(open_jpeg(data), plain.pictures[30]) < 4.0
