"""Draw-in (hollowing): lying on the back with bent knees, the belly goes in and nothing else should move.

The body lies as in the hip lift at rest. The belly's front goes in by an asked depth; as a fault the pelvis
tilts back: the chest stays, the lower back flattens and the hips rise a little.
"""

from collections.abc import Mapping
from typing import ClassVar

from samples.render.body import Body
from samples.render.errors import RenderError
from samples.render.poses.base import Instant, Place
from samples.render.poses.hip_lift import HipLift

_FURTHEST_MM = 30.0
_FURTHEST_TILT_DEG = 15.0


class DrawIn:
    """Poser of the draw-in.

    `depth_mm` is how far the belly's front is in at the top, without the breath; `pelvis_deg` how far the pelvis
    is tilted back there. `shank_deg` is where the feet stand, as in the hip lift.
    """

    truths: ClassVar[tuple[str, ...]] = ("depth_mm", "pelvis_deg")
    top: ClassVar[Mapping[str, float]] = {"depth_mm": 12.0, "pelvis_deg": 0.0}
    setup: ClassVar[Mapping[str, float]] = HipLift.setup
    place: ClassVar[Place] = HipLift.place

    def __init__(self, body: Body, setup: Mapping[str, float]) -> None:
        self.body = body
        self._lying = HipLift(body, setup)
        self._rest = self._lying.rest()

    def instant(self, progress: float, top: Mapping[str, float]) -> Instant:
        """Return the pose at `progress` (0 rest .. 1 top) of a rep whose top is `top`."""
        depth, tilt = top["depth_mm"] * progress, top["pelvis_deg"] * progress
        if abs(top["depth_mm"]) > _FURTHEST_MM or not 0 <= top["pelvis_deg"] <= _FURTHEST_TILT_DEG:
            raise RenderError(
                f"A belly goes in {_FURTHEST_MM:.0f} mm and a pelvis tilts {_FURTHEST_TILT_DEG:.0f} deg at most;"
                f" {top['depth_mm']:.0f} mm and {top['pelvis_deg']:.0f} deg were asked."
            )
        posed = self._lying.posed(self._lying.rest_pitch_deg, -tilt) if tilt else self._rest.posed
        return Instant(posed, {"depth_mm": depth, "pelvis_deg": tilt}, self.body.belly(-depth))


POSER = DrawIn
