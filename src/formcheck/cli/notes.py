"""Standard error for people: one line for each thing that went wrong."""

from __future__ import annotations

import contextlib
import sys

from formcheck.messages import translate

__all__ = ["print_note"]


def print_note(text: object, about: object = None) -> None:
    """Print one line on stderr, in the person's language.

    Parameters
    ----------
    text : a message, or an error or warning that was made with one.
    about : the file or such that it is about.
    """
    if isinstance(text, BaseException):
        text = text.args[0] if text.args else str(text)
    shown = translate(text if isinstance(text, str) else str(text))
    with contextlib.suppress(OSError):  # where nothing can be said, the exit code still tells
        print("formcheck: " + (f"{about}: " if about is not None else "") + shown, file=sys.stderr)
