"""Jobs done by a Dask cluster, whose scheduler gives those of a worker that has died to another one.

What a worker needs is in the job: formcheck is installed there as here, and a path leads to the same file everywhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
import socket
import time
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from formcheck.batch.clip_files import is_address
from formcheck.batch.fingerprint import hash_code
from formcheck.batch.job import Job, do_job
from formcheck.batch.landmark_cache import LIBRARIES
from formcheck.batch.verdict import Failure, Outcome
from formcheck.batch.workers import AHEAD, Numbered, limit_threads, tell_bug
from formcheck.errors import InputError, SetupError
from formcheck.files import describe_os_error
from formcheck.messages import _
from formcheck.sources.models import MODEL_NAMES

__all__ = ["do_on_worker", "work_on_cluster"]

_CONNECT_S = 10.0
"""How long a scheduler may take to answer."""
_PATIENCE_S = 60.0
"""How long a cluster may be without any worker: one that died is started anew within a few seconds."""
_COUNT_EVERY_S, _LOOK_EVERY_S = 2.0, 0.02
"""How often the cluster is asked for its workers, and whether something is done."""
_DEATHS = _("the workers that read it crashed, one after the other: is the file damaged? Convert it to mp4 again.")
_LOGGERS = ("distributed", "distributed.client", "tornado.application", "asyncio")


def work_on_cluster(jobs: Iterable[Numbered], *, address: str, cache: Path | None) -> Iterator[tuple[int, Outcome]]:
    """Do jobs on a Dask cluster, see `formcheck.batch.workers.Work`.

    A job whose worker died again and again is tried once more when nothing else runs, to tell a clip that crashes
    workers from one that was next to it.

    Parameters
    ----------
    address : of the scheduler, ``tcp://host:8786``.
    cache : folder of the `LandmarkCache` on storage that all workers share; None for none.

    Raises
    ------
    InputError
        When no scheduler answers at the address.
    SetupError
        When Dask is missing, there is no worker, the workers have another version of formcheck, or the cluster breaks
        down.
    """
    try:
        import distributed
    except ImportError as error:
        raise SetupError(_("--scheduler needs Dask: pip install 'formcheck[cluster]'")) from error
    shared = None if cache is None else Path(os.path.abspath(cache))  # noqa: PTH100  (keeps links, as the workers see them)
    with _quiet(), _connect(distributed, address) as client:
        runner = _Runner(distributed, client, address, shared)
        doubtful: list[Numbered] = []
        for numbered, outcome in runner.run(jobs):
            if outcome is None:
                doubtful.append(numbered)
            else:
                yield numbered[0], outcome
        for suspect in doubtful:
            for (number, _job), outcome in runner.run([suspect]):
                yield number, outcome or Outcome(Failure(_DEATHS))


class _Runner:
    """Hands jobs to the workers of a cluster, a few ahead of what they can do at once."""

    def __init__(self, distributed: Any, client: Any, address: str, cache: Path | None) -> None:
        self._distributed, self._client, self._address = distributed, client, address
        self._task = functools.partial(do_on_worker, cache=cache, made_by=_describe_here())
        self._threads = 0
        self._seen_s = time.monotonic()
        self._counted_s = float("-inf")

    def run(self, jobs: Iterable[Numbered]) -> Iterator[tuple[Numbered, Outcome | None]]:
        """Give each job with its outcome as it is done; None when the workers that did it died."""
        done = self._distributed.as_completed(loop=self._client.loop, with_results=True, raise_errors=False)
        under_way: dict[str, Numbered] = {}
        left = iter(jobs)
        while True:
            self._count_threads()
            while len(under_way) < AHEAD * max(1, self._threads) and (numbered := next(left, None)) is not None:
                future = self._client.submit(self._task, _make_absolute(numbered[1]), pure=False)
                under_way[future.key] = numbered
                done.add(future)
            if not under_way:
                return
            while not done.has_ready():
                time.sleep(_LOOK_EVERY_S)
                self._count_threads()
            for future, result in done.next_batch(block=False):
                yield under_way.pop(future.key), self._take(future, result)

    def _take(self, future: Any, result: Any) -> Outcome | None:
        if future.status == "finished" and isinstance(result, Outcome):
            return result
        if future.status != "error":
            raise self._tell_lost()
        error: Exception = result[1]
        if isinstance(error, self._distributed.KilledWorker):
            return None
        if isinstance(error, SetupError):
            raise error
        if (missing := _find_missing(error)) is not None:
            raise SetupError(
                _(
                    "the cluster at {address} cannot load what it needs ({english}). "
                    "Install formcheck {version} on its scheduler and on every worker.",
                    address=self._address,
                    english=str(missing),
                    version=version("formcheck"),
                )
            ) from error
        return Outcome(Failure(tell_bug(error)))

    def _count_threads(self) -> None:
        """Ask now and then how many jobs the cluster can do at once.

        Raises
        ------
        SetupError
            When it has had no worker for a while, or its scheduler is gone.
        """
        now_s = time.monotonic()
        if now_s - self._counted_s < _COUNT_EVERY_S:
            return
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, RuntimeError, ValueError) as error:
            raise self._tell_lost() from error
        self._counted_s = now_s
        if self._threads:
            self._seen_s = now_s
        elif now_s - self._seen_s > _PATIENCE_S:
            raise SetupError(
                _(
                    "the cluster at {address} has had no worker for {limit:g} s. "
                    "Start some (dask worker {address} --nthreads 1), and go on with --resume.",
                    address=self._address,
                    limit=_PATIENCE_S,
                )
            )

    def _tell_lost(self) -> SetupError:
        text = _(
            "the scheduler at {address} is gone. Start it again, and go on with --resume if there was --json.",
            address=self._address,
        )
        return SetupError(text)


@contextlib.contextmanager
def _connect(distributed: Any, address: str) -> Iterator[Any]:
    """Give a client; when the block ends, the scheduler forgets what was not done.

    A scheduler that does not answer is found out before a client is made: half a client cannot be closed quietly.
    """
    try:
        _knock(distributed, address)
        asyncio.run(_greet(distributed, address))
        with warnings.catch_warnings(category=distributed.versions.VersionMismatchWarning, action="ignore"):
            client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError, AttributeError, ImportError, MemoryError) as error:
        raise _explain(address, _find_why(error)) from error
    try:
        yield client
    finally:
        with contextlib.suppress(OSError, RuntimeError):
            client.close()


def _find_why(error: Exception) -> str:
    """Return why no scheduler was found."""
    if isinstance(error, TimeoutError):
        return _("no answer within {limit:g} s", limit=_CONNECT_S)
    if isinstance(error, MemoryError):  # Dask took its answer for the length of a longer one
        return _("something else answers there")
    return describe_os_error(error) if isinstance(error, OSError) else str(error)


def _knock(distributed: Any, address: str) -> None:
    """Check that the port is open: Dask would try one that is not again until its time is over."""
    scheme, place = distributed.comm.parse_address(address)
    host, port = distributed.comm.addressing.parse_host_port(place)
    if not 0 < port < 65536:
        raise ValueError(_("there is no port {port}", port=port))
    if scheme in ("tcp", "tls"):
        socket.create_connection((host, port), _CONNECT_S).close()


async def _greet(distributed: Any, address: str) -> None:
    """Check that there is a scheduler, of the same version as here."""
    certificates = distributed.Security().get_connection_args("client")  # of Dask's settings, for tls://
    rpc = distributed.rpc(address, timeout=2 * _CONNECT_S, connection_args=certificates)  # the limit below ends it
    async with asyncio.timeout(_CONNECT_S), rpc as scheduler:
        if (await scheduler.identity()).get("type") != "Scheduler":
            raise _explain(address, _("this is another part of a cluster"))
        theirs = (await scheduler.versions())["packages"].get("distributed")
        if theirs != (ours := version("distributed")):
            raise SetupError(
                _(
                    "the cluster at {address} runs distributed {theirs}, and here is {ours}. Install the same on both.",
                    address=address,
                    theirs=theirs,
                    ours=ours,
                )
            )


def _explain(address: str, why: str) -> InputError:
    text = _(
        "{address}: there is no Dask scheduler ({why}). Check the address that dask scheduler prints.",
        address=address,
        why=why,
    )
    return InputError(text)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log off the person's terminal: what matters of it becomes an error."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _find_missing(error: Exception) -> Exception | None:
    """Return why a worker, or the scheduler, which wraps it, could not load the task; None when that was not it."""
    if isinstance(error, ModuleNotFoundError):
        return error
    cause = error.__cause__
    return cause if isinstance(error, RuntimeError) and isinstance(cause, ImportError | AttributeError) else None


def _make_absolute(job: Job) -> Job:
    """Return a job whose paths do not depend on the folder that a process runs in."""
    files = {name: getattr(job, name) for name in ("clip", "baseline", "thresholds", "model")}
    known = {name: file for name, file in files.items() if file and not is_address(file) and file not in MODEL_NAMES}
    return replace(job, **{name: os.path.abspath(file) for name, file in known.items()})  # noqa: PTH100


def do_on_worker(job: Job, cache: Path | None, made_by: str) -> Outcome:
    """Do a job on a worker.

    Parameters
    ----------
    made_by : what the verdicts of the other jobs come from, see `_describe_here`.

    Raises
    ------
    SetupError
        When the worker would judge with something else.
    """
    limit_threads()
    if (here := _describe_here()) != made_by:
        raise SetupError(
            _(
                "the workers have {theirs}, and here is {ours}. Install the same on both.",
                theirs=here,
                ours=made_by,
            )
        )
    if not is_address(job.clip) and not Path(job.clip).exists():
        text = _(
            "{clip}: the worker does not see this file. Put clips where every machine has them under the same path, "
            "or give a URL.",
            clip=job.clip,
        )
        return Outcome(Failure(text))
    from distributed import get_worker

    return do_job(job, cache, Path(get_worker().local_directory))  # what a worker that died has left there is removed


@functools.cache
def _describe_here() -> str:
    """Return what verdicts depend on: the code, and the libraries that find landmarks."""
    parts = [f"formcheck {version('formcheck')} ({hash_code()[:8]})"]
    return ", ".join(parts + [f"{library} {version(library)}" for library in LIBRARIES])
