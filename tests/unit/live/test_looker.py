"""The looking thread with a camera and a watcher that are made up: what it passes on, drops, keeps and raises."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from formcheck.errors import CameraError, SetupError
from formcheck.exercises import find_exercise
from formcheck.live.coach import Coach, Phase, Say
from formcheck.live.looker import Looker
from formcheck.pose import PoseFrame, PoseTrack
from formcheck.provenance import ModelInfo
from formcheck.session import Session
from formcheck.sources.camera import CameraState, Shot
from tests.synthetic import hide
from tests.unit.live.playing import join, load_golden

MODEL = ModelInfo("made up", "0")
GREY = np.full((48, 64, 3), 128, np.uint8)
GREY[::2] = 90  # sharp
STEP_S = 1 / 30
WAIT_FRAMES = 240


@dataclass
class FakeCamera:
    """Hands out one shot for each frame, as soon as it is asked; ``late`` maps numbers to how the camera is before."""

    shots: int
    late: dict[int, CameraState] = field(default_factory=dict)
    fails_at: int = -1
    skips: int = 1
    state: CameraState = CameraState.OK
    width: int = 640
    height: int = 480
    asked_s: list[float] = field(default_factory=list)

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        self.asked_s.append(timeout_s)
        number = 1 if after < 1 else after + self.skips
        if number == self.fails_at:
            raise CameraError("pulled out")
        if number in self.late:
            self.state = self.late.pop(number)
            return None
        if number > self.shots:
            self.state = CameraState.ENDED
            return None
        self.state = CameraState.OK
        return Shot(number, (number - 1) * STEP_S, GREY)


@dataclass
class FakeWatcher:
    """Finds what stands in a track, frame by frame."""

    track: PoseTrack
    model: ModelInfo = MODEL
    closed: bool = False

    def find(self, time_s: float, _rgb: object) -> PoseFrame:
        k, track = min(round(time_s / STEP_S), len(self.track) - 1), self.track
        return PoseFrame(
            time_s, track.pixels[k], track.world[k], track.visibility[k], int(track.people[k]), track.surface[k]
        )

    def complete(self, frame: PoseFrame, _rgb: object) -> PoseFrame:
        return frame

    def close(self) -> None:
        self.closed = True


class RecordingSession(Session):
    """Keeps the times of what is pushed."""

    def __init__(self) -> None:
        super().__init__(find_exercise("hip-lift"))
        self.times_s: list[float] = []

    def push(self, track: PoseTrack) -> Any:
        self.times_s += track.time_s.tolist()
        return super().push(track)


@dataclass
class Set:
    """A set that is looked at."""

    camera: FakeCamera
    watcher: FakeWatcher
    session: RecordingSession = field(default_factory=RecordingSession)
    coach: Coach = field(default_factory=lambda: Coach(find_exercise("hip-lift")))
    says: list[Say] = field(default_factory=list)

    def look(
        self,
        *,
        keep: bool = False,
        say: Callable[[Say], None] | None = None,
        keep_shot: Callable[[Shot], None] | None = None,
    ) -> Looker:
        """Look until the set is over."""
        camera: Any = self.camera
        watcher: Any = self.watcher
        looker = Looker(
            camera, lambda: watcher, self.session, self.coach, say or self.says.append, keep=keep, keep_shot=keep_shot
        )
        with looker:
            wait_for(lambda: looker.is_over)
        return looker

    @property
    def texts(self) -> list[str]:
        return [str(say.text) for say in self.says]


def wait_for(seen: Callable[[], bool], most_s: float = 30.0) -> None:
    end_s = time.monotonic() + most_s
    while not seen():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.005)


@pytest.fixture(scope="module")
def lifts() -> PoseTrack:
    """Somebody who lies still for 8 s, and then does four lifts."""
    track = load_golden("hip-lift-c-correct")
    still = [track.slice(0, 1)] * WAIT_FRAMES
    return join(*still, track)


def make_set(track: PoseTrack, **camera: Any) -> Set:
    return Set(FakeCamera(len(track), **camera), FakeWatcher(track))


def test_frames_before_go_do_not_reach_the_session_and_the_rest_is_kept(lifts: PoseTrack) -> None:
    seen = make_set(lifts)
    result, track = seen.look(keep=True).finish("a film")
    go_s = next(say.at_s for say in seen.says if say.text == "Go.")
    assert track is not None
    assert seen.session.times_s == track.time_s.tolist()
    assert track.time_s[0] == pytest.approx(go_s + STEP_S)
    assert track.time_s[-1] == pytest.approx((len(lifts) - 1) * STEP_S)
    assert len(result.counted) == 4
    assert (result.source.path, result.source.frames, result.model) == ("a film", len(track), MODEL)
    assert result.source.duration_s == pytest.approx(track.time_s[-1] - track.time_s[0], abs=1e-3)
    assert seen.texts[-4:] == ["one", "two", "three", "four. Keep breathing."]
    assert seen.coach.phase is Phase.OVER
    assert seen.watcher.closed


def test_the_kept_track_gives_the_same_result(lifts: PoseTrack) -> None:
    result, track = make_set(lifts).look(keep=True).finish("a film")
    assert track is not None
    again = Session(find_exercise("hip-lift"))
    again.push(track)
    assert again.finish(result.source, track.model) == result


def test_the_shots_of_the_set_are_handed_on_and_no_others(lifts: PoseTrack) -> None:
    shots: list[Shot] = []
    seen = make_set(lifts)
    _, track = seen.look(keep=True, keep_shot=shots.append).finish("a film")
    assert track is not None
    assert [shot.time_s for shot in shots] == track.time_s.tolist()


def test_without_keeping_there_is_no_track(lifts: PoseTrack) -> None:
    _, track = make_set(lifts).look().finish("a film")
    assert track is None


@pytest.mark.parametrize(("shots", "begun"), [(0, False), (30, False), (WAIT_FRAMES + 30, True)])
def test_a_set_that_ends_early_has_a_result(lifts: PoseTrack, shots: int, begun: bool) -> None:
    seen = make_set(lifts.slice(0, max(1, shots)))
    seen.camera.shots = shots
    looker = seen.look(keep=True) if shots else leave_at_once(seen)
    result, track = looker.finish("a film")
    assert (result.source.frames > 0) is begun
    assert result.reps == ()
    assert track is not None
    assert len(track) == result.source.frames


def leave_at_once(seen: Set) -> Looker:
    """Close the window before there is a picture."""
    camera: Any = seen.camera
    watcher: Any = seen.watcher
    looker = Looker(camera, lambda: watcher, seen.session, seen.coach, seen.says.append, keep=True)
    with looker:
        wait_for(lambda: len(seen.camera.asked_s) > 2)
    return looker


def test_a_failure_in_the_thread_ends_it_and_is_raised_by_finish(lifts: PoseTrack) -> None:
    looker = make_set(lifts, fails_at=20).look()
    with pytest.raises(CameraError, match="pulled out"):
        looker.finish("a film")


def test_a_model_that_cannot_be_loaded_is_raised_by_finish() -> None:
    def fail() -> Any:
        raise SetupError("no model")

    exercise = find_exercise("hip-lift")
    camera: Any = FakeCamera(10)
    looker = Looker(camera, fail, Session(exercise), Coach(exercise), lambda _say: None)
    with looker:
        wait_for(lambda: looker.is_over)
    with pytest.raises(SetupError, match="no model"):
        looker.finish("a film")


def test_pictures_that_came_in_between_are_counted_and_not_looked_at(lifts: PoseTrack) -> None:
    seen = make_set(lifts, skips=3)
    looker = seen.look(keep=True)
    assert looker.looked == -(-len(lifts) // 3)
    assert looker.dropped == 2 * (looker.looked - 1)
    assert len(looker.finish("a film")[0].counted) == 4


@pytest.mark.parametrize(("skips", "missed"), [(1, False), (8, False), (12, True)])
def test_time_in_which_this_computer_was_too_slow_is_told(lifts: PoseTrack, skips: int, missed: bool) -> None:
    looker = make_set(lifts, skips=skips).look()
    watched_s = looker.finish("a film")[0].source.duration_s
    assert looker.missed_s == pytest.approx(watched_s if missed else 0.0, abs=1e-2)


def test_who_listens_slowly_gets_new_pictures_and_no_old_ones() -> None:
    """Against a camera that goes by the clock: each picture looked at is the newest of its moment."""
    begun_s = time.monotonic()
    late_s: list[float] = []

    class Clocked(FakeCamera):
        def newest(self, after: int, timeout_s: float) -> Shot | None:
            number = int((time.monotonic() - begun_s) / STEP_S) + 1
            if number <= after:
                time.sleep(STEP_S)
                number += 1
            return Shot(number, number * STEP_S, GREY) if number < self.shots else super().newest(10**6, timeout_s)

    class Slow(FakeWatcher):
        def find(self, time_s: float, rgb: object) -> PoseFrame:
            late_s.append(time.monotonic() - begun_s - time_s)
            time.sleep(0.2)
            return super().find(time_s, rgb)

    seen = Set(Clocked(60), Slow(load_golden("hip-lift-c-correct")))
    looker = seen.look()
    assert 5 <= looker.looked <= 11
    assert looker.dropped > 30
    assert max(late_s) < 0.15


def test_a_camera_that_is_lost_is_told_and_the_set_goes_on_when_it_is_back(lifts: PoseTrack) -> None:
    away = WAIT_FRAMES + 150
    seen = make_set(lifts, late={away: CameraState.LOST})
    result, _ = seen.look().finish("a film")
    gone, back = "I cannot see anything: the camera is gone.", "I see you again."
    assert seen.texts.index(gone) < seen.texts.index(back)
    assert len(result.counted) == 4


def test_a_lift_in_which_nobody_is_found_for_a_second_is_spoken_of(lifts: PoseTrack) -> None:
    top_s = WAIT_FRAMES * STEP_S + 7.5
    seen = make_set(hide(lifts, top_s, top_s + 1.0))
    result, _ = seen.look().finish("a film")
    assert seen.texts[6:] == ["one", "I could not see that one.", "two", "three"]
    assert (len(result.counted), result.reps_not_seen) == (3, 1)


def test_a_picture_that_is_only_late_is_no_matter(lifts: PoseTrack) -> None:
    at = dict.fromkeys(range(20, len(lifts), 5), CameraState.OK)
    seen = make_set(lifts, late=at)
    seen.look()
    assert seen.texts == ["I can see you.", "Ready.", "three", "two", "one", "Go.", "one", "two", "three",
                          "four. Keep breathing."]  # fmt: skip


@contextlib.contextmanager
def counting_threads() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


def test_the_thread_is_gone_when_the_block_is_left(lifts: PoseTrack) -> None:
    with counting_threads():
        leave_at_once(make_set(lifts))


def test_delays_are_of_landmarks_and_of_all_else(lifts: PoseTrack) -> None:
    class Slow(FakeWatcher):
        def find(self, time_s: float, rgb: object) -> PoseFrame:
            time.sleep(0.03)
            return super().find(time_s, rgb)

    seen = Set(FakeCamera(10), Slow(lifts))
    looker = seen.look()
    assert len(looker.delays) == looker.looked == 10
    assert all(delay.landmarks_s >= 0.03 for delay in looker.delays)
    assert np.median([delay.rest_s for delay in looker.delays]) < 0.03


def test_memory_does_not_grow_with_the_frames(lifts: PoseTrack) -> None:
    """Of a frame that was looked at its delay is kept, for a time; a track of one frame alone takes more blocks."""
    frames = 900
    blocks: list[int] = []

    class Marking(FakeCamera):
        def newest(self, after: int, timeout_s: float) -> Shot | None:
            if after in (frames, 2 * frames):
                blocks.append(sys.getallocatedblocks())
            return super().newest(after, timeout_s)

    Set(Marking(2 * frames + 1), FakeWatcher(lifts.slice(0, 1))).look()
    before, after = blocks
    assert after - before < 6 * frames
