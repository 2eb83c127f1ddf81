"""The questions, defined once for terminal, files, voice and any later screen.

Source: docs/sources.md sections 11 and 12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from formcheck.messages import _

__all__ = [
    "AGREEMENT",
    "ASK_FIRST",
    "CHOICES",
    "MORNING",
    "PRESSING",
    "QUESTIONS",
    "SCREEN",
    "SHORT_CHECK",
    "Answer",
    "Answers",
    "Kind",
    "Moment",
    "Question",
    "Tier",
    "find_question",
]

Answer = str | int
"""A whole number from 0 to 10, a choice by its key, or "yes", "no"; "unsure" is an answer to every question."""
Answers = Mapping[str, Answer]
"""Answer by key of the question. A question that is not in it was not answered, which is not "no"."""
Moment = Literal["screen", "morning", "before", "after"]
"""When a question is asked: before the first use, on the day after training, before a set, after it."""
Tier = Literal["go-now", "urgent", "ask-first"]
"""What a danger sign asks for: an emergency department now, a doctor today, advice before one begins."""
Kind = Literal["yes-no", "scale", "choice"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes
    ----------
    key : its name in an answers file.
    moment : when it is asked.
    text : as a person is asked.
    kind : "yes-no"; "scale", 0 (none) to 10; or "choice" of ``options``. "Unsure" answers each of them.
    options : for a choice, text by key.
    tier : for a danger sign, how soon it is to be seen to.
    worry : of yes and no, the answer that is a reason for concern.
    reason, doubt : what to say of that answer, and of "unsure".
    asked_if : tells from the answers so far whether the question has a meaning at all.
    """

    key: str
    moment: Moment
    text: str
    kind: Kind = "yes-no"
    options: Mapping[str, str] | None = None
    tier: Tier | None = None
    worry: Literal["yes", "no"] = "yes"
    reason: str = ""
    doubt: str = ""
    asked_if: Callable[[Answers], bool] = lambda _answers: True

    def is_reassured_by(self, answer: Answer) -> bool:
        """Return whether an answer of yes or no leaves no concern; "unsure" does not."""
        return answer == ("no" if self.worry == "yes" else "yes")


def _is_felt(*scales: str) -> Callable[[Answers], bool]:
    """Return a test whether any of some scales was answered, and not with 0."""
    return lambda answers: any(answers.get(key, 0) != 0 for key in scales)


def _needs_agreement(answers: Answers) -> bool:
    return any(answers.get(q.key) in ("yes", "unsure") for q in ASK_FIRST)


CHOICES: Mapping[str, Mapping[str, str]] = {
    "where": {
        "muscles": _("in the muscles that worked: belly, buttocks, thighs"),
        "back": _("in the lower back"),
        "leg": _("going down from the back into a buttock or leg"),
        "elsewhere": _("somewhere else"),
    },
    "kind": {
        "sore": _("sore, stiff or tired, and better with rest"),
        "ache": _("a dull ache, or heavy"),
        "sharp": _("sharp or stabbing"),
        "electric": _("burning, tingling or like electricity"),
    },
}
"""The answers by which soreness of muscles is told from pain."""
_WHERE = _("Where did you feel it? If not only in the muscles that worked, choose the other place.")
_KIND = _("What was it like there?")

