"""Two sets compared: changes with their error, findings that went or came, and what cannot be told."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from formcheck.advisor import advise
from formcheck.errors import InputError
from formcheck.exercises import find_exercise
from formcheck.provenance import ModelInfo
from formcheck.report.comparison import Comparison, compare, read_set, write_comparison
from formcheck.report.comparison_text import print_comparison
from formcheck.result_file import to_json_dict, write_json
from formcheck.results import DoseDone, Measure, RuleNotMeasurable, SetResult, ViewSummary
from formcheck.trends.compare import compare_sets, list_medians
from tests.unit.report.sets import make_finding, make_hold, make_rep, make_set

HIP = find_exercise("hip-lift")
SLOW = make_set(reps=tuple(make_rep(i) for i in (1, 2, 3, 4)))
FAST = make_set(
    reps=tuple(make_rep(i, "too-fast", up_s=0.5) for i in (1, 2, 3)),
    form="adjust",
    findings=(make_finding("too-fast"),),
)


def put(folder: Path, name: str, result: SetResult) -> Path:
    path = folder / name
    write_json(result, advise(result, {}), path)
    return path


def compare_both(folder: Path, first: SetResult, second: SetResult) -> Comparison:
    return compare(read_set(put(folder, "a.json", first)), read_set(put(folder, "b.json", second)))


def show(comparison: Comparison, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_comparison(comparison, console)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def find_row(text: str, begin: str) -> list[str]:
    return next(line.split() for line in text.splitlines() if line.strip().startswith(begin))


def test_the_median_of_each_measure_is_of_the_complete_reps() -> None:
    reps = (make_rep(1, up_s=1.0), make_rep(2, up_s=3.0), make_rep(3, up_s=2.0), make_rep(4, complete=False))
    assert list_medians(make_set(reps=reps))["up_s"] == Measure(2.0, "s", 0.1)
    assert list_medians(make_set()) == {}


def test_changes_have_the_error_of_a_trend() -> None:
    changes = {change.name: change for change in compare_sets(HIP, SLOW, FAST)}
    up, down = changes["up_s"], changes["down_s"]
    assert up.error == pytest.approx(1.96 * math.hypot(0.1, 0.1))
    assert (up.first, up.last, up.exceeds) == (1.0, 0.5, True)
    assert (down.value, down.exceeds) == (0.0, False)
    dose = changes[""]
    assert (dose.kind, dose.first, dose.last, dose.exceeds) == ("dose", 4.0, 3.0, False)


def test_two_sets_are_not_added_up_as_those_of_one_day() -> None:
    (dose,) = (c for c in compare_sets(HIP, SLOW, SLOW) if c.kind == "dose")
    assert (dose.first, dose.last) == (4.0, 4.0)


def test_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    there, back = compare_both(tmp_path, SLOW, FAST), compare_both(tmp_path, FAST, SLOW)
    assert [(rule.rule, rule.outcome) for rule in there.rules] == [("hip-lift.too-fast", "new")]
    assert [(rule.rule, rule.outcome) for rule in back.rules] == [("hip-lift.too-fast", "gone")]
    assert find_row(show(back), "too-fast") == ["too-fast", "3", "of", "3", "0", "of", "4", "gone"]
    assert [rule.outcome for rule in compare_both(tmp_path, FAST, FAST).rules] == ["same"]
    assert "none in either" in show(compare_both(tmp_path, SLOW, SLOW))


@pytest.mark.parametrize(
    "other",
    [
        make_set(),
        make_set(reps=(make_rep(1), make_rep(2))),
        make_set(reps=tuple(make_rep(i, up_s=None, down_s=None) for i in (1, 2, 3, 4))),
        replace(SLOW, not_measurable=(RuleNotMeasurable("hip-lift.too-fast", "it was hidden"),)),
    ],
)
def test_nothing_is_gone_where_it_could_not_be_judged(other: SetResult, tmp_path: Path) -> None:
    (rule,) = compare_both(tmp_path, FAST, other).rules
    assert rule.outcome == "unknown"
    (rule,) = compare_both(tmp_path, other, FAST).rules
    assert rule.outcome == "unknown"


def test_a_rule_of_the_whole_set_has_no_count(tmp_path: Path) -> None:
    few = RuleNotMeasurable("hip-lift.fatigue", "it takes 6 reps")
    tired = replace(SLOW, findings=(make_finding("fatigue"),), form="adjust")
    (rule,) = compare_both(tmp_path, tired, SLOW).rules
    assert (rule.first.judged, rule.outcome) == (None, "gone")
    assert find_row(show(compare_both(tmp_path, tired, SLOW)), "fatigue") == [
        "fatigue",
        "yes,",
        "seen",
        "not",
        "seen",
        "gone",
    ]
    (rule,) = compare_both(tmp_path, tired, replace(SLOW, not_measurable=(few,))).rules
    assert rule.outcome == "unknown"


def test_a_hold(tmp_path: Path) -> None:
    sagged = make_finding("hip-sag", 1, "watch", "plank")
    first = make_set("plank", holds=(make_hold(1, 10.0, "hip-sag"),), findings=(sagged,), form="adjust")
    shown = show(compare_both(tmp_path, first, make_set("plank", holds=(make_hold(1, 20.0),))))
    assert find_row(shown, "hip-sag") == ["hip-sag", "1", "of", "1", "(watch)", "0", "of", "1", "gone"]
    assert find_row(shown, "longest hold") == ["longest", "hold", "(s)", "10.00", "20.00", "+10.00", "0.50", "higher"]
    assert find_row(shown, "done") == ["done", "10", "of", "30", "s", "20", "of", "30", "s"]


def test_a_measure_that_one_set_does_not_have(tmp_path: Path) -> None:
    shown = show(compare_both(tmp_path, SLOW, make_set()))
    assert find_row(shown, "up") == ["up", "(s)", "1.00", "-", "-", "-", "cannot", "be", "compared"]


def test_both_sets_are_told(tmp_path: Path) -> None:
    shown = show(compare_both(tmp_path, SLOW, FAST))
    assert find_row(shown, "decision") == ["decision", "undecided", "undecided"]
    assert find_row(shown, "form") == ["form", "good", "faults"]
    assert find_row(shown, "done") == ["done", "4", "of", "10", "reps", "3", "of", "10", "reps"]
    assert find_row(shown, "up (s)") == ["up", "(s)", "1.00", "0.50", "-0.50", "0.28", "lower"]
    assert find_row(shown, "down (s)")[-3:] == ["within", "the", "error"]
    assert f"first: {tmp_path}/a.json" in show(compare_both(tmp_path, SLOW, FAST), width=300)


def sided(side: Any) -> SetResult:
    dose = find_exercise("clamshell").dose
    return make_set("clamshell", side=side, reps=SLOW.reps, dose=DoseDone(dose, {side: 4}))


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (SLOW, replace(SLOW, view=ViewSummary("side", "oblique", 0.5)), "The camera stood elsewhere"),
        (SLOW, replace(SLOW, model=ModelInfo("lite", "1" * 64)), "The landmark models differ"),
        (SLOW, replace(SLOW, own_bias={"line_at_top_deg": 3.0}), "Only one of the two was judged with your own"),
        (SLOW, replace(SLOW, own_thresholds={"a": 1.0}), "The two were judged with different limits"),
        (SLOW, replace(SLOW, source=replace(SLOW.source, interrupted=True)), "was not read to its end"),
        (sided("left"), sided("right"), "The two sets are not of the same side: their measures are not compared."),
    ],
)
def test_what_else_differs_is_said(first: SetResult, second: SetResult, says: str, tmp_path: Path) -> None:
    comparison = compare_both(tmp_path, first, second)
    assert says in show(comparison, width=200)
    assert len(comparison.cautions) == 1


def test_nothing_else_differs(tmp_path: Path) -> None:
    assert "To bear in mind" not in show(compare_both(tmp_path, SLOW, FAST))


def test_the_sides_are_compared_each_with_itself(tmp_path: Path) -> None:
    shown = show(compare_both(tmp_path, sided("left"), sided("left")))
    assert find_row(shown, "up")[-3:] == ["within", "the", "error"]
    shown = show(compare_both(tmp_path, sided("left"), sided("right")), width=100)
    assert find_row(shown, "up")[-3:] == ["cannot", "be", "compared"]
    assert " ".join(find_row(shown, "done")) == "done 4 of 10 reps on the left 4 of 10 reps on the right"


def test_lines_fit_the_terminal(tmp_path: Path) -> None:
    for width in (60, 80):
        shown = show(compare_both(tmp_path, FAST, make_set()), width)
        assert max(map(len, shown.splitlines())) <= width


def test_different_exercises_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a.json is of hip-lift, .*b.json of plank: only sets of one exercise"):
        compare_both(tmp_path, SLOW, make_set("plank"))


@pytest.mark.parametrize("advice", [None, "missing", {"decision": "splendid"}, []])
def test_a_result_whose_advice_is_damaged_is_refused(advice: Any, tmp_path: Path) -> None:
    data = to_json_dict(SLOW, advise(SLOW))
    data["advice"] = advice
    if advice == "missing":
        del data["advice"]
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError, match="the advice in this result cannot be read"):
        read_set(tmp_path / "a.json")


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]", "utf-8")
    with pytest.raises(InputError, match="this is no result of formcheck"):
        read_set(tmp_path / "a.json")


def test_all_of_it_as_json(tmp_path: Path) -> None:
    write_comparison(compare_both(tmp_path, SLOW, FAST), tmp_path / "c.json")
    data = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert data["schema"] == "formcheck.compare/1"
    assert (data["first"]["form"], data["second"]["form"]) == ("good", "adjust")
    (up,) = (change for change in data["changes"] if change["name"] == "up_s")
    assert (up["first"], up["second"], up["change"], up["exceeds"]) == (1.0, 0.5, -0.5, True)
    assert data["rules"][0]["outcome"] == "new"
    assert data["rules"][0]["second"] == {"severity": "fault", "broken": 3, "judged": 3, "known": True}
