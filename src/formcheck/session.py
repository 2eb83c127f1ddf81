"""The engine: pose frames go in, reps and holds come out, and at the end the result of the set.

Live, recorded and batch use run this same `Session`. It works on blocks of frames: a camera pushes one at a time, a
saved track is pushed whole, and any way of cutting the frames into blocks gives the same result, because frames
are read singly, counting never looks ahead, and a rep is judged on the frames up to the one that ended it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.exercises.base import Exercise, Measured, Observation, Seen, Window
from formcheck.judging import (
    emphasize,
    find_in_hold,
    find_in_rep,
    find_in_set,
    judge_form,
    list_not_measurable,
    sum_breathing,
    sum_broken_s,
)
from formcheck.messages import _
from formcheck.motion.continuity import CutFinder
from formcheck.motion.holds import HoldBounds, HoldTimer, HoldTiming
from formcheck.motion.reps import RepBounds, RepCounter
from formcheck.motion.view import View
from formcheck.pose import FloatArray, PoseTrack
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.results import SIDE_NAMES, DoseDone, Hold, Rep, SetResult, Side, ViewSummary

__all__ = ["Session"]


OnMeasured = Callable[[Rep | Hold, Window, Measured], None]
_CROWDED = 0.15
"""Share of frames with a second person from which nothing of the set is judged. Source: our choice."""
_SEEN_THROUGHOUT = 0.9
"""Share of usable frames, from the first to the last of them, from which "nothing was done" can be said: where the
head is cut off it is 0.5 to 0.7, with the body in view 0.97 or more. Source: our choice, tests/e2e/test_bad_input.py.
"""


class Session:
    """One set of one exercise: `push` frames in order of time, then `finish`.

    Memory stays constant: frames are let go once no rep or hold can need them.

    Parameters
    ----------
    exercise : see `formcheck.exercises.find_exercise`.
    side : the side that the person says is exercised; None to take the one that is seen.
    on_measured : called with each rep or hold and what was measured in it, for those who show how it came about.
    """

    def __init__(self, exercise: Exercise, side: Side | None = None, on_measured: OnMeasured | None = None) -> None:
        self.exercise = exercise
        self._side = side
        self._on_measured = on_measured or (lambda _unit, _window, _measured: None)
        timing = exercise.counting
        self._counter = HoldTimer(timing) if isinstance(timing, HoldTiming) else RepCounter(timing)
        self._cuts = CutFinder()
        self._buffer = _Buffer()
        self._frames = 0
        self._driver = 0.0
        self._seen: Counter[int] = Counter()
        self._views: Counter[int] = Counter()
        self._sides: Counter[int] = Counter()
        self._reps: list[Rep] = []
        self._holds: list[Hold] = []
        self._broken = 0
        self._last_seen = Seen.NOBODY
        self._usable_span = range(0)

    @property
    def reps(self) -> tuple[Rep, ...]:
        """The reps so far, partial ones included."""
        return tuple(self._reps)

    @property
    def reps_not_seen(self) -> int:
        """Reps so far that were lost from sight on the way, see `SetResult`."""
        return self._broken

    @property
    def holds(self) -> tuple[Hold, ...]:
        """The holds so far."""
        return tuple(self._holds)

    @property
    def seen(self) -> Seen:
        """How the person was seen in the last frame."""
        return self._last_seen

    @property
    def held_from_s(self) -> float | None:
        """When the hold under way began, s; None without one, and for an exercise of reps."""
        start = self._counter.needed_from if isinstance(self._counter, HoldTimer) else None
        return None if start is None else self._buffer.time_of(start)

    def view_hold(self, from_s: float) -> Window:
        """Return the last part of the hold under way, up to the last frame; ``from_s`` lies within the hold."""
        last, last_s = self._frames - 1, self._buffer.last_s
        return self._buffer.cut(from_s, last, [from_s, (from_s + last_s) / 2, last_s])

    def push(self, track: PoseTrack) -> tuple[Rep | Hold, ...]:
        """Take the next block of frames and return the reps and holds that it completed."""
        if not len(track):
            return ()
        observed = self.exercise.observe(track)
        first = self._frames
        self._frames += len(track)
        driver = self._sum_steps(observed.driver) if self.exercise.driver_is_step else observed.driver
        self._buffer.add(_Block(first, track.time_s, driver, observed))
        self._last_seen = Seen(int(observed.seen[-1]))
        if len(usable := np.flatnonzero(observed.seen == Seen.OK) + first):
            self._usable_span = range((self._usable_span or usable.tolist())[0], int(usable[-1]) + 1)
        _tally(self._seen, observed.seen)
        _tally(self._views, observed.view)
        _tally(self._sides, observed.side[observed.seen == Seen.OK])
        done = self._count(track.time_s, driver, self._cuts.find(track), first)
        needed = self._counter.needed_from
        self._buffer.forget(self._frames if needed is None else needed, self.exercise.margin_s)
        return done

    def finish(self, source: SourceInfo, model: ModelInfo | None = None) -> SetResult:
        """Return the result of the set. ``source`` and ``model`` are passed on into it."""
        if self._frames and (bounds := self._counter.finish(self._frames - 1)):
            self._judge(bounds)
        exercise, rules = self.exercise, self.exercise.rules
        if self._seen[Seen.SEVERAL] > _CROWDED * self._frames:
            self._withdraw()
        units: list[Rep] | list[Hold] = self._holds or [rep for rep in self._reps if rep.complete]
        findings = find_in_set(rules, units)
        usable = self._seen[Seen.OK] / self._frames if self._frames else 0.0
        seen_side = _name_side(self._sides)
        return SetResult(
            exercise=exercise.name,
            side=self._side or seen_side,
            view=ViewSummary(exercise.view, self._name_view(), usable),
            form=judge_form(rules, units, findings),
            reps=tuple(self._reps),
            holds=tuple(self._holds),
            findings=findings,
            reps_not_seen=self._broken,
            not_measurable=list_not_measurable(rules, units, self._explain_nothing()),
            dose=self._sum_dose(),
            breathing=sum_breathing(units),
            emphasis=emphasize(exercise.emphasis, findings),
            own_bias=dict(exercise.own_bias) or None,
            own_thresholds=dict(exercise.own_thresholds),
            notes=tuple(self._list_notes(seen_side, bool(units), model)),
            source=source,
            model=model,
        )

    def _withdraw(self) -> None:
        """Take back what was counted: with a second person in view it may have been a mixture of both."""
        self._broken += len([rep for rep in self._reps if rep.complete]) + len(self._holds)
        self._reps, self._holds = [], []

    def _sum_steps(self, steps: FloatArray) -> FloatArray:
        known = np.where(np.isfinite(steps), steps, 0.0)
        path: FloatArray = np.cumsum(np.concatenate([[self._driver], known]))[1:]
        self._driver = float(path[-1])
        return np.where(np.isfinite(steps), path, np.nan)

    def _count(
        self, time_s: FloatArray, driver: FloatArray, cuts: npt.NDArray[np.int64], first: int
    ) -> tuple[Rep | Hold, ...]:
        push, done = self._counter.push, []
        cut_at = set((cuts + first).tolist())
        for frame, (t, value) in enumerate(zip(time_s.tolist(), driver.tolist(), strict=True), first):
            if frame in cut_at and (bounds := self._counter.cut(frame)) and (unit := self._judge(bounds)):
                done.append(unit)
            if (bounds := push(frame, t, value)) and (unit := self._judge(bounds)):
                done.append(unit)
        return tuple(done)

    def _judge(self, bounds: RepBounds | HoldBounds) -> Rep | Hold | None:
        if isinstance(bounds, HoldBounds):
            return self._judge_hold(bounds)
        if bounds.broken:
            self._broken += 1
            return None
        index = len(self._reps) + 1
        window = self._cut(bounds)
        start_s, top_s, end_s = window.start_s, window.top_s, window.end_s
        measured = self.exercise.measure(window) if bounds.complete else Measured({})
        start_s, top_s, end_s = measured.bounds_s or (start_s, top_s, end_s)
        findings = find_in_rep(self.exercise.rules, measured.measures, index, start_s, end_s)
        side = _name_side(Counter(window.side.tolist()))
        rep = Rep(index, start_s, top_s, end_s, bounds.complete, side, measured.measures, findings)
        self._reps.append(rep)
        self._on_measured(rep, window, measured)
        return rep

    def _judge_hold(self, bounds: HoldBounds) -> Hold | None:
        index = len(self._holds) + 1
        window = self._cut(bounds)
        measured = self.exercise.measure(window)
        start_s, _, end_s = measured.bounds_s or (window.start_s, window.top_s, window.end_s)
        timing = self.exercise.counting
        if isinstance(timing, HoldTiming) and end_s - start_s < timing.min_s:
            return None  # most of it was getting in and out
        rules = self.exercise.rules
        findings = find_in_hold(rules, measured.followed, window.time_s, index, start_s, end_s)
        side = _name_side(Counter(window.side.tolist()))
        valid_s = end_s - start_s - sum_broken_s(rules, findings)
        hold = Hold(index, start_s, end_s, max(valid_s, 0.0), side, measured.measures, findings, bounds.lost)
        self._holds.append(hold)
        self._on_measured(hold, window, measured)
        return hold

    def _cut(self, bounds: RepBounds | HoldBounds) -> Window:
        at = [self._buffer.time_of(frame) for frame in (bounds.start, bounds.top, bounds.end)]
        return self._buffer.cut(at[0] - self.exercise.margin_s, bounds.decided, at)

    def _sum_dose(self) -> DoseDone:
        complete = [rep for rep in self._reps if rep.complete]
        dose = self.exercise.dose
        units: list[Rep] | list[Hold] = self._holds or complete
        counts: Counter[str] = Counter((unit.side or "") if dose.each_side else "" for unit in units)
        if dose.each_side and self._side and len(counts) <= 1:
            counts = Counter({self._side: len(units)})
        longest = max((hold.valid_s for hold in self._holds), default=None)
        return DoseDone(dose, dict(counts), longest)

    def _list_notes(self, seen_side: Side | None, counted: bool, model: ModelInfo | None) -> list[str]:
        notes: list[str] = []
        if self.exercise.dose.each_side and self._side and seen_side and seen_side != self._side:
            notes.append(
                _(
                    "you said {side}, the film shows the {seen} side: a mirrored film swaps the sides",
                    side=SIDE_NAMES[self._side],
                    seen=SIDE_NAMES[seen_side],
                )
            )
        if counted and self.exercise.neutral and not self.exercise.own_bias:
            notes.append(_("judged with a wide margin, because your own baseline is not known (--baseline)"))
        if own_limits := self.exercise.own_thresholds:
            limits = ", ".join(f"{name} = {value:g}" for name, value in own_limits.items())
            notes.append(_("judged with your own limits: {limits}", limits=limits))
        if (own := self.exercise.own_model) and model and model.name != own:
            notes.append(
                _(
                    "your baseline was made with the landmark model {own}, this with {model}: make it anew",
                    own=own,
                    model=model.name,
                )
            )
        return notes

    def _main_problem(self) -> Seen:
        """Return why most of the unusable frames were so."""
        return Seen(max((s for s in Seen if s != Seen.OK), key=lambda s: self._seen[s]))

    def _name_view(self) -> str:
        """Return the view in most of the frames in which a person was found."""
        known = {v: n for v, n in self._views.items() if v != View.UNKNOWN}
        return View(max(known, key=lambda v: known[v])).name.lower() if known else "nobody"

    def _explain_nothing(self) -> str:
        if self._seen[Seen.SEVERAL] > _CROWDED * self._frames:
            return self.exercise.reasons[Seen.SEVERAL]
        if self._broken:
            return _("no repetition was seen whole: keep the whole body in view, and film the set from start to end")
        usable = self._seen[Seen.OK]
        if not usable or usable * 2 < self._frames:
            return self.exercise.reasons[self._main_problem()]
        if usable < _SEEN_THROUGHOUT * len(self._usable_span):
            return _("part of the set was not seen: keep the whole body in view, and film the set from start to end")
        return self.exercise.nothing_counted


def _tally(counter: Counter[int], codes: npt.NDArray[np.int8]) -> None:
    values, counts = np.unique(codes, return_counts=True)
    counter.update(dict(zip(values.tolist(), counts.tolist(), strict=True)))


def _name_side(sides: Counter[int]) -> Side | None:
    left, right = sides[1], sides[-1]
    return None if left == right else "left" if left > right else "right"


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Some consecutive frames; ``first`` is the number of the first one."""

    first: int
    time_s: FloatArray
    driver: FloatArray
    observed: Observation

    @property
    def end(self) -> int:
        return self.first + len(self.time_s)


