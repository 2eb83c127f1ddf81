"""Whatever is put into the diary comes out the same."""

from __future__ import annotations

import datetime as dt
import tempfile
import zoneinfo
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.advisor import QUESTIONS, Answer, Question
from formcheck.diary import Diary, open_diary
from formcheck.messages import Message
from formcheck.results import Measure, Rep
from tests.unit.diary.samples import WELL, make_advice, make_result


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    if question.kind == "scale":
        return st.integers(0, 10) | st.just("unsure")
    return st.sampled_from([*(question.options or ("yes", "no")), "unsure"])


WRITABLE = st.characters(exclude_categories=("Cc", "Cs"))
TEXTS = st.text(WRITABLE, min_size=1).map(str.strip).filter(bool)
NAMES = st.text(WRITABLE, min_size=1, max_size=30).filter(str.strip)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
INSTANTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=OFFSETS)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
MEASURES = st.dictionaries(st.text(WRITABLE, min_size=1), st.builds(Measure, NUMBERS, TEXTS, NUMBERS), max_size=4)
ANSWERS = st.fixed_dictionaries({}, optional={q.key: answers_to(q) for q in QUESTIONS})


@given(
    person=NAMES, answers=ANSWERS, measures=MEASURES, done_at=INSTANTS, note=TEXTS, remark=TEXTS, value=st.integers()
)
@settings(max_examples=50, deadline=None)
def test_what_is_kept_is_read_back(
    person: str,
    answers: dict[str, Answer],
    measures: dict[str, Measure],
    done_at: dt.datetime,
    note: str,
    remark: str,
    value: int,
) -> None:
    said = Message("{remark} and {value}", remark=remark, value=value)
    rep = Rep(1, 0.0, 1.0, 2.0, True, None, measures)
    result = replace(make_result(), reps=(rep,), notes=(said, remark))
    with tempfile.TemporaryDirectory() as folder, open_diary(Path(folder) / "d.sqlite") as diary:
        number = diary.add_set(person, result, make_advice(), answers, done_at)
        diary.add_note(person, done_at.date(), note)
        stored = diary.get_set(number)
        (written,) = diary.list_notes(person)
    assert stored.past.answers == answers
    assert stored.past.measures == measures
    assert stored.past.done_at == done_at
    assert stored.past.done_at.utcoffset() == done_at.utcoffset()
    assert stored.past.day == done_at.date()
    assert stored.result["notes"] == [said, remark]
    assert stored.result["notes"][0].values == said.values
    assert (written.text, written.day) == (note, done_at.date())


def at(zone: str, *when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=zoneinfo.ZoneInfo(zone))  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("done_at", "day"),
    [
        (at("Asia/Tokyo", 2025, 3, 10, 0, 5), (2025, 3, 10)),  # still the 9th in UTC
        (at("America/Los_Angeles", 2025, 3, 9, 23, 55), (2025, 3, 9)),  # already the 10th in UTC
        (at("Europe/Berlin", 2025, 10, 26, 2, 30), (2025, 10, 26)),  # happens twice that night
        (at("Pacific/Kiritimati", 2025, 1, 1, 0, 0), (2025, 1, 1)),  # UTC+14
        (at("Asia/Kathmandu", 2025, 1, 1, 0, 10), (2025, 1, 1)),  # UTC+5:45
    ],
)
def test_the_day_is_the_one_by_the_clock_there(diary: Diary, done_at: dt.datetime, day: tuple[int, int, int]) -> None:
    past = diary.get_set(diary.add_set("me", make_result(), make_advice(), WELL, done_at)).past
    assert past.day == dt.date(*day)
    assert past.done_at.astimezone(dt.UTC) == done_at.astimezone(dt.UTC)
    assert diary.load_history("me", dt.date(*day)).sets
    assert not diary.load_history("me", dt.date(*day) - dt.timedelta(days=1)).sets


def test_the_hour_that_comes_twice_is_kept_in_order(diary: Diary) -> None:
    first = at("Europe/Berlin", 2025, 10, 26, 2, 45)
    again = at("Europe/Berlin", 2025, 10, 26, 2, 15).replace(fold=1)
    for done_at in (again, first):
        diary.add_set("me", make_result(), make_advice(), WELL, done_at)
    assert [s.number for s in diary.list_sets("me")] == [2, 1]


def test_after_a_flight_to_the_east_the_sets_stay_in_order_of_time(diary: Diary) -> None:
    before: Any = at("America/Los_Angeles", 2025, 3, 10, 8, 0)
    after = at("Asia/Tokyo", 2025, 3, 11, 9, 0)
    for done_at in (after, before):
        diary.add_set("me", make_result(), make_advice(), WELL, done_at)
    assert [s.day.day for s in diary.list_sets("me")] == [10, 11]
