"""``formcheck live --log``: what the plan of today has to say before the set begins. The film is never there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from formcheck.advisor import Answer, advise
from formcheck.advisor.history import History
from formcheck.cli.finishing import Outputs
from formcheck.cli.following import find_today
from formcheck.diary import open_diary
from formcheck.errors import InputError
from formcheck.exercises import find_exercise
from formcheck.planning import PlannedDose, make_plan
from formcheck.results import SetResult
from tests.synthetic import Lift, hip_lift_track
from tests.unit.cli.running import Done, find_english, run
from tests.unit.diary.samples import MORNING_WELL, WELL, make_result
from tests.unit.report.video.sets import judge

TODAY = dt.date.today()
STOPPED: dict[str, Answer] = {**WELL, "pain_during": 7, "pain_where": "back", "pain_kind": "sharp"}
NUMB: dict[str, Answer] = {**WELL, "numb_seat": "yes"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "diary.sqlite"


def live(file: Path, *options: str, exercise: str = "hip-lift", typed: str = "") -> Done:
    """Run it with a film that is not there."""
    command = ("live", "--exercise", exercise, "--source", "nowhere.mp4", "--no-window", "--diary", str(file))
    return run(*command, *options, typed=typed)


def list_notes(done: Done) -> list[str]:
    """Return what was said on the plan: all lines but those on sound and camera."""
    assert (done.code, done.out) == (2, "")
    lines = [line.removeprefix("formcheck: ") for line in done.err.splitlines()]
    return [line for line in lines if "Nothing can be spoken" not in line and not line.startswith("nowhere.mp4")]


def train(file: Path, days_ago: int, answers: dict[str, Answer] = WELL, result: SetResult | None = None) -> None:
    """Put a set in the diary, of good lifts without a result of its own."""
    result = result or make_result("hip-lift-c-correct")
    done_at = dt.datetime.now().astimezone() - dt.timedelta(days=days_ago)
    with open_diary(file) as diary:
        diary.add_set("me", result, advise(result, answers), answers, done_at)


def wake(file: Path, *days_ago: int) -> None:
    """Put clear mornings in the diary."""
    with open_diary(file) as diary:
        for days in days_ago:
            diary.add_answers("me", TODAY - dt.timedelta(days=days), MORNING_WELL)


def find_planned(file: Path, exercise: str) -> PlannedDose:
    with open_diary(file) as diary:
        plan = make_plan(diary.load_history("me", TODAY))
    return next(e.dose for e in plan.exercises if e.name == exercise)


def make_outputs(file: Path) -> Outputs:
    return Outputs(None, None, False, None, None, None, None, None, False, True, file, "me", None)


# The dose


def test_the_dose_is_the_one_of_the_plan_and_said(file: Path) -> None:
    train(file, 6, STOPPED)
    wake(file, 5, 4)
    assert list_notes(live(file, "--log")) == ["as in your plan: 8 reps."]
    dose = find_today(make_outputs(file)).find_dose(find_exercise("hip-lift"))
    assert dose == find_planned(file, "hip-lift") == PlannedDose(8, 1)


def test_of_several_sets_it_is_one(file: Path) -> None:
    for days_ago in (4, 2):
        train(file, days_ago, result=judge(hip_lift_track([Lift()] * 10)).result)
        wake(file, days_ago - 1)
    assert find_planned(file, "hip-lift") == PlannedDose(10, 2)
    assert list_notes(live(file, "--log")) == ["as in your plan: 2 sets of 10 reps. This is one set."]


def test_of_an_exercise_that_is_not_in_the_plan_it_is_the_one_to_begin_with(file: Path) -> None:
    train(file, 2)
    wake(file, 1)
    told = "Plank is not in your plan yet. To begin with it: a hold of 10 s."
    assert list_notes(live(file, "--log", exercise="plank")) == [told]


@pytest.mark.parametrize("options", [["--reps", "6"], ["--no-log"], []])
def test_without_log_the_diary_is_not_read(file: Path, options: list[str]) -> None:
    train(file, 6, STOPPED)
    wake(file, 5, 4)
    assert list_notes(live(file, *options)) == []


def test_options_change_the_dose_of_the_plan_and_both_are_said(file: Path) -> None:
    train(file, 6, STOPPED)
    wake(file, 5, 4)
    assert list_notes(live(file, "--log", "--reps", "6")) == ["in your plan: 8 reps. This set, as you ask: 6 reps."]
    assert find_today(make_outputs(file)).find_dose(find_exercise("hip-lift"), reps=6) == PlannedDose(6, 1)


def test_who_asks_for_more_holds_is_not_asked_for_longer_ones(file: Path) -> None:
    train(file, 2)
    wake(file, 1)
    today = find_today(make_outputs(file))
    assert today.find_dose(find_exercise("plank"), reps=3) == PlannedDose(3, 1, 10.0)
    assert today.find_dose(find_exercise("plank"), hold_s=15.0) == PlannedDose(1, 1, 15.0)


@pytest.mark.parametrize(("side", "told"), [([], "each side"), (["--side", "left"], "one side")])
def test_where_one_side_is_asked_for_the_line_says_so(file: Path, side: list[str], told: str) -> None:
    train(file, 2)
    wake(file, 1)
    (line,) = list_notes(live(file, "--log", *side, exercise="clamshell"))
    assert line == f"Clamshell is not in your plan yet. To begin with it: 10 reps, {told}."


def test_an_assessment_keeps_its_own_dose(file: Path) -> None:
    train(file, 2)
    wake(file, 1)
    assert list_notes(live(file, "--log", exercise="overhead-squat")) == []


# Days without training


@pytest.mark.parametrize("options", [[], ["--reps", "6"]])
def test_on_a_day_of_rest_it_is_said_and_the_set_begins(file: Path, options: list[str]) -> None:
    train(file, 1)
    wake(file, 0)
    told, *dose = list_notes(live(file, "--log", *options))
    tomorrow = TODAY + dt.timedelta(days=1)
    assert told == (
        f"not due today. Hip lift: next on {tomorrow}. Last done yesterday, 1 of 3 times in the last 7 days. "
        "The set begins all the same."
    )
    asked = "in your plan: 10 reps. This set, as you ask: 6 reps."
    assert dose == ([asked] if options else ["as in your plan: 10 reps."])


@pytest.mark.parametrize("exercise", ["overhead-squat", "single-leg-stance", "plank"])
def test_a_day_of_rest_is_said_for_what_is_not_in_the_plan_too(file: Path, exercise: str) -> None:
    train(file, 1)
    wake(file, 0)
    tomorrow = TODAY + dt.timedelta(days=1)
    told = f"today is a day of rest. Next training: {tomorrow}. The set begins all the same."
    assert list_notes(live(file, "--log", exercise=exercise))[0] == told


@pytest.mark.parametrize("options", [[], ["--reps", "6"], ["--ask"], ["--answers", "docs/answers.toml"]])
def test_after_a_stop_there_is_no_set(file: Path, options: list[str]) -> None:
    train(file, 0, STOPPED)
    done = live(file, "--log", *options)
    assert list_notes(done) == [
        "please rest today, and let it settle. An earlier set today ended in rest. "
        "formcheck plan says when to come back."
    ]
    assert "nowhere.mp4" not in done.err


def test_with_a_danger_sign_there_is_no_set(file: Path) -> None:
    train(file, 2, NUMB)
    (told,) = list_notes(live(file, "--log"))
    assert told.startswith("please see a doctor before the next set. ")
    assert told.endswith("Go to an emergency department now, or call the emergency number. "
                         "Please do not wait for it to settle. formcheck plan says more.")  # fmt: skip


# What the plan wants to know first


def test_the_next_morning_comes_first(file: Path) -> None:
    train(file, 2)
    assert list_notes(live(file, "--log")) == [
        "please answer first. Before you train: how was it on the day after the last training? "
        "Run formcheck diary morning, or add --ask."
    ]


def test_questions_about_health_come_first(file: Path) -> None:
    assert list_notes(live(file, "--log")) == [
        "please answer first. Before the first training, and again after four weeks, some questions come first. "
        "Run formcheck advise --log, or add --ask."
    ]


def test_an_answered_morning_is_kept_and_the_plan_is_that_of_after_it(file: Path) -> None:
    train(file, 2)
    notes = list_notes(live(file, "--log", "--ask", typed="0\nn\nn\n"))
    assert notes[-1] == "as in your plan: 10 reps."
    with open_diary(file) as diary:
        (morning,) = diary.load_history("me", TODAY).mornings
    assert (morning.day, morning.answers) == (TODAY, MORNING_WELL)


@pytest.mark.parametrize(("typed", "told"), [("", "please answer first. "), ("6\n2\n4\n\n\n", "please rest today, ")])
def test_a_morning_that_is_not_clear_or_not_answered_is_no_set(file: Path, typed: str, told: str) -> None:
    train(file, 2)
    done = live(file, "--log", "--ask", typed=typed)
    assert list_notes(done)[-1].startswith(told)
    assert "nowhere.mp4" not in done.err


def test_ctrl_c_in_the_questions_ends_it_and_keeps_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    train(file, 2)
    lines = iter(["0\n"])

    def type_and_break_off() -> str:
        if (line := next(lines, None)) is None:
            raise KeyboardInterrupt
        return line

    monkeypatch.setattr("formcheck.cli.ask.read_line", type_and_break_off)
    done = live(file, "--log", "--ask")
    assert done.code == 130
    assert done.err.splitlines()[-1] == "formcheck: stopped by Ctrl-C."
    assert "kept" not in done.err
    with open_diary(file) as diary:
        assert diary.load_history("me", TODAY).mornings == ()


def test_skipped_questions_are_not_put_again_and_ask_is_not_advised(file: Path) -> None:
    train(file, 2)
    done = live(file, "--log", "--ask", typed="\n" * 50)
    assert done.err.count("How was it after your last training?") == 1
    assert list_notes(done)[-1].endswith("Run formcheck diary morning.")


def test_answers_in_a_file_are_answers_too(file: Path) -> None:
    notes = list_notes(live(file, "--log", "--answers", "docs/answers.toml"))
    assert notes == [f"{file}: the answers are kept in your diary", "as in your plan: 10 reps."]


@pytest.mark.parametrize(("options", "begins"), [([], False), (["--ask"], True)])
def test_open_questions_on_the_last_set_are_asked_with_the_next_one(
    file: Path, options: list[str], begins: bool
) -> None:
    with open_diary(file) as diary:
        diary.add_answers("me", TODAY, WELL)
    train(file, 0, {})
    open_questions = "he questions on the last set today are not answered, so it is not known whether to carry on."
    notes = list_notes(done := live(file, "--log", *options))
    assert open_questions in notes[0]
    assert notes[1:] == (["as in your plan: 10 reps."] if begins else [])
    assert ("nowhere.mp4" in done.err) == begins


def test_no_other_question_is_put_before_the_set(file: Path) -> None:
    train(file, 2)
    wake(file, 1)
    assert list_notes(live(file, "--log", "--ask", typed="y\n" * 50)) == ["as in your plan: 10 reps."]


@pytest.mark.parametrize("days_ago", [0, 1, 2, 3])
def test_it_is_the_plan_that_formcheck_plan_prints(file: Path, days_ago: int) -> None:
    train(file, days_ago)
    wake(file, max(days_ago - 1, 0))
    with open_diary(file) as diary:
        plan = make_plan(diary.load_history("me", TODAY))
    assert find_today(make_outputs(file)).plan == plan


def test_the_past_of_nobody_is_empty(file: Path) -> None:
    with pytest.raises(InputError, match="please answer first"):
        find_today(make_outputs(file))
    assert make_plan(History(TODAY)).state == "answer-first"


def test_it_is_said_in_japanese(file: Path) -> None:
    train(file, 1)
    names = ["nowhere.mp4", "formcheck diary morning", "aplay", "apt-get install alsa-utils", "sudo"]
    before = live(file, "--log", "--language", "ja")
    wake(file, 0)
    after = live(file, "--log", "--language", "ja")
    assert "formcheck diary morning" in before.err
    assert "10" in after.err
    assert find_english(before.err + after.err, names) == []
