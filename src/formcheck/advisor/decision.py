"""The decision table, as one pure function.

Source: docs/sources.md section 12. Form can make the advice stricter, never milder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from formcheck.advisor.answers import Answers
from formcheck.advisor.questions import QUESTIONS
from formcheck.results import SetResult

__all__ = ["Advice", "Decision", "Reason", "advise"]

Decision = Literal["see-a-doctor", "stop", "adjust", "continue", "undecided"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: ``code`` is the question's key, a rule id, or "form"; ``text`` is for a person."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The decision, every reason in the order of its weight, what to do next, and the questions not answered."""

    decision: Decision
    reasons: tuple[Reason, ...]
    next_steps: tuple[str, ...]
    missing: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the advice in the keys of the JSON file."""
        return {
            "decision": self.decision,
            "reasons": [{"code": r.code, "text": r.text} for r in self.reasons],
            "next_steps": list(self.next_steps),
            "missing": list(self.missing),
        }


NEXT_STEPS: dict[Decision, tuple[str, ...]] = {
    "see-a-doctor": (
        "Have it assessed by a doctor before you exercise again. Please do not wait for it to settle.",
        "Trouble with bladder or bowels, numbness around the seat, or legs getting weaker: "
        "go to an emergency department now.",
    ),
    "stop": (
        "Rest now and let it settle. Changing the form or the exercise is for later.",
        "Tomorrow and the day after, answer the three questions again; if all are no, come back with a smaller dose.",
        "If it does not settle, ask a doctor or physiotherapist.",
    ),
    "adjust": (
        "Make it easier: fewer reps, a smaller range, slower.",
        "Stay where it does not hurt, and stop where the quality falls.",
    ),
    "continue": ("Carry on like this. When it feels easy, raise reps, hold time or range a little, one at a time.",),
    "undecided": (
        "Rest until the questions are answered.",
        "Answer them with --ask, or in a file with --answers FILE; the danger signs first.",
    ),
}


def advise(result: SetResult, answers: Answers | None = None) -> Advice:
    """Return one decision from the form of a set and the person's answers.

    In order: a danger sign is for a doctor; any yes to the stop questions, and any doubt, is for rest; a missing
    answer leaves it undecided; a fault, or form that could not be judged, is for adjusting; the rest may continue.

    Parameters
    ----------
    answers : by question key, see `QUESTIONS`. What is not in it was not answered, which is never taken for "no".
    """
    given = dict(answers or {})
    worries = {q: given[q.key] for q in QUESTIONS if q.key in given and given[q.key] in (q.worry, "unsure")}
    reasons = [Reason(q.key, _explain(q.reason, answer)) for q, answer in worries.items()]
    danger = any(q.kind == "danger" and answer == q.worry for q, answer in worries.items())
    missing = tuple(q.key for q in QUESTIONS if q.key not in given)
    reasons += _form_reasons(result)

    decision: Decision
    if danger:
        decision = "see-a-doctor"
    elif worries:
        decision = "stop"
    elif missing:
        decision = "undecided"
    elif result.form != "good":
        decision = "adjust"
    else:
        decision = "continue"
        reasons.append(Reason("form", "no pain, a clear pain-free range, and good form"))
    cues = tuple(f.cue for f in result.findings) if decision == "adjust" else ()
    return Advice(decision, tuple(reasons), (*dict.fromkeys(cues), *NEXT_STEPS[decision]), missing)


def _explain(reason: str, answer: str) -> str:
    return reason if answer != "unsure" else f"you are not sure whether {reason}"


def _form_reasons(result: SetResult) -> list[Reason]:
    reasons = [Reason(f.rule, f"in the video, {f.seen}") for f in result.findings]
    if result.form == "not-measurable":
        reasons.append(Reason("form", "the form could not be judged from this video"))
    return reasons
