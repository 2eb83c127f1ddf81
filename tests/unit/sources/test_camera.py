from __future__ import annotations

import gc
import itertools
import resource
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from formcheck.errors import CameraError, FormcheckError, VideoError
from formcheck.sources import camera as module
from formcheck.sources.camera import Camera, CameraState, Shot, parse_source
from formcheck.sources.video import Picture
from tests.unit.sources.feeds import FakeFeed, Socket, live, make_picture


def wait_until(condition: Callable[[], bool], limit_s: float = 5.0) -> float:
    """Wait for something; how long it took, s."""
    began_s = time.perf_counter()
    while not condition():
        assert time.perf_counter() - began_s < limit_s, "it never came"
        time.sleep(0.005)
    return time.perf_counter() - began_s


def is_in(camera: Camera, state: CameraState) -> bool:
    return camera.state is state


def open_one(*items: Picture | threading.Event | None) -> Socket:
    return Socket(FakeFeed(items))


def take(camera: Camera, after: int = 0, timeout_s: float = 2.0) -> Shot:
    shot = camera.newest(after, timeout_s)
    assert shot is not None
    return shot


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("/dev/video2", 2),
        ("rtsp://10.0.0.5:554/live", "rtsp://10.0.0.5:554/live"),
        (" HTTP://phone.local:8080/video ", "HTTP://phone.local:8080/video"),
        ("film.mp4", Path("film.mp4")),
        ("C:\\films\\set.mp4", Path("C:\\films\\set.mp4")),
        ("200", Path("200")),
        ("-1", Path("-1")),
        ("\N{ARABIC-INDIC DIGIT ONE}", Path("\N{ARABIC-INDIC DIGIT ONE}")),
        ("/dev/video2/x.mp4", Path("/dev/video2/x.mp4")),
        ("", Path()),
    ],
)
def test_a_number_an_address_and_a_file_are_told_apart(text: str, source: int | str | Path) -> None:
    assert parse_source(text) == source
    assert type(parse_source(text)) is type(source)


def test_the_newest_picture_is_given_and_those_that_nobody_took_are_counted() -> None:
    go = threading.Event()
    pictures = [Picture(0.0, make_picture(n)) for n in range(5)]
    with Camera(0, open_feed=open_one(pictures[0], go, *pictures[1:], threading.Event())) as camera:
        first = take(camera)
        assert (first.number, first.time_s, camera.dropped) == (1, 0.0, 0)
        go.set()
        wait_until(lambda: camera.dropped == 3)
        newest = take(camera, after=1)
        assert newest.number == 5
        assert newest.rgb[0, 0, 0] == 4
        assert newest.time_s > 0
        assert take(camera, after=4) is newest  # a second thread that looks gets it too
        assert camera.newest(5, 0.05) is None
        assert camera.dropped == 3


def test_a_shot_cannot_be_drawn_into() -> None:
    with Camera(0, open_feed=Socket(FakeFeed(live()))) as camera:
        shot = take(camera)
        assert (camera.height, camera.width) == (48, 64)
        with pytest.raises(ValueError, match="read-only"):
            shot.rgb[0, 0, 0] = 0


def test_the_wait_is_as_long_as_asked_for_and_no_longer() -> None:
    with Camera(0, open_feed=open_one(Picture(0.0, make_picture(0)), threading.Event())) as camera:
        for timeout_s in (0.0, 0.1, 0.7):
            began_s = time.perf_counter()
            assert camera.newest(1, timeout_s) is None
            assert timeout_s <= time.perf_counter() - began_s < timeout_s + 0.2
        assert camera.newest(1, -1.0) is None


def test_a_slow_consumer_does_not_slow_the_reading() -> None:
    with Camera(0, open_feed=Socket(FakeFeed(live(rate_hz=200)))) as camera:
        numbers: list[int] = []
        for _ in range(3):
            numbers.append(take(camera, after=numbers[-1] if numbers else 0).number)
            time.sleep(0.3)
        assert np.all(np.diff(numbers) > 20)
        assert camera.dropped >= numbers[-1] - 3


