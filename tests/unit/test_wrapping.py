"""Lines of Japanese, of words, and of both."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from formcheck.report.words import flow, make_sentence
from formcheck.wrapping import measure_width, wrap


def test_japanese_is_two_columns_wide() -> None:
    assert measure_width("3回まで") == 7


def test_words_are_not_broken_and_spaces_at_the_ends_go() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("a-very-long-word", 6) == ["a-very", "-long-", "word"]
    assert wrap("a\n\nb", 6) == ["a", "", "b"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("お尻を上げます。", ["お尻を", "上げます。"]),
        ("お尻とひざ。足", ["お尻とひ", "ざ。足"]),  # a full stop does not begin a line
        ("お尻とひ（足）", ["お尻とひ", "（足）"]),  # a bracket does not end one
        ("足首膝腰10回", ["足首膝腰", "10回"]),  # a number keeps its unit
        ("お尻 video.mp4", ["お尻", "video.mp4"]),
        ("足とひざお尻", ["足とひざ", "お尻"]),  # a word keeps its honorific
        ("足を上げ腰を", ["足を上げ", "腰を"]),  # at the end of a phrase, though more would fit
    ],
)
def test_japanese_is_broken_where_it_may_be(text: str, lines: list[str]) -> None:
    assert wrap(text, 10) == lines


@given(st.text(alphabet="お尻、。（）a1 \n", max_size=60), st.integers(2, 30))
def test_nothing_gets_lost_and_every_line_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure_width(line) <= width for line in lines)


def test_the_terminal_breaks_japanese_like_that() -> None:
    out = io.StringIO()
    Console(file=out, width=10).print(flow("お尻とひざ。足"))
    assert [line.rstrip() for line in out.getvalue().splitlines()] == ["お尻とひ", "ざ。足"]


def test_a_sentence_has_one_full_stop() -> None:
    assert make_sentence("the hips sagged") == "The hips sagged."
    assert make_sentence("The hips sagged.") == "The hips sagged."
    assert make_sentence("お尻が下がりました。") == "お尻が下がりました。"
