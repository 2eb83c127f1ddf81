from __future__ import annotations

import pytest

from formcheck.diary.failures import DamagedValueError
from formcheck.diary.values import read_answer, read_day, read_instant, read_json


@pytest.mark.parametrize("text", ["", "x", "2025-13-01", None])
def test_what_is_no_day_is_damage(text: str) -> None:
    with pytest.raises(DamagedValueError, match="is no day"):
        read_day(text)


@pytest.mark.parametrize(("text", "offset_s"), [("x", 0), ("2025-01-01T00:00:00+00:00", 90_000), (None, 0)])
def test_what_is_no_time_is_damage(text: str, offset_s: int) -> None:
    with pytest.raises(DamagedValueError, match="is no time"):
        read_instant(text, offset_s)


@pytest.mark.parametrize("text", ["", "{", "[1]", "[" * 100_000, None])
def test_what_is_no_result_is_damage(text: str) -> None:
    with pytest.raises(DamagedValueError, match="cannot be read"):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "answer"), [("10", 10), ("0", 0), ("yes", "yes"), ("unsure", "unsure"), ("\u0663", "\u0663")]
)
def test_only_digits_are_a_number(text: str, answer: object) -> None:
    assert read_answer(text) == answer