@pytest.mark.parametrize("first", [None, "missing"])
def test_missing_or_busy_at_the_start_is_one_error_and_no_second_try(first: str | None) -> None:
    socket = Socket() if first else Socket(FakeFeed([None]), FakeFeed(live()))
    threads = threading.active_count()
    with pytest.raises(CameraError, match="camera 7: ") as caught:
        Camera(7, open_feed=socket)
    assert caught.value.exit_code == 2
    assert len(socket.opened_s) == 1
    assert "\n" not in str(caught.value)
    assert threading.active_count() == threads


def test_a_film_without_a_picture_is_no_video() -> None:
    with pytest.raises(VideoError, match="no picture could be decoded"):
        Camera(Path("x.mp4"), open_feed=Socket(FakeFeed([], is_film=True)))


def test_no_first_picture_in_time_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_START_LIMIT_S", 0.1)
    with pytest.raises(CameraError, match="rtsp://phone: no picture comes from there"):
        Camera("rtsp://phone", open_feed=open_one(threading.Event()))


def test_pulled_out_it_is_lost_and_goes_on_when_it_is_back() -> None:
    plugged_in = threading.Event()
    plugged_in.set()
    socket = Socket(FakeFeed(live(plugged_in=plugged_in.is_set)))
    with Camera(0, open_feed=socket) as camera:
        before = take(camera)
        assert is_in(camera, CameraState.OK)
        pulled_s = time.perf_counter()
        plugged_in.clear()
        assert 0.8 < wait_until(lambda: is_in(camera, CameraState.LOST)) < 1.5
        time.sleep(1.5)
        assert is_in(camera, CameraState.LOST)
        last = take(camera, after=before.number)
        assert camera.newest(last.number, 0.0) is None
        socket.feeds.append(FakeFeed(live()))
        after = take(camera, after=last.number)
        gap_s = time.perf_counter() - pulled_s
        assert is_in(camera, CameraState.OK)
        assert after.number == last.number + 1
        assert after.time_s - last.time_s == pytest.approx(gap_s, abs=0.1)
        assert np.all(np.diff(socket.opened_s)[1:] > 0.9)  # about once a second, the first time at once


def test_one_failed_read_is_no_loss() -> None:
    socket = Socket(*(FakeFeed(itertools.islice(live(), 110)) for _ in range(2)))
    states = set()
    with Camera(0, open_feed=socket) as camera:
        until_s = time.perf_counter() + 2.0
        while time.perf_counter() < until_s:
            states.add(camera.state)
            time.sleep(0.01)
    assert states == {CameraState.OK}
    assert len(socket.opened_s) == 2


def test_the_thread_that_reads_releases_what_it_opened() -> None:
    feed = FakeFeed(live())
    camera = Camera(0, open_feed=Socket(feed))
    assert not feed.released
    camera.close()
    assert feed.released
    assert threading.get_ident() not in feed.readers


def test_another_size_is_fitted_into_the_first_without_stretching() -> None:
    turned = FakeFeed([Picture(0.0, make_picture(128, (64, 48))), threading.Event()])
    smaller = FakeFeed([Picture(0.0, make_picture(128, (24, 32)))])
    with Camera(0, open_feed=Socket(FakeFeed(itertools.islice(live(), 3)), smaller, turned)) as camera:
        shots: dict[int, npt.NDArray[np.uint8]] = {}
        while len(shots) < 5:
            shot = take(camera, after=max(shots, default=0), timeout_s=3.0)
            shots[shot.number] = shot.rgb
        assert {rgb.shape for rgb in shots.values()} == {(48, 64, 3)}
        assert shots[4].min() > 100  # fills the picture
        columns = np.flatnonzero(shots[5].any(axis=(0, 2)))
        assert (columns[0], columns[-1]) == (14, 49)  # 48 x 36, in the middle
        assert shots[5][:, 14:50].min() > 100


def test_a_stream_that_gives_nothing_has_stalled() -> None:
    go = threading.Event()
    pictures = [Picture(0.0, make_picture(n)) for n in range(2)]
    with Camera("rtsp://phone", open_feed=open_one(pictures[0], go, pictures[1], threading.Event())) as camera:
        assert 1.3 < wait_until(lambda: not is_in(camera, CameraState.OK)) < 1.8
        assert is_in(camera, CameraState.STALLED)
        go.set()
        take(camera, after=1)
        assert is_in(camera, CameraState.OK)


