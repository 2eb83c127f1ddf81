"""A set through `formcheck live --log`: it is coached to the dose of the plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from formcheck.advisor import advise
from formcheck.diary import open_diary
from tests.e2e.live_films import write_set
from tests.e2e.live_runs import killing, start
from tests.unit.diary.samples import MORNING_WELL, WELL, make_plank

pytestmark = [pytest.mark.slow, pytest.mark.realtime]


def write_diary(path: Path) -> None:
    """Write the past of somebody who had to rest after two planks, and came back: two steps below the first one."""
    hurt = {**WELL, "pain_during": 7, "pain_where": "back", "pain_kind": "sharp"}
    now = dt.datetime.now().astimezone()
    with open_diary(path) as diary:
        for ago in (9, 6):
            diary.add_set("me", make_plank(), advise(make_plank(), hurt), hurt, now - dt.timedelta(days=ago))
            for days in (1, 2):
                diary.add_answers("me", now.date() - dt.timedelta(days=ago - days), MORNING_WELL)


def test_a_plank_is_as_long_as_in_the_plan(tmp_path: Path) -> None:
    diary = tmp_path / "diary.sqlite"
    write_diary(diary)
    film = write_set(tmp_path / "plank.mp4", "plank-correct")
    live = start(tmp_path / "set", "--source", film, "--no-window", "--log", "--diary", diary, exercise="plank")
    with killing(live):
        ended = live.end(90.0)
    assert ended.code == 0
    assert "formcheck: as in your plan: a hold of 6 s." in ended.notes
    of_set = ended.texts[ended.texts.index("Go.") + 1 :]
    assert of_set == ["three", "two", "one", "And rest.", "Done. Well done: six seconds."]
    assert [hold["valid_s"] > 6.0 for hold in ended.result["holds"]] == [True]
