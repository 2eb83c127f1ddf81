from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.diary import Diary, open_diary
from formcheck.diary.migrations import APPLICATION_ID
from formcheck.diary.opening import find_default_path
from formcheck.errors import DiaryError
from tests.unit.diary.samples import NOON, WELL, make_advice, make_result, make_squat

TODAY = NOON.date()
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
NOBODY = 65534


def fill(path: Path, sets: int = 4) -> None:
    with open_diary(path) as diary:
        for i in range(sets):
            result = make_squat() if i % 2 else make_result()
            diary.add_set("me", result, make_advice(result), WELL, NOON)
        diary.add_note("me", TODAY, "a note")


def read_all(path: Path) -> int:
    with open_diary(path, busy_s=0.05) as diary:
        diary.load_history("me", TODAY)
        (record,) = diary.list_records()
        return len(record.sets)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_the_default_is_in_the_persons_folder_for_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: tmp_path / "data" / name)
    assert find_default_path() == tmp_path / "data" / "formcheck" / "diary.sqlite"
    with open_diary() as diary:
        diary.add_note("me", TODAY, "a note")
    with open_diary(find_default_path()) as diary:
        assert len(diary.list_notes("me")) == 1
    if os.name == "posix":
        assert mode(tmp_path / "data" / "formcheck") == 0o700


@POSIX
def test_only_the_owner_can_read_it_whatever_the_umask(path: Path, umask: None) -> None:
    with open_diary(path) as diary:
        assert mode(path) == 0o600
        with diary._transaction("IMMEDIATE") as connection:
            connection.exec_driver_sql("INSERT INTO people (name, key) VALUES ('a', 'a')")
            beside = [p for p in path.parent.iterdir() if p != path]
            assert [p.name for p in beside] == ["diary.sqlite-journal"]
            assert mode(beside[0]) == 0o600
    assert list(path.parent.iterdir()) == [path]


@POSIX
def test_a_diary_that_others_can_read_is_closed_to_them(path: Path) -> None:
    fill(path)
    path.chmod(0o644)
    assert read_all(path) == 4
    assert mode(path) == 0o600


@POSIX
@pytest.mark.parametrize(("owner", "said"), [(0, None), (1, "the diary belongs to another user")])
def test_a_diary_that_cannot_be_closed_to_others(
    path: Path, monkeypatch: pytest.MonkeyPatch, owner: int, said: str | None
) -> None:
    """On a disk without such rights it is used as it is; one that somebody else can open and owns is not."""
    fill(path)
    path.chmod(0o644)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + owner)
    found = find_failure(path)
    assert found == said or (said is not None and found is not None and said in found)


@POSIX
def test_another_file_given_by_mistake_keeps_its_rights(path: Path) -> None:
    path.write_text("a text")
    path.chmod(0o644)
    with pytest.raises(DiaryError, match="this is no diary, or it is damaged"):
        open_diary(path)
    assert mode(path) == 0o644


def test_no_diary_is_made_where_none_is_wanted(path: Path) -> None:
    with pytest.raises(DiaryError, match="there is no diary yet"):
        open_diary(path, make=False)
    assert not path.exists()
    fill(path)
    with open_diary(path, make=False) as diary:
        assert len(diary.list_sets("me")) == 4


def test_an_empty_file_becomes_a_diary(path: Path) -> None:
    path.touch()
    fill(path)
    assert read_all(path) == 4


def test_a_link_to_a_file_that_is_not_there_yet(path: Path) -> None:
    path.symlink_to(path.with_name("there.sqlite"))
    fill(path)
    assert read_all(path.with_name("there.sqlite")) == 4


