"""What is said to a person who is asked at the terminal, and what they type."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable

from formcheck.messages import Message, _, translate
from formcheck.wrapping import wrap

__all__ = ["Tell", "can_ask", "confirm", "read_line", "read_word", "say", "tell_nobody"]

Tell = Callable[[Message], None]
"""Takes a text that is to be heard too, and does not wait for that."""

_YES = ("y", "yes", "はい")
_NO = ("n", "no", "いいえ")


def say(text: str, end: str = "\n") -> None:
    """Print a text on stderr, in lines that fit the terminal; spaces at its end stay."""
    width = shutil.get_terminal_size().columns
    trailing = text[len(text.rstrip(" ")) :]
    print("\n".join(wrap(text, width - 1)) + trailing + end, end="", file=sys.stderr, flush=True)


def tell_nobody(_text: Message) -> None:
    """Let a text be read only."""


def read_line() -> str:
    """Return the line typed; an empty text when there is no more input or none at all."""
    return sys.stdin.readline() if sys.stdin is not None else ""


def read_word(line: str) -> str:
    """Return what a line means, whatever the keyboard: a Japanese one gives full-width letters and digits."""
    return unicodedata.normalize("NFKC", line).strip().lower()


def can_ask() -> bool:
    """Return whether there is somebody at a terminal to be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def confirm(question: str) -> bool:
    """Return the answer to a question, which is put again until it is one; the end of input or Ctrl-C is "no"."""
    while True:
        say(f"{translate(question)} [y/n] ", end="")
        try:
            line = read_line()
        except KeyboardInterrupt:  # what was answered and analysed until then is kept
            line = ""
        if not line:
            say("")
            return False
        word = read_word(line)
        if word in (*_YES, *_NO):
            return word in _YES
        say(translate(_("Please answer y or n.")))