_GO_NOW = (
    Question(
        "numb_seat",
        "screen",
        _("Is there numbness or tingling around your seat (buttocks) or between your legs, also when you wipe?"),
        tier="go-now",
        reason=_("there is numbness or tingling around the buttocks or between the legs"),
        doubt=_("you are not sure about numbness around the buttocks or between the legs"),
    ),
    Question(
        "bladder_or_bowel",
        "screen",
        _("Is passing urine harder than usual, or has your control of bladder or bowels changed?"),
        tier="go-now",
        reason=_("there is new trouble with bladder or bowels"),
        doubt=_("you are not sure whether bladder or bowels have changed"),
    ),
    Question(
        "both_legs",
        "screen",
        _("Is there pain, tingling, weakness or numbness in both legs?"),
        tier="go-now",
        reason=_("both legs hurt, tingle, or feel weak or numb"),
        doubt=_("you are not sure about pain, tingling or weakness in both legs"),
    ),
    Question(
        "legs_getting_weaker",
        "screen",
        _("Are your legs getting weaker from day to day?"),
        tier="go-now",
        reason=_("your legs are getting weaker from day to day"),
        doubt=_("you are not sure whether your legs are getting weaker"),
    ),
    Question(
        "chest_pain",
        "screen",
        _("Do you have pain in the chest?"),
        tier="go-now",
        reason=_("you have pain in the chest"),
        doubt=_("you are not sure about pain in the chest"),
    ),
    Question(
        "after_accident",
        "screen",
        _("Did the back pain begin with a serious accident or a hard fall?"),
        tier="go-now",
        reason=_("the back pain began with an accident or a hard fall"),
        doubt=_("you are not sure whether it began with an accident or a fall"),
    ),
)
_URGENT = (
    Question(
        "numbness",
        "screen",
        _("Do you feel numbness or tingling in your back or in a leg?"),
        tier="urgent",
        reason=_("you feel numbness or tingling"),
        doubt=_("you are not sure about numbness or tingling"),
    ),
    Question(
        "weakness",
        "screen",
        _("Does a leg feel weak, or is feeling in it dull?"),
        tier="urgent",
        reason=_("a leg feels weak or dull"),
        doubt=_("you are not sure whether a leg is weak or dull"),
    ),
    Question(
        "strong_pain_at_rest",
        "screen",
        _("Do you have strong pain that stays when you rest?"),
        tier="urgent",
        reason=_("you have strong pain that stays when you rest"),
        doubt=_("you are not sure about strong pain at rest"),
    ),
    Question(
        "worse_at_night",
        "screen",
        _("Does the pain get worse at night, or keep you from sleeping?"),
        tier="urgent",
        reason=_("the pain gets worse at night"),
        doubt=_("you are not sure whether the pain gets worse at night"),
    ),
    Question(
        "fever",
        "screen",
        _("Do you have a fever, or feel ill, along with the back pain?"),
        tier="urgent",
        reason=_("you have a fever or feel ill along with the back pain"),
        doubt=_("you are not sure about a fever along with the back pain"),
    ),
    Question(
        "weight_loss",
        "screen",
        _("Have you lost weight without meaning to?"),
        tier="urgent",
        reason=_("you have lost weight without meaning to"),
        doubt=_("you are not sure whether you have lost weight"),
    ),
    Question(
        "lump_or_shape",
        "screen",
        _("Is there a lump or swelling on your back, or has its shape changed?"),
        tier="urgent",
        reason=_("there is a lump or swelling on your back, or its shape has changed"),
        doubt=_("you are not sure about a lump, or a change in the shape of your back"),
    ),
    Question(
        "worse_on_coughing",
        "screen",
        _("Does coughing, sneezing or straining on the toilet make the pain worse?"),
        tier="urgent",
        reason=_("coughing, sneezing or straining makes the pain worse"),
        doubt=_("you are not sure whether coughing or straining makes it worse"),
    ),
    Question(
        "between_shoulder_blades",
        "screen",
        _("Is the pain between the shoulder blades, rather than in the lower back?"),
        tier="urgent",
        reason=_("the pain is between the shoulder blades"),
        doubt=_("you are not sure whether the pain is between the shoulder blades"),
    ),
)
ASK_FIRST = (
    Question(
        "cancer_or_infection",
        "screen",
        _("Have you ever had cancer, or do you have a weak immune system or a recent infection?"),
        tier="ask-first",
        reason=_("you have had cancer, or have a weak immune system or a recent infection"),
        doubt=_("you are not sure about cancer, immune system or infection"),
    ),
    Question(
        "bones_or_surgery",
        "screen",
        _("Do you have osteoporosis or a fracture, have you had spinal surgery, or do you take steroids for long?"),
        tier="ask-first",
        reason=_("you have osteoporosis or a fracture, have had surgery on the spine, or take steroids"),
        doubt=_("you are not sure about osteoporosis, fractures, surgery or steroids"),
    ),
    Question(
        "age",
        "screen",
        _("Are you under 18, or did back pain come for the first time before 20 or after 55?"),
        tier="ask-first",
        reason=_("your age, or the age at which back pain first came, is one to ask about"),
        doubt=_("you are not sure at what age back pain came first"),
    ),
    Question(
        "heart_or_dizziness",
        "screen",
        _("Do you have heart disease, high blood pressure that is not under control, a hernia, or dizzy spells?"),
        tier="ask-first",
        reason=_("you have heart disease, high blood pressure, a hernia, or dizzy spells"),
        doubt=_("you are not sure about heart, blood pressure, hernia or dizziness"),
    ),
    Question(
        "pregnancy",
        "screen",
        _("Are you pregnant, or have you given birth in the last three months?"),
        tier="ask-first",
        reason=_("you are pregnant or have given birth lately"),
        doubt=_("you are not sure whether you are pregnant"),
    ),
)
"""What to ask a clinician about before one begins."""
AGREEMENT = Question(
    "clinician_agreed",
    "screen",
    _("Knowing this, did a doctor or physiotherapist agree that you do these exercises?"),
    worry="no",
    reason=_("no doctor or physiotherapist has agreed to the exercises yet"),
    doubt=_("you are not sure whether a doctor or physiotherapist agreed"),
    asked_if=_needs_agreement,
)
"""The one answer that settles those."""
SCREEN = (*_GO_NOW, *_URGENT, *ASK_FIRST, AGREEMENT)
"""The danger signs, most pressing first."""