@pytest.mark.parametrize("name", ["a b.sqlite", "日記.sqlite", "a?b#c%20.sqlite", "none"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    fill(tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_folder_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiaryError, match="this is a folder"):
        open_diary(tmp_path)
    with pytest.raises(DiaryError, match=r"there is no folder .*no\."):
        open_diary(tmp_path / "no" / "diary.sqlite")
    with pytest.raises(DiaryError, match="there is no folder"):
        fill(tmp_path / "no" / "diary.sqlite")
    (tmp_path / "file").touch()
    with pytest.raises(DiaryError, match="there is no folder"):
        open_diary(tmp_path / "file" / "diary.sqlite")


@POSIX
def test_a_pipe_is_refused(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(DiaryError, match="this is no file"):
        open_diary(path)


@pytest.mark.parametrize("text", [b"a text\n", b"x" * 5000, b"SQLite format 4\0" + bytes(5000)])
def test_a_file_that_is_no_database_is_left_as_it_is(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    with pytest.raises(DiaryError, match=r"this is no diary, or it is damaged; it was left as it is\. .*--diary FILE"):
        open_diary(path)
    assert path.read_bytes() == text


@pytest.mark.parametrize("mark", ["PRAGMA user_version = 7", "PRAGMA application_id = 7", "CREATE TABLE t (x)"])
def test_a_database_of_another_program_is_left_as_it_is(path: Path, mark: str) -> None:
    other = sqlite3.connect(path)
    other.execute(mark)
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(DiaryError, match="this is a database of another program, and no diary"):
        open_diary(path)
    assert path.read_bytes() == before


def test_a_diary_of_a_newer_version_is_left_as_it_is(path: Path) -> None:
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(DiaryError, match=r"newer formcheck \(version 99 of the file.*Update formcheck"):
        open_diary(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("length", [100, 1000, 4096, 20000, -4096, -1])
def test_a_diary_cut_off_is_left_as_it_is(path: Path, length: int) -> None:
    fill(path)
    short = path.read_bytes()[:length]
    path.write_bytes(short)
    with pytest.raises(DiaryError, match=r"damaged.* was left as it is"):
        read_all(path)
    assert path.read_bytes() == short


@pytest.mark.parametrize("garbage", [b"\xff" * 64, bytes(64), bytes(range(100, 164))], ids=["ones", "zeros", "text"])
def test_a_diary_overwritten_anywhere_is_read_or_refused_in_one_line_and_left_as_it_is(
    path: Path, garbage: bytes
) -> None:
    fill(path)
    whole = path.read_bytes()
    refused = 0
    for start in range(0, len(whole), 1013):
        damaged = whole[:start] + garbage + whole[start + len(garbage) :]
        path.write_bytes(damaged)
        if said := find_failure(path):
            refused += 1
            assert "damaged" in said
            assert "\n" not in said
        assert path.read_bytes() == damaged
    assert refused > 20


def find_failure(path: Path) -> str | None:
    try:
        read_all(path)
    except DiaryError as error:
        return str(error)
    return None


def test_a_diary_whose_middle_is_gone_is_refused_at_once(path: Path) -> None:
    fill(path)
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"\xff" * 16384 + whole[middle + 16384 :])
    with pytest.raises(DiaryError, match="the diary is damaged"):
        open_diary(path)


def test_a_row_that_breaks_the_rules_of_its_table_is_seen(path: Path) -> None:
    fill(path)
    file = sqlite3.connect(path)
    file.execute("PRAGMA writable_schema = ON")
    file.execute("UPDATE sqlite_master SET sql = replace(sql, 'side TEXT,', 'side TEXT NOT NULL,') WHERE name = 'sets'")
    file.commit()
    file.close()
    with pytest.raises(DiaryError, match=r"the diary is damaged \(NULL value in sets\.side\)"):
        open_diary(path)


def test_a_name_in_the_schema_that_is_damaged_is_seen(path: Path) -> None:
    fill(path)
    damaged = path.read_bytes().replace(b"key TEXT NOT NULL UNIQUE", b"kez TEXT NOT NULL UNIQUE")
    path.write_bytes(damaged)
    with pytest.raises(DiaryError, match=r"the diary is damaged \(no such column"):
        open_diary(path)
    assert path.read_bytes() == damaged


@pytest.fixture
def locked(path: Path) -> Iterator[Path]:
    fill(path)
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN EXCLUSIVE'); print(flush=True)"
    other = subprocess.Popen(
        [sys.executable, "-c", f"{code}; input()", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    other.stdout.readline()
    with other:
        yield path
        other.kill()


def test_a_diary_locked_for_long_is_refused_in_one_line(locked: Path) -> None:
    with pytest.raises(DiaryError, match=r"the diary is in use by another program\. Try again"):
        open_diary(locked, busy_s=0.05)


def test_a_writer_that_cannot_finish_for_a_reader_keeps_nothing_and_can_try_again(path: Path) -> None:
    fill(path)
    with open_diary(path, busy_s=0.05) as diary:
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM people").fetchall()
        with pytest.raises(DiaryError, match="in use by another program"):
            diary.add_note("me", TODAY, "again")
        reader.execute("ROLLBACK")
        reader.close()
        assert len(diary.list_notes("me")) == 1
        diary.add_note("me", TODAY, "again")
        assert len(diary.list_notes("me")) == 2


@POSIX
def test_a_full_disk_keeps_what_was_there(path: Path) -> None:
    """The limit of the size of files is one that the system sets for real: writing fails as on a full disk."""
    fill(path)
    code = f"""
        import resource, signal
        from pathlib import Path
        from formcheck.diary import open_diary
        from formcheck.errors import DiaryError
        from tests.unit.diary.samples import NOON
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 8192},) * 2)
        with open_diary(Path({str(path)!r})) as diary:
            for text in ("short", "x" * 50_000, "short again"):
                try:
                    print(diary.add_note("me", NOON.date(), text))
                except DiaryError as error:
                    print(error)
    """
    out = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert out[0] == "2"
    assert "the disk is full or failing" in out[1]
    assert out[2] == "3"
    assert read_all(path) == 4
    with open_diary(path) as diary:
        assert [n.text for n in diary.list_notes("me")] == ["a note", "short", "short again"]


@POSIX
def test_on_a_full_disk_no_diary_can_be_made(tmp_path: Path) -> None:
    code = f"""
        import resource, signal
        from pathlib import Path
        from formcheck.diary import open_diary
        from formcheck.errors import DiaryError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192,) * 2)
        try:
            open_diary(Path({str(tmp_path / "diary.sqlite")!r}))
        except DiaryError as error:
            print(error)
    """
    run = [sys.executable, "-c", textwrap.dedent(code)]
    assert "the disk is full or failing" in subprocess.run(run, capture_output=True, text=True, check=True).stdout
    fill(tmp_path / "diary.sqlite")  # what is left of the attempt does no harm
    assert read_all(tmp_path / "diary.sqlite") == 4


@pytest.fixture
def forbidding(path: Path) -> Iterator[Path]:
    """A folder of one's own in which permissions count, which they do not for root."""
    fill(path)  # loads all that is needed, while the libraries can be read
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "diary.sqlite")
        if os.geteuid() != 0:
            yield folder
        else:
            for file in (folder, *folder.iterdir()):
                os.chown(file, NOBODY, NOBODY)
            os.seteuid(NOBODY)
            try:
                yield folder
            finally:
                os.seteuid(0)
        folder.chmod(0o700)


@POSIX
def test_a_diary_that_may_only_be_read_can_be_read(forbidding: Path) -> None:
    path = forbidding / "diary.sqlite"
    path.chmod(0o400)
    assert read_all(path) == 4
    with (
        open_diary(path) as diary,
        pytest.raises(DiaryError, match=r"cannot be opened or written .*Check the permissions"),
    ):
        diary.add_note("me", TODAY, "again")


@POSIX
def test_a_diary_that_may_not_be_read_is_refused(forbidding: Path) -> None:
    path = forbidding / "diary.sqlite"
    path.chmod(0)
    with pytest.raises(DiaryError, match=r"cannot be opened or written .*Check the permissions"):
        open_diary(path)


@POSIX
def test_a_folder_without_permission_is_refused(forbidding: Path) -> None:
    forbidding.chmod(0o500)
    with pytest.raises(DiaryError, match=r"the diary cannot be opened \(Permission denied\)"):
        open_diary(forbidding / "new.sqlite")
    with (
        open_diary(forbidding / "diary.sqlite") as diary,
        pytest.raises(DiaryError, match=r"cannot be opened or written .*Check the permissions"),
    ):
        diary.add_note("me", TODAY, "no journal can be made beside it")
    forbidding.chmod(0)
    with pytest.raises(DiaryError, match=r"the diary cannot be opened \(Permission denied\)"):
        open_diary(forbidding / "diary.sqlite")


def test_it_is_closed_by_with(path: Path) -> None:
    with open_diary(path) as diary:
        assert isinstance(diary, Diary)
    os.replace(path, path.with_name("moved.sqlite"))  # an open file cannot be moved on Windows


@pytest.mark.parametrize(("column", "value"), [("decision", "go"), ("form", "perfect"), ("side", "both")])
def test_a_value_that_nobody_can_have_written_is_damage(path: Path, column: str, value: str) -> None:
    fill(path, 1)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE sets SET {column} = ?", (value,))
    assert f"damaged ('{value}' is none of " in str(find_failure(path))
