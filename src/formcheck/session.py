"""The engine: pose frames go in, reps come out, and at the end the result of the set.

Live, recorded and batch use run this same `Session`. It works on blocks of frames: a camera pushes one at a time, a
saved track is pushed whole, and any way of cutting the frames into blocks gives the same result, because frames
are read singly, counting never looks ahead, and a rep is judged on the frames up to the one that ended it.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.exercises.base import Exercise, MeasuredRep, Observation, RepWindow, Seen
from formcheck.judging import find_in_rep, find_in_set, judge_form, list_not_measurable
from formcheck.motion.reps import RepBounds, RepCounter
from formcheck.motion.view import View
from formcheck.pose import FloatArray, PoseTrack
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.results import Rep, SetResult, ViewSummary

__all__ = ["Session"]

_MARGIN_S = 0.5
"""Rest kept before a rep, so that filters have settled where it begins, s."""


class Session:
    """One set of one exercise: `push` frames in order of time, then `finish`.

    Memory stays constant: frames are let go once no rep can need them.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._counter = RepCounter(exercise.counting)
        self._buffer = _Buffer()
        self._frames = 0
        self._seen: Counter[int] = Counter()
        self._views: Counter[int] = Counter()
        self._left_is_near = 0  # frames with the left side near, less those with the right
        self._reps: list[Rep] = []
        self._broken = 0

    @property
    def reps(self) -> tuple[Rep, ...]:
        """The reps so far, partial ones included."""
        return tuple(self._reps)

    def push(self, track: PoseTrack) -> tuple[Rep, ...]:
        """Take the next block of frames and return the reps that it completed."""
        if not len(track):
            return ()
        observed = self.exercise.observe(track)
        first = self._frames
        self._frames += len(track)
        self._buffer.add(_Block(first, track.time_s, observed))
        _tally(self._seen, observed.seen)
        _tally(self._views, observed.view)
        near = observed.left_is_near[observed.seen == Seen.OK]
        self._left_is_near += 2 * int(np.count_nonzero(near)) - len(near)
        done = self._count(track.time_s, observed.driver, first)
        needed = self._counter.needed_from
        self._buffer.forget(self._frames if needed is None else needed, _MARGIN_S)
        return done

    def finish(self, source: SourceInfo, model: ModelInfo | None = None) -> SetResult:
        """Return the result of the set. ``source`` and ``model`` are passed on into it."""
        if self._frames and (bounds := self._counter.finish(self._frames - 1)):
            self._judge(bounds)
        rules, complete = self.exercise.rules, [rep for rep in self._reps if rep.complete]
        findings = find_in_set(rules, complete)
        usable = self._seen[Seen.OK] / self._frames if self._frames else 0.0
        return SetResult(
            exercise=self.exercise.name,
            side=None if not self._left_is_near else "left" if self._left_is_near > 0 else "right",
            view=ViewSummary(self.exercise.view, self._name_view(), usable),
            form=judge_form(rules, complete, findings),
            reps=tuple(self._reps),
            holds=(),
            findings=findings,
            reps_not_seen=self._broken,
            not_measurable=list_not_measurable(rules, complete, self._explain_nothing()),
            source=source,
            model=model,
        )

    def _count(self, time_s: FloatArray, driver: FloatArray, first: int) -> tuple[Rep, ...]:
        push, done = self._counter.push, []
        for frame, (t, value) in enumerate(zip(time_s.tolist(), driver.tolist(), strict=True), first):
            if (bounds := push(frame, t, value)) and (rep := self._judge(bounds)):
                done.append(rep)
        return tuple(done)

    def _judge(self, bounds: RepBounds) -> Rep | None:
        if bounds.broken:
            self._broken += 1
            return None
        index = len(self._reps) + 1
        start_s, top_s, end_s = (self._buffer.time_of(f) for f in (bounds.start, bounds.top, bounds.end))
        measured = MeasuredRep({})
        if bounds.complete:
            measured = self.exercise.measure_rep(self._buffer.cut(start_s - _MARGIN_S, bounds.decided, top_s))
            start_s, top_s, end_s = measured.bounds_s or (start_s, top_s, end_s)
        findings = find_in_rep(self.exercise.rules, measured.measures, index, start_s, end_s)
        rep = Rep(index, start_s, top_s, end_s, bounds.complete, measured.measures, findings)
        self._reps.append(rep)
        return rep

    def _main_problem(self) -> Seen:
        """Return why most of the unusable frames were so."""
        return Seen(max((s for s in Seen if s != Seen.OK), key=lambda s: self._seen[s]))

    def _name_view(self) -> str:
        """Return the view in most of the frames in which a person was found."""
        known = {v: n for v, n in self._views.items() if v != View.UNKNOWN}
        return View(max(known, key=lambda v: known[v])).name.lower() if known else "nobody"

    def _explain_nothing(self) -> str:
        if self._broken:
            return "no repetition was seen whole: keep the whole body in view, and film the set from start to end"
        if self._seen[Seen.OK] * 2 >= self._frames > 0:
            return self.exercise.nothing_counted
        return self.exercise.reasons[self._main_problem()]


def _tally(counter: Counter[int], codes: npt.NDArray[np.int8]) -> None:
    values, counts = np.unique(codes, return_counts=True)
    counter.update(dict(zip(values.tolist(), counts.tolist(), strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Some consecutive frames; ``first`` is the number of the first one."""

    first: int
    time_s: FloatArray
    observed: Observation

    @property
    def end(self) -> int:
        return self.first + len(self.time_s)


class _Buffer:
    """The frames that a rep can still need."""

    def __init__(self) -> None:
        self._blocks: deque[_Block] = deque()

    def add(self, block: _Block) -> None:
        self._blocks.append(block)

    def forget(self, frame: int, margin_s: float) -> None:
        """Let go the blocks that end more than ``margin_s`` before a frame."""
        last = self._blocks[-1]
        keep_s = (self.time_of(frame) if frame < last.end else float(last.time_s[-1])) - margin_s
        while len(self._blocks) > 1 and self._blocks[0].time_s[-1] < keep_s:
            self._blocks.popleft()

    def time_of(self, frame: int) -> float:
        """Return the time of a frame, s."""
        block = next(b for b in reversed(self._blocks) if b.first <= frame)
        return float(block.time_s[frame - block.first])

    def cut(self, from_s: float, to_frame: int, top_s: float) -> RepWindow:
        """Return the frames from a time to a frame, both included."""
        parts = [b for b in self._blocks if b.first <= to_frame and b.time_s[-1] >= from_s]
        stop = to_frame + 1 - parts[0].first
        time_s = np.concatenate([b.time_s for b in parts])[:stop]
        keep = slice(int(np.searchsorted(time_s, from_s)), stop)

        def join(arrays: list[FloatArray]) -> FloatArray:
            return np.concatenate(arrays)[keep]

        return RepWindow(
            time_s=time_s[keep],
            driver=join([b.observed.driver for b in parts]),
            signals={name: join([b.observed.signals[name] for b in parts]) for name in parts[0].observed.signals},
            top_s=top_s,
        )
