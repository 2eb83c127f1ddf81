"""What ``formcheck stress`` does, apart from its options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from formcheck.batch.workers import work_here
from formcheck.cli.interrupt import raise_on_ctrl_c
from formcheck.cli.output import print_out, write_all
from formcheck.cli.progress import count_done
from formcheck.files import check_outputs
from formcheck.messages import _n
from formcheck.stress.job import do_stress_job
from formcheck.stress.run import check_clip, stress
from formcheck.stress.run_file import write_stress
from formcheck.stress.text import print_stress
from formcheck.stress.variants import choose_variants

__all__ = ["Request", "run"]


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``formcheck stress``, as they stand there."""

    clip: Path
    exercise: str
    model: str
    only: tuple[str, ...]
    workers: int
    json: Path | None


def run(asked: Request) -> int:
    """Analyse every variant, print and write; return the exit code, which does not depend on what was found."""
    variants = choose_variants(asked.only)
    check_clip(asked.clip, asked.exercise, asked.model)
    check_outputs([asked.json], [asked.clip])
    whole = len(variants) + 1
    work = partial(work_here, do=do_stress_job, workers=min(asked.workers, whole))
    text = _n(
        "Reading {clip} as it is and in {n} variant ...",
        "Reading {clip} as it is and in {n} variants ...",
        len(variants),
        clip=asked.clip,
    )
    raise_on_ctrl_c()
    with count_done(text, whole) as on_done:
        done = stress(asked.clip, asked.exercise, asked.model, variants, work, on_done)
    outputs: list[Callable[[], None]] = [lambda: print_out(partial(print_stress, done))]
    if (json := asked.json) is not None:
        outputs.append(lambda: write_stress(done, json))
    return write_all(outputs)
