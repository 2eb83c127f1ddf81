"""Make clips in processes of their own."""

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from samples.render.clips import ClipSpec


@dataclass(frozen=True, slots=True)
class Made:
    """A clip that was made: its `name`, the `seconds` it took, the mp4's `size` in bytes."""

    name: str
    seconds: float
    size: int


def _make(spec: ClipSpec, folder: Path) -> Made:
    from samples.render.make import make_clip  # here, so that OpenGL loads in the worker only

    start = time.perf_counter()
    path = make_clip(spec, folder)
    return Made(spec.name, time.perf_counter() - start, path.stat().st_size)


def make_clips(specs: Sequence[ClipSpec], folder: Path, workers: int = 1) -> Iterator[Made]:
    """Make `specs` into `folder` with `workers` processes and yield each clip when it is done."""
    folder.mkdir(parents=True, exist_ok=True)
    # One thread a worker: the workers are the parallelism. Libraries read these when they load, so before the
    # workers start.
    for variable in ("LP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(_make, spec, folder) for spec in specs]
        try:
            for job in as_completed(jobs):
                yield job.result()
        finally:
            pool.shutdown(cancel_futures=True)
