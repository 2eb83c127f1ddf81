from pathlib import Path

import pytest

from formcheck.advisor import QUESTIONS, advise, load_answers
from formcheck.advisor.questions import AGREEMENT
from formcheck.errors import AnswersError

EXAMPLE = Path("docs/answers.toml")


def write(folder: Path, text: str) -> Path:
    path = folder / "answers.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_answers_every_question() -> None:
    asked = {q.key for q in QUESTIONS if q != AGREEMENT}
    given = load_answers(EXAMPLE)
    assert set(given) | {q.key for q in QUESTIONS if q.kind == "choice"} == asked
    assert advise(None, given).missing == ()


def test_the_example_names_every_question_with_its_answers() -> None:
    text = EXAMPLE.read_text("utf-8")
    assert [q.key for q in QUESTIONS if f"{q.key} =" not in text] == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", "yes"), ("false", "no"), ('"Yes"', "yes"), ('" no "', "no"), ('"unsure"', "unsure")],
)
def test_answers_are_yes_no_or_unsure(tmp_path: Path, value: str, expected: str) -> None:
    assert load_answers(write(tmp_path, f"numbness = {value}")) == {"numbness": expected}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("pain_during = 3", 3),
        ('pain_during = "10"', 10),
        ('pain_during = "unsure"', "unsure"),
        ('pain_where = "LEG"', "leg"),
        ('pain_kind = "unsure"', "unsure"),
    ],
)
def test_pain_is_a_number_and_where_and_kind_are_words(tmp_path: Path, line: str, expected: object) -> None:
    assert list(load_answers(write(tmp_path, line)).values()) == [expected]


def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    given = load_answers(write(tmp_path, 'next_day_where = "back"\nnext_day_pain = 2\nnumb_seat = "no"'))
    assert list(given) == ["numb_seat", "next_day_pain", "next_day_where"]


def test_an_empty_file_answers_nothing(tmp_path: Path) -> None:
    assert load_answers(write(tmp_path, "")) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("numbness = ", "not TOML"),
        ('numbnes = "no"', "no question numbnes .did you mean numbness"),
        ('shoe_size = "no"', "no question shoe_size"),
        ('numbness = "maybe"', """numbness = 'maybe' is not an answer: use "yes", "no", "unsure\""""),
        ("numbness = 1", "numbness = 1 is not an answer"),
        ("pain_during = 11", "pain_during = 11 is not an answer: use a whole number from 0 to 10"),
        ("pain_during = true", "pain_during = True is not an answer"),
        ("pain_during = 2.5", "is not an answer"),
        ('pain_during = "³"', "is not an answer"),
        ('pain_where = "knee"', """pain_where = 'knee' is not an answer: use "muscles", "back", "leg\""""),
        ("[numbness]\nx = 1", "is not an answer"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_name(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(AnswersError, match=message):
        load_answers(write(tmp_path, text))


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match=r"shoe_size.*weakness = 7"):
        load_answers(write(tmp_path, 'shoe_size = "no"\nweakness = 7'))


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="cannot be read"):
        load_answers(tmp_path / "none.toml")
