"""Which cue to give, when one has helped, and when to stop.

One thing at a time: only the worst of what is seen is spoken of. While a cue for it is fresh, lesser faults wait.
In an assessment nothing is cued and nothing is stopped: a cue would change what it is there to show.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from formcheck.exercises.base import Rule
from formcheck.live.say import Urgency
from formcheck.live.words import Remark, speaking_s
from formcheck.messages import Message, _
from formcheck.results import Finding, Measure, Rep

__all__ = ["HoldCues", "RepCues"]

_SILENT_REPS = 2
"""The same cue is not given again for so many reps. Source: our choice: two tries to do it."""
_CLEAN_REPS = 2
"""A cue has helped when so many reps in a row were without the fault. Source: our choice."""
_STOP_REPS = 3
"""So many reps in a row with a dangerous fault, after the cue against it, stop the set. Source: our choice."""
_APART_RULES, _APART_REPS = 3, 2
"""Form has fallen apart with faults of so many rules in each of so many reps in a row. Source: our choice."""
_CUE_EVERY_S, _SAME_CUE_EVERY_S = 6.0, 15.0
"""In a hold: between two cues, and between two that are the same, s. Source: our choice."""
_CLEAN_S = 3.0
"""In a hold a cue has helped when the fault is gone for so long after it, s. Source: our choice."""
_STOP_S = 5.0
"""In a hold a dangerous fault that goes on for so long after the cue was said stops the set, s. Source: our choice."""
_APART_S = 3.0
"""In a hold form has fallen apart with faults of `_APART_RULES` rules for so long, s. Source: our choice."""

_BETTER = _("Better.")
_FALLEN_APART = _("Stop. Rest now, that is enough for this set. The movement is getting unsteady.")


class _Ranking:
    """The order in which what was seen is spoken of: what strains the back first, then the order of the rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._place = {rule.id: place for place, rule in enumerate(rules)}
        self._essential = {rule.id for rule in rules if rule.essential}
        self._straining = {rule.id for rule in rules if rule.strains_back}

    def find_worst(self, findings: Iterable[Finding]) -> Finding | None:
        """Return what to speak of, None without findings."""
        return min(findings, key=self._rank, default=None)

    def is_dangerous(self, finding: Finding) -> bool:
        """Return whether a set is stopped when this goes on although cued."""
        return finding.severity == "fault" and finding.rule in self._straining

    def _rank(self, finding: Finding) -> tuple[bool, int]:
        first = finding.severity == "fault" or finding.rule in self._essential
        return not first, self._place.get(finding.rule, len(self._place))


def _make_cue(finding: Finding) -> Remark:
    text = finding.cue if isinstance(finding.cue, Message) else Message(finding.cue)
    return Remark(text, Urgency.CUE, text, "watch")


def _make_stop(finding: Finding) -> Remark:
    text = _("Stop. Rest now, that is enough for this set. What I saw: {seen}.", seen=finding.seen)
    return Remark(text, Urgency.STOP, text, "fault")


def _list_faults(findings: Iterable[Finding]) -> set[str]:
    return {finding.rule for finding in findings if finding.severity == "fault"}


_PRAISE = Remark(_BETTER, Urgency.COUNT, _BETTER, "good")
_APART = Remark(_FALLEN_APART, Urgency.STOP, _FALLEN_APART, "fault")


@dataclass(slots=True)
class _CuedInReps:
    """What has happened since a rule was cued: when, in reps, and reps in a row without and with a fault of it."""

    at_rep: int
    clean: int = 0
    bad: int = 0
    praised: bool = False


