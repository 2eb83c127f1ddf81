"""Three weeks of one person, day by day, through the command line: plan, training, mornings after, trend.

The films are synthetic landmarks with as many reps as the plan asks for; everything else is what the person would see.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from formcheck.sources.track_file import save_track
from tests.synthetic import Lift, hip_lift_track
from tests.unit.cli.running import Done, run

MONDAY = dt.date(2026, 3, 2)
SCREEN = Path("docs/answers.toml").read_text("utf-8").partition("# The three questions.")[0]
ACHE = {"pain_where": "back", "pain_kind": "ache"}
WELL = {"pain_before": 0, "anything_new": "no", "pain_free_range_clear": "yes", "pain_during": 0, "pain_after": 0,
        "breath_held": "no", "in_doubt": "no"}  # fmt: skip
CLEAR = {"next_day_pain": 0, "grows_with_movement": "no", "affects_daily_life": "no"}


class Person(NamedTuple):
    """Somebody with a diary and a camera."""

    folder: Path

    @property
    def diary(self) -> Path:
        return self.folder / "diary.sqlite"

    def formcheck(self, *arguments: object, day: int | None = None, typed: str = "") -> Done:
        on = [] if day is None else ["--on", MONDAY + dt.timedelta(day)]
        return run(*map(str, [*arguments, "--diary", self.diary, *on]), typed=typed, width=80)

    def plan(self, day: int) -> dict[str, Any]:
        file = self.folder / "plan.json"
        done = self.formcheck("plan", "--json", file, day=day)
        assert done.code == 0
        assert done.err == "" if self.diary.exists() else "there is no diary yet" in done.err
        return dict(json.loads(file.read_text("utf-8")))

    def find_dose(self, day: int) -> tuple[int, int, int]:
        """Return reps, sets and range of the hip lift in the plan."""
        (lift,) = (e for e in self.plan(day)["exercises"] if e["exercise"] == "hip-lift")
        return lift["dose"]["reps"], lift["dose"]["sets"], lift["dose"]["range_pct"]

    def train(self, day: int, reps: int, answers: Mapping[str, object], top_deg: float = 0.0) -> dict[str, Any]:
        """Do a set of hip lifts, keep it, and return the advice."""
        track, result = self.folder / "set.pose.npz", self.folder / "set.json"
        save_track(hip_lift_track([Lift(top_deg=top_deg)] * reps), track)
        file = self.write(answers, SCREEN if day == 0 else "")
        done = self.formcheck(
            "analyze", track, "--exercise", "hip-lift", "--answers", file, "--json", result, "--log", day=day
        )
        assert done.code == 0, done.err
        assert "in your diary" in done.err
        return dict(json.loads(result.read_text("utf-8"))["advice"])

    def answer_morning(self, day: int, answers: Mapping[str, object]) -> str:
        done = self.formcheck("diary", "morning", "--answers", self.write(answers), day=day)
        assert done.code == 0, done.err
        return done.out

    def write(self, answers: Mapping[str, object], before: str = "") -> Path:
        file = self.folder / "answers.toml"
        lines = [f"{key} = {json.dumps(answer)}\n" for key, answer in answers.items()]
        file.write_text(before + "".join(lines), "utf-8")
        return file


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Return somebody who has lived through the three weeks; what is said on the way is checked on the way."""
    person = Person(tmp_path_factory.mktemp("three-weeks"))
    _live_first_week(person)
    _live_second_week(person)
    _live_third_week(person)
    return person


def _live_first_week(person: Person) -> None:
    """Begin, do two good trainings, step up; a danger sign is asked about at the beginning only."""
    assert person.plan(0)["state"] == "answer-first"
    assert not person.diary.exists()  # a plan by itself keeps nothing
    assert person.formcheck("advise", "--answers", person.write({}, SCREEN), "--log", day=0).code == 0
    plan = person.plan(0)
    assert plan["state"] == "train"
    assert [e["exercise"] for e in plan["exercises"] if e["due"]] == ["draw-in", "hip-lift"]
    assert [a["exercise"] for a in plan["assessments"]] == ["overhead-squat", "single-leg-stance"]
    assert person.find_dose(0) == (10, 1, 100)
    advice = person.train(0, 10, {**CLEAR, **WELL})
    assert (advice["decision"], advice["missing"]) == ("continue", [])

    assert person.plan(1)["state"] == "answer-first"
    assert "nothing in these answers speaks against training" in person.answer_morning(1, CLEAR)
    assert person.plan(1)["state"] in ("rest-day", "train")  # the draw-in is not begun yet
    assert person.train(2, 10, WELL)["decision"] == "continue"
    person.answer_morning(3, CLEAR)
    assert person.find_dose(4) == (10, 2, 100)
    (lift,) = (e for e in person.plan(4)["exercises"] if e["exercise"] == "hip-lift")
    assert "Two good trainings in a row" in " ".join(lift["reasons"])
    for _set in range(2):
        assert person.train(4, 10, WELL)["decision"] == "continue"


