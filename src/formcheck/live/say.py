"""What is to be said, and how urgent it is."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["Say", "Urgency"]


class Urgency(enum.IntEnum):
    """Of two things to say the more urgent one is said; of two that are as urgent, the newer."""

    INFO = 0
    COUNT = 1
    CUE = 2
    STOP = 3


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say.

    Attributes
    ----------
    text : English; a `formcheck.messages.Message` is spoken in the person's language.
    at_s : when it was found, s since the first picture.
    """

    text: str
    urgency: Urgency
    at_s: float
