"""A real Dask cluster on this machine: two worker processes, and what happens when they, or the scheduler, die."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import distributed
import pytest

from formcheck.batch import cluster
from formcheck.batch.cluster import do_on_worker, work_on_cluster
from formcheck.batch.job import Job, do_job
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.errors import SetupError
from tests.e2e.clips import SAMPLES, keep_until, read_clip, write_clip

pytestmark = pytest.mark.slow

GOLDEN = Path("tests/golden")
TRACKS = ("hip-lift-c-correct", "plank-c-sag-20", "clamshell-d-jerky")
FILMS = ("hip-lift-too-fast", "plank-sag", "single-leg-stance-lean")


@dataclass(frozen=True)
class Cluster:
    """A scheduler and its workers, which run in another folder."""

    address: str
    scheduler: subprocess.Popen[bytes]
    folder: Path

    def kill_a_busy_worker(self) -> None:
        with distributed.Client(self.address, set_as_default=False) as client:
            busy = next(worker for worker, tasks in client.processing().items() if tasks)
            os.kill(client.run(os.getpid)[busy], signal.SIGKILL)


@contextlib.contextmanager
def start_cluster(folder: Path, *, workers: int, deaths: int = 3) -> Iterator[Cluster]:
    """Start a cluster; ``deaths`` of its worker are forgiven a clip."""
    root = str(Path.cwd())
    settings = {"PYTHONPATH": root, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(deaths)}
    about = folder / "scheduler.json"

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(about)]
        with (folder / f"{arguments[0]}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env={**os.environ, **settings})

    running = [start("scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0")]
    try:
        wait_for(about.exists)
        if workers:
            options = ("--nworkers", str(workers), "--nthreads", "1", "--no-dashboard", "--local-directory")
            running.append(start("worker", *options, str(folder / "work")))
        yield Cluster(json.loads(about.read_text())["address"], running[0], folder)
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(30)


def wait_for(is_so: object, limit_s: float = 60.0) -> None:
    end_s = time.monotonic() + limit_s
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end_s, "it takes too long"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with start_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> list[Job]:
    """Saved tracks, and the first seconds of films; their paths hold in this folder only."""
    folder = tmp_path_factory.mktemp("films")
    tracks = [Job(str(GOLDEN / f"{name}.pose.npz"), find_name(name)) for name in TRACKS]
    films = []
    for name in FILMS:
        film = write_clip(folder / f"{name}.mp4", keep_until(read_clip(SAMPLES / f"{name}.mp4"), 1.5))
        films.append(Job(os.path.relpath(film), find_name(name), model="lite"))
    return [*films, *tracks]


def find_name(clip: str) -> str:
    names = ("hip-lift", "plank", "clamshell", "single-leg-stance")
    return next(name for name in names if clip.startswith(name))


def test_a_worker_that_is_killed_costs_nothing(pair: Cluster, jobs: list[Job]) -> None:
    done: dict[int, Outcome] = {}
    for number, outcome in work_on_cluster(enumerate(jobs), address=pair.address, cache=None):
        assert number not in done
        if not done:
            pair.kill_a_busy_worker()
        done[number] = outcome
    assert sorted(done) == list(range(len(jobs)))
    assert [done[number].seen for number in sorted(done)] == [do_job(job).seen for job in jobs]
    assert all(isinstance(outcome.seen, Verdict) for outcome in done.values())


def test_the_workers_share_the_cache(pair: Cluster, jobs: list[Job], tmp_path: Path) -> None:
    cache = Path(os.path.relpath(tmp_path))
    films = jobs[:2]
    first, again = (dict(work_on_cluster(enumerate(films), address=pair.address, cache=cache)) for _ in range(2))
    assert [first[n].cached for n in (0, 1)] == [False, False]
    assert [again[n].cached for n in (0, 1)] == [True, True]
    assert [again[n].seen for n in (0, 1)] == [first[n].seen for n in (0, 1)]


def test_ctrl_c_ends_the_run_and_resume_goes_on(pair: Cluster, jobs: list[Job], tmp_path: Path) -> None:
    manifest, made, kept = tmp_path / "manifest.toml", tmp_path / "run.json", tmp_path / "run.json.partial.jsonl"
    tables = [f'[[clip]]\nfile = "{Path(j.clip).resolve()}"\nexercise = "{j.exercise}"\nmodel = "lite"\n' for j in jobs]
    manifest.write_text("\n".join(tables), "utf-8")
    command = [sys.executable, "-m", "formcheck", "batch", str(manifest), "--json", str(made)]
    command += ["--scheduler", pair.address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as stopped:
        wait_for(lambda: kept.exists() and kept.read_text("utf-8"))
        stopped.send_signal(signal.SIGINT)
        _out, said = stopped.communicate(timeout=30)
    assert stopped.returncode == 130
    assert said.splitlines() == ["Scoring 6 clips ...", "formcheck: stopped by Ctrl-C; go on with --resume."]
    assert not made.exists()
    again = subprocess.run([*command, "--resume"], capture_output=True, text=True, timeout=60, check=False)
    assert (again.returncode, again.stderr) == (0, "Scoring 6 clips ...\n")
    clips = json.loads(made.read_text("utf-8"))["clips"]
    assert [clip["clip"] for clip in clips] == [str(Path(job.clip).resolve()) for job in jobs]


def die_over_poison(job: Job, cache: Path | None, made_by: str) -> Outcome:
    if "poison" in job.clip:
        os.kill(os.getpid(), signal.SIGKILL)
    return do_on_worker(job, cache, made_by)


def test_a_clip_that_kills_its_workers_fails_and_its_neighbours_do_not(
    tmp_path: Path, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "do_on_worker", die_over_poison)
    tracks = jobs[-3:]
    work = [tracks[0], Job("poison.mp4", "plank"), *tracks[1:]]
    with start_cluster(tmp_path, workers=1, deaths=0) as one:
        done = dict(work_on_cluster(enumerate(work), address=one.address, cache=None))
    assert sorted(done) == [0, 1, 2, 3]
    assert [isinstance(done[number].seen, Failure) for number in range(4)] == [False, True, False, False]
    assert "crashed" in str(done[1].seen)


def test_a_file_that_the_workers_do_not_see_and_one_that_is_no_film(pair: Cluster, tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no film")
    work = [Job(str(tmp_path / "gone.mp4"), "plank"), Job(str(tmp_path / "text.mp4"), "plank")]
    done = dict(work_on_cluster(enumerate(work), address=pair.address, cache=None))
    assert "the worker does not see this file" in str(done[0].seen)
    assert "not a video" in str(done[1].seen)


def test_workers_without_formcheck_are_told_of(
    pair: Cluster, jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "not_there.py").write_text("def do(job, cache, made_by): ...\n")
    monkeypatch.syspath_prepend(tmp_path)
    import not_there  # type: ignore[import-not-found]

    monkeypatch.setattr(cluster, "do_on_worker", not_there.do)
    with pytest.raises(SetupError, match=r"cannot load what it needs \(No module named 'not_there'\)\. Install"):
        list(work_on_cluster(enumerate(jobs), address=pair.address, cache=None))


def test_workers_with_other_code_are_told_of(pair: Cluster, jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_describe_here", lambda: "formcheck 0.0.1")
    with pytest.raises(SetupError, match=r"the workers have formcheck .*, and here is formcheck 0\.0\.1\."):
        list(work_on_cluster(enumerate(jobs), address=pair.address, cache=None))


def test_a_cluster_without_workers_is_not_waited_for_for_ever(
    tmp_path: Path, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE_S", 1.0)
    with (
        start_cluster(tmp_path, workers=0) as empty,
        pytest.raises(SetupError, match="has had no worker for 1 s"),
    ):
        list(work_on_cluster(enumerate(jobs), address=empty.address, cache=None))


def test_a_scheduler_that_dies_ends_the_run(tmp_path: Path, jobs: list[Job]) -> None:
    with start_cluster(tmp_path, workers=1) as one:
        work = work_on_cluster(enumerate(5 * jobs[-3:]), address=one.address, cache=None)
        next(work)
        one.scheduler.kill()
        with pytest.raises(SetupError, match=r"the scheduler at tcp://\S+ is gone\."):
            list(work)
