"""The questions, defined once for terminal, files and any later screen.

Source: docs/sources.md section 12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["QUESTIONS", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the answers yes, no and unsure.

    Attributes
    ----------
    key : its name in an answers file.
    kind : "danger" signs go before everything else; "stop" questions are each enough to rest.
    text : as a person is asked.
    worry : the answer that is a reason for concern.
    reason : what to say when it was given.
    """

    key: str
    kind: Literal["danger", "stop"]
    text: str
    reason: str
    worry: Literal["yes", "no"] = "yes"


QUESTIONS = (
    Question(
        "numbness",
        "danger",
        "Do you feel numbness or tingling in your back, seat or legs?",
        "you feel numbness or tingling",
    ),
    Question(
        "weakness",
        "danger",
        "Do your legs feel weak, or is feeling in them dull?",
        "your legs feel weak or dull",
    ),
    Question(
        "bladder_or_bowel",
        "danger",
        "Do you have new trouble with your bladder or bowels?",
        "you have new trouble with bladder or bowels",
    ),
    Question(
        "strong_pain_at_rest",
        "danger",
        "Do you have strong pain that stays when you rest?",
        "you have strong pain that stays when you rest",
    ),
    Question(
        "lasts_into_next_day",
        "stop",
        "After training, does pain or heaviness last into the next day? (Ordinary muscle soreness does not count.)",
        "pain or heaviness lasts into the next day",
    ),
    Question(
        "grows_with_movement",
        "stop",
        "Does it grow or spread the more you move, or does a movement feel dangerous?",
        "it grows or spreads with movement",
    ),
    Question(
        "affects_daily_life",
        "stop",
        "Does it affect daily life: getting up, standing up, walking, squatting, or guarding your back?",
        "it affects your daily life",
    ),
    Question("pain_during_set", "stop", "Did you have pain during this set?", "you had pain during the set"),
    Question("pain_after_set", "stop", "Do you have pain now, after the set?", "you have pain after the set"),
    Question(
        "pain_free_range_clear",
        "stop",
        "Do you know clearly how far you can move without pain?",
        "it is not clear how far you can move without pain",
        worry="no",
    ),
    Question("in_doubt", "stop", "Are you in doubt about carrying on?", "you are in doubt about carrying on"),
)
