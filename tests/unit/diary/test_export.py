from __future__ import annotations

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest

from formcheck.diary import Diary, export_diary
from formcheck.errors import OutputError
from formcheck.result_file import parse_result
from formcheck.results import SCHEMA
from tests.unit.diary.samples import MORNING_WELL, NOON, WELL, days_later, make_advice, make_result, make_squat

TABLES = ("answers", "day_answers", "findings", "measures", "notes", "sets")


@pytest.fixture
def filled(diary: Diary) -> Diary:
    diary.add_set("me", make_result(), make_advice(), {**WELL, "pain_during": 3}, NOON)
    diary.add_set("花子", make_squat(), make_advice(make_squat()), WELL, days_later(1))
    diary.add_answers("me", days_later(1).date(), MORNING_WELL)
    diary.add_note("花子", NOON.date(), '腰が"軽い", まだ\n少し')
    diary.put_setting("me", "anchor", "after-waking")
    return diary


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_json_file_holds_everything_of_everybody(filled: Diary, tmp_path: Path) -> None:
    assert export_diary(filled.list_records(), tmp_path / "all.json") == (tmp_path / "all.json",)
    data = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert data["schema"] == "formcheck.diary/1"
    mine, hers = data["people"]
    assert (mine["person"], hers["person"]) == ("me", "花子")
    (kept,) = mine["sets"]
    assert (kept["set"], kept["done_at"], kept["answers"]["pain_during"]) == (1, NOON.isoformat(), 3)
    assert kept["schema"] == SCHEMA
    assert kept["advice"]["decision"] == "adjust"
    assert kept["advice"]["reasons"][0]["text"].startswith("in the video,")
    assert parse_result(kept).to_dict() == make_result().to_dict()
    assert kept["measures"]["up_s"]["unit"] == "s"
    morning = [a for a in mine["day_answers"] if a["moment"] == "morning"]
    assert {a["question"]: a["answer"] for a in morning} == MORNING_WELL
    assert {a["day"] for a in morning} == {"2025-03-11"}
    assert mine["settings"] == {"anchor": "after-waking"}
    assert hers["notes"] == [{"note": 1, "day": "2025-03-10", "text": '腰が"軽い", まだ\n少し'}]


def test_the_csv_files_hold_a_value_a_row_with_its_unit(filled: Diary, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    files = export_diary(filled.list_records(), folder)
    assert sorted(files) == sorted(folder.iterdir()) == [folder / f"{name}.csv" for name in TABLES]
    rows = {name: read_csv(folder / f"{name}.csv") for name in TABLES}
    assert [(r["person"], r["exercise"], r["reps"], r["longest_hold_s"]) for r in rows["sets"]] == [
        ("me", "hip-lift", "7", ""),
        ("花子", "overhead-squat", "3", ""),
    ]
    assert rows["sets"][0]["faults"] == "hip-lift.fatigue"
    up = next(r for r in rows["measures"] if r["measure"] == "up_s" and r["person"] == "me")
    assert (up["unit"], up["value"]) == ("s", "1.267")
    assert rows["findings"][0]["rule"] == "hip-lift.fatigue"
    assert {r["question"]: r["answer"] for r in rows["answers"] if r["set"] == "1"}["pain_during"] == "3"
    assert {r["moment"] for r in rows["day_answers"]} == {"screen", "morning"}
    assert rows["notes"] == [{"person": "花子", "note": "1", "day": "2025-03-10", "text": '腰が"軽い", まだ\n少し'}]


def test_tables_without_rows_have_their_columns(diary: Diary, tmp_path: Path) -> None:
    diary.add_note("me", NOON.date(), "a note")
    export_diary(diary.list_records(), tmp_path / "t")
    assert (tmp_path / "t" / "answers.csv").read_text("utf-8-sig") == "person,set,done_at,exercise,question,answer\n"


def test_one_person_only(filled: Diary) -> None:
    assert [record.person for record in filled.list_records("ME")] == ["me"]
    assert filled.list_records("nobody") == ()


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_only_the_owner_can_read_it(filled: Diary, tmp_path: Path) -> None:
    for path in (*export_diary(filled.list_records(), tmp_path / "t"), tmp_path / "t"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_what_is_no_file_and_no_folder_is_refused(filled: Diary, tmp_path: Path) -> None:
    records = filled.list_records()
    with pytest.raises(OutputError, match=r"give a file NAME\.json, or a folder"):
        export_diary(records, tmp_path / "all.csv")
    with pytest.raises(OutputError, match="the folder cannot be made"):
        export_diary(records, tmp_path / "no" / "tables")
    with pytest.raises(OutputError, match="there is no folder"):
        export_diary(records, tmp_path / "no" / "all.json")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"give a file NAME\.json, or a folder"):
        export_diary(records, tmp_path / "file")