class _Buffer:
    """The frames that a rep or hold can still need."""

    def __init__(self) -> None:
        self._blocks: deque[_Block] = deque()

    @property
    def last_s(self) -> float:
        """Time of the last frame, s."""
        return float(self._blocks[-1].time_s[-1])

    def add(self, block: _Block) -> None:
        self._blocks.append(block)

    def forget(self, frame: int, margin_s: float) -> None:
        """Let go the blocks that end more than ``margin_s`` before a frame."""
        keep_s = (self.time_of(frame) if frame < self._blocks[-1].end else self.last_s) - margin_s
        while len(self._blocks) > 1 and self._blocks[0].time_s[-1] < keep_s:
            self._blocks.popleft()

    def time_of(self, frame: int) -> float:
        """Return the time of a frame, s."""
        block = next(b for b in reversed(self._blocks) if b.first <= frame)
        return float(block.time_s[frame - block.first])

    def cut(self, from_s: float, to_frame: int, at_s: list[float]) -> Window:
        """Return the frames from a time to a frame, both included; ``at_s`` are start, top and end."""
        parts = [b for b in self._blocks if b.first <= to_frame and b.time_s[-1] >= from_s]
        stop = to_frame + 1 - parts[0].first
        time_s = np.concatenate([b.time_s for b in parts])[:stop]
        keep = slice(int(np.searchsorted(time_s, from_s)), stop)

        def join(arrays: list[FloatArray]) -> FloatArray:
            return np.concatenate(arrays)[keep]

        return Window(
            time_s=time_s[keep],
            driver=join([b.driver for b in parts]),
            side=np.concatenate([b.observed.side for b in parts])[keep],
            signals={name: join([b.observed.signals[name] for b in parts]) for name in parts[0].observed.signals},
            start_s=at_s[0],
            top_s=at_s[1],
            end_s=at_s[2],
        )
