"""A run in the terminal, as JUnit XML, in Markdown and as JSON; and read back line by line from the journal."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from formcheck.batch.journal import Journal
from formcheck.batch.junit import write_junit
from formcheck.batch.run import Run
from formcheck.batch.run_file import write_baseline, write_run
from formcheck.batch.summary import write_summary
from formcheck.batch.text import print_run, sum_up
from formcheck.batch.verdict import Outcome
from formcheck.errors import InputError
from tests.unit.batch.making import FAILED, SEEN, make_entry, make_run

RULE = "hip-lift.incomplete-lift"


def make_mixed() -> Run:
    return make_run(
        [
            (make_entry("clips/good.mp4", reps=3, findings={RULE: (1, 3)}), SEEN),
            (make_entry("clips/bad.mp4", reps=4, findings={}), SEEN),
            (make_entry("clips/damaged.mp4", reps=4), FAILED),
        ],
        {
            "clips/good.mp4": Outcome(SEEN),
            "clips/bad.mp4": Outcome(SEEN),
            "clips/damaged.mp4": Outcome(FAILED),
            "old": Outcome(SEEN),
        },
        warnings=("2 pictures could not be read.",),
    )


def show(run: Run, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_run(run, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_terminal_tells_every_difference_with_clip_rule_and_both_values() -> None:
    text = " ".join(show(make_mixed(), 60).split())
    assert f"clips/bad.mp4: {RULE}: expected not found, got in 1, 3; line_at_top_deg -20.0, -1.0, -19.5 deg" in text
    assert "clips/damaged.mp4: clip: expected a verdict, got clip.mp4: there is no such file." in text
    assert "old: is in the baseline, and no longer in the manifest" in text
    assert text.endswith("1 of 3 as expected, 1 not, 1 failed, 1 gone since the baseline.")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, show(make_mixed(), width).splitlines())) <= width


def test_clips_that_stand_in_no_common_folder_are_shown() -> None:
    run = make_run([(make_entry("/in/a.mp4"), SEEN), (make_entry("b/a.mp4"), SEEN), (make_entry("s3://b/c.mp4"), SEEN)])
    text = show(run, 120)
    assert all(name in text for name in (" /in/a ", " b/a ", " s3://b/c "))


def test_what_a_clip_shows_is_told_where_nothing_is_expected() -> None:
    assert f"a.mp4: {RULE} 1, 3" in show(make_run([(make_entry(), SEEN)]))


def test_junit_counts_what_it_holds(tmp_path: Path) -> None:
    write_junit(make_mixed(), tmp_path / "run.xml")
    suite = ET.parse(tmp_path / "run.xml").getroot()[0]
    assert (
        {name: suite.get(name) for name in ("tests", "failures", "errors")}
        == {
            "tests": str(len(suite)),
            "failures": str(len(suite.findall("*/failure"))),
            "errors": str(len(suite.findall("*/error"))),
        }
        == {"tests": "4", "failures": "2", "errors": "1"}
    )


def test_the_summary_is_a_list_and_two_tables(tmp_path: Path) -> None:
    write_summary(make_mixed(), tmp_path / "run.md")
    lines = (tmp_path / "run.md").read_text("utf-8").splitlines()
    assert lines[0] == "## formcheck: 1 of 3 as expected, 1 not, 1 failed, 1 gone since the baseline."
    assert sum(line.startswith("- clips/bad.mp4: ") for line in lines) == 2
    assert sum(line.startswith("|---|") for line in lines) == 2
    assert "| clips/damaged.mp4 | - | - | - |  | 💥 FAILED |" in lines


def test_a_run_and_a_baseline_keep_to_the_schema(tmp_path: Path) -> None:
    schema = json.loads((files("formcheck") / "schemas/run-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for write in (write_run, write_baseline):
        write(make_mixed(), tmp_path / "run.json")
        data = json.loads((tmp_path / "run.json").read_text("utf-8"))
        validator.validate(data)
        for key in ("schema", "formcheck", "clips"):
            assert not validator.is_valid({k: v for k, v in data.items() if k != key})
        assert not validator.is_valid({**data, "more": 1})
        data["clips"][0]["seen"]["reps"] = -1
        assert not validator.is_valid(data)


def test_a_run_is_summed_up() -> None:
    assert sum_up(make_run([(make_entry(), SEEN)])) == "1 clip, as expected."
    assert sum_up(make_run([(make_entry(reps=1), SEEN)])) == "0 of 1 as expected, 1 not, 0 failed."


def test_the_journal_gives_back_what_was_added_and_leaves_out_damaged_lines_and_failures(tmp_path: Path) -> None:
    journal, path = Journal(tmp_path / "j"), tmp_path / "j"
    one, two, bad = (make_entry(name).job for name in ("a", "b", "c"))
    with journal.open(again=False):
        journal.add(one, Outcome(SEEN, 1.25, cached=True, warnings=("w",)))
        journal.add(bad, Outcome(FAILED))
    with path.open("ab") as file:
        file.write(
            b'[]\n3\n{"key": 1}\n{"key": "k", "seen": {"reps": 1}}\n\xff\n' + b"[" * 100_000 + b'\n{"key": "cut o'
        )
    with journal.open(again=True):
        journal.add(two, Outcome(SEEN))
    assert list(journal.read().values()) == [Outcome(SEEN, 1.25, cached=True, warnings=("w",)), Outcome(SEEN)]
    with journal.open(again=False):
        pass
    assert journal.read() == {}


def test_two_runs_do_not_share_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "j"
    first = Journal(path)
    with first.open(again=False):
        first.add(make_entry("a").job, Outcome(SEEN))
        for again in (False, True):
            with pytest.raises(InputError, match="another run is writing there"), Journal(path).open(again=again):
                pass
    assert list(Journal(path).read().values()) == [Outcome(SEEN)]
    with Journal(path).open(again=True):
        pass


def test_a_journal_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="what an earlier run has done cannot be read"):
        Journal(tmp_path).read()
