"""Numbers in words, how long a text takes to say, and what is made of a count and a remark.

Counts are words and not digits: in Japanese an engine reads the digits 4 and 7 as "shi" and "shichi" (espeak-ng), and
a person who counts reps says "yon" and "nana". The Japanese words are in kana, which every engine can read.
"""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.drawing.looks import Grade
from formcheck.live.say import Urgency
from formcheck.messages import Message, _

__all__ = ["BREATHE", "OTHER_SIDE", "Remark", "add_remark", "add_sentence", "number_word", "speaking_s"]

_WORDS_PER_S = 2.5
"""Words of English in a second. Source: our choice, a little slower than espeak-ng's 175 words a minute."""
_PAUSE_S = 0.3
"""What an engine takes before the first word and after the last, s. Source: our choice."""

_WORDS = {
    1: _("one"),
    2: _("two"),
    3: _("three"),
    4: _("four"),
    5: _("five"),
    6: _("six"),
    7: _("seven"),
    8: _("eight"),
    9: _("nine"),
    10: _("ten"),
    11: _("eleven"),
    12: _("twelve"),
    13: _("thirteen"),
    14: _("fourteen"),
    15: _("fifteen"),
    16: _("sixteen"),
    17: _("seventeen"),
    18: _("eighteen"),
    19: _("nineteen"),
    20: _("twenty"),
    30: _("thirty"),
    40: _("forty"),
    50: _("fifty"),
    60: _("sixty"),
}


BREATHE = _("Keep breathing.")
OTHER_SIDE = _("Now the other side.")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say now.

    Attributes
    ----------
    line : what of it is shown as the large line of text; None leaves the line as it is.
    grade : of the line.
    yields : leave a line that stands there where it is a cue.
    """

    text: Message
    urgency: Urgency
    line: Message | None = None
    grade: Grade = "info"
    yields: bool = False


def number_word(n: int) -> Message:
    """Return a number as it is counted aloud; one that has no word of its own here as digits."""
    return _WORDS.get(n) or Message("{n}", n=n)


def add_remark(count: Message, remark: Message) -> Message:
    """Return a count and a remark as one thing to say: "three. Keep breathing."."""
    return _("{count}. {remark}", count=count, remark=remark)


def add_sentence(first: Message, second: Message) -> Message:
    """Return two whole sentences as one thing to say."""
    return _("{first} {second}", first=first, second=second)


def speaking_s(text: str) -> float:
    """Return about how long an English text takes to say, s; its translation takes about as long."""
    return _PAUSE_S + len(text.split()) / _WORDS_PER_S
