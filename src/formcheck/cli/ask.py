"""Ask the questions at the terminal, one at a time, danger signs first."""

from __future__ import annotations

import sys

from formcheck.advisor import QUESTIONS, Answer
from formcheck.advisor.answers import parse_answer

__all__ = ["ask_questions"]

_SHORT = {"y": "yes", "n": "no", "u": "unsure", "?": "unsure"}


def ask_questions() -> dict[str, Answer]:
    """Return the answers given on standard input.

    Enter leaves a question unanswered; the end of input or Ctrl-C leaves all the rest so.
    """
    given: dict[str, Answer] = {}
    print("A few questions first. Answer y (yes), n (no) or u (unsure); Enter skips.", file=sys.stderr)
    for question in QUESTIONS:
        while True:
            print(f"{question.text} [y/n/u] ", end="", file=sys.stderr, flush=True)
            line = _read_line()
            if not line:
                print(file=sys.stderr)
                return given
            word = line.strip().lower()
            if not word:
                break
            if (answer := parse_answer(_SHORT.get(word, word))) is not None:
                given[question.key] = answer
                break
            print("Please answer y, n or u, or press Enter to skip.", file=sys.stderr)
    return given


def _read_line() -> str:
    try:
        return sys.stdin.readline()
    except KeyboardInterrupt:  # the clip has been analysed: that result is kept
        return ""
