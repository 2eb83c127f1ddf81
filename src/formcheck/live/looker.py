"""Look at the camera's newest picture again and again: landmarks, engine, coach, voice. One thread, for one set."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.exercises.base import Seen
from formcheck.live.coach import Coach, Phase
from formcheck.live.glance import Box, Glance
from formcheck.live.hold_watch import HoldNow, HoldWatch
from formcheck.live.say import Say
from formcheck.motion.filters import MAX_GAP_S
from formcheck.pose import Landmark, PoseFrame, PoseTrack
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.results import Hold, Rep, SetResult
from formcheck.session import Session
from formcheck.sources.camera import Camera, CameraState, Shot
from formcheck.sources.native import import_native
from formcheck.sources.watcher import Watcher

__all__ = ["Delay", "Looker", "Sight"]

cv2 = import_native("cv2")
_WAIT_S = 0.25
"""Without a picture for so long the coach is told how the camera is, s."""
_CHECK_EVERY_S = 0.5
"""Light and sharpness are taken anew after this, s. Source: our choice: trouble must last for 1 s to be told."""
_CHECK_PX = 160
"""Width of the picture of which light and sharpness are taken, px."""
_MOST_DELAYS = 20_000
"""Delays that are kept, the latest: ten minutes."""
_BODY = slice(Landmark.LEFT_SHOULDER, Landmark.RIGHT_FOOT_INDEX + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What was seen last: the picture and the landmarks found in it."""

    shot: Shot
    frame: PoseFrame


@dataclass(frozen=True, slots=True)
class Delay:
    """Of one picture: how long the landmarks took, and all else from the picture to what is said, s."""

    landmarks_s: float
    rest_s: float