class RepCues:
    """Looks at each complete rep; ``uncued`` are names of rules that are not spoken of."""

    def __init__(self, rules: Sequence[Rule], uncued: Collection[str] = ()) -> None:
        self._ranking = _Ranking(rules)
        self._uncued = uncued
        self._measures = {rule.id: {limit.measure for limit in rule.limits} for rule in rules}
        self._cued: dict[str, _CuedInReps] = {}
        self._reps = self._apart = 0

    def judge(self, rep: Rep) -> Remark | None:
        """Return the stop, the cue or the praise after a rep, None when there is nothing to say."""
        self._reps += 1
        findings = [f for f in rep.findings if f.rule.rpartition(".")[2] not in self._uncued]
        self._follow(rep, findings)
        if stop := self._find_stop(findings):
            return stop
        worst = self._ranking.find_worst(findings)
        if worst is not None:
            return self._cue(worst)
        return self._praise()

    def _follow(self, rep: Rep, findings: Sequence[Finding]) -> None:
        """Bring up to date what has happened to the rules that were cued; a rep that was not measured is no news."""
        faults, broken = _list_faults(findings), {finding.rule for finding in findings}
        for rule, cued in self._cued.items():
            if rule in broken:
                cued.clean, cued.bad = 0, cued.bad + 1 if rule in faults else 0
            elif any(isinstance(rep.measures.get(name), Measure) for name in self._measures.get(rule, ())):
                cued.clean, cued.bad = cued.clean + 1, 0
        self._apart = self._apart + 1 if len(faults) >= _APART_RULES else 0

    def _find_stop(self, findings: Sequence[Finding]) -> Remark | None:
        if self._apart >= _APART_REPS:
            return _APART
        for finding in findings:
            cued = self._cued.get(finding.rule)
            if cued is not None and cued.bad >= _STOP_REPS and self._ranking.is_dangerous(finding):
                return _make_stop(finding)
        return None

    def _cue(self, finding: Finding) -> Remark | None:
        cued = self._cued.get(finding.rule)
        if cued is None:
            self._cued[finding.rule] = _CuedInReps(self._reps)
        elif self._reps - cued.at_rep <= _SILENT_REPS:
            return None
        else:
            cued.at_rep = self._reps
        return _make_cue(finding)

    def _praise(self) -> Remark | None:
        for cued in self._cued.values():
            if cued.clean >= _CLEAN_REPS and not cued.praised:
                cued.praised = True
                return _PRAISE
        return None


@dataclass(slots=True)
class _CuedInHold:
    """When a rule was cued and the cue was said, and since when it has been broken or clean, s."""

    at_s: float
    said_s: float
    broken_s: float | None
    clean_s: float | None = None
    praised: bool = False


class HoldCues:
    """Looks at what a hold under way breaks at this moment."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._ranking = _Ranking(rules)
        self._cued: dict[str, _CuedInHold] = {}
        self._last_s = -math.inf
        self._apart_s: float | None = None

    def begin(self) -> None:
        """Take that a new hold begins: what was seen in the one before does not last on."""
        self._apart_s = None
        for cued in self._cued.values():
            cued.broken_s = cued.clean_s = None

    def find_stop(self, broken: Sequence[Finding], now_s: float) -> Remark | None:
        """Take what is broken now and return why to stop, if so. Call it with every glance of a hold."""
        faults, names = _list_faults(broken), {finding.rule for finding in broken}
        for rule, cued in self._cued.items():
            if rule in names:
                cued.clean_s = None
            elif cued.clean_s is None:
                cued.clean_s = now_s
            cued.broken_s = (cued.broken_s if cued.broken_s is not None else now_s) if rule in faults else None
        crowd = len(faults) >= _APART_RULES
        self._apart_s = (self._apart_s if self._apart_s is not None else now_s) if crowd else None
        if self._apart_s is not None and now_s - self._apart_s >= _APART_S:
            return _APART
        return next((_make_stop(f) for f in broken if self._ranking.is_dangerous(f) and self._goes_on(f, now_s)), None)

    def speak(self, broken: Sequence[Finding], now_s: float, left_s: float) -> Remark | None:
        """Return the cue or the praise, when nothing else is being said and ``left_s`` is enough to say it."""
        worst = self._ranking.find_worst(broken)
        if worst is None:
            return self._praise(now_s)
        cued = self._cued.get(worst.rule)
        soon = now_s - self._last_s < _CUE_EVERY_S or (cued and now_s - cued.at_s < _SAME_CUE_EVERY_S)
        taking_s = speaking_s(worst.cue)
        if soon or taking_s > left_s:
            return None
        self._last_s = now_s
        praised = cued is not None and cued.praised
        since = now_s if worst.severity == "fault" else None
        self._cued[worst.rule] = _CuedInHold(now_s, now_s + taking_s, since, praised=praised)
        return _make_cue(worst)

    def _goes_on(self, finding: Finding, now_s: float) -> bool:
        cued = self._cued.get(finding.rule)
        return cued is not None and cued.broken_s is not None and now_s - max(cued.broken_s, cued.said_s) >= _STOP_S

    def _praise(self, now_s: float) -> Remark | None:
        for cued in self._cued.values():
            if cued.clean_s is None or cued.praised or now_s - max(cued.clean_s, cued.said_s) < _CLEAN_S:
                continue
            cued.praised = True
            return _PRAISE
        return None