def test_a_call_that_hangs_is_left_behind_but_never_more_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HANGING_AFTER_S", 0.2)
    hang = threading.Event()
    late = Picture(0.0, make_picture(99))
    hanging = [FakeFeed([Picture(0.0, make_picture(0)), hang, late]), FakeFeed([Picture(0.0, make_picture(1)), hang])]
    socket = Socket(hanging[0], hanging[1], FakeFeed(live()))
    with Camera(0, open_feed=socket) as camera:
        assert take(camera, after=1).number == 2  # from the second
        assert camera.newest(2, 1.5) is None  # which hangs too, and is waited for
        assert len(socket.opened_s) == 2
        assert not hanging[0].released
        hang.set()
        shot = take(camera, after=2, timeout_s=3.0)
        assert shot.number == 3
        assert shot.rgb[0, 0, 0] != 99  # nothing from the one that was left behind
        assert len(socket.opened_s) == 3
        assert all(feed.released for feed in hanging)


def test_a_camera_that_hangs_and_is_then_gone_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HANGING_AFTER_S", 0.2)
    with Camera(0, open_feed=open_one(Picture(0.0, make_picture(0)), threading.Event())) as camera:
        assert camera.newest(1, 1.2) is None
        assert is_in(camera, CameraState.LOST)


def test_back_once_and_then_silent_is_stalled_not_lost() -> None:
    def fall_silent() -> Iterator[Picture | None]:
        yield Picture(0.0, make_picture(1))
        time.sleep(1.6)  # the limit of a read
        yield None

    silent = FakeFeed([threading.Event()])
    feeds = Socket(FakeFeed([Picture(0.0, make_picture(0)), None]), FakeFeed(fall_silent()), silent)
    with Camera("rtsp://phone", open_feed=feeds) as camera:
        take(camera, after=1)
        assert camera.newest(2, 1.9) is None
        assert is_in(camera, CameraState.STALLED)
        assert len(feeds.opened_s) == 3


def test_a_stream_in_the_container_of_a_film_goes_on_by_the_clock_when_it_is_back() -> None:
    class Stream(FakeFeed):
        """Looks like a film at first."""

        def read(self) -> Picture | None:
            picture = super().read()
            self.is_film = picture is not None and picture.time_s < 0.1
            return picture

    def broadcast(count: int) -> Iterator[Picture]:
        return (Picture(n / 100, picture.rgb) for n, picture in enumerate(itertools.islice(live(), count)))

    socket = Socket(Stream(broadcast(20)), Stream(broadcast(5)))
    with Camera("http://phone/live.mp4", open_feed=socket) as camera:
        wait_until(lambda: camera.newest(24, 0.1) is not None)
        assert not is_in(camera, CameraState.ENDED)
        assert take(camera).time_s > 1.0


def dark_then_light() -> Iterator[Picture]:
    rng = np.random.default_rng(0)
    for number in itertools.count():
        time.sleep(0.02)
        level = 0 if number < 80 else 120
        yield Picture(0.0, (level + rng.integers(0, 8, (48, 64, 3))).astype(np.uint8))


def test_black_pictures_still_come() -> None:
    with Camera(0, open_feed=Socket(FakeFeed(dark_then_light()))) as camera:
        assert 0.9 < wait_until(lambda: is_in(camera, CameraState.BLACK)) < 1.4
        number = take(camera).number
        assert take(camera, after=number).number > number
        wait_until(lambda: is_in(camera, CameraState.OK))


def test_a_film_has_its_own_times_at_its_own_pace_and_an_end() -> None:
    def play() -> Iterator[Picture]:
        for number, time_s in enumerate([10.0, 10.1, 10.15, 10.12, 10.3, 10.6]):
            if time_s == 10.12:  # one that does not rise is no picture
                time.sleep(0.05)
            yield Picture(time_s, make_picture(number))

    with Camera(Path("x.mp4"), open_feed=Socket(FakeFeed(play(), is_film=True))) as camera:
        shots = [take(camera)]
        began_s = time.perf_counter()
        while (shot := camera.newest(shots[-1].number, 2.0)) is not None:
            shots.append(shot)
            assert time.perf_counter() - began_s == pytest.approx(shot.time_s, abs=0.08)
        assert [shot.time_s for shot in shots] == pytest.approx([0.0, 0.1, 0.15, 0.3, 0.6])
        assert time.perf_counter() - began_s < 1.0  # the end is no timeout
        assert is_in(camera, CameraState.ENDED)
        assert camera.dropped == 1
        assert camera.newest(0, 0.0) is shots[-1]