class Looker:
    """Feed a set from the camera to the engine and the coach, in a thread of its own; use as a context manager.

    The `Session` gets the frames from the end of the count-in on: getting into position counts for nothing.

    Parameters
    ----------
    make_watcher : makes what finds the landmarks, in the thread: that takes a while, and the window need not wait.
    session : a new one.
    say : takes what is to be said; must return at once.
    keep : keep the landmarks of the set, for `finish`.
    keep_shot : takes each shot of the set; must return at once.

    Attributes
    ----------
    looked : pictures that were looked at.
    dropped : pictures that came in between.
    missed_s : time of the set that passed between two pictures for which this computer was too slow, s; in such a gap
        nothing is measured.
    delays : of the latest that were looked at.
    """

    def __init__(
        self,
        camera: Camera,
        make_watcher: Callable[[], Watcher],
        session: Session,
        coach: Coach,
        say: Callable[[Say], None],
        *,
        keep: bool = False,
        keep_shot: Callable[[Shot], None] | None = None,
    ) -> None:
        self._camera, self._session, self._coach, self._say = camera, session, coach, say
        self._make_watcher, self._keep_shot = make_watcher, keep_shot
        self._model: ModelInfo | None = None
        self._holds = HoldWatch(session)
        self._kept: list[PoseTrack] | None = [] if keep else None
        self._leaving = threading.Event()
        self._frames = 0
        self._first_s: float | None = None
        self._last_s = self.missed_s = 0.0
        self._sight: Sight | None = None
        self._seen_at_s = 0.0
        self._light, self._sharpness, self._check_from_s = 255.0, math.inf, -math.inf
        self.looked = self.dropped = 0
        self._failure: BaseException | None = None
        self.delays: deque[Delay] = deque(maxlen=_MOST_DELAYS)
        self._thread = threading.Thread(target=self._run, name="look", daemon=True)

    def __enter__(self) -> Looker:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._leaving.set()
        self._thread.join()

    @property
    def sight(self) -> Sight | None:
        """What was seen last; None before the first picture."""
        return self._sight

    @property
    def is_over(self) -> bool:
        """Whether the set has ended, or looking has failed."""
        return not self._thread.is_alive()

    def finish(self, name: str) -> tuple[SetResult, PoseTrack | None]:
        """Return the result of the set, and its landmarks if they were kept; after the block has ended.

        Raises what looking failed with.
        """
        if self._failure is not None:
            raise self._failure
        camera = self._camera
        duration_s = 0.0 if self._first_s is None else self._last_s - self._first_s
        source = SourceInfo(name, camera.width, camera.height, round(duration_s, 3), self._frames)
        model = self._model
        track = None if self._kept is None or model is None else PoseTrack.concatenate(self._kept, source, model)
        return self._session.finish(source, model), track

    def _run(self) -> None:
        try:
            with contextlib.closing(self._make_watcher()) as watcher:
                self._model = watcher.model
                self._watch(watcher)
        except BaseException as error:  # noqa: BLE001  (handed over to the main thread, which raises it)
            self._failure = error

    def _watch(self, watcher: Watcher) -> None:
        number = -1
        while not self._leaving.is_set() and self._coach.phase is not Phase.OVER:
            shot = self._camera.newest(number, _WAIT_S)
            if shot is None:
                self._miss()
            else:
                skipped = shot.number - number - 1 if self.looked else 0
                self.dropped += skipped
                if skipped and self._frames and shot.time_s - self._last_s > MAX_GAP_S:
                    self.missed_s += shot.time_s - self._last_s
                number = shot.number
                self._look(watcher, shot)

    def _look(self, watcher: Watcher, shot: Shot) -> None:
        begun_s = time.perf_counter()
        frame = watcher.find(shot.time_s, shot.rgb)
        found_s = time.perf_counter()
        frame = watcher.complete(frame, shot.rgb)
        self._tell(shot, frame)
        self._sight, self._seen_at_s = Sight(shot, frame), time.monotonic()
        self.looked += 1
        self.delays.append(Delay(found_s - begun_s, time.perf_counter() - found_s))
        self._check(shot)

    def _check(self, shot: Shot) -> None:
        """Take light and sharpness now and then, when what there is to say has been said."""
        if shot.time_s >= self._check_from_s:
            self._light, self._sharpness = _check_picture(shot.rgb)
            self._check_from_s = shot.time_s + _CHECK_EVERY_S

    def _tell(self, shot: Shot, frame: PoseFrame) -> None:
        """Give a frame to the engine, and what was seen to the coach; hand on what he says."""
        exercise = self._session.exercise
        track = PoseTrack.from_frames(
            [frame], self._camera.width, self._camera.height, exercise.surface.name if exercise.surface else ""
        )
        done: tuple[Rep | Hold, ...] = ()
        before = self._session.reps_not_seen
        now = HoldNow()
        if self._coach.phase is Phase.SET:
            done = self._session.push(track)
            seen, now = self._session.seen, self._holds.look(shot.time_s)
            self._count(track)
            if self._keep_shot is not None:
                self._keep_shot(shot)
        else:
            seen = Seen(int(exercise.observe(track).seen[0]))
        looks, state = (self._light, self._sharpness), self._camera.state
        lost = self._session.reps_not_seen - before
        glance = Glance(shot.time_s, seen, *looks, _find_box(track), done, now.held_s, state, lost)
        for say in self._coach.take(glance, now.broken):
            self._say(say)

    def _count(self, track: PoseTrack) -> None:
        self._frames += 1
        self._last_s = float(track.time_s[-1])
        if self._first_s is None:
            self._first_s = self._last_s
        if self._kept is not None:
            self._kept.append(track)

    def _miss(self) -> None:
        """Tell the coach of a camera that has trouble and gives no picture; time goes on by the clock."""
        state = self._camera.state
        if self._sight is None or state is CameraState.OK:  # the next picture is only late
            return
        now_s = self._sight.shot.time_s + time.monotonic() - self._seen_at_s
        for say in self._coach.take(Glance(now_s, Seen.NOBODY, self._light, self._sharpness, None, (), None, state)):
            self._say(say)


def _check_picture(rgb: npt.NDArray[np.uint8]) -> tuple[float, float]:
    """Return mean brightness and sharpness of a picture, see `Glance`."""
    height, width = rgb.shape[:2]
    size = (_CHECK_PX, max(1, round(height * _CHECK_PX / width)))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return float(grey.mean()), float(cv2.Laplacian(grey, cv2.CV_64F).var())


def _find_box(track: PoseTrack) -> Box | None:
    """Return the box around the body, from shoulders to feet; None without one."""
    points = track.pixels[0, _BODY].astype(np.float64) / (track.width, track.height)
    if not np.isfinite(points).all():
        return None
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return left, top, right, bottom
