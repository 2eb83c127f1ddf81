"""Jobs done by processes of this machine, each with one thread for its arithmetic.

A process that dies over a clip, or takes too long, costs that clip only: pebble starts another in its place.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import queue
import shutil
import signal
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import spawn
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from formcheck.batch.job import Job
from formcheck.batch.verdict import Failure, Outcome
from formcheck.errors import ExercisePluginWarning, SetupError
from formcheck.messages import Message, _

__all__ = ["AHEAD", "Numbered", "Work", "limit_threads", "tell_bug", "work_here"]

_Job = TypeVar("_Job")
Numbered = tuple[int, Job]
Work = Callable[[Iterable[Numbered]], Iterator[tuple[int, Outcome]]]
"""Takes jobs with their numbers, and gives their outcomes as they are done, each with the number of its job."""
AHEAD = 2
"""Jobs handed out for each process: it finds the next one waiting, and memory stays bounded with a million clips."""
_MOST_STARTS = 3
"""So often are the processes started with no job done between."""
_LOOK_S = 1.0
"""So often is it seen to that the processes are still there."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")


def work_here(
    jobs: Iterable[tuple[int, _Job]], *, do: Callable[[_Job], Outcome], workers: int, timeout_s: float | None = None
) -> Iterator[tuple[int, Outcome]]:
    """Do jobs in a number of processes, see `Work`.

    Parameters
    ----------
    do : does one job; both are pickled.
    timeout_s : a clip that takes longer has failed; None to wait for ever.

    Raises
    ------
    SetupError
        When no process can be started.
    """
    limit_threads()
    _check_python()
    left = iter(jobs)
    under_way: dict[int, _Job] = {}
    starts = 0
    with _make_folder() as folder:
        while True:
            try:
                for done in _work(under_way, left, partial(_do, do), workers, timeout_s, folder):
                    starts = 0
                    yield done
            except BrokenProcessPool as error:  # a process died before it had taken a job
                starts += 1
                if starts == _MOST_STARTS:
                    raise _explain(str(error) or type(error).__name__) from error
            else:
                return


def _check_python() -> None:
    """Check that Python can be run: where it cannot, processes that never started leave tracebacks of their own."""
    python = os.fsdecode(spawn.get_executable())
    if not os.access(python, os.X_OK):
        raise _explain(f"{python} cannot be run")


def _explain(english: str) -> SetupError:
    return SetupError(_("the processes for the work cannot be started ({english}).", english=english))


@contextlib.contextmanager
def _make_folder() -> Iterator[str | None]:
    """Give a folder for what the processes fetch, removed at the end however they end; None where none can be made."""
    try:
        folder = tempfile.mkdtemp(prefix="formcheck-")
    except OSError:
        yield None
        return
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _work(
    under_way: dict[int, _Job],
    left: Iterator[tuple[int, _Job]],
    do: Callable[[_Job], Outcome],
    workers: int,
    timeout_s: float | None,
    folder: str | None,
) -> Iterator[tuple[int, Outcome]]:
    """Do the jobs that are under way and those that are left, with one pool of processes.

    Parameters
    ----------
    folder : for the files of the processes that are thrown away; None for the system's.

    Raises
    ------
    BrokenProcessPool
        When the pool is of no use any more; ``under_way`` has what it did not do.
    """
    done: queue.SimpleQueue[tuple[int, Future[Outcome]]] = queue.SimpleQueue()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPool(workers, initializer=_begin, initargs=(folder,), context=context)

    def hand_out(number: int, job: _Job) -> None:
        under_way[number] = job
        try:
            future = pool.schedule(do, args=(job,), timeout=timeout_s)
        except RuntimeError as error:
            raise BrokenProcessPool(str(error)) from error
        future.add_done_callback(partial(_hand_in, done, number))

    try:
        with _hold_back_ctrl_c():  # the first job starts the processes
            for number, job in [*under_way.items()] or [*itertools.islice(left, 1)]:
                hand_out(number, job)
        while True:
            for number, job in itertools.islice(left, max(0, AHEAD * workers - len(under_way))):
                hand_out(number, job)
            if not under_way:
                return
            number, finished = _await(done, pool)
            outcome = _take(finished, timeout_s)
            del under_way[number]
            yield number, outcome
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _await(done: queue.SimpleQueue[tuple[int, Future[Outcome]]], pool: ProcessPool) -> tuple[int, Future[Outcome]]:
    """Return what is done next; raises as `_work`, for of a pool that breaks not every job is handed back."""
    while True:
        try:
            return done.get(timeout=_LOOK_S)
        except queue.Empty:
            if not pool.active:
                raise BrokenProcessPool("All workers expired") from None


@contextlib.contextmanager
def _hold_back_ctrl_c() -> Iterator[None]:
    """Keep Ctrl-C from the processes and threads that are started within the block, and from what those start later.

    A process that is just starting would answer it with a traceback. This one gets it when the block ends; a mask
    alone would not do, for it may reach a thread of a library that has none.
    """
    held: list[int] = []
    handler = signal.getsignal(signal.SIGINT)
    heeds = callable(handler) and threading.current_thread() is threading.main_thread()
    if heeds:
        signal.signal(signal.SIGINT, lambda number, _frame: held.append(number))
    try:
        with _mask_ctrl_c():
            yield
    finally:
        if heeds:
            signal.signal(signal.SIGINT, handler)
    if held:
        signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def _mask_ctrl_c() -> Iterator[None]:
    """Block Ctrl-C in this thread, and in all that is started from it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it lets Ctrl-C through again where it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _do(do: Callable[[_Job], Outcome], job: _Job) -> Outcome:
    """Do a job in a process of the pool: an error that nobody foresaw may be one that cannot be sent."""
    begun_s = time.perf_counter()
    try:
        return do(job)
    except BaseException as error:  # noqa: BLE001  (one clip must never stop the others)
        return Outcome(Failure(tell_bug(error)), time.perf_counter() - begun_s)


def _hand_in(done: queue.SimpleQueue[tuple[int, Future[Outcome]]], number: int, future: Future[Outcome]) -> None:
    done.put((number, future))


def _take(future: Future[Outcome], timeout_s: float | None) -> Outcome:
    """Return what became of a job; raises as `_work`."""
    try:
        return future.result()
    except TookTooLong:
        return Outcome(
            Failure(_("it was not done after {limit:g} s, and was given up.", limit=timeout_s)), timeout_s or 0
        )
    except ProcessExpired as error:
        return Outcome(Failure(_tell_death(error.exitcode)))
    except BrokenProcessPool:
        raise
    except Exception as error:  # noqa: BLE001  (one clip must never stop the others)
        return Outcome(Failure(tell_bug(error)))


def _tell_death(code: int) -> Message:
    """Return what to say of a process that has died: of what signal, where it was one."""
    how = signal.strsignal(-code) if code < 0 else None
    return _(
        "the process that read it crashed ({english}): is the file damaged? Convert it to mp4 again.",
        english=how or f"exit code {code}",
    )


def tell_bug(error: BaseException) -> Message:
    """Return what to say of an error that nobody foresaw."""
    what = f"{type(error).__name__}: {error}"
    return _("an error in formcheck itself ({english}): please report it, with the clip.", english=what)


def _begin(folder: str | None) -> None:
    """Prepare a process: Ctrl-C and warnings are for the one that started it, and it does not outlive that one.

    What it fetches goes to a folder of the run's: a process that is ended throws nothing away.
    """
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore", ExercisePluginWarning)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: str | None) -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def limit_threads() -> None:
    """Let libraries that are loaded from now on, here and in processes started from here, use one thread each.

    With a process for each core more would only fight.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
