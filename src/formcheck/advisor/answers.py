"""The person's answers: what counts as one, and how they are read from a file."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path

from formcheck.advisor.questions import QUESTIONS, Answer, Question, find_question
from formcheck.errors import AnswersError
from formcheck.files import describe_os_error, describe_text_error
from formcheck.messages import Message, _, join_clauses

__all__ = ["describe_answers", "load_answers", "parse_answer"]

UNSURE = "unsure"
_YES_NO = {True: "yes", False: "no", "yes": "yes", "no": "no"}


def parse_answer(question: Question, value: object) -> Answer | None:
    """Return the answer that a value stands for, or None when it is none.

    Parameters
    ----------
    value : text in any case, a number, or true and false.
    """
    if isinstance(value, str):
        value = value.strip().lower()
        if value == UNSURE:
            return UNSURE
    if question.kind == "scale":
        return _parse_scale(value)
    if question.kind == "choice":
        return value if isinstance(value, str) and value in (question.options or ()) else None
    return _YES_NO.get(value) if isinstance(value, str | bool) else None


def _parse_scale(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:3])
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and 0 <= value <= 10 else None


def describe_answers(question: Question) -> str:
    """Return which answers a question takes, as they are written in a file."""
    if question.kind == "scale":
        return _('a whole number from 0 to 10, or "unsure"')
    if question.kind == "choice":
        return ", ".join(f'"{key}"' for key in (*(question.options or ()), UNSURE))
    return '"yes", "no", "unsure"'


def load_answers(path: str | Path) -> dict[str, Answer]:
    """Read answers from a TOML file: a line ``key = ANSWER`` for each question, see `describe_answers`.

    They come in the order of the questions. Those that are not in the file stay unanswered.

    Raises
    ------
    AnswersError
        When the file is missing, is not TOML, or holds a key or an answer that is not known. Names every one.
    """
    try:
        data = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise AnswersError(
            _("{path}: the answers cannot be read ({why}). Check the name.", path=path, why=describe_os_error(error))
        ) from error
    except (ValueError, RecursionError) as error:
        raise AnswersError(
            _(
                '{path}: this is not TOML ({why}). Write one line a question: numbness = "no"',
                path=path,
                why=describe_text_error(error),
            )
        ) from error
    answers: dict[str, Answer] = {}
    problems: list[str] = []
    for key, value in data.items():
        try:
            question = find_question(key)
        except KeyError:
            problems.append(_explain_unknown(key))
            continue
        answer = parse_answer(question, value)
        if answer is None:
            problems.append(
                _(
                    "{key} = {value} is not an answer: use {answers}",
                    key=key,
                    value=repr(value),
                    answers=describe_answers(question),
                )
            )
        else:
            answers[key] = answer
    if problems:
        raise AnswersError(_("{path}: {problems}.", path=path, problems=join_clauses(problems)))
    return {question.key: answers[question.key] for question in QUESTIONS if question.key in answers}


def _explain_unknown(key: str) -> Message:
    near = difflib.get_close_matches(key, [q.key for q in QUESTIONS], 1)
    if near:
        return _("there is no question {key} (did you mean {near}?)", key=key, near=near[0])
    return _("there is no question {key}", key=key)
