"""What the advisor says: a decision, its reasons, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from formcheck.advisor.pain import PainZone
from formcheck.advisor.questions import Tier

__all__ = ["STRICTNESS", "Advice", "Decision", "Reason", "find_strictest"]

Decision = Literal["see-a-doctor", "stop", "adjust", "continue", "undecided"]
STRICTNESS: dict[Decision, int] = {"continue": 0, "adjust": 1, "undecided": 2, "stop": 3, "see-a-doctor": 4}
"""From mild to strict. Undecided is rest too, for an answer is missing; a stop has a reason besides."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes
    ----------
    code : the question's key, a rule id, "form", or "history." and what.
    calls_for : the decision that this reason alone would lead to.
    text : for a person, what was answered or seen.
    tier : how soon a doctor should see it, where ``calls_for`` is that.
    """

    code: str
    calls_for: Decision
    text: str
    tier: Tier | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"code": self.code, "calls_for": self.calls_for, "text": self.text, "tier": self.tier}


@dataclass(frozen=True, slots=True)
class Advice:
    """One decision and all that belongs to it.

    Attributes
    ----------
    decision : the strictest that a reason calls for.
    reasons : every reason, the weightiest first.
    next_steps : what to do.
    give_up : what to leave be, first of all.
    missing : the questions that were not answered, by key.
    tier : how soon to see a doctor, when that is the decision.
    zone : where the worst pain lies on the scale, None when there is none or it was not answered.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    next_steps: tuple[str, ...]
    give_up: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    tier: Tier | None = None
    zone: PainZone | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the advice in the keys of the JSON file."""
        return {
            "decision": self.decision,
            "tier": self.tier,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "next_steps": list(self.next_steps),
            "give_up": list(self.give_up),
            "missing": list(self.missing),
            "pain_zone": self.zone.to_dict() if self.zone else None,
        }

    def _repr_html_(self) -> str:
        """Return a short summary for notebooks."""
        from formcheck.report.notebook import make_advice_html

        return make_advice_html(self)


def find_strictest(decisions: Iterable[Decision]) -> Decision:
    """Return the strictest of some decisions, "continue" of none."""
    return max(decisions, key=STRICTNESS.__getitem__, default="continue")
