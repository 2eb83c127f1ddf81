"""The person's answers, and how they are read from a file."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from formcheck.advisor.questions import QUESTIONS
from formcheck.errors import AnswersError

__all__ = ["Answer", "Answers", "load_answers", "parse_answer"]

Answer = Literal["yes", "no", "unsure"]
Answers = Mapping[str, Answer]
"""Answer by key of the question. A question that is not in it was not answered, which is not "no"."""

_WORDS: dict[object, Answer] = {True: "yes", False: "no", "yes": "yes", "no": "no", "unsure": "unsure"}


def parse_answer(value: object) -> Answer | None:
    """Return the answer that a value stands for (true, false, "yes", "no", "unsure"), or None."""
    if isinstance(value, str):
        value = value.strip().lower()
    elif not isinstance(value, bool):
        return None
    return _WORDS.get(value)


def load_answers(path: str | Path) -> dict[str, Answer]:
    """Read answers from a TOML file: a line ``key = "yes" | "no" | "unsure" | true | false`` for each question.

    Questions that are not in the file stay unanswered.

    Raises
    ------
    AnswersError
        When the file is missing, is not TOML, or holds a key or an answer that is not known. Names every one.
    """
    try:
        data = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise AnswersError(f"{path}: the answers cannot be read ({error.strerror}). Check the name.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AnswersError(f'{path}: this is not TOML ({error}). Write one line a question: numbness = "no"') from error
    known = [q.key for q in QUESTIONS]
    answers, problems = {}, []
    for key, value in data.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            problems.append(f"there is no question {key}" + (f" (did you mean {near[0]}?)" if near else ""))
        elif (answer := parse_answer(value)) is None:
            problems.append(f'{key} = {value!r} is not an answer: use "yes", "no" or "unsure"')
        else:
            answers[key] = answer
    if problems:
        raise AnswersError(f"{path}: {'; '.join(problems)}.")
    return answers
