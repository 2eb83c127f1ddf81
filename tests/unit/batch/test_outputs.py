"""A run in the terminal, as JUnit XML, in Markdown and as JSON; and read back line by line from the journal."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from formcheck.batch.job import Job
from formcheck.batch.journal import Journal, make_key
from formcheck.batch.junit import write_junit
from formcheck.batch.run import Run
from formcheck.batch.run_file import write_baseline, write_run
from formcheck.batch.summary import write_summary
from formcheck.batch.text import print_run, sum_up
from formcheck.batch.verdict import Outcome
from formcheck.errors import InputError
from tests.unit.batch.making import FAILED, SEEN, make_entry, make_run, store

RULE = "hip-lift.incomplete-lift"


def make_mixed() -> Run:
    return make_run(
        [
            (make_entry("clips/good.mp4", reps=3, findings={RULE: (1, 3)}), SEEN),
            (make_entry("clips/bad.mp4", reps=4, findings={}), SEEN),
            (make_entry("clips/damaged.mp4", reps=4), FAILED),
        ],
        {
            "clips/good.mp4": store(SEEN),
            "clips/bad.mp4": store(SEEN),
            "clips/damaged.mp4": store(FAILED),
            "old": store(SEEN),
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
    assert (
        "damaged.mp4: clip: expected a verdict, got none (clip.mp4: there is no such file. Check the name and" in text
    )
    assert "old: is in the baseline, and no longer in the manifest" in text
    assert text.endswith("1 of 3 as expected, 1 not, 1 failed, 1 gone since the baseline.")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_long_name_is_shown_as_a_whole_in_lines_that_fit(width: int) -> None:
    name = f"clips/{'monday-' * 9}morning/{'hip-lift-' * 9}again.mp4"
    text = show(make_run([(make_entry("a.mp4"), SEEN), (make_entry(name, reps=9), SEEN)]), width)
    assert max(map(len, text.splitlines())) <= width
    joined = "".join(text.split())
    assert f"{name}:reps:expected9,got3" in joined
    assert f"{name}:{RULE}1,3" in joined
    assert f"{name.removesuffix('.mp4')}" in joined.partition("Found,")[0]


def test_a_table_that_is_too_wide_becomes_text_without_stray_commas() -> None:
    shown = show(make_run([(make_entry("a/bad.mp4", reps=3), SEEN)]), 30)
    assert "clip bad, counted 3 reps, form adjust, decision adjust, ok Found" in " ".join(shown.split())
    assert ",  " not in " ".join(line.strip() for line in shown.splitlines())


def test_a_clip_of_which_nothing_is_expected_gets_no_mark(tmp_path: Path) -> None:
    run = make_run([(make_entry("a.mp4"), SEEN), (make_entry("b.mp4"), SEEN)])
    assert [line.split() for line in show(run).splitlines()][3] == ["a", "3", "reps", "adjust", "adjust"]
    assert show(run).endswith("\n2 clips scored.\n")
    write_summary(run, tmp_path / "run.md")
    summary = (tmp_path / "run.md").read_text("utf-8")
    assert "| a.mp4 | 3 reps | adjust | adjust | hip-lift.incomplete-lift 1, 3 |  |\n" in summary
    with_failure = make_run([(make_entry("a.mp4"), SEEN), (make_entry("b.mp4"), FAILED)])
    assert "FAILED" in show(with_failure)
    assert show(with_failure).endswith("\n1 of 2 clips scored, 1 failed.\n")
    with_baseline = make_run([(make_entry("a.mp4"), SEEN)], {"a.mp4": store(SEEN)})
    assert [line.split() for line in show(with_baseline).splitlines()][3][-1] == "ok"


def test_clips_that_failed_are_told_beside_the_figures_in_which_they_are_not(tmp_path: Path) -> None:
    seen, told = (make_entry("a.mp4", findings={RULE: True}), SEEN), "Without 1 clip that failed."
    assert told not in show(make_run([seen, (make_entry("c.mp4", reps=1), FAILED)]))
    run = make_run([seen, (make_entry("b.mp4", findings={RULE: True}), FAILED)])
    assert told in show(run)
    write_summary(run, tmp_path / "run.md")
    assert told in (tmp_path / "run.md").read_text("utf-8").splitlines()


def test_a_run_that_was_stopped_does_not_look_whole(tmp_path: Path) -> None:
    names = ("a.mp4", "b.mp4", "c.mp4")
    run = make_run([(make_entry(name, reps=3), SEEN) for name in names], stopped_after=1)
    text = "Stopped after 1 of 3 clips; 2 not done."
    assert show(run).endswith(f"\n{text}\n")
    write_summary(run, tmp_path / "run.md")
    lines = (tmp_path / "run.md").read_text("utf-8").splitlines()
    assert lines[0] == f"## formcheck: {text}"
    assert [line for line in lines if "✅" in line or "⏹️" in line] == [
        "| a.mp4 | 3 reps | adjust | adjust | hip-lift.incomplete-lift 1, 3 | ✅ ok |",
        "| b.mp4 | - | - | - |  | ⏹️ not done |",
        "| c.mp4 | - | - | - |  | ⏹️ not done |",
    ]
    write_junit(run, tmp_path / "run.xml")
    suite = ET.parse(tmp_path / "run.xml").getroot()[0]
    assert [suite.get(key) for key in ("tests", "failures", "errors")] == ["3", "0", "2"]
    errors = {case.get("name"): case.find("error") for case in suite}
    assert errors.pop("a.mp4") is None
    assert {e.get("message") for e in errors.values() if e is not None} == {"not done: the run was stopped"}
    assert list(errors) == ["b.mp4", "c.mp4"]


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
    assert [part.get("type") for case in suite for part in case] == ["differs", "failed", "gone"]


def test_the_summary_is_a_list_and_two_tables(tmp_path: Path) -> None:
    write_summary(make_mixed(), tmp_path / "run.md")
    lines = (tmp_path / "run.md").read_text("utf-8").splitlines()
    assert lines[0] == "## formcheck: 1 of 3 as expected, 1 not, 1 failed, 1 gone since the baseline."
    assert sum(line.startswith("- clips/bad.mp4: ") for line in lines) == 2
    assert sum(line.startswith("|---|") for line in lines) == 2
    assert "| clips/damaged.mp4 | - | - | - |  | 💥 FAILED |" in lines


@pytest.mark.parametrize("name", ["1. first", "12) twelfth", "- dash", "+ plus", "* star", "# hash", "-"])
def test_no_name_makes_a_list_of_its_own_in_the_summary(name: str, tmp_path: Path) -> None:
    write_summary(make_run([(make_entry(name, reps=9), SEEN)]), tmp_path / "run.md")
    item = next(line for line in (tmp_path / "run.md").read_text("utf-8").splitlines() if line.startswith("- "))
    assert re.match(r"- (\d+)?\\", item)
    assert item.replace("\\", "").startswith(f"- {name}: ")


def test_a_summary_is_small_enough_for_github(tmp_path: Path) -> None:
    many = replace(SEEN, measures={"up_s": tuple(map(float, range(1000)))}, units={"up_s": "s"})
    pairs = [(make_entry(f"{n}-{'腰' * 80}.mp4", reps=9, findings={}), many) for n in range(1000)]
    write_summary(make_run(pairs, {}), tmp_path / "run.md")
    lines = (tmp_path / "run.md").read_text("utf-8").splitlines()
    assert (tmp_path / "run.md").stat().st_size < 2**20
    assert sum(line.startswith("- ") for line in lines) == 200
    assert sum(line.startswith("| ") for line in lines if ".mp4" in line) == 200
    assert [line for line in lines if line.startswith("and ")] == ["and 2800 more", "and 800 more"]


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
    assert sum_up(make_run([(make_entry(reps=3), SEEN)])) == "1 clip, as expected."
    assert sum_up(make_run([(make_entry(), SEEN)])) == "1 clip scored."
    assert sum_up(make_run([(make_entry(reps=1), SEEN)])) == "0 of 1 as expected, 1 not, 0 failed."
    mixed = [(make_entry(reps=3), SEEN), (make_entry("b.mp4"), SEEN), (make_entry("c.mp4"), SEEN)]
    assert sum_up(make_run(mixed)) == "1 clip, as expected. Of 2 more clips nothing was expected."
    mixed[0] = (make_entry(reps=1), SEEN)
    assert sum_up(make_run(mixed)) == "0 of 1 as expected, 1 not, 0 failed. Of 2 more clips nothing was expected."


def test_a_clip_of_which_nothing_is_expected_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    run = make_run([(make_entry(), SEEN), (make_entry("b.mp4"), FAILED)])
    assert [scored.status for scored in run.scored] == ["not compared", "failed"]
    write_run(run, tmp_path / "run.json")
    data = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert [clip["status"] for clip in data["clips"]] == ["not compared", "failed"]
    schema = json.loads((files("formcheck") / "schemas/run-1.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)


def test_the_journal_gives_back_what_was_added_and_leaves_out_damaged_lines_and_failures(tmp_path: Path) -> None:
    journal, path = Journal(tmp_path / "j"), tmp_path / "j"
    with journal.open():
        journal.add("a", Outcome(SEEN, 1.25, cached=True, warnings=("w",)))
        journal.add("c", Outcome(FAILED))
    with path.open("ab") as file:
        file.write(
            b'[]\n3\n{"key": 1}\n{"key": "k", "seen": {"reps": 1}}\n\xff\n' + b"[" * 100_000 + b'\n{"key": "cut o'
        )
    with journal.open():
        journal.add("b", Outcome(SEEN))
        kept = {"a": Outcome(SEEN, 1.25, cached=True, warnings=("w",)), "b": Outcome(SEEN)}
        assert journal.read() == kept
    assert journal.read() == kept
    assert path.stat().st_mode & 0o777 == 0o600
    with journal.open():
        journal.forget()
    assert journal.read() == {}


def test_two_runs_do_not_share_a_journal_and_one_leaves_that_of_the_next_alone(tmp_path: Path) -> None:
    path = tmp_path / "j"
    first, second = Journal(path), Journal(path)
    with first.open():
        first.add("a", Outcome(SEEN))
        with pytest.raises(InputError, match="another run is writing there"), second.open():
            pass
        first.forget()
        with second.open():
            second.add("b", Outcome(SEEN))
    assert list(second.read()) == ["b"]


def test_what_is_done_is_known_again_from_another_folder_but_not_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clip := tmp_path / "a.pose.npz").write_bytes(b"1")
    monkeypatch.chdir(tmp_path)
    here = make_key(Job("a.pose.npz", "hip-lift"))
    assert make_key(Job(str(clip), "hip-lift")) == here
    assert make_key(Job(str(clip), "plank")) != here
    clip.write_bytes(b"22")
    assert make_key(Job(str(clip), "hip-lift")) != here


def test_a_journal_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="what an earlier run has done cannot be read"):
        Journal(tmp_path).read()
