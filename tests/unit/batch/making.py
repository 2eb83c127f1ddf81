"""Manifests, verdicts and runs that are made without reading a clip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from formcheck.batch.baseline import Stored
from formcheck.batch.job import Job
from formcheck.batch.journal import Journal
from formcheck.batch.manifest import Entry, Expected, Manifest
from formcheck.batch.run import Run, score
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.messages import _

__all__ = ["FAILED", "SEEN", "make_entry", "make_run", "store"]

SEEN = Verdict(
    reps=3,
    partial_reps=0,
    reps_not_seen=0,
    holds_s=(),
    form="adjust",
    decision="adjust",
    findings={"hip-lift.incomplete-lift": (1, 3)},
    not_measurable=("hip-lift.fatigue",),
    measures={"line_at_top_deg": (-20.0, -1.0, -19.5), "up_s": (1.0, None, 1.2), "smoothness": (-1.7, -1.7, -1.8)},
    units={"line_at_top_deg": "deg", "up_s": "s", "smoothness": "SPARC"},
    sides=("left", "left", None),
)
FAILED = Failure(_("{path}: there is no such file. Check the name and the folder.", path="clip.mp4"))


def make_entry(name: str = "a.mp4", exercise: str = "hip-lift", **expected: Any) -> Entry:
    return Entry(name, Job(name, exercise), Expected(**expected))


def store(seen: Verdict | Failure, exercise: str = "hip-lift") -> Stored:
    return Stored(exercise, Outcome(seen))


def make_run(
    pairs: Iterable[tuple[Entry, Verdict | Failure]],
    baseline: dict[str, Stored] | None = None,
    stopped_after: int | None = None,
    **outcome: Any,
) -> Run:
    """Return the run in which each clip gives what stands beside it; Ctrl-C may come after some of them."""
    pairs = list(pairs)

    def work(jobs: Iterable[tuple[int, Job]]) -> Iterator[tuple[int, Outcome]]:
        for number, _job in reversed(list(jobs)[:stopped_after]):  # as they are done, in whatever order
            yield number, replace(Outcome(pairs[number][1], 0.5), **outcome)
        if stopped_after is not None:
            raise KeyboardInterrupt

    entries = tuple(entry for entry, _ in pairs)
    return score(Manifest(Path("m.toml"), entries), work, Journal(None), baseline=baseline)
