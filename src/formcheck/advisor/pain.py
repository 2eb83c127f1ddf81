"""Pain on the scale from 0 to 10: what is soreness and no pain, and the zones of the pain-monitoring model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from formcheck.advisor.questions import Answer, Answers
from formcheck.messages import _

__all__ = ["LOW", "STRONG", "PainZone", "find_zone", "is_soreness", "needs_short_check", "read_pain"]

STRONG = 5
"""Pain above this is strong: soreness or not, it counts. Source: docs/sources.md section 11."""
LOW = 2
"""Pain up to this is low; above it before a set, the set should be easier. Source: docs/sources.md section 11."""
_SCALES = {
    "pain_before": ("", ""),
    "pain_during": ("pain_where", "pain_kind"),
    "pain_after": ("pain_where", "pain_kind"),
    "next_day_pain": ("next_day_where", "next_day_kind"),
}
"""The scales, each with the questions that tell where it was and of what kind."""
_ZONE_CAVEAT = _(
    "These zones were made for pain of knee and Achilles tendon and have not been checked for back pain. They are "
    "shown to compare with, and never make a decision milder."
)


@dataclass(frozen=True, slots=True)
class PainZone:
    """Where the worst pain lies in the pain-monitoring model (0 to 2, to 5, above). Source: docs/sources.md section 11.

    The model was made for pain of knee and Achilles tendon, and has not been validated for low back pain.
    """

    pain: int
    zone: Literal["low", "middle", "high"]

    @property
    def text(self) -> str:
        """What to say of it."""
        names = {"low": _("0 to 2, low"), "middle": _("3 to 5, in the middle"), "high": _("6 to 10, high")}
        return _("the worst pain was {pain} of 10 ({zone})", pain=self.pain, zone=names[self.zone])

    @property
    def caveat(self) -> str:
        """How far the zones hold."""
        return _ZONE_CAVEAT

    def to_dict(self) -> dict[str, Any]:
        return {"pain": self.pain, "zone": self.zone, "caveat": _ZONE_CAVEAT}


def find_zone(answers: Answers) -> PainZone | None:
    """Return the zone of the worst pain answered, soreness not counted; None when there is none."""
    worst = max(read_pain(answers, key) or 0 for key in _SCALES)
    if not worst:
        return None
    return PainZone(worst, "low" if worst <= LOW else "middle" if worst <= STRONG else "high")


def read_pain(answers: Answers, key: str) -> int | None:
    """Return the pain told on a scale, 0 when it is soreness; None when it was not told."""
    pain = answers.get(key)
    if not isinstance(pain, int):
        return None
    where, kind = _SCALES[key]
    return 0 if is_soreness(pain, answers.get(where), answers.get(kind)) else pain


def is_soreness(pain: Answer, where: Answer | None, kind: Answer | None) -> bool:
    """Return whether what is felt is the soreness of muscles that worked, which fades with rest, and no pain.

    Strong pain is never taken for soreness, nor is what was not told or is unsure.
    """
    return isinstance(pain, int) and pain <= STRONG and where == "muscles" and kind == "sore"


def needs_short_check(answers: Answers) -> bool:
    """Return whether the danger signs of the short check must be asked anew, whatever was said before.

    So it is with strong pain, pain in a leg or like electricity, and pain that changed.
    """
    strong = any(isinstance(pain := answers.get(key), int) and pain > STRONG for key in _SCALES)
    leg = "leg" in (answers.get("pain_where"), answers.get("next_day_where"))
    electric = "electric" in (answers.get("pain_kind"), answers.get("next_day_kind"))
    changed = answers.get("pain_changed") in ("yes", "unsure")
    return strong or leg or electric or changed
