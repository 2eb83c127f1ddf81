"""The film as a file: times, size and codec, what is in its pictures, and what happens when it cannot be written."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys
import textwrap
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from formcheck.drawing.looks import GROUND
from formcheck.errors import InputError, OutputError
from formcheck.mp4 import Mp4Writer
from formcheck.report.video import check_video, write_annotated_video
from formcheck.sources.video import VideoReader
from tests.e2e.clips import read_clip, set_rotation_flag
from tests.synthetic import blind
from tests.unit.report.video.sets import Done, Rgb, film, judge, lift_too_high

TICK_S = 1 / 90_000
SMALL = (320, 240)


@pytest.fixture(scope="module")
def done() -> Done:
    """A lift, of which the time between two pictures is 30 to 130 ms."""
    steps = np.random.default_rng(3).uniform(0.03, 0.13, 90)
    time_s = np.round((np.cumsum(steps) - steps[0]) / TICK_S) * TICK_S
    found = lift_too_high(time_s=time_s[time_s < 6.0], size=SMALL)
    assert found.result.reps[0].findings
    return found


@pytest.fixture(scope="module")
def clip(done: Done, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(done, tmp_path_factory.mktemp("clip") / "clip.mp4")


@pytest.fixture(scope="module")
def written(done: Done, clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return done.write(clip, tmp_path_factory.mktemp("film") / "film.mp4")


def test_times_are_those_of_the_clip_at_a_variable_frame_rate(done: Done, clip: Path, written: Path) -> None:
    source = [picture.time_s for picture in read_clip(clip)]
    assert np.ptp(np.diff(source)) > 0.05
    assert [picture.time_s for picture in read_clip(written)] == pytest.approx(source, abs=TICK_S)
    with VideoReader(written) as reader:
        assert [picture.time_s for picture in reader] == pytest.approx(done.track.time_s, abs=TICK_S)


def test_a_browser_can_play_it(written: Path) -> None:
    with av.open(str(written)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert not container.streams.audio
        assert (stream.codec_context.colorspace, stream.codec_context.color_range) == (5, 1)
    data = written.read_bytes()
    assert data[4:8] == b"ftyp"
    assert 0 < data.index(b"moov") < data.index(b"mdat")  # the index comes first


def test_it_can_be_read_by_its_owner_only(written: Path) -> None:
    assert written.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((321, 241), (480, 360)),
        ((401, 363), (402, 364)),
        ((64, 48), (480, 360)),
        ((1440, 1080), (960, 720)),
    ],
)
def test_sizes_are_even_and_neither_tiny_nor_huge(
    size: tuple[int, int], expected: tuple[int, int], tmp_path: Path
) -> None:
    found = lift_too_high(size=size, fps=5.0)
    path = found.write(tmp_path / "no clip", tmp_path / "film.mp4", skeleton_only=True)
    picture = next(iter(read_clip(path))).rgb
    assert picture.shape == (expected[1], expected[0], 3)


def test_an_upright_film_keeps_the_picture_of_a_phone_turned_upright(tmp_path: Path) -> None:
    """The clip has its pictures lying and a flag; the reader turns them, so the film needs none."""
    found = lift_too_high(size=(242, 360), fps=10.0)
    lying = np.full((242, 360, 3), 40, np.uint8)
    lying[:, :120] = (250, 250, 250)  # what is at the left comes to the top
    clip = film(found, tmp_path / "clip.mp4", lambda _number: lying)
    set_rotation_flag(clip, 90)
    pictures = [picture.rgb for picture in read_clip(found.write(clip, tmp_path / "film.mp4"))]
    height, width = pictures[0].shape[:2]
    assert width == 360
    assert height > width
    bright = np.median(pictures[0][:, width // 2 - 20 : width // 2 + 20].mean(axis=2), axis=1)
    assert bright[5] > 200 > 100 > bright[height // 2]


def test_pictures_are_those_of_the_clip(done: Done, clip: Path, written: Path) -> None:
    for source, drawn in zip(read_clip(clip), read_clip(written), strict=True):
        larger = cv2.resize(source.rgb, drawn.rgb.shape[1::-1])
        assert np.median(np.abs(drawn.rgb.astype(int) - larger)) <= 2


def test_the_cue_is_drawn_after_the_rep_and_not_before(done: Done, written: Path) -> None:
    end_s = done.result.reps[0].end_s
    orange = {
        picture.time_s > end_s: np.count_nonzero((picture.rgb[..., 0] > 200) & (picture.rgb[..., 2] < 120))
        for picture in read_clip(written)
        if not 1.0 < picture.time_s < end_s
    }
    assert orange[True] > 100
    assert orange[False] < 10


def noise(number: int, *, shape: tuple[int, int, int], seed: int) -> Rgb:
    return np.random.default_rng(number + seed).integers(0, 256, shape, np.uint8)


def test_the_skeleton_alone_has_nothing_of_the_clip(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures: list[str] = []
    write = Mp4Writer.write

    def note(writer: Mp4Writer, picture: Rgb, time_s: float) -> None:
        pictures.append(f"{time_s} {hashlib.sha256(picture.tobytes()).hexdigest()}")
        write(writer, picture, time_s)

    monkeypatch.setattr(Mp4Writer, "write", note)

    def list_pictures(clip: Path) -> list[str]:
        """Return what is given to the encoder, of which two threads need not give the same bytes twice."""
        pictures.clear()
        done.write(clip, tmp_path / "film.mp4", skeleton_only=True)
        return [*pictures]

    shape = (done.track.height, done.track.width, 3)
    grains = [partial(noise, shape=shape, seed=seed) for seed in (3, 5)]
    one, other = (list_pictures(film(done, tmp_path / "clip.mp4", grain)) for grain in grains)
    assert len(one) == len(done.track)
    assert one == other == list_pictures(tmp_path / "there is no clip.mp4")


def test_a_first_time_that_is_not_0_is_kept(done: Done, tmp_path: Path) -> None:
    late = judge(dataclasses.replace(done.track, time_s=done.track.time_s + 0.3456789))
    path = late.write(tmp_path / "none", tmp_path / "film.mp4", skeleton_only=True)
    assert [picture.time_s for picture in read_clip(path)] == pytest.approx(late.track.time_s, abs=TICK_S)


def test_its_ground_is_plain(done: Done, tmp_path: Path) -> None:
    path = done.write(tmp_path / "none", tmp_path / "film.mp4", skeleton_only=True)
    pictures = list(read_clip(path))
    assert [picture.time_s for picture in pictures] == pytest.approx(done.track.time_s, abs=TICK_S)
    for picture in pictures[::10]:
        plain = np.all(np.abs(picture.rgb.astype(int) - GROUND) <= 4, axis=2)
        assert 0.5 < plain.mean() < 1.0


def test_where_nobody_was_found_the_picture_stays_without_a_skeleton(tmp_path: Path) -> None:
    found = judge(blind(lift_too_high(fps=5.0, size=SMALL).track))
    path = found.write(film(found, tmp_path / "clip.mp4"), tmp_path / "film.mp4")
    pictures = [picture.rgb for picture in read_clip(path)]
    assert len(pictures) == len(found.track)
    assert all(np.ptp(rgb[130:220]) < 8 for rgb in pictures)


def test_a_clip_cut_short_by_ctrl_c_gives_a_film_as_short(done: Done, clip: Path, tmp_path: Path) -> None:
    first = judge(done.track.slice(0, 30))
    path = first.write(clip, tmp_path / "film.mp4")
    assert len(list(read_clip(path))) == 30


def test_another_clip_is_refused(done: Done, tmp_path: Path) -> None:
    for size in ((200, 160), SMALL):  # of another size, and with other times
        other = film(lift_too_high(fps=5.0, size=size), tmp_path / "clip.mp4")
        with pytest.raises(InputError, match="this is not the clip that was analysed"):
            done.write(other, tmp_path / "film.mp4")
    assert [p.name for p in tmp_path.iterdir()] == ["clip.mp4"]


def test_a_name_of_another_kind_is_refused() -> None:
    with pytest.raises(OutputError, match=r"film\.avi: the film is an mp4 file"):
        check_video("film.avi", "clip.mp4")


def test_a_missing_folder_a_folder_and_the_clip_itself_are_refused(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        check_video(tmp_path / "none" / "film.mp4", clip)
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(OutputError, match="this is a folder"):
        check_video(tmp_path / "folder.mp4", clip)
    link = tmp_path / "link.mp4"
    link.symlink_to(clip)
    with pytest.raises(OutputError, match="this is the clip itself"):
        check_video(link, clip)


def test_landmarks_alone_give_only_a_skeleton(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"landmarks have no pictures.*--skeleton-only"):
        check_video(tmp_path / "film.mp4", "set.pose.npz")
    check_video(tmp_path / "film.mp4", "set.pose.npz", skeleton_only=True)


def test_ctrl_c_leaves_what_was_there(done: Done, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the one before")

    def stop(at_s: float, _expected_s: float) -> None:
        if at_s > 2.0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_annotated_video(clip, done.track, done.result, path, exercise=done.exercise, progress=stop)
    assert path.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of the size of files there")
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    code = f"""
        import resource, signal
        from pathlib import Path
        from formcheck.errors import OutputError
        from tests.unit.report.video.sets import lift_too_high
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        done = lift_too_high(size={SMALL})
        for limit in (0, 20_000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            try:
                done.write(Path("none"), Path({str(tmp_path / "film.mp4")!r}), skeleton_only=True)
            except OutputError as error:
                print(error)
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    lines = run.stdout.splitlines()
    assert len(lines) == 2
    assert all("film.mp4: could not be written (File too large)" in line for line in lines)
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []
