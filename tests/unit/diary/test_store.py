from __future__ import annotations

import datetime as dt
import json
import statistics
from importlib.metadata import version
from pathlib import Path

import pytest

from formcheck.advisor import Advice, Answer, Decision, Screened
from formcheck.diary import Diary, open_diary
from formcheck.errors import DiaryError
from formcheck.messages import Message
from formcheck.result_file import parse_advice, parse_result
from formcheck.results import SCHEMA, Measure, SetResult
from formcheck.trends.compare import list_medians
from tests.unit.diary.samples import (
    MORNING_WELL,
    NOON,
    WELL,
    days_later,
    make_advice,
    make_plank,
    make_result,
    make_squat,
)

TODAY = NOON.date()


def add(diary: Diary, done_at: dt.datetime = NOON, person: str = "me", **answers: Answer) -> int:
    return diary.add_set(person, make_result(), make_advice(answers=answers), {**WELL, **answers}, done_at)


def test_a_set_comes_back_with_all_that_was_seen_answered_and_decided(path: Path) -> None:
    result, advice = make_result(), make_advice(answers={"pain_during": 3})
    with open_diary(path) as diary:
        number = diary.add_set("me", result, advice, {**WELL, "pain_during": 3}, NOON)
    with open_diary(path) as diary:
        stored = diary.get_set(number)
    past = stored.past
    assert (stored.person, past.number, past.done_at, past.exercise) == ("me", 1, NOON, "hip-lift")
    assert (past.side, past.form, past.decision) == ("right", "adjust", "stop")
    assert (past.counted, past.held, past.longest_hold_s) == (7, 0, None)
    assert past.answers == {**WELL, "pain_during": 3}
    assert past.measures == list_medians(result)
    assert (past.faults, past.watched) == (("hip-lift.fatigue",), ())
    assert {**stored.result, **json.loads(json.dumps(result.to_dict()))} == stored.result
    assert (stored.result["schema"], stored.result["formcheck"]) == (SCHEMA, version("formcheck"))
    assert stored.advice == json.loads(json.dumps(advice.to_dict()))
    assert parse_result(stored.result).to_dict() == result.to_dict()
    assert parse_advice(stored.advice) == advice


def test_texts_can_still_be_translated(diary: Diary) -> None:
    stored = diary.get_set(add(diary, pain_during=3))
    (text,) = (r["text"] for r in stored.advice["reasons"] if r["code"] == "pain_during")
    assert isinstance(text, Message)
    assert text.values == {"pain": 3}


def test_a_measure_of_a_set_is_the_median_of_its_complete_reps() -> None:
    result = make_result()
    up = [m.value for rep in result.counted if isinstance(m := rep.measures["up_s"], Measure)]
    assert list_medians(result)["up_s"].value == statistics.median(up)
    assert len(up) == 7


@pytest.mark.parametrize(
    ("result", "counted", "held", "longest_s"), [(make_plank(), 1, 1, 5.0), (make_squat(), 3, 0, None)]
)
def test_holds_and_assessments(
    diary: Diary, result: SetResult, counted: int, held: int, longest_s: float | None
) -> None:
    number = diary.add_set("me", result, make_advice(result), WELL, NOON)
    past = diary.get_set(number).past
    assert (past.counted, past.held) == (counted, held)
    assert past.longest_hold_s == (None if longest_s is None else pytest.approx(longest_s, abs=0.1))
    assert past.emphasis == {item.exercise: item.why for item in result.emphasis}
    assert bool(past.emphasis) == (result is make_squat())


def test_a_set_without_answers(diary: Diary) -> None:
    number = diary.add_set("me", make_result(), make_advice(), None, NOON)
    assert diary.get_set(number).past.answers == {}


def test_a_result_that_cannot_be_kept_leaves_no_trace(diary: Diary) -> None:
    broken: Decision = None  # type: ignore[assignment]
    with pytest.raises(Exception, match="NOT NULL"):
        diary.add_set("new", make_result(), Advice(broken, (), ()), WELL, NOON)
    assert diary.people() == ()
    add(diary)
    assert [s.number for s in diary.list_sets("me")] == [1]


def test_an_instant_needs_a_time_zone(diary: Diary) -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        add(diary, dt.datetime(2025, 3, 10, 12, 0))


@pytest.mark.parametrize(
    ("same", "other"),
    [
        *(("Anna", "ANNA"), ("花子", " 花子 "), ("Zoe\u0308", "zo\u00eb"), ("Strauß", "STRAUSS")),
        *(("Ken", "\uff2b\uff45\uff4e"), ("山田\u3000花子", "山田 花子"), ("ハナコ", "\uff8a\uff85\uff7a")),
    ],
)
def test_names_are_compared_without_regard_to_case_and_form(diary: Diary, same: str, other: str) -> None:
    add(diary, person=same)
    add(diary, person=other)
    assert len(diary.people()) == 1
    assert len(diary.list_sets(other)) == 2
    assert diary.list_sets("somebody else") == ()


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x1b[2J", "\ud800", "x" * 101])
def test_a_name_that_is_none_is_refused(diary: Diary, name: str) -> None:
    with pytest.raises(DiaryError, match=r"the person.s? .*name|the person has no name"):
        add(diary, person=name)
    with pytest.raises(DiaryError, match="name"):
        diary.load_history(name, TODAY)
    assert diary.people() == ()


def test_people_are_kept_apart(diary: Diary) -> None:
    add(diary, person="Anna")
    add(diary, days_later(1), person="花子", numbness="yes")
    diary.add_note("花子", TODAY, "腰が軽い")
    assert diary.people() == ("Anna", "花子")
    history = diary.load_history("anna", TODAY)
    assert (len(history.sets), history.screened["numbness"].answer) == (1, "no")
    assert diary.list_notes("Anna") == ()
    diary.delete_person("ANNA")
    assert diary.people() == ("花子",)
    assert len(diary.list_sets("花子")) == 1


def test_the_history_ends_today(diary: Diary) -> None:
    for days in (2, 0, 1, 3):
        add(diary, days_later(days))
    diary.add_answers("me", days_later(3).date(), MORNING_WELL)
    history = diary.load_history("me", days_later(1).date())
    assert [s.day for s in history.sets] == [TODAY, days_later(1).date()]
    assert [m.day for m in history.mornings] == [days_later(1).date()]
    assert history.today == days_later(1).date()


def test_the_last_answer_to_a_danger_sign_holds_with_its_day(diary: Diary) -> None:
    add(diary, days_later(2), fever="no")
    diary.add_answers("me", TODAY, {"fever": "yes", "numbness": "unsure"})  # entered later, of an earlier day
    assert diary.load_history("me", TODAY).screened["fever"] == Screened("yes", TODAY)
    assert diary.load_history("me", days_later(2).date()).screened["fever"] == Screened("no", days_later(2).date())
    diary.add_answers("me", days_later(2).date(), {"fever": "yes"})
    assert diary.load_history("me", days_later(2).date()).screened["fever"].answer == "yes"


def test_on_the_first_day_nothing_is_known_of_the_morning_after(diary: Diary) -> None:
    add(diary)
    add(diary, NOON + dt.timedelta(hours=1))
    history = diary.load_history("me", days_later(1).date())
    assert history.mornings == ()
    assert history.is_morning_due
    assert diary.get_set(1).past.answers["next_day_pain"] == 0


def test_a_morning_given_with_a_later_set_or_alone(diary: Diary) -> None:
    add(diary)
    add(diary, days_later(1), next_day_pain=2)
    diary.add_answers("me", days_later(2).date(), {**MORNING_WELL, "pain_during": 4})
    mornings = diary.load_history("me", days_later(2).date()).mornings
    assert [m.day for m in mornings] == [days_later(1).date(), days_later(2).date()]
    assert mornings[0].answers["next_day_pain"] == 2
    assert mornings[1].answers == MORNING_WELL


def test_a_morning_answered_anew_takes_the_place_of_the_old_answer(diary: Diary) -> None:
    add(diary)
    sore: dict[str, Answer] = {"next_day_pain": 3, "next_day_where": "muscles", "next_day_kind": "sore"}
    diary.add_answers("me", days_later(1).date(), {**MORNING_WELL, **sore})
    assert diary.load_history("me", days_later(1).date()).mornings[0].is_clear
    diary.add_answers("me", days_later(1).date(), {"next_day_pain": 4})  # where and what kind is not known of this one
    (morning,) = diary.load_history("me", days_later(1).date()).mornings
    assert morning.answers == {**MORNING_WELL, "next_day_pain": 4}
    assert morning.is_bad


def test_deleting_a_set_takes_its_answers_but_not_the_danger_signs(diary: Diary) -> None:
    add(diary, numbness="yes")
    add(diary, days_later(1))
    diary.delete_set(1)
    assert [s.number for s in diary.list_sets("me")] == [2]
    assert diary.load_history("me", TODAY).screened["numbness"] == Screened("yes", TODAY)
    with pytest.raises(DiaryError, match="there is no set 1 in the diary"):
        diary.get_set(1)
    with pytest.raises(DiaryError, match="there is no set 1 in the diary"):
        diary.delete_set(1)


def test_a_number_never_comes_to_mean_another_set(diary: Diary) -> None:
    diary.delete_set(add(diary))
    assert add(diary) == 2


def test_what_was_deleted_is_gone_from_the_file(diary: Diary, path: Path) -> None:
    diary.add_note("me", TODAY, "a secret of mine")
    assert b"a secret of mine" in path.read_bytes()
    diary.delete_person("me")
    assert b"a secret of mine" not in path.read_bytes()


def test_notes(diary: Diary) -> None:
    assert diary.add_note("me", TODAY, " slept badly\n腰が重い ") == 1
    diary.add_note("me", days_later(-1).date(), "gardening")
    assert [(n.number, n.day, n.text) for n in diary.list_notes("me")] == [
        (2, days_later(-1).date(), "gardening"),
        (1, TODAY, "slept badly\n腰が重い"),
    ]
    assert diary.get_note(1).person == "me"
    diary.delete_note(1)
    for ask in (diary.get_note, diary.delete_note):
        with pytest.raises(DiaryError, match="there is no note 1 in the diary"):
            ask(1)


@pytest.mark.parametrize(
    ("text", "said"), [(" \n", "the note is empty"), ("a\x1b[2Jb", "characters"), ("\x00", "char")]
)
def test_a_note_that_is_none_is_refused(diary: Diary, text: str, said: str) -> None:
    with pytest.raises(DiaryError, match=said):
        diary.add_note("me", TODAY, text)


def test_settings(diary: Diary) -> None:
    assert diary.get_setting("me", "anchor") is None
    diary.put_setting("me", "anchor", "after waking")
    diary.put_setting("Me", "anchor", "before bed")
    diary.put_setting("other", "anchor", "noon")
    assert diary.get_setting("me", "anchor") == "before bed"


def test_an_answer_to_a_question_that_was_dropped_since_is_left_out(diary: Diary) -> None:
    add(diary)
    with diary._transaction("IMMEDIATE") as connection:
        connection.exec_driver_sql("UPDATE checks SET question = 'dropped' WHERE question = 'fever'")
    assert "dropped" not in diary.load_history("me", TODAY).screened


def test_a_person_unknown_has_an_empty_past_and_stays_unknown(diary: Diary) -> None:
    history = diary.load_history("nobody", TODAY)
    assert (history.sets, history.mornings, history.screened) == ((), (), {})
    assert diary.people() == ()


def test_a_person_is_found_under_the_name_first_written(diary: Diary) -> None:
    with pytest.raises(DiaryError, match="the diary is empty"):
        diary.find_person("me")
    add(diary, person="Anna")
    assert diary.find_person(" ANNA ") == "Anna"
    with pytest.raises(DiaryError, match=r"nobody in the diary is called Bob\. --person NAME chooses: Anna"):
        diary.find_person("Bob")


def test_a_set_or_note_of_another_person_is_not_given(diary: Diary) -> None:
    add(diary, person="Anna")
    diary.add_note("Anna", TODAY, "a note")
    assert diary.get_set(1, "anna").person == diary.get_note(1, "ANNA").person == "Anna"
    for get in (diary.get_set, diary.get_note):
        with pytest.raises(DiaryError, match="there is no"):
            get(1, "Bob")


def test_a_number_larger_than_any_is_of_no_set_and_no_note(diary: Diary) -> None:
    for number in (2**63, -(2**64), 10**30):
        with pytest.raises(DiaryError, match=f"there is no set {number} in the diary"):
            diary.get_set(number)
        with pytest.raises(DiaryError, match=f"there is no note {number} in the diary"):
            diary.get_note(number)


def test_an_agreement_does_not_cover_what_was_told_later_on_the_same_day(tmp_path: Path) -> None:
    with open_diary(tmp_path / "d.sqlite") as diary:
        diary.add_answers("me", NOON.date(), {"pregnancy": "yes", "clinician_agreed": "yes"})
        assert "clinician_agreed" in diary.load_history("me", NOON.date()).screened
        diary.add_answers("me", NOON.date(), {"heart_or_dizziness": "yes"})
        assert "clinician_agreed" not in diary.load_history("me", NOON.date()).screened
