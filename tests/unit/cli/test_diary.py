from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from formcheck.advisor import QUESTIONS, Answer, advise
from formcheck.diary import open_diary
from tests.unit.cli.running import Done, run
from tests.unit.diary.samples import MORNING_WELL, NOON, WELL, days_later, make_plank, make_result

pexpect: Any = pytest.importorskip("pexpect")
DAY = NOON.date().isoformat()
NEXT = days_later(1).date().isoformat()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "diary.sqlite"


def keep(file: Path, person: str = "me", done_at: dt.datetime = NOON, **answers: Answer) -> None:
    result = make_result("hip-lift-c-correct")
    with open_diary(file) as diary:
        given = {**WELL, **answers}
        diary.add_set(person, result, advise(result, given), given, done_at)


def diary(file: Path, *arguments: str, typed: str = "", width: int = 400) -> Done:
    return run("diary", *arguments, "--diary", str(file), typed=typed, width=width)


def test_without_a_diary_there_is_nothing_to_list_and_none_is_made(file: Path) -> None:
    for arguments in (["list"], ["show", "1"], ["morning"], ["export", "x.json"], ["delete", "1", "--yes"]):
        done = diary(file, *arguments)
        assert (done.code, done.out) == (2, "")
        assert "there is no diary yet. It begins with the first set or note that you keep." in done.err
    assert not file.exists()


def test_the_list_shows_sets_mornings_and_notes(file: Path) -> None:
    keep(file, pain_during=3, pain_where="back", pain_kind="ache")
    keep(file, done_at=days_later(2), next_day_pain=2)
    with open_diary(file) as opened:
        opened.add_set("me", make_plank(), advise(make_plank(), WELL), WELL, days_later(4))
    assert diary(file, "note", "slept badly, 腰が重い", "--on", DAY).code == 0
    lines = [line.split() for line in diary(file, "list").out.splitlines()]
    assert ["1", DAY, "12:00", "hip-lift", "4", "reps", "3", "good", "stop"] in lines
    assert ["3", days_later(4).date().isoformat(), "12:00", "plank", "5", "s", "0", "faults", "adjust"] in lines
    assert [days_later(2).date().isoformat(), "pain", "2", "of", "10"] in lines
    assert ["1", DAY, "slept", "badly,", "腰が重い"] in lines
    assert "The next-day questions are due" in diary(file, "list").out


def test_without_a_command_it_is_the_list(file: Path) -> None:
    keep(file)
    assert run("diary", "--diary", str(file)).out == diary(file, "list").out
    done = run("diary", "--diary", str(file), "note", "a note")
    assert done.code == 2
    assert "give --diary and --person after note, not before it" in done.err


def test_the_list_ends_on_the_day_given_and_with_the_last_sets(file: Path) -> None:
    for days in range(25):
        keep(file, done_at=days_later(days))
    done = diary(file, "list", width=80)
    assert "5 earlier sets are not shown; --all does." in done.out
    assert f"   6  {days_later(5).date()}" in done.out
    assert f"   5  {days_later(4).date()}" not in done.out
    assert f"\n  {days_later(4).date()} clear" not in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    assert f"   1  {DAY}" in diary(file, "list", "--all").out
    done = diary(file, "list", "--on", NEXT)
    assert f"   2  {NEXT}" in done.out
    assert f"   3  {days_later(2).date()}" not in done.out


def test_a_person_who_is_not_in_it_is_told_who_is(file: Path) -> None:
    keep(file, "Anna")
    keep(file, "花子")
    done = diary(file, "list")
    assert (done.code, done.out) == (2, "")
    assert "nobody in the diary is called me. --person NAME chooses: Anna, 花子" in done.err
    assert "The diary of Anna" in diary(file, "list", "--person", "ANNA").out


def test_a_set_is_shown_with_its_verdict_and_answers(file: Path) -> None:
    keep(file, pain_during=3, pain_where="back", pain_kind="ache", in_doubt="unsure")
    out = diary(file, "show", "1").out
    assert out.startswith(f"Set 1 in your diary, {DAY} 12:00\n STOP: rest now")
    assert "You had pain during the set (3 of 10)." in out
    assert "Hip lift, 4 reps" in out
    answers = out.partition("\nAnswers\n")[2]
    assert "in the lower back" in answers
    assert "Are you in doubt about carrying on?" in answers
    assert "unsure" in answers
    quiet = sum(q.kind == "yes-no" for q in QUESTIONS) - 1
    assert f"{quiet} answers without cause for concern." in answers


def test_a_set_of_somebody_else_is_not_shown_where_a_person_is_named(file: Path) -> None:
    keep(file, "Anna")
    assert diary(file, "show", "1", "--person", "anna").code == 0
    done = diary(file, "show", "1", "--person", "Bob")
    assert done.code == 2
    assert "there is no set 1 in the diary" in done.err


