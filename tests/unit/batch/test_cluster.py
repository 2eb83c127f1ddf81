"""What a cluster is asked to do, on one within this process; the real one is in tests/e2e/test_cluster.py."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import distributed
import fsspec
import pytest

from formcheck.batch.clip_files import open_clip
from formcheck.batch.cluster import do_on_worker, work_on_cluster
from formcheck.batch.job import Job, do_job
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.errors import InputError, SetupError

TRACK = Path("tests/golden/hip-lift-c-correct.pose.npz")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A worker within this process, which sees the same ``memory://``."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp://", dashboard_address=":0"
    ) as started:
        yield started.scheduler_address


@pytest.fixture
def in_memory() -> Iterator[str]:
    memory = fsspec.filesystem("memory")
    memory.pipe("/clips/set.pose.npz", TRACK.read_bytes())
    yield "memory://clips/set.pose.npz"
    memory.rm("/clips", recursive=True)


def work(address: str, *jobs: Job) -> list[object]:
    done = dict(work_on_cluster(enumerate(jobs), address=address, cache=None))
    return [done[number].seen for number in range(len(jobs))]


def test_clips_by_path_and_by_url_give_the_same_verdict(address: str, in_memory: str) -> None:
    clips = (str(TRACK), TRACK.resolve().as_uri(), in_memory)
    seen = work(address, *(Job(clip, "hip-lift") for clip in clips))
    assert isinstance(seen[0], Verdict)
    assert seen[0].reps == 4
    assert seen == [do_job(Job(str(TRACK), "hip-lift")).seen] * 3


def test_a_url_that_leads_nowhere_fails_alone(address: str) -> None:
    gone, there = work(address, Job("memory://clips/gone.mp4", "plank"), Job(str(TRACK), "hip-lift"))
    assert isinstance(gone, Failure)
    assert gone.text.startswith("memory://clips/gone.mp4: cannot be fetched (")
    assert isinstance(there, Verdict)


def test_what_was_fetched_is_thrown_away(in_memory: str) -> None:
    with open_clip(in_memory) as path:
        assert path.name.endswith("set.pose.npz")
        assert path.read_bytes() == TRACK.read_bytes()
    assert not path.parent.exists()


def test_more_jobs_than_are_handed_out_at_once_are_read_as_they_are_needed(address: str) -> None:
    taken: list[int] = []

    def hand_out() -> Iterator[tuple[int, Job]]:
        for number in range(20):
            taken.append(number)
            yield number, Job(str(TRACK), "hip-lift")

    ahead = [len(taken) - done for done, _ in enumerate(work_on_cluster(hand_out(), address=address, cache=None))]
    assert len(ahead) == 20
    assert max(ahead) <= 4  # two for each thread


TOLD: list[Job] = []


def note(job: Job, cache: Path | None, made_by: str) -> Outcome:
    TOLD.append(job)
    return do_on_worker(job, cache, made_by)


def test_workers_are_told_paths_that_hold_in_any_folder(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formcheck.batch.cluster.do_on_worker", note)
    (limits := tmp_path / "limits.toml").write_text("")
    work(address, Job(os.path.relpath(TRACK), "hip-lift", "lite", thresholds=os.path.relpath(limits)))
    assert [(job.clip, job.model, job.thresholds) for job in TOLD] == [(str(TRACK.resolve()), "lite", str(limits))]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("nonsense", "missing port number"),
        ("ftp://127.0.0.1:8786", "unknown address scheme 'ftp'"),
        ("tcp://127.0.0.1:99999", "there is no port 99999"),
        ("tcp://127.0.0.1:1", "Connection refused"),
    ],
)
def test_an_address_without_a_scheduler_is_told_of(wrong: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.batch.cluster._CONNECT_S", 0.5)
    with pytest.raises(InputError, match=f"there is no Dask scheduler .*{why}"):
        work(wrong, Job(str(TRACK), "hip-lift"))


@contextlib.contextmanager
def answer(said: bytes) -> Iterator[int]:
    """Give a port at which whoever comes is told this."""
    with socket.create_server(("127.0.0.1", 0)) as server, contextlib.ExitStack() as guests:

        def greet() -> None:
            with contextlib.suppress(OSError):  # closed
                while True:
                    guests.enter_context(guest := server.accept()[0])
                    guest.sendall(said)

        greeter = threading.Thread(target=greet)
        greeter.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            greeter.join()


def test_a_port_that_says_nothing_and_one_that_says_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.batch.cluster._CONNECT_S", 0.5)
    with answer(b"") as port, pytest.raises(InputError, match=r"no answer within 0\.5 s"):
        work(f"tcp://127.0.0.1:{port}", Job(str(TRACK), "hip-lift"))
    with answer(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port, pytest.raises(InputError, match="something else answers"):
        work(f"tcp://127.0.0.1:{port}", Job(str(TRACK), "hip-lift"))


def test_clips_are_fetched_to_the_folder_of_the_worker(
    address: str, in_memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[Path | None] = []

    def do(job: Job, cache: Path | None, fetch_to: Path | None = None) -> Outcome:
        folders.append(fetch_to)
        return do_job(job, cache, fetch_to)

    monkeypatch.setattr("formcheck.batch.cluster.do_job", do)
    assert isinstance(work(address, Job(in_memory, "hip-lift"))[0], Verdict)
    with distributed.Client(address, set_as_default=False) as client:
        (folder,) = client.run(lambda dask_worker: dask_worker.local_directory).values()
    assert folders == [Path(folder)]


def test_a_worker_is_no_scheduler(address: str) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        (worker,) = client.nthreads()
    with pytest.raises(InputError, match="another part of a cluster"):
        work(worker, Job(str(TRACK), "hip-lift"))


def test_another_version_of_dask_is_told_of(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.batch.cluster.version", lambda _library: "1.0")
    with pytest.raises(SetupError, match=r"runs distributed \d+.*, and here is 1\.0\. Install the same on both\."):
        work(address, Job(str(TRACK), "hip-lift"))


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SetupError, match=r"pip install 'formcheck\[cluster\]'"):
        work("tcp://127.0.0.1:1", Job(str(TRACK), "hip-lift"))
