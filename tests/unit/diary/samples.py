"""Sets to put into a diary, from saved landmarks."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from formcheck import analyze
from formcheck.advisor import QUESTIONS, Advice, Answer, Answers, advise
from formcheck.results import SetResult

GOLDEN = Path(__file__).parents[2] / "golden"
NOON = dt.datetime(2025, 3, 10, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WELL: dict[str, Answer] = {
    q.key: 0 if q.kind == "scale" else ("no" if q.worry == "yes" else "yes")
    for q in QUESTIONS
    if q.kind != "choice"  # where and what kind are asked only when something was felt
}
MORNING_WELL: dict[str, Answer] = {"next_day_pain": 0, "grows_with_movement": "no", "affects_daily_life": "no"}


@cache
def make_result(clip: str = "hip-lift-h-tiring", exercise: str = "hip-lift") -> SetResult:
    return analyze(GOLDEN / f"{clip}.pose.npz", exercise)


@cache
def make_squat() -> SetResult:
    return make_result("overhead-squat-f-front-valgus-22", "overhead-squat")


@cache
def make_plank() -> SetResult:
    return make_result("plank-c-sag-20", "plank")


def make_advice(result: SetResult | None = None, answers: Answers | None = None) -> Advice:
    return advise(result or make_result(), {**WELL, **(answers or {})})


def days_later(days: float) -> dt.datetime:
    return NOON + dt.timedelta(days=days)