def test_a_set_of_another_version_is_refused_with_a_way_out(file: Path) -> None:
    keep(file)
    with open_diary(file) as opened, opened._transaction("IMMEDIATE") as connection:
        connection.exec_driver_sql("""UPDATE sets SET result = '{"formcheck": "0.0.1", "reps": []}'""")
    done = diary(file, "show", "1")
    assert done.code == 2
    assert "set 1 was kept by formcheck 0.0.1 and cannot be shown by this one" in done.err


def test_a_note_says_where_it_is_and_of_what_day(file: Path) -> None:
    done = diary(file, "note", "a note", "--person", "Anna", "--on", DAY)
    assert done.err == f"formcheck: {file}: kept as note 1 in the diary of Anna\n"
    with open_diary(file) as opened:
        assert opened.list_notes("Anna")[0].day == NOON.date()
    tomorrow = (dt.date.today() + dt.timedelta(days=1)).isoformat()
    assert "this day is still to come" in diary(file, "note", "a note", "--on", tomorrow).err
    assert "the note is empty" in diary(file, "note", " ").err


def morning(file: Path, typed: str, *arguments: str, on: str = NEXT) -> Done:
    return diary(file, "morning", "--on", on, *arguments, typed=typed)


def test_a_clear_morning(file: Path) -> None:
    keep(file)
    done = morning(file, "0\nn\nn\n")
    assert "Clear: nothing in these answers speaks against training today." in done.out
    assert "the answers are kept in your diary" in done.err
    with open_diary(file) as opened:
        assert opened.load_history("me", days_later(1).date()).mornings[0].answers == MORNING_WELL
    assert f"nothing is due: {NEXT} is answered. --again answers it anew." in morning(file, "5\n").err
    later = days_later(2).date().isoformat()
    assert f"nothing is due: it was clear after the training on {DAY}" in morning(file, "5\n", on=later).err
    assert "STOP: rest now" in morning(file, "4\n2\n2\nn\nn\n", "--again").out


def test_after_a_stop_each_morning_is_asked_until_two_are_clear(file: Path) -> None:
    keep(file, pain_during=5, pain_where="back", pain_kind="ache")
    done = morning(file, "0\nn\nn\n")
    assert "it takes 2 clear mornings in a row to come back (so far 1)" in done.out
    assert "Answer the open questions" not in done.out
    done = morning(file, "0\nn\nn\n", on=days_later(2).date().isoformat())
    assert "Clear: nothing in these answers" in done.out


def test_a_bad_morning_is_for_rest_and_strong_pain_asks_the_short_check_again(file: Path) -> None:
    keep(file)
    done = morning(file, "8\n3\n4\nn\nn\n" + "n\n" * 4)
    assert "STOP: rest now" in done.out
    assert "Pain or heaviness (8 of 10) lasted into the next day." in done.out
    assert "around your seat" in done.err
    keep(file, done_at=days_later(3))
    done = morning(file, "8\n3\n4\nn\nn\ny\n", on=days_later(4).date().isoformat())
    assert "SEE A DOCTOR" in done.out
    with open_diary(file) as opened:
        assert opened.load_history("me", days_later(4).date()).screened["numb_seat"].answer == "yes"


def test_a_morning_not_answered_in_full_is_open_and_only_the_rest_is_asked(file: Path) -> None:
    keep(file)
    done = morning(file, "0\n\n\n")
    assert "Not every question is answered. Rest until they are" in done.out
    done = morning(file, "n\nn\n")
    assert "how much pain or heaviness" not in done.err
    assert "Clear" in done.out


def test_nothing_answered_is_nothing_kept(file: Path) -> None:
    keep(file)
    assert "nothing was answered, and nothing is kept" in morning(file, "").err
    assert "there was no training before" in morning(file, "0\n", on=DAY).err
    with open_diary(file) as opened:
        assert opened.load_history("me", days_later(1).date()).mornings == ()


def test_the_morning_can_come_from_a_file(file: Path, tmp_path: Path) -> None:
    keep(file)
    answers = tmp_path / "answers.toml"
    answers.write_text("next_day_pain = 0\ngrows_with_movement = 'no'\naffects_daily_life = 'no'\npain_during = 4\n")
    done = morning(file, "", "--answers", str(answers))
    assert "Clear" in done.out
    assert "not kept, for these belong to a set: pain_during" in done.err
    answers.write_text("fever = 'no'\n")
    done = morning(file, "", "--answers", str(answers))
    assert done.code == 2
    assert "no next-day question is answered in it" in done.err


