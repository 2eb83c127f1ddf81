"""Nothing is lost: processes that are killed while they write, two that write at once, a disk that is full."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.diary import StoredSet, open_diary
from formcheck.errors import DiaryError
from tests.unit.diary.samples import NOON, WELL, make_advice, make_result

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and forks as POSIX has them")
KILLS = 40
WRITER = """
import os, random, signal, sys, time
from pathlib import Path
from formcheck.diary import open_diary
from tests.unit.diary.samples import NOON, WELL, make_advice, make_result

path, person, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
result, advice = make_result(), make_advice()

def write(count):
    with open_diary(path) as diary:
        while count:
            number = diary.add_set(person, result, advice, WELL, NOON)
            os.write(1, f"{number}\\n".encode())
            count -= 1
"""
KILLER = """
rng = random.Random(person)
began = time.perf_counter()
write(1)
one_s = min(time.perf_counter() - began, 0.1)  # opening and writing takes that long here, now
for kill in range(count):
    if (child := os.fork()) == 0:
        write(-1)
    time.sleep(rng.uniform(0.0, 2 * one_s) if kill % 2 else rng.uniform(0.0, 10 * one_s))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.write(1, b"killed\\n")
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER + code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> list[str]:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out.split()


def read_sets(path: Path, person: str) -> list[StoredSet]:
    with open_diary(path) as diary:
        return [stored for record in diary.list_records(person) for stored in record.sets]


def check_sound(path: Path) -> None:
    file = sqlite3.connect(path)
    assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    file.close()


def assert_whole(stored: StoredSet) -> None:
    result = make_result()
    assert stored.past.answers == WELL
    assert set(stored.past.measures) == set(result.counted[0].measures)
    assert stored.past.faults == ("hip-lift.fatigue",)
    assert len(stored.result["reps"]) == len(result.reps)
    assert stored.advice["decision"] == "adjust"


def test_a_process_killed_at_any_moment_leaves_all_that_it_had_finished(tmp_path: Path) -> None:
    path = tmp_path / "diary.sqlite"
    told = finish(start(KILLER, path, "me", KILLS))
    assert told.count("killed") == KILLS
    reported = [int(word) for word in told if word != "killed"]
    sets = read_sets(path, "me")
    check_sound(path)
    numbers = {stored.past.number for stored in sets}
    assert len(reported) > KILLS / 8, "too few were written before they were killed to show anything"
    assert numbers >= set(reported)
    assert len(numbers) - len(reported) <= KILLS  # each may have been killed between the writing and the telling
    for stored in sets:
        assert_whole(stored)


def test_it_opens_after_each_kill_even_of_the_process_that_was_making_it(tmp_path: Path) -> None:
    opened = 0
    code = """
rng = random.Random(1)
folder = path
for kill in range(count):
    path = folder / f"{kill}.sqlite"
    if (child := os.fork()) == 0:
        write(-1)
    time.sleep(rng.uniform(0.0, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""
    finish(start(code, tmp_path, "me", KILLS))
    beside = len(list(tmp_path.glob("*-journal")))
    for path in sorted(tmp_path.glob("*.sqlite")):
        with open_diary(path) as diary:
            opened += 1
            number = diary.add_set("me", make_result(), make_advice(), WELL, NOON)
            assert [s.number for s in diary.list_sets("me")] == list(range(1, number + 1))
        check_sound(path)
    assert opened > KILLS / 8
    assert beside > 0, "no process was hit while it wrote: the test shows less than it should"


def test_two_processes_that_write_at_once_both_succeed(tmp_path: Path) -> None:
    path = tmp_path / "diary.sqlite"
    writers = [start("write(count)", path, person, 50) for person in ("Anna", "花子", "Anna")]
    numbers = [int(word) for writer in writers for word in finish(writer)]
    assert sorted(numbers) == list(range(1, 151))
    assert (len(read_sets(path, "anna")), len(read_sets(path, "花子"))) == (100, 50)
    check_sound(path)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own of 512 kB; only root may make one."""
    folder = Path(tempfile.mkdtemp())
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], capture_output=True)
    if not made or made.returncode:
        folder.rmdir()
        pytest.skip("no disk can be made here; test_opening.py has the same with a limit on the file")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def test_a_full_disk_loses_no_set_that_was_finished(small_disk: Path) -> None:
    path = small_disk / "diary.sqlite"
    other = small_disk / "other"
    other.write_bytes(bytes(100_000))
    numbers: list[int] = []

    def write_until_full() -> None:
        with open_diary(path) as diary:
            while len(numbers) < 500:
                numbers.append(diary.add_set("me", make_result(), make_advice(), WELL, NOON))

    with pytest.raises(DiaryError, match=r"the disk is full or failing .*database or disk is full"):
        write_until_full()
    assert [stored.past.number for stored in read_sets(path, "me")] == numbers
    assert len(numbers) > 10
    check_sound(path)
    other.unlink()  # which is what the message asks for
    with open_diary(path) as diary:
        assert diary.add_set("me", make_result(), make_advice(), WELL, NOON) == numbers[-1] + 1