MORNING = (
    Question(
        "next_day_pain",
        "morning",
        _(
            "On the day after your last training (once you have told that day: today): how much pain or heaviness in "
            "the back was there, 0 to 10? (0: none, or you have not trained yet)"
        ),
        kind="scale",
    ),
    Question(
        "next_day_where",
        "morning",
        _WHERE,
        kind="choice",
        options=CHOICES["where"],
        asked_if=_is_felt("next_day_pain"),
    ),
    Question(
        "next_day_kind",
        "morning",
        _KIND,
        kind="choice",
        options=CHOICES["kind"],
        asked_if=_is_felt("next_day_pain"),
    ),
    Question(
        "grows_with_movement",
        "morning",
        _("Does the pain grow or spread the more you move, or does a movement worry you?"),
        reason=_("the pain grows or spreads with movement, or a movement worries you"),
        doubt=_("you are not sure whether the pain grows with movement"),
    ),
    Question(
        "affects_daily_life",
        "morning",
        _(
            "Does your back get in the way of daily life: getting up, standing up, walking, squatting; or do you guard "
            "it without meaning to?"
        ),
        reason=_("it gets in the way of daily life"),
        doubt=_("you are not sure whether it gets in the way of daily life"),
    ),
)
"""The three questions that decide, each enough by itself; the first has where and what kind to it."""

_BEFORE = (
    Question(
        "pain_before",
        "before",
        _("Just before the set: how much pain was there, 0 (none) to 10?"),
        kind="scale",
    ),
    Question(
        "anything_new",
        "before",
        _("Since the last time, is anything new: a new pain, numbness, weakness, a fall, a fever?"),
        reason=_("something is new since the last time"),
        doubt=_("you are not sure whether something is new"),
    ),
    Question(
        "pain_free_range_clear",
        "before",
        _("Do you know clearly how far you can move without pain?"),
        worry="no",
        reason=_("it is not clear how far you can move without pain"),
        doubt=_("you are not sure how far you can move without pain"),
    ),
)
_AFTER = (
    Question(
        "pain_during",
        "after",
        _("During the set: how much pain was there at the most, 0 (none) to 10?"),
        kind="scale",
    ),
    Question(
        "pain_after",
        "after",
        _("After the set: how much pain is there, 0 (none) to 10?"),
        kind="scale",
    ),
    Question(
        "pain_where",
        "after",
        _WHERE,
        kind="choice",
        options=CHOICES["where"],
        asked_if=_is_felt("pain_during", "pain_after"),
    ),
    Question(
        "pain_kind",
        "after",
        _KIND,
        kind="choice",
        options=CHOICES["kind"],
        asked_if=_is_felt("pain_during", "pain_after"),
    ),
    Question(
        "pain_changed",
        "after",
        _("Did the pain change during the set: spread, move into a leg, or turn sharper?"),
        reason=_("the pain changed during the set"),
        doubt=_("you are not sure whether the pain changed during the set"),
        asked_if=_is_felt("pain_before", "pain_during", "pain_after"),
    ),
    Question(
        "breath_held",
        "after",
        _("Did you hold your breath during the set?"),
        reason=_("you held your breath during the set"),
        doubt=_("you are not sure whether you held your breath"),
    ),
    Question(
        "in_doubt",
        "after",
        _("Are you in doubt about carrying on?"),
        reason=_("you are in doubt about carrying on"),
        doubt=_("you are not sure about carrying on"),
    ),
)

QUESTIONS = (*SCREEN, *MORNING, *_BEFORE, *_AFTER)
"""Every question, in the order in which they are asked."""
PRESSING = tuple(question.key for question in (*_GO_NOW, *_URGENT))
"""The danger signs that cannot wait; all are asked again when anything is new."""
SHORT_CHECK = (
    *("numb_seat", "bladder_or_bowel", "both_legs", "legs_getting_weaker"),
    *("numbness", "weakness", "strong_pain_at_rest"),
)
"""Asked again whenever pain is strong, changed, or goes into a leg: the signs of the cauda equina, and the articles'.

Source: docs/sources.md sections 11 and 12.
"""


def find_question(key: str) -> Question:
    """Return the question of a key; KeyError when there is none."""
    return _BY_KEY[key]


_BY_KEY = {question.key: question for question in QUESTIONS}
