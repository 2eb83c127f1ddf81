"""One run: every clip of a manifest scored, by whatever does the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from formcheck.batch.baseline import Stored, find_changes
from formcheck.batch.comparison import Difference, RuleScore, compare, score_rules
from formcheck.batch.journal import Journal, make_key
from formcheck.batch.manifest import Entry, Expected, Manifest
from formcheck.batch.verdict import Failure, Outcome
from formcheck.batch.workers import Numbered, Work

__all__ = ["Run", "Scored", "Status", "find_done", "score"]

Status = Literal["as expected", "differs", "failed", "not compared"]
OnDone = Callable[[Entry, Outcome], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """A clip, what became of it, what differs from the manifest, and what has changed since the baseline.

    ``is_compared`` tells whether there was anything to compare it with.
    """

    entry: Entry
    outcome: Outcome
    differences: tuple[Difference, ...]
    changes: tuple[Difference, ...] = ()
    is_compared: bool = True

    @property
    def status(self) -> Status:
        if isinstance(self.outcome.seen, Failure):
            return "failed"
        if self.differences or self.changes:
            return "differs"
        return "as expected" if self.is_compared else "not compared"


@dataclass(frozen=True, slots=True)
class Run:
    """The clips in the order of the manifest; those that an interrupted run did not get to are missing."""

    manifest: Manifest
    scored: tuple[Scored, ...]
    gone: tuple[str, ...] = ()
    """Clips of the baseline that the manifest does not have."""

    @property
    def missing(self) -> tuple[Entry, ...]:
        """The clips that an interrupted run did not get to."""
        done = {scored.entry.name for scored in self.scored}
        return tuple(entry for entry in self.manifest.entries if entry.name not in done)

    @property
    def interrupted(self) -> bool:
        return len(self.scored) < len(self.manifest.entries)

    @property
    def rules(self) -> tuple[RuleScore, ...]:
        """How well each rule was found."""
        return score_rules([(scored.entry.expected, scored.outcome) for scored in self.scored])

    @property
    def as_expected(self) -> bool:
        """Whether every clip was scored, and nothing differs."""
        whole = not self.interrupted and not self.gone
        return whole and all(scored.status in ("as expected", "not compared") for scored in self.scored)


def score(
    manifest: Manifest,
    work: Work,
    journal: Journal,
    *,
    before: Mapping[int, Outcome] | None = None,
    baseline: Mapping[str, Stored] | None = None,
    on_done: OnDone = lambda _entry, _outcome: None,
) -> Run:
    """Score every clip; Ctrl-C ends the run with what is done.

    Parameters
    ----------
    journal : open; what is done is added to it.
    before : what an earlier run has done already, see `find_done`.
    baseline : a stored run, by clip.
    on_done : called with each clip that is done now.

    Raises
    ------
    OutputError
        When the journal cannot be written.
    """
    entries = manifest.entries
    done = dict(before or {})
    keys: dict[int, str] = {}

    def hand_out() -> Iterator[Numbered]:
        for number, entry in enumerate(entries):
            if number not in done:
                keys[number] = make_key(entry.job)  # of the files as they are before they are read
                yield number, entry.job

    try:
        for number, outcome in work(hand_out()):
            done[number] = outcome
            journal.add(keys.pop(number), outcome)
            on_done(entries[number], outcome)
    except KeyboardInterrupt:
        pass  # what is missing tells
    scored = tuple(_score(entries[n], done[n], manifest.hold_tolerance_s, baseline) for n in sorted(done))
    names = {entry.name for entry in entries}
    return Run(manifest, scored, tuple(name for name in baseline or () if name not in names))


def find_done(manifest: Manifest, journal: Journal) -> dict[int, Outcome]:
    """Return what earlier runs have done of a manifest, by the number of the clip.

    Raises
    ------
    InputError
        When the journal cannot be read.
    """
    kept = journal.read()
    if not kept:
        return {}
    found = ((number, kept.get(make_key(entry.job))) for number, entry in enumerate(manifest.entries))
    return {number: outcome for number, outcome in found if outcome is not None}


def _score(entry: Entry, outcome: Outcome, hold_tolerance_s: float, baseline: Mapping[str, Stored] | None) -> Scored:
    differences = compare(entry, outcome, hold_tolerance_s)
    changes = () if baseline is None else find_changes(entry.job, baseline.get(entry.name), outcome)
    is_compared = baseline is not None or entry.expected != Expected()
    return Scored(entry, outcome, differences, changes, is_compared)
