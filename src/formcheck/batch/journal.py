"""What a run has done so far, a line for each clip, on the disk as soon as it is done: a killed run can be resumed."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import inspect
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
from formcheck.errors import InputError
from formcheck.exercises import list_exercises
from formcheck.files import describe_os_error, explain_not_written
from formcheck.messages import _

__all__ = ["Journal", "make_key"]


class Journal:
    """A file beside the run's own, for one run at a time, see `open`. Without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self._to_remove = False

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Take the file for this run; outcomes are kept after those of earlier runs, which `read` returns.

        Raises
        ------
        InputError
            When another run has it.
        OutputError
            When it cannot be written.
        """
        if self._path is None:
            yield
            return
        try:
            self._file = _open_locked(self._path)
        except OSError as error:
            raise explain_not_written(self._path, error) from error
        try:
            yield
        finally:
            file, self._file = self._file, None
            with contextlib.suppress(OSError):  # what is not on the disk was told when it was added
                file.close()
            if self._to_remove:
                with contextlib.suppress(OSError):
                    self._path.unlink()

    def read(self) -> dict[str, Outcome]:
        """Return what is kept, by key; a line that was cut off when a run was killed is left out.

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

    def add(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome. A failure is not kept: it is tried again."""
        if self._path is None or self._file is None or isinstance(outcome.seen, Failure):
            return
        try:
            print(json.dumps({"key": key, **outcome.to_dict()}), file=self._file, flush=True)
            os.fsync(self._file.fileno())
        except OSError as error:
            raise explain_not_written(self._path, error) from error

    def forget(self) -> None:
        """Remove the file, within the block: the run is whole."""
        if self._path is not None:
            try:
                self._path.unlink()  # while no other run can have it
            except OSError:  # Windows keeps a file that is open
                self._to_remove = True


def _open_locked(path: Path) -> IO[str]:
    """Open a file to add lines to, for its owner only, and lock it until it is closed.

    A file system without locks does without.
    """
    while True:
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")
        try:
            portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.AlreadyLocked as error:
            file.close()
            text = _("{path}: another run is writing there. Wait for its end, or name another file.", path=path)
            raise InputError(text) from error
        except portalocker.LockException:
            pass
        with contextlib.suppress(OSError):
            if os.path.samestat(here := os.fstat(file.fileno()), path.stat()):
                file.write("\n" if here.st_size else "")  # the last line may have been cut off
                return file
        file.close()  # another run has ended, and removed it, after it was opened here


def make_key(job: Job) -> str:
    """Return what tells one piece of work from another: the job, its files as they are now, and the code.

    What is behind an address is taken to stay the same.
    """
    about = dataclasses.asdict(job)
    states = []
    for field in ("clip", "model", "baseline", "thresholds"):
        name = about[field]
        if name is not None and not is_address(name) and (stat := _find_stat(name)) is not None:
            about[field] = str(Path(name).absolute())
            states.append((field, stat.st_size, stat.st_mtime_ns))
    text = json.dumps([about, states, hash_code(), _hash_plug_in(job.exercise)], sort_keys=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def _find_stat(name: str) -> os.stat_result | None:
    try:
        return Path(name).stat()
    except OSError:
        return None


@functools.cache
def _hash_plug_in(exercise: str) -> str:
    """Return a hash of the file in which an exercise is written, "" where there is none."""
    found = list_exercises().get(exercise)
    try:
        file = inspect.getfile(type(found)) if found is not None else None
        return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file is not None else ""
    except (OSError, TypeError):
        return ""
