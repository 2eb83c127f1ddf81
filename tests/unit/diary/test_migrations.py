from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from formcheck.diary import Diary, migrations, open_diary
from formcheck.diary.schema import METADATA
from tests.unit.diary.samples import NOON

VERSIONS = sorted(Path(__file__).parent.glob("version-*.sql"))
SECOND = ("ALTER TABLE notes ADD COLUMN mood TEXT", "UPDATE notes SET mood = 'kept ' || text")


def make_file(path: Path, script: Path) -> None:
    old = sqlite3.connect(path)
    old.executescript(script.read_text("utf-8"))
    old.close()


def read_version(path: Path) -> int:
    file = sqlite3.connect(path)
    (version,) = file.execute("PRAGMA user_version").fetchone()
    file.close()
    return int(version)


def test_there_is_a_file_of_each_version() -> None:
    assert [script.name for script in VERSIONS] == [f"version-{i}.sql" for i in range(1, len(migrations.STEPS) + 1)]


@pytest.mark.parametrize("script", VERSIONS, ids=lambda script: script.stem)
def test_a_diary_of_each_version_is_read_whole_and_written_to(path: Path, script: Path) -> None:
    make_file(path, script)
    with open_diary(path) as diary:
        assert diary.people() == ("me", "花子")
        history = diary.load_history("me", dt.date(2025, 3, 11))
        assert [(s.number, s.exercise, s.decision, s.counted) for s in history.sets] == [(1, "hip-lift", "adjust", 7)]
        assert history.sets[0].done_at == NOON
        assert history.mornings[0].is_clear
        assert history.screened["fever"].answer == "no"
        assert diary.get_set(2).result["exercise"] == "overhead-squat"
        assert diary.list_notes("花子")[0].text == "腰が軽い"
        assert diary.get_setting("me", "anchor") == "waking"
        assert diary.add_note("me", NOON.date(), "a note") == 2
    assert read_version(path) == len(migrations.STEPS)


def test_the_tables_are_those_that_the_queries_know(path: Path) -> None:
    open_diary(path).close()
    made = sqlite3.connect(path)
    names = {name for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names - {"sqlite_sequence"} == set(METADATA.tables)
    for name, table in METADATA.tables.items():
        columns = {(c[1], c[2], bool(c[3] or c[5]), bool(c[5])) for c in made.execute(f"PRAGMA table_info({name})")}
        assert columns == {(c.name, str(c.type), not c.nullable, c.primary_key) for c in table.columns}
        keys = {(k[3], f"{k[2]}.{k[4]}", k[6]) for k in made.execute(f"PRAGMA foreign_key_list({name})")}
        assert keys == {(k.parent.name, k.target_fullname, k.ondelete) for k in table.foreign_keys}
    made.close()


def add_step(monkeypatch: pytest.MonkeyPatch, step: tuple[str, ...]) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))


def list_moods(diary: Diary) -> list[str]:
    with diary._transaction("DEFERRED") as connection:
        return list(connection.exec_driver_sql("SELECT mood FROM notes").scalars())


def test_a_step_changes_the_old_and_makes_the_new_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(tmp_path / "old.sqlite", VERSIONS[0])
    add_step(monkeypatch, SECOND)
    with open_diary(tmp_path / "old.sqlite") as diary:
        assert list_moods(diary) == ["kept 腰が軽い"]
        assert len(diary.list_sets("me")) == 1
    with open_diary(tmp_path / "new.sqlite") as diary:
        assert list_moods(diary) == []
    assert read_version(tmp_path / "old.sqlite") == read_version(tmp_path / "new.sqlite") == len(migrations.STEPS)


def test_a_step_is_taken_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(path, VERSIONS[0])
    add_step(monkeypatch, SECOND)
    first = open_diary(path)
    first.add_note("me", NOON.date(), "another")
    with open_diary(path) as second:
        assert sorted(map(str, list_moods(second))) == ["None", "kept 腰が軽い"]
    first.close()


def test_a_step_that_another_process_took_meanwhile_is_not_taken_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_file(path, VERSIONS[0])
    add_step(monkeypatch, SECOND)
    open_diary(path).close()
    with open_diary(path) as diary:
        migrations.migrate(diary._connection)
        assert list_moods(diary) == ["kept 腰が軽い"]


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(path, VERSIONS[0])
    before = path.read_bytes()
    path.chmod(0o600)
    add_step(monkeypatch, (*SECOND, "this is no SQL"))
    with pytest.raises(sa.exc.OperationalError, match="syntax error"):
        open_diary(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    monkeypatch.undo()
    with open_diary(path) as diary:
        assert len(diary.list_notes("花子")) == 1