def test_export_of_everybody_and_of_one(file: Path, tmp_path: Path) -> None:
    keep(file, "Anna")
    keep(file, "花子")
    to = tmp_path / "out.json"
    assert diary(file, "export", str(to)).err == f"formcheck: {to}: the diary was written: Anna, 花子\n"
    assert diary(file, "export", str(to), "--person", "anna").code == 0
    assert [p["person"] for p in json.loads(to.read_text("utf-8"))["people"]] == ["Anna"]
    assert "6 files were written" in diary(file, "export", str(tmp_path / "tables")).err
    assert diary(file, "export", str(to), "--person", "nobody").code == 2


def test_nothing_is_deleted_unless_it_is_meant(file: Path) -> None:
    keep(file)
    done = diary(file, "delete", "1", typed="y\n")
    assert done.code == 2
    assert "nobody can be asked whether to delete set 1 in your diary, hip-lift" in done.err
    for wrong in ([], ["1", "--person-data"], ["--note"], ["--person-data", "--note", "--person", "me"]):
        done = diary(file, "delete", *wrong, "--yes")
        assert done.code == 2
        assert "give the number of a set" in done.err
    assert "say whose with --person NAME" in diary(file, "delete", "--person-data", "--yes").err
    with open_diary(file) as opened:
        assert len(opened.list_sets("me")) == 1


def test_delete_with_yes(file: Path) -> None:
    for person in ("Anna", "Anna", "花子"):
        keep(file, person)
    diary(file, "note", "a note", "--person", "Anna")
    assert (
        f"deleted: set 1 in the diary of Anna, hip-lift, {DAY}, with its answers"
        in diary(file, "delete", "1", "--yes").err
    )
    assert "there is no set 1" in diary(file, "delete", "1", "--yes").err
    assert "there is no set 3" in diary(file, "delete", "3", "--yes", "--person", "Anna").err
    assert "deleted: note 1 in the diary of Anna" in diary(file, "delete", "--note", "1", "--yes").err
    done = diary(file, "delete", "--person-data", "--person", "anna", "--yes")
    assert "deleted: all of the diary of Anna (sets: 1, notes: 0, and all answers)" in done.err
    with open_diary(file) as opened:
        assert opened.people() == ("花子",)


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
@pytest.mark.parametrize(("typed", "left"), [("n", 1), ("no way\r\rいいえ", 1), ("y", 0), ("\uff59", 0)])
def test_at_a_terminal_it_asks_before_it_deletes(file: Path, typed: str, left: int) -> None:
    keep(file)
    with mock.patch.dict(os.environ, {"LC_ALL": "C.UTF-8"}):
        terminal = pexpect.spawn(
            sys.executable, ["-m", "formcheck", "diary", "delete", "1", "--diary", str(file)], encoding="utf-8"
        )
    terminal.expect(r"Delete set 1 in your diary, hip-lift.*It\s+cannot\s+be\s+brought\s+back. \[y/n\] ")
    terminal.sendline(typed)
    terminal.expect("deleted" if not left else "nothing was deleted")
    terminal.expect(pexpect.EOF)
    terminal.close()
    with open_diary(file) as opened:
        assert len(opened.list_sets("me")) == left


def test_a_damaged_diary_is_one_line(file: Path) -> None:
    file.write_text("a text")
    done = diary(file, "list")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith(f"formcheck: {file}: this is no diary, or it is damaged")


def test_help_loads_no_database() -> None:
    code = (
        "import sys\nfrom formcheck.cli import app\n"
        "try:\n    app(['diary', 'list', '--help'])\nexcept SystemExit:\n    pass\n"
        "assert not {'numpy', 'sqlalchemy', 'formcheck.diary'} & set(sys.modules), 'too much was loaded'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_questions_that_were_skipped_on_a_bad_morning_are_still_open(file: Path) -> None:
    keep(file)
    assert "STOP: rest now" in morning(file, "4\n\n\nn\nn\n").out
    done = morning(file, "2\n2\n")
    assert "nothing is due" not in done.err
    assert "how much pain or heaviness" not in done.err
    assert "nothing is due" in morning(file, "0\n").err


def test_an_empty_diary_says_so(file: Path) -> None:
    open_diary(file).close()
    done = diary(file, "list")
    assert (done.code, done.err) == (
        2,
        "formcheck: the diary is empty. It begins with the first set or note that you keep.\n",
    )


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
def test_the_end_of_input_is_no(file: Path) -> None:
    keep(file)
    with mock.patch.dict(os.environ, {"LC_ALL": "C.UTF-8"}):
        terminal = pexpect.spawn(
            sys.executable, ["-m", "formcheck", "diary", "delete", "1", "--diary", str(file)], encoding="utf-8"
        )
    terminal.expect(r"\[y/n\] ")
    terminal.sendeof()
    terminal.expect(r"\r\nformcheck: nothing was deleted")  # on a line of its own
    terminal.expect(pexpect.EOF)
    terminal.close()
