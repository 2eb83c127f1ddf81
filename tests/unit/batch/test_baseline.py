"""A drift within its tolerance is no change; all else is, with both values; a damaged baseline is told in one line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formcheck.batch.baseline import TOLERANCES
from formcheck.batch.run_file import read_baseline, write_baseline
from formcheck.batch.text import list_problems
from formcheck.batch.verdict import Failure, Verdict
from formcheck.errors import InputError
from formcheck.messages import _
from tests.unit.batch.making import FAILED, SEEN, make_entry, make_run, store


def changes(before: Verdict | Failure, now: Verdict | Failure) -> list[tuple[str, str, str]]:
    run = make_run([(make_entry(), now)], {"a.mp4": store(before)})
    return [(c.what, c.expected, c.got) for c in run.scored[0].changes]


def with_line(by: float) -> Verdict:
    line = tuple(v + by for v in (-20.0, -1.0, -19.5))
    return replace(SEEN, measures={**SEEN.measures, "line_at_top_deg": line})


def test_nothing_has_changed() -> None:
    assert changes(SEEN, SEEN) == []
    assert changes(FAILED, FAILED) == []


@pytest.mark.parametrize("by", [TOLERANCES["deg"], -TOLERANCES["deg"], 0.3])
def test_a_drift_within_its_tolerance_is_no_change(by: float) -> None:
    assert changes(SEEN, with_line(by)) == []


def test_a_larger_one_is() -> None:
    assert changes(SEEN, with_line(1.1)) == [
        ("line_at_top_deg", "-20.00, -1.00, -19.50 deg", "-18.90, 0.10, -18.40 deg")
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reps": 2}, ("reps", "3", "2")),
        ({"decision": "stop"}, ("decision", "adjust", "stop")),
        ({"form": "good"}, ("form", "adjust", "good")),
        ({"holds_s": (3.0,)}, ("holds", "none", "3 s")),
        ({"findings": {}}, ("hip-lift.incomplete-lift", "in 1, 3", "not found")),
        ({"not_measurable": ()}, ("hip-lift.fatigue", "could not be judged", "was judged")),
        (
            {"measures": {**SEEN.measures, "up_s": (1.0, 1.1, 1.2)}},
            ("up_s", "1.00, -, 1.20 s", "1.00, 1.10, 1.20 s"),
        ),
        ({"sides": ("left", "right", None)}, ("sides", "left, left, -", "left, right, -")),
        ({"units": {**SEEN.units, "up_s": "x"}}, ("up_s", "1.00, -, 1.20 s", "1.00, -, 1.20 x")),
    ],
)
def test_every_change_is_told_with_both_values(change: dict[str, Any], told: tuple[str, str, str]) -> None:
    assert changes(SEEN, replace(SEEN, **change)) == [told]


def test_clips_that_are_new_gone_or_failed_are_changes() -> None:
    assert changes(SEEN, FAILED) == [("clip", "a verdict", f"none ({FAILED.text})")]
    assert changes(FAILED, SEEN) == [("clip", f"none ({FAILED.text})", "a verdict")]
    run = make_run([(make_entry("new.mp4"), SEEN)], {"old.mp4": store(SEEN)})
    assert not run.as_expected
    assert list(list_problems(run)) == [
        "new.mp4, since the baseline: clip: was not in the baseline, is new",
        "old.mp4: is in the baseline, and no longer in the manifest",
    ]


def test_another_exercise_is_a_change_and_nothing_else_is_compared_then() -> None:
    run = make_run([(make_entry(), SEEN)], {"a.mp4": store(replace(SEEN, reps=1), "plank")})
    assert list(list_problems(run)) == ["a.mp4, since the baseline: exercise: was plank, is hip-lift"]


def fail(path: str, why: str) -> Failure:
    return Failure(_("{path}: could not be read ({why}).", path=path, why=_("{english}", english=why)))


def test_a_clip_that_fails_for_another_reason_has_changed_and_on_another_machine_it_has_not(tmp_path: Path) -> None:
    before, elsewhere = fail("/here/a.mp4", "Input/output error"), fail("/there/a.mp4", "Input-output error")
    write_baseline(make_run([(make_entry(), before)]), tmp_path / "b.json")
    stored = read_baseline(tmp_path / "b.json")
    assert make_run([(make_entry(), elsewhere)], stored).scored[0].changes == ()
    (change,) = make_run([(make_entry(), FAILED)], stored).scored[0].changes
    assert (change.expected, change.got) == (f"none ({before.text})", f"none ({FAILED.text})")


def test_a_stored_run_is_read_back_and_has_no_times(tmp_path: Path) -> None:
    run = make_run([(make_entry("a.mp4"), SEEN), (make_entry("b.mp4"), FAILED)], took_s=3.25)
    write_baseline(run, tmp_path / "b.json")
    text = (tmp_path / "b.json").read_text("utf-8")
    assert "took_s" not in text
    assert read_baseline(tmp_path / "b.json") == {"a.mp4": store(SEEN), "b.mp4": store(FAILED)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("-20.0", "NaN"),
        ("-20.0", "Infinity"),
        ("-20.0", "1" + "0" * 400),
        ('"reps": 3', '"reps": "three"'),
        ('"reps": 3', '"reps": true'),
        ('"form": "adjust"', '"form": "splendid"'),
        ('"clip": "a.mp4"', '"name": "a.mp4"'),
        ('"exercise": "hip-lift"', '"sport": "hip-lift"'),
        ('"seen": {', '"felt": {'),
        ('"seen": {', '"failed": null, "seen": {'),
        ('"seen": {', '"failed": {"message": "{0}", "plural": null, "values": {"a": 1}}, "seen": {'),
        ('"seen": {', '"failed": {"message": 1, "plural": null, "values": 2}, "seen": {'),
        ('"seen": {', '"took_s": 1' + "0" * 400 + ', "seen": {'),
        ('"seen": {', '"warnings": null, "seen": {'),
        ("formcheck.run/1", "formcheck.run/9"),
        ("{", "["),
        ("}", ""),
        ("{", "[" * 100_000),
    ],
)
def test_a_damaged_baseline_is_told_in_one_line(old: str, new: str, tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    write_baseline(make_run([(make_entry("a.mp4"), SEEN)]), file)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as caught:
        read_baseline(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert len(str(caught.value).splitlines()) == 1


def test_so_is_one_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(b"\xff\xfe{")
    for name in ("b.json", "none.json", "."):
        with pytest.raises(InputError):
            read_baseline(tmp_path / name)


def test_a_baseline_is_json_with_every_clip_once_a_line_changes_only_with_a_verdict(tmp_path: Path) -> None:
    write_baseline(make_run([(make_entry(), SEEN)], took_s=1.0), tmp_path / "one.json")
    write_baseline(make_run([(make_entry(), SEEN)], took_s=2.0), tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert json.loads((tmp_path / "one.json").read_text("utf-8"))["clips"][0]["clip"] == "a.mp4"
