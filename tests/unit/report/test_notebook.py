"""A result and advice as HTML for notebooks."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from formcheck.advisor import advise
from formcheck.messages import LANGUAGES, use_language
from formcheck.results import RuleNotMeasurable, SetResult
from tests.unit.diary.samples import WELL, make_plank, make_result, make_squat
from tests.unit.report.sets import make_rep, make_set

NASTY = '<script>alert("1")</script> & <b>'


def parse(html: str) -> ElementTree.Element:
    """Return the HTML, which is XML here but for the breaks, as a tree."""
    return ElementTree.fromstring(html.replace("<br>", "<br/>"))


def read(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def test_it_says_what_was_counted_found_and_not_judged() -> None:
    text = read(make_squat()._repr_html_())
    assert text.startswith("Overhead squat, 3 reps, view: front")
    assert "Form: faults." in text
    assert "overhead-squat.knees-inward: the knees came inwards" in text
    assert "Could not be judgedforward-lean, arms-forward, heels-rise: seen from the front" in text


def test_it_has_a_row_for_each_rep_with_the_columns_of_the_exercise() -> None:
    tree = parse(make_result()._repr_html_())
    heads = ["|".join(cell.itertext()) for cell in tree.iter("th")]
    assert heads[:4] == ["rep", "at|s", "hip line|deg", "trunk bend|%"]
    assert heads[-3:] == ["smooth", "shin lean|deg", "seen"]
    rows = [[cell.text or "" for cell in row.iter("td")] for row in tree.iter("tr")][1:]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6", "7"]
    assert rows[-1][-1] == "incomplete-lift"


def test_holds_have_their_times() -> None:
    heads = ["|".join(cell.itertext()) for cell in parse(make_plank()._repr_html_()).iter("th")]
    assert heads[:4] == ["hold", "at|s", "held|s", "good|s"]


@pytest.mark.parametrize(
    "result",
    [
        replace(make_set(reps=(make_rep(1),)), exercise=NASTY),
        make_set(reps=(make_rep(1, NASTY),)),
        make_set(not_measurable=(RuleNotMeasurable("hip-lift.jerky", NASTY),)),
        make_set(notes=(NASTY,)),
    ],
)
def test_names_and_texts_are_text_and_never_tags(result: SetResult) -> None:
    html = result._repr_html_()
    assert "alert" in read(html)
    assert not re.search(r"<script|<b>", html)


def test_advice_says_the_decision_why_and_what_to_do() -> None:
    result = make_result()
    text = read(advise(result, WELL)._repr_html_())
    assert text.startswith("ADJUST: make it easierWhy")
    assert "the hips rose less high" in text
    assert "What to do" in text
    assert text.endswith("ask a doctor or physiotherapist.")
    assert "Not answered yet" in read(advise(result)._repr_html_())


def test_with_a_danger_sign_nothing_else_is_asked_for() -> None:
    text = read(advise(make_result(), {"numb_seat": "yes"})._repr_html_())
    assert text.startswith("SEE A DOCTOR")
    assert "Not answered yet" not in text


def test_reasons_are_escaped() -> None:
    advice = advise(make_result(), WELL)
    advice = replace(advice, reasons=(replace(advice.reasons[0], text=NASTY),))
    assert "<script" not in advice._repr_html_()


def test_the_colours_are_those_of_the_notebook() -> None:
    for html in (make_result()._repr_html_(), advise(make_result())._repr_html_()):
        assert not re.search(r"#[0-9a-f]{3,6}\b|rgb|white|black", html)


def test_it_is_in_the_language_chosen() -> None:
    try:
        use_language("ja")
        assert read(make_result()._repr_html_()).startswith("ヒップリフト、7回")
    finally:
        use_language(LANGUAGES[0])
