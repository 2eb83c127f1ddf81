"""What a run has done so far, a line for each clip, on the disk as soon as it is done: a killed run can be resumed."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import portalocker

from formcheck.batch.clip_files import is_address
from formcheck.batch.fingerprint import hash_code
from formcheck.batch.job import Job
from formcheck.batch.verdict import Failure, Outcome, parse_outcome
from formcheck.errors import InputError, OutputError
from formcheck.files import describe_os_error
from formcheck.messages import _

__all__ = ["Journal", "make_key"]


class Journal:
    """A file beside the run's own, see `open`. Without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def read(self) -> dict[str, Outcome]:
        """Return what is kept, by key; a line that was cut off when the run was killed is left out.

        Raises
        ------
        InputError
            When the file is there and cannot be read.
        """
        found: dict[str, Outcome] = {}
        if self._path is None or not self._path.exists():
            return found
        try:
            with self._path.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    with contextlib.suppress(ValueError, RecursionError):
                        data = json.loads(line)
                        if isinstance(data, dict) and isinstance(data.get("key"), str):
                            found[data["key"]] = parse_outcome(data)
        except OSError as error:
            why = describe_os_error(error)
            text = _("{path}: what an earlier run has done cannot be read ({why}).", path=self._path, why=why)
            raise InputError(text) from error
        return found

    @contextlib.contextmanager
    def open(self, *, again: bool) -> Iterator[None]:
        """Keep the outcomes that are added within the block: after those of an earlier run, if ``again``.

        Raises
        ------
        InputError
            When another run is keeping its outcomes there.
        OutputError
            When the file cannot be written.
        """
        if self._path is None:
            yield
            return
        with self._explain():
            self._file = self._path.open("a", encoding="utf-8")
            self._lock(self._file)
            if again:
                self._file.write("\n")  # a line may have been cut off
            else:
                self._file.truncate(0)
        try:
            yield
        finally:
            file, self._file = self._file, None
            with contextlib.suppress(OSError):  # what is not on the disk was told when it was added
                file.close()

    def _lock(self, file: IO[str]) -> None:
        """Take the file for this run until it is closed; a file system without locks does without."""
        try:
            portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.AlreadyLocked as error:
            file.close()
            text = _("{path}: another run is writing there. Wait for its end, or name another file.", path=self._path)
            raise InputError(text) from error
        except portalocker.LockException:
            pass

    def add(self, job: Job, outcome: Outcome) -> None:
        """Keep an outcome. A failure is not kept: it is tried again."""
        if self._file is None or isinstance(outcome.seen, Failure):
            return
        with self._explain():
            print(json.dumps({"key": make_key(job), **outcome.to_dict()}), file=self._file, flush=True)
            os.fsync(self._file.fileno())

    def forget(self) -> None:
        """Remove the file: the run is whole."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()

    @contextlib.contextmanager
    def _explain(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = describe_os_error(error)
            text = _(
                "{path}: could not be written ({why}). Free some space or write elsewhere.", path=self._path, why=why
            )
            raise OutputError(text) from error


def make_key(job: Job) -> str:
    """Return what tells one piece of work from another: the job, its files as they are now, and the code."""
    files = [
        name
        for name in (job.clip, job.model, job.baseline, job.thresholds)
        if name is not None and not is_address(name)
    ]
    states = [(stat.st_size, stat.st_mtime_ns) if (stat := _find_stat(name)) else None for name in files]
    about = json.dumps([dataclasses.asdict(job), states, hash_code()], sort_keys=True, default=dict)
    return hashlib.sha256(about.encode()).hexdigest()


def _find_stat(name: str) -> os.stat_result | None:
    try:
        return Path(name).stat()
    except OSError:
        return None