def test_the_end_does_not_hide_the_last_picture() -> None:
    film = FakeFeed([Picture(n / 100, make_picture(n)) for n in range(5)], is_film=True)
    with Camera(Path("x.mp4"), open_feed=Socket(film)) as camera:
        time.sleep(0.3)
        assert is_in(camera, CameraState.OK)
        assert take(camera).number == 5
        assert is_in(camera, CameraState.ENDED)
        assert camera.dropped == 4
        assert camera.newest(5, 10.0) is None
        assert camera.newest(99, 10.0) is None


def test_a_film_that_lags_is_not_hurried() -> None:
    """Half a second of film, then 1 s in which the machine slept, then on at the pace of the film."""

    def play() -> Iterator[Picture]:
        for number in range(60):
            if number == 20:
                time.sleep(1.0)
            yield Picture(number / 40, make_picture(number))

    with Camera(Path("x.mp4"), open_feed=Socket(FakeFeed(play(), is_film=True))) as camera:
        began_s = time.perf_counter()
        wait_until(lambda: camera.newest(59, 0.01) is not None)
        assert time.perf_counter() - began_s == pytest.approx(59 / 40 + 1.0, abs=0.2)


def test_times_rise_whatever_the_stream_says() -> None:
    times_s = [5.0, 4.0, float("nan"), 0.0, 1e9]
    pictures = [Picture(t, make_picture(n)) for n, t in enumerate(times_s)]
    go = [threading.Event() for _ in pictures]
    items = [item for pair in zip(pictures, go, strict=True) for item in pair]
    with Camera("http://phone", open_feed=open_one(*items)) as camera:
        shots = []
        for number, event in enumerate(go):
            shots.append(take(camera, after=number))
            event.set()
        assert all(0 < b.time_s - a.time_s < 1 for a, b in itertools.pairwise(shots))


def test_closing_wakes_those_who_wait() -> None:
    camera = Camera(0, open_feed=open_one(Picture(0.0, make_picture(0)), threading.Event()))
    got: list[Shot | None] = []
    threads = [threading.Thread(target=lambda: got.append(camera.newest(1, 30.0))) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    began_s = time.perf_counter()
    camera.close()
    for thread in threads:
        thread.join(1.0)
    assert got == [None] * 3
    assert time.perf_counter() - began_s < 1.0  # the reading thread hangs all the while
    assert camera.newest(0, 30.0) is None
    assert is_in(camera, CameraState.ENDED)
    camera.close()


def test_nothing_left_behind_keeps_the_program() -> None:
    camera = Camera(0, open_feed=open_one(Picture(0.0, make_picture(0)), threading.Event()))
    camera.close()
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "camera")


def test_a_bug_in_the_reading_thread_keeps_its_traceback() -> None:
    def read() -> Iterator[Picture]:
        yield Picture(0.0, make_picture(0))
        time.sleep(0.1)
        raise ZeroDivisionError("oops")

    with (
        Camera(0, open_feed=Socket(FakeFeed(read()))) as camera,
        pytest.raises(ZeroDivisionError, match="oops") as caught,
    ):
        camera.newest(1, 5.0)
    assert not isinstance(caught.value, FormcheckError)
    assert any(entry.name == "read" for entry in caught.traceback)


def test_memory_does_not_grow_over_ten_thousand_pictures() -> None:
    size = (240, 320)  # 10,000 of these are 2.3 GB
    pictures = (Picture(0.0, make_picture(n, size)) for n in range(10_000))
    with Camera(0, open_feed=open_one(*itertools.islice(pictures, 1), threading.Event())):
        pass  # what is loaded once

    feed = FakeFeed(itertools.chain(pictures, [threading.Event()]))
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Camera(0, open_feed=Socket(feed)) as camera:
        number = 0
        while number < 9_999:
            number = take(camera, after=number).number
        assert camera.dropped < 9_999
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000  # kB
