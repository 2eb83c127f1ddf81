"""What ``formcheck batch`` does, apart from its options."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from formcheck.batch.clip_files import is_address
from formcheck.batch.job import do_job
from formcheck.batch.journal import Journal
from formcheck.batch.junit import write_junit
from formcheck.batch.landmark_cache import LandmarkCache
from formcheck.batch.manifest import Entry, Manifest, read_folder, read_manifest
from formcheck.batch.run import Run, find_done, score
from formcheck.batch.run_file import read_baseline, write_baseline, write_run
from formcheck.batch.summary import write_summary
from formcheck.batch.text import print_run
from formcheck.batch.verdict import Outcome
from formcheck.batch.workers import Work, work_here
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c
from formcheck.cli.notes import print_note
from formcheck.cli.output import print_out, write_all
from formcheck.cli.progress import count_done
from formcheck.errors import InputError
from formcheck.files import check_outputs
from formcheck.messages import _, _n

__all__ = ["Request", "run"]

DIFFERS = 1
"""Exit code when every clip was scored, or tried, and something is not as expected."""


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``formcheck batch``, as they stand there."""

    manifest: Path
    exercise: str | None
    model: str | None
    workers: int | None
    cache: Path | None
    timeout_s: float | None
    resume: bool
    scheduler: str | None
    json: Path | None
    junit: Path | None
    summary: Path | None
    baseline: Path | None
    update_baseline: bool


def run(asked: Request) -> int:
    """Score, print and write; return the exit code."""
    manifest = _read(asked)
    _check(asked, manifest)
    stored = None if asked.baseline is None or asked.update_baseline else read_baseline(asked.baseline)
    work, workers = _choose_work(asked, len(manifest.entries))
    journal = Journal(_name_journal(asked.json))
    with journal.open():
        before = find_done(manifest, journal) if asked.resume else {}
        raise_on_ctrl_c()
        with _show_progress(manifest, workers, len(before)) as on_done:
            done = score(manifest, work, journal, before=before, baseline=stored, on_done=on_done)
        failed = write_all(_list_outputs(asked, done))
        if done.interrupted:
            text = _("stopped by Ctrl-C.") if asked.json is None else _("stopped by Ctrl-C; go on with --resume.")
            print_note(text)
            return INTERRUPTED
        if not failed:
            journal.forget()
        return failed or (0 if done.as_expected else DIFFERS)


def _name_journal(json: Path | None) -> Path | None:
    """Return where to keep what is done: beside the file to write; a pipe or device has no such place."""
    if json is None or (json.exists() and not json.is_file()):
        return None
    return json.with_name(f"{json.name}.partial.jsonl")


def _list_outputs(asked: Request, done: Run) -> Iterator[Callable[[], None]]:
    """Yield what writes the run; what is printed comes last, for its reader may let it wait."""
    if (junit := asked.junit) is not None:
        yield lambda: write_junit(done, junit)
    if (summary := asked.summary) is not None:
        yield lambda: write_summary(done, summary)
    if (json := asked.json) is not None and not done.interrupted:
        yield lambda: write_run(done, json)
    if asked.update_baseline and (baseline := asked.baseline) is not None and not done.interrupted:
        yield lambda: write_baseline(done, baseline)
    yield lambda: print_out(partial(print_run, done))


def _read(asked: Request) -> Manifest:
    stated = asked.manifest / "manifest.toml"
    try:
        folder, has_manifest = asked.manifest.is_dir(), stated.is_file()
    except OSError:  # a folder that may not be looked into, a name that is too long: reading it says so
        folder = has_manifest = False
    if not folder:
        if asked.exercise is not None:
            raise InputError(_("--exercise is for a folder; a manifest names the exercise of each clip."))
        return read_manifest(asked.manifest, model=asked.model)
    if has_manifest and asked.exercise is None:
        return read_manifest(stated, model=asked.model)
    if asked.exercise is None:
        raise InputError(_("{path}: there is no manifest.toml in this folder; give --exercise.", path=asked.manifest))
    return read_folder(asked.manifest, asked.exercise, model=asked.model or "full")


def _check(asked: Request, manifest: Manifest) -> None:
    """Check options and outputs, before hours of work go into a run."""
    if asked.resume and asked.json is None:
        raise InputError(_("--resume needs --json FILE: what a run has done is kept beside that file."))
    if asked.update_baseline and asked.baseline is None:
        raise InputError(_("--update-baseline needs --baseline FILE, the file to write."))
    if asked.scheduler is not None and (asked.workers is not None or asked.timeout_s is not None):
        raise InputError(_("--scheduler: the cluster has its own workers; leave out --workers and --timeout."))
    jobs = [entry.job for entry in manifest.entries]
    read = {name for job in jobs for name in (job.clip, job.baseline, job.thresholds) if name and not is_address(name)}
    stored = asked.baseline if asked.update_baseline else None
    check_outputs((asked.json, asked.junit, asked.summary, stored), [asked.manifest, *map(Path, sorted(read))])
    if asked.cache is not None and (note := LandmarkCache(asked.cache).prepare()) is not None:
        print_note(note)


def _choose_work(asked: Request, clips: int) -> tuple[Work, int | None]:
    """Return what does the work, and the number of processes here."""
    if asked.scheduler is not None:
        from formcheck.batch.cluster import work_on_cluster  # needs the extra "cluster"

        return partial(work_on_cluster, address=asked.scheduler, cache=asked.cache), None
    workers = min(asked.workers or _count_cores(), clips)
    do = partial(do_job, cache=asked.cache)
    return partial(work_here, do=do, workers=workers, timeout_s=asked.timeout_s), workers


def _count_cores() -> int:
    """Return the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def _show_progress(manifest: Manifest, workers: int | None, done: int) -> Iterator[Callable[[Entry, Outcome], None]]:
    """Say what is being done, and give a function that moves the bar."""
    clips = len(manifest.entries)
    text = _n("Scoring {n} clip ...", "Scoring {n} clips ...", clips)
    if workers is not None and workers > 1:
        text = _("Scoring {n} clips with {workers} processes ...", n=clips, workers=workers)
    with count_done(text, clips, done) as on_done:
        yield lambda entry, _outcome: on_done(entry.name)
