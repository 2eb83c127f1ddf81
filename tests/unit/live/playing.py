"""Whole sets with virtual time: a track goes through a `Session` frame by frame, and what is seen to the `Coach`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Exercise, Seen
from formcheck.live.coach import Coach, Phase, Say
from formcheck.live.glance import Glance
from formcheck.live.hold_watch import HoldWatch
from formcheck.pose import PoseTrack
from formcheck.results import Dose, Finding, Hold, Measure, Rep, Severity, Side
from formcheck.session import Session
from formcheck.sources.camera import CameraState
from formcheck.sources.track_file import load_track

GOLDEN = Path(__file__).parents[2] / "golden"
STEP_S = 0.1
"""Time between two glances that are made by hand, s."""
WELL_SEEN = Glance(0.0, Seen.OK, 120.0, 500.0, (0.2, 0.4, 0.8, 0.7), (), None, CameraState.OK)
"""A body on the floor, seen well."""


@dataclass
class Player:
    """Feeds a coach and notes what it says; time goes on from one call to the next."""

    coach: Coach
    now_s: float = 0.0
    says: list[Say] = field(default_factory=list)

    def show(self, glance: Glance = WELL_SEEN, broken: Sequence[Finding] = ()) -> list[Say]:
        """Give one glance now, and let `STEP_S` pass."""
        said = self.coach.take(replace(glance, time_s=self.now_s), broken)
        self.says += said
        self.now_s += STEP_S
        return said

    def keep(self, seconds: float, glance: Glance = WELL_SEEN, broken: Sequence[Finding] = ()) -> None:
        """Give the same glance for some time."""
        for _ in range(round(seconds / STEP_S)):
            self.show(glance, broken)

    def begin(self) -> Player:
        """Go through set-up and count-in, forget what was said, and let the set begin at 0 s."""
        while self.coach.phase is not Phase.SET:
            self.show()
        self.says.clear()
        return self

    def do_rep(self, rep: Rep, seconds: float = 5.0) -> list[str]:
        """Let a rep take some time, and return what is said when it is done."""
        self.keep(seconds - STEP_S)
        return [str(say.text) for say in self.show(replace(WELL_SEEN, done=(rep,)))]

    def phase(self) -> Phase:
        return self.coach.phase

    def hold(self, from_s: float, to_s: float, broken: Sequence[Finding] = ()) -> None:
        """Hold the position for some time; the clock is that of the hold."""
        for k in range(round((to_s - from_s) / STEP_S)):
            self.show(replace(WELL_SEEN, held_s=from_s + k * STEP_S), broken)

    @property
    def texts(self) -> list[str]:
        return [str(say.text) for say in self.says]


def make_player(name: str = "hip-lift", dose: Dose | None = None, *, tempo: bool = False) -> Player:
    """Return a player whose coach is before the set-up."""
    return Player(Coach(find_exercise(name), dose, tempo=tempo))


def make_finding(exercise: str, rule: str, severity: Severity = "fault") -> Finding:
    """Return a finding of a rule of an exercise, named without the exercise."""
    found = next(r for r in find_exercise(exercise).rules if r.id == f"{exercise}.{rule}")
    measure, seen = (found.limits[0].measure, found.limits[0].seen) if found.limits else ("none", "")
    return Finding(found.id, severity, measure, 20.0, "deg", 1.0, 15.0, "test", 0.0, 1.0, (1,), seen, found.cue)


def make_rep(*findings: Finding, complete: bool = True, side: Side | None = None, measured: bool = True) -> Rep:
    """Return a rep in which all measures were taken, or none."""
    names = {
        limit.measure
        for exercise in ("hip-lift", "clamshell")
        for rule in find_exercise(exercise).rules
        for limit in rule.limits
    }
    measures = dict.fromkeys(names, Measure(0.0, "deg", 1.0)) if measured else {}
    return Rep(1, 0.0, 1.0, 2.0, complete, side, measures, findings)


def make_hold(length_s: float, side: Side | None = None, *, lost: bool = False) -> Hold:
    return Hold(1, 0.0, length_s, length_s, side, lost=lost)


def load_golden(name: str) -> PoseTrack:
    return load_track(GOLDEN / f"{name}.pose.npz")


def join(*tracks: PoseTrack) -> PoseTrack:
    """Return tracks as one film, a frame apart."""
    blocks, start_s = [], 0.0
    for track in tracks:
        blocks.append(replace(track, time_s=track.time_s - track.time_s[0] + start_s))
        start_s = float(blocks[-1].time_s[-1]) + 1 / 30
    assert tracks[0].source is not None
    assert tracks[0].model is not None
    source = replace(tracks[0].source, width=tracks[0].width, height=tracks[0].height)
    return PoseTrack.concatenate(blocks, source, tracks[0].model)


def glance_at(exercise: Exercise, track: PoseTrack, start_s: float) -> Iterator[tuple[Glance, tuple[Finding, ...]]]:
    """Yield what is seen in each frame of a track that begins at a time, as the live loop does."""
    session = Session(exercise)
    watch = HoldWatch(session)
    for i in range(len(track)):
        frame, before = track.slice(i, i + 1), session.reps_not_seen
        done, hold = session.push(frame), watch.look(float(frame.time_s[0]))
        box = None if session.seen == Seen.NOBODY else _find_box(frame)
        time_s = start_s + float(frame.time_s[0])
        lost = session.reps_not_seen - before
        yield Glance(time_s, session.seen, 120.0, 500.0, box, done, hold.held_s, CameraState.OK, lost), hold.broken


def _find_box(frame: PoseTrack) -> tuple[float, float, float, float]:
    size = np.array([frame.width, frame.height])
    low, high = frame.pixels[0].min(axis=0) / size, frame.pixels[0].max(axis=0) / size
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def play_golden(track: PoseTrack, name: str) -> tuple[Coach, list[tuple[Any, str]]]:
    """Play a set after a good set-up; return the coach and what was said, with seconds since the set began."""
    player = make_player(name).begin()
    start_s = player.now_s
    for glance, broken in glance_at(find_exercise(name), track, start_s):
        player.says += player.coach.take(glance, broken)
    return player.coach, list_said(player.says, start_s)


def list_said(says: Iterable[Say], start_s: float = 0.0) -> list[tuple[Any, str]]:
    """Return what was said with its times, s, which may be compared with `pytest.approx`."""
    return [(round(say.at_s - start_s, 1), str(say.text)) for say in says]