def _live_second_week(person: Person) -> None:
    """Too high: adjust. Then pain: stop, a bad morning, two clear ones, and back with less."""
    typed = person.formcheck("diary", "morning", day=5, typed="0\nn\nn\n")  # as at a terminal
    assert "How was it after your last training?" in typed.err
    advice = person.train(7, 10, WELL, top_deg=25)
    assert advice["decision"] == "adjust"
    assert advice["reasons"][0]["code"] == "hip-lift.lumbar-hyperextension"
    person.answer_morning(8, CLEAR)

    advice = person.train(9, 10, {**WELL, "pain_during": 4, **ACHE, "pain_changed": "no"})
    assert advice["decision"] == "stop"
    assert "4 of 10" in advice["reasons"][0]["text"]
    assert person.plan(9)["state"] == "rest"
    sore_back = {**CLEAR, "next_day_pain": 2, "next_day_where": "back", "next_day_kind": "ache"}
    assert "STOP: rest now" in person.answer_morning(10, sore_back)
    person.answer_morning(11, CLEAR)
    plan = person.plan(11)
    assert (plan["state"], plan["exercises"]) == ("rest", [])
    assert "two" in " ".join(plan["why"]) or "2 clear mornings" in " ".join(plan["why"])
    assert person.train(11, 10, WELL)["decision"] == "stop"  # somebody who does not wait is told so


def _live_third_week(person: Person) -> None:
    """Clear at last: smaller, at best "adjust" on the first day, then as before; soreness is no pain."""
    for day in (12, 13):
        person.answer_morning(day, CLEAR)
    assert person.plan(13)["state"] in ("train", "rest-day")
    reps, sets, range_pct = person.find_dose(14)
    assert (reps * sets, range_pct) < (20, 100) or reps < 10
    advice = person.train(14, reps, WELL)
    assert (advice["decision"], advice["reasons"][0]["code"]) == ("adjust", "history.back-after-rest")
    sore = {**CLEAR, "next_day_pain": 3, "next_day_where": "muscles", "next_day_kind": "sore"}
    assert "speaks against" in person.answer_morning(15, sore)
    assert person.train(16, reps, WELL)["decision"] == "continue"
    person.answer_morning(17, CLEAR)
    assert person.train(18, reps, WELL)["decision"] == "continue"
    person.formcheck("diary", "note", "slept badly, 腰が重い", day=18)
    person.answer_morning(19, CLEAR)


def test_every_set_is_in_the_diary_with_its_decision(person: Person) -> None:
    done = person.formcheck("diary", "list", day=20)
    rows = [line.split() for line in done.out.splitlines() if "hip-lift" in line]
    assert [row[-1] for row in rows] == ["continue"] * 4 + ["adjust", "stop", "stop", "adjust"] + ["continue"] * 2
    assert "slept badly, 腰が重い" in done.out
    assert "2026-03-12 pain 2 of 10" in done.out
    assert "2026-03-13 clear" in done.out


def test_a_set_is_shown_as_on_its_day(person: Person) -> None:
    out = person.formcheck("diary", "show", 6).out
    assert out.splitlines()[1].strip() == "STOP: rest now"
    assert "You had pain during the set (4 of 10)." in out
    japanese = person.formcheck("diary", "show", 6, "--language", "ja").out
    assert "運動中に痛みがありました（10段階で4）。" in japanese


def test_the_trend_tells_what_is_larger_than_the_error(person: Person) -> None:
    out = person.formcheck("trend", day=20).out
    assert "Hip lift, 10 sets from 2026-03-02 to 2026-03-20" in out
    assert "No change can be told" in out
    assert "better" not in out
    picture = person.folder / "trend.png"
    assert person.formcheck("trend", "--exercise", "hip-lift", "--picture", picture, day=20).code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_all_of_it_can_be_taken_away_and_deleted(person: Person) -> None:
    file = person.folder / "export.json"
    assert person.formcheck("diary", "export", file).code == 0
    (record,) = json.loads(file.read_text("utf-8"))["people"]
    assert len(record["sets"]) == 10
    copy = Person(person.folder / "copy")
    copy.folder.mkdir()
    copy.diary.write_bytes(person.diary.read_bytes())
    assert copy.formcheck("diary", "delete", "--person-data", "--person", "me", "--yes").code == 0
    assert "No sets yet" in copy.formcheck("diary", "list").out or copy.formcheck("diary", "list").code == 2


def test_the_plan_after_three_weeks_is_in_japanese_too(person: Person) -> None:
    out = person.formcheck("plan", "--language", "ja", day=21).out
    assert out.strip().startswith("今日：運動の日")
    assert "ヒップリフト" in out
