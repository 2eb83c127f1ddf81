"""Ask the questions at the terminal, one at a time, danger signs first."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce

from formcheck.advisor import Answer, History, Question, next_question
from formcheck.advisor.answers import parse_answer
from formcheck.advisor.interview import MOMENTS
from formcheck.advisor.questions import Moment
from formcheck.cli.prompt import Tell, read_line, read_word, say, tell_nobody
from formcheck.live.words import add_sentence, number_word
from formcheck.messages import Message, _, translate

__all__ = ["ask_questions"]

_SHORT = {
    **{"y": "yes", "n": "no", "u": "unsure", "?": "unsure"},
    **{"はい": "yes", "いいえ": "no", "わからない": "unsure"},
}
_BACK = ("b", "back")
_HEADINGS: dict[Moment, Message] = {
    "screen": _("First some questions about your health. Your answers stay on this machine."),
    "morning": _("How was it after your last training?"),
    "before": _("Before this set"),
    "after": _("This set"),
}
_HOW = _("Answer y (yes), n (no) or u (unsure), or with a number. Enter skips a question, b goes back one.")
_AT_THE_KEYBOARD = _("Some questions now. Please answer at the keyboard.")


def ask_questions(
    history: History | None = None,
    moments: Collection[Moment] = MOMENTS,
    given: dict[str, Answer] | None = None,
    tell: Tell = tell_nobody,
    *,
    raise_ctrl_c: bool = False,
) -> dict[str, Answer]:
    """Return the answers given on standard input, with those given before.

    Enter leaves a question unanswered, "b" goes back to the one before; the end of input or Ctrl-C leaves all the
    rest unanswered.

    Parameters
    ----------
    history : what was answered before and still holds is not asked again.
    moments : ask only these.
    tell : takes each question too, with its choices.
    raise_ctrl_c : let Ctrl-C through, where there is nothing to keep yet.
    """
    answers = dict(given or {})
    try:
        _ask_all(answers, history, moments, tell)
    except KeyboardInterrupt:
        say("")
        if raise_ctrl_c:
            raise
    return answers


def _ask_all(answers: dict[str, Answer], history: History | None, moments: Collection[Moment], tell: Tell) -> None:
    """Put the questions that are open, and add what is answered."""
    first = not answers  # those given were asked just now
    put: list[str] = []
    skipped: set[str] = set()
    moment: Moment | None = None
    before: Message | None = _AT_THE_KEYBOARD
    while question := next_question(answers, skipped, history, moments):
        if not put and moment is None and first:
            say(translate(_HOW))
        if question.moment != moment:
            moment = question.moment
            say("\n" + translate(_HEADINGS[moment]))
        tell(_word_aloud(question, before))
        before = None
        line = _put(question)
        if not line:
            say("")
            break
        word = read_word(line)
        if word in _BACK:
            if put:
                last = put.pop()
                skipped.discard(last)
                answers.pop(last, None)
            continue
        if not word:
            skipped.add(question.key)
        elif (answer := _read_answer(question, word)) is not None:
            answers[question.key] = answer
        else:
            before = _explain(question)
            say(translate(before))
            continue
        put.append(question.key)


def _put(question: Question) -> str:
    """Show one question and return the line typed; an empty one when there is no more input."""
    options = list((question.options or {}).values())
    choices = {"yes-no": "y/n/u", "scale": "0-10/u", "choice": f"1-{len(options)}/u"}[question.kind]
    lines = [
        translate(question.text),
        *(f"  {number}  {translate(option)}" for number, option in enumerate(options, 1)),
    ]
    lines[-1] += f"\n[{choices}] " if options else f" [{choices}] "
    say("\n".join(lines), end="")
    return read_line()


def _word_aloud(question: Question, before: Message | None) -> Message:
    """Return one question as it is spoken, with a sentence before it."""
    options = enumerate((question.options or {}).values(), 1)
    choices = (_("{number}: {option}.", number=number_word(number), option=option) for number, option in options)
    text = Message(question.text)
    return reduce(add_sentence, choices, text if before is None else add_sentence(before, text))


def _read_answer(question: Question, word: str) -> Answer | None:
    if question.kind == "choice" and word.isascii() and word.isdigit():
        keys = list(question.options or {})
        return keys[int(word) - 1] if 1 <= int(word[:3]) <= len(keys) else None
    return parse_answer(question, _SHORT.get(word, word))


def _explain(question: Question) -> Message:
    if question.kind == "scale":
        return _("Please answer with a whole number from 0 to 10, u if you are unsure, or press Enter to skip.")
    if question.kind == "choice":
        return _("Please answer with the number of a line, u if you are unsure, or press Enter to skip.")
    return _("Please answer y, n or u, or press Enter to skip.")
