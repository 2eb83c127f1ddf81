"""``formcheck advise`` keeps what it says it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.advisor import Answers, advise
from formcheck.cli import run_advise
from formcheck.diary import open_diary
from formcheck.errors import OutputError
from formcheck.result_file import write_json
from tests.unit.cli.running import Done, run
from tests.unit.diary.samples import NOON, WELL, make_result

DAY = NOON.date().isoformat()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "diary.sqlite"


def keep(file: Path, answers: Answers, *arguments: str) -> Done:
    path = file.with_name("answers.toml")
    path.write_text("".join(f"{key} = {answer!r}\n" for key, answer in answers.items()))
    return run("advise", *arguments, "--answers", str(path), "--diary", str(file), "--on", DAY, "--log")


def test_answers_of_a_day_are_kept_and_the_others_named(file: Path) -> None:
    done = keep(file, {"fever": "no", "pain_before": 2, "next_day_pain": 0})
    assert f"{file}: the answers are kept in your diary" in done.err
    assert "or there was no training before: next_day_pain, pain_before" in done.err
    with open_diary(file) as diary:
        assert set(diary.load_history("me", NOON.date()).screened) == {"fever"}


def test_answers_about_a_set_alone_are_not_said_to_be_kept(file: Path) -> None:
    assert "nothing was answered that tells of the day, and nothing is kept" in keep(file, {"pain_before": 2}).err
    assert not file.exists()


def test_a_set_is_kept_though_its_verdict_cannot_be_shown(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_write: object) -> None:
        raise OutputError("full")

    monkeypatch.setattr(run_advise, "print_out", fail)
    result = file.with_name("result.json")
    write_json(make_result(), advise(make_result(), WELL), result)
    done = keep(file, WELL, str(result))
    assert (done.code, "formcheck: full\n" in done.err) == (2, True)
    assert "kept as set 1 in your diary" in done.err


def test_a_diary_or_person_that_is_not_there_is_said(file: Path) -> None:
    done = run("plan", "--diary", str(file))
    assert (done.code, done.err) == (0, f"formcheck: {file}: there is no diary yet, so the past is not known.\n")
    with open_diary(file) as diary:
        diary.add_note("Anna", NOON.date(), "a note")
    done = run("plan", "--diary", str(file), "--person", "Ana")
    assert "nothing is known of Ana yet; the diary is of: Anna" in done.err
    assert run("plan", "--diary", str(file), "--person", "anna").err == ""
