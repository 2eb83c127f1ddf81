"""Draw-ins as landmarks with a closed-form answer: the body of the hip lift at rest, of which only the belly moves.

The belly's place is the breath, a sine of 4 s, minus the draw-in; the breath is made smaller while the belly is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from formcheck.pose import PoseTrack
from tests.synthetic.courses import Timed, follow, spread, sum_length_s
from tests.synthetic.film import Film
from tests.synthetic.hip_lift import REST_DEG, lying

BREATH_S = 4.0


@dataclass(frozen=True)
class DrawIn(Timed):
    """One draw-in: depth of the belly and movement of the pelvis in % of the trunk.

    ``breath_pct`` is the breath while the belly is in, % of that at rest.
    """

    up_s: float = 1.2
    hold_s: float = 5.0
    down_s: float = 1.2
    rest_s: float = 4.0
    depth_pct: float = 3.0
    breath_pct: float = 60.0
    pelvis_pct: float = 0.0


def draw_in_track(
    draws: Sequence[DrawIn], *, lead_s: float = 4.0, tail_s: float = 1.5, swing_pct: float = 0.5, **film: Any
) -> PoseTrack:
    """Return the landmarks of a set of draw-ins; ``swing_pct`` is the breath at rest, from in to out."""
    camera = Film(**film)
    time_s = camera.list_times(sum_length_s(draws, lead_s, tail_s))
    share, which = follow(time_s, draws, lead_s)
    depth, kept, pelvis = (
        spread([getattr(draw, name) for draw in draws], which) for name in ("depth_pct", "breath_pct", "pelvis_pct")
    )
    size = 1.0 - share * (1.0 - kept / 100)
    breath = 0.5 * swing_pct * size * np.sin(2 * np.pi * time_s / BREATH_S)
    return camera.shoot(
        time_s,
        lying(np.full(len(time_s), REST_DEG)),
        px_per_m=370.0,
        origin=(0.2, 0.75),
        surface={"belly": breath - depth * share, "pelvis": pelvis * share},
        kind="belly",
    )
