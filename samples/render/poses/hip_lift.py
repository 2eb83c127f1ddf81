"""Hip lift (bridge): lying on the back, knees bent, the hips rise to an asked shoulder-hip-knee angle.

The body lies along x with the head at -x and the face up; the mat's top is z = 0. The shoulders stay in
place; the trunk is pitched about them, the feet stand flat on a fixed spot, the knees follow by inverse
kinematics, and the pitch is solved for the asked angle.
"""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from samples.render.body import Body, Pose, Posed
from samples.render.errors import RenderError
from samples.render.ik import flat_foot, flat_hand, place_arm, place_leg, spread_thumb
from samples.render.poses.base import Instant, Place
from samples.render.rotations import FloatArray, interpolate_rotation, rotation_x, rotation_y

_SUPINE = np.array([[0, 0, -1], [1, 0, 0], [0, -1, 0]], dtype=np.float64)  # head -x, face up, left +y
_LUMBAR = ("spine05", "spine04", "spine03")
_UPPER_TRUNK = ("spine01", "spine02", "clavicle.L", "clavicle.R")
_PELVIS = ("root", "pelvis.L", "pelvis.R")
_STEEPEST_DEG = 60.0
_FOOT_APART_M = 0.11
_HAND_AHEAD = (1.0, 0.0, 0.0)
_SINK_M = 0.006  # hair, flesh and mat give way
_NOD_DEG = (-20.0, 28.0)
_PITCH_GRID_DEG = np.arange(-30.0, 71.0, 10.0)
_GRID = 17


def line_angle_deg(posed: Posed) -> float:
    """Return the line angle at the hip: shoulder-hip-knee minus 180, positive with the hip above the line."""
    hip = posed.middle("upperleg01")[[0, 2]]
    trunk = hip - posed.middle("upperarm01")[[0, 2]]
    thigh = posed.middle("lowerleg01")[[0, 2]] - hip
    # Both point footwards; the hip is above the line when the thigh points lower than the trunk does.
    return float(np.degrees(np.arctan2(trunk[1] * thigh[0] - trunk[0] * thigh[1], trunk @ thigh)))


def shank_angle_deg(posed: Posed) -> float:
    """Return the lean of the shanks from the vertical, positive with the ankles farther from the head."""
    way = posed.middle("foot") - posed.middle("lowerleg01")
    return float(np.degrees(np.arctan2(way[0], -way[2])))


class HipLift:
    """Poser of the hip lift; a body with its feet in one place.

    `top_deg` is the shoulder-hip-knee angle at the top (180 straight, more above the line) and `extension_deg`
    the extension of the lower back there; both go linearly with the progress. `shank_deg` is where the feet
    stand, given as the lean of the shanks from the vertical when shoulder, hip and knee are in one line;
    positive means feet far from the body. True angles are taken in the side plane, between the middles of left
    and right.
    """

    truths: ClassVar[tuple[str, ...]] = ("line_deg", "lumbar_ext_deg", "shank_deg")
    top: ClassVar[Mapping[str, float]] = {"top_deg": 180.0, "extension_deg": 0.0}
    setup: ClassVar[Mapping[str, float]] = {"shank_deg": 8.0}
    place: ClassVar[Place] = Place((0.47, 0.0, 0.28), 2.25, (0.5, 0.0, 1.05, 0.38))

    def __init__(self, body: Body, setup: Mapping[str, float]) -> None:
        self.body = body
        self._shoulder_m = 0.0  # until it is measured, with the shoulders at the height of the floor
        self._shoulder_m = self._shoulder_height()
        self._contact = self._floor_contact()
        self._ankle_m = self._ankle_height()
        self._ankle_x = self._ankle_place(np.radians(setup["shank_deg"]))
        self.rest_pitch_deg = self._rest_pitch()
        self.rest_line_deg = self.rest().truths["line_deg"]
        self._tables: dict[tuple[float, float], PchipInterpolator] = {}

    def rest(self) -> Instant:
        """Return the pose with the buttocks on the floor."""
        return self._measured(self.posed(self.rest_pitch_deg, 0.0), 0.0)

    @staticmethod
    def _measured(posed: Posed, extension_deg: float) -> Instant:
        values = (line_angle_deg(posed), extension_deg, shank_angle_deg(posed))
        return Instant(posed, dict(zip(HipLift.truths, values, strict=True)))

    def instant(self, progress: float, top: Mapping[str, float]) -> Instant:
        """Return the pose at `progress` (0 rest .. 1 top) of a rep whose top is `top`."""
        if not progress:
            return self.rest()
        key = (top["top_deg"], top["extension_deg"])
        if key not in self._tables:
            self._tables[key] = self._pitch_table(*key)
        extension = key[1] * progress
        return self._measured(self.posed(float(self._tables[key](progress)), extension), extension)

    def _pitch_table(self, top_deg: float, extension_deg: float) -> PchipInterpolator:
        grid = np.linspace(0, 1, _GRID)
        rest, top = self.rest_line_deg, top_deg - 180
        return PchipInterpolator(grid, [self._solve_pitch(rest + (top - rest) * p, extension_deg * p) for p in grid])

    def _solve_pitch(self, line_deg: float, extension_deg: float) -> float:
        """Return the trunk pitch in degrees at which the line angle is `line_deg`."""

        def miss(pitch_deg: float) -> float:
            return line_angle_deg(self.posed(pitch_deg, extension_deg)) - line_deg

        # Arching alone changes the angle a little, so early in a rep the pitch may have to go below its rest.
        low, high = self.rest_pitch_deg - 15, _STEEPEST_DEG
        if miss(low) > 0 or miss(high) < 0:
            raise RenderError(
                f"Body {self.body.name} cannot reach a line angle of {line_deg:.0f} deg with"
                f" {extension_deg:.0f} deg of arch; ask for less or move the feet (shank_deg)."
            )
        pitch = float(brentq(miss, low, high, xtol=1e-4))
        self._check_feet(self.posed(pitch, extension_deg))
        return pitch

    def _check_feet(self, posed: Posed) -> None:
        off = float(np.abs(posed.joint("foot.L") - self._ankle("L")).max())
        if off > 0.003:
            raise RenderError(
                f"Body {self.body.name}: the legs are {off * 100:.0f} cm too short for these feet; lower shank_deg."
            )

    def posed(self, pitch_deg: float, extension_deg: float) -> Posed:
        """Return the whole body with its thorax pitched and its lower back extended."""
        body = self.body
        pose, trunk = self._trunk(pitch_deg, extension_deg)
        for side, sign in (("L", 1.0), ("R", -1.0)):
            place_leg(body, pose, trunk, side, self._ankle(side), (-0.1, 0.0, 1.0), flat_foot((1, 0.08 * sign, 0)))
            wrist = np.array([self._wrist_x(), sign * 0.27, 0.035])
            place_arm(body, pose, trunk, side, wrist, (0.0, sign, 0.12), flat_hand(body, side, _HAND_AHEAD))
            pose.absolute[f"finger1-1.{side}"] = spread_thumb(side, pose.absolute[f"wrist.{side}"], _HAND_AHEAD)
        return body.solve(pose)

    def _trunk(self, pitch_deg: float, extension_deg: float) -> tuple[Pose, Posed]:
        """Return the pose without limbs, shoulders over x = 0, head and shoulders on the floor."""
        nod, lift = self._contact
        return self._trunk_with_head(pitch_deg, extension_deg, float(nod(pitch_deg)), float(lift(pitch_deg)))

    def _trunk_with_head(
        self, pitch_deg: float, extension_deg: float, nod_deg: float, lift_m: float = 0.0
    ) -> tuple[Pose, Posed]:
        extension = np.radians(extension_deg)
        thorax = rotation_y(-np.radians(pitch_deg)) @ _SUPINE
        head = rotation_y(np.radians(nod_deg)) @ _SUPINE
        pose = Pose(root=thorax @ rotation_x(extension))
        for bone in _LUMBAR:
            pose.relative[bone] = rotation_x(-extension / len(_LUMBAR))
        for bone, part in (("neck01", 0.25), ("neck02", 0.5), ("neck03", 0.75), ("head", 1.0)):
            pose.absolute[bone] = interpolate_rotation(thorax, head, part)
        posed = self.body.solve(pose)
        pose.shift = np.array([0, 0, self._shoulder_m + lift_m]) - posed.middle("upperarm01")
        return pose, posed.moved(pose.shift)

    def _ankle(self, side: str) -> FloatArray:
        return np.array([self._ankle_x, _FOOT_APART_M * (1 if side == "L" else -1), self._ankle_m])

    def _wrist_x(self) -> float:
        return 0.97 * (self.body.length("upperarm01.L", "lowerarm01.L") + self.body.length("lowerarm01.L", "wrist.L"))

    def _shoulder_height(self) -> float:
        """Return the height of the shoulder joints at which the flat upper trunk just touches the floor."""
        _, posed = self._trunk_with_head(0.0, 0.0, 0.0)
        trunk = self.body.topology.weight_of(*_UPPER_TRUNK) > 0.6
        lowest = self.body.skin(posed)[trunk, 2].min()
        return float(posed.middle("upperarm01")[2] - lowest)

    def _floor_contact(self) -> tuple[PchipInterpolator, PchipInterpolator]:
        """Return the head's nod (degrees) and the shoulders' lift (m) that fit the floor, over the pitch.

        The head stays on the floor as far as the neck bends; beyond, the shoulders roll up and rise a little.
        """
        weight_of = self.body.topology.weight_of
        head = weight_of("head") > 0.5
        upper = head | (weight_of("neck01", "neck02", "neck03", *_UPPER_TRUNK) > 0.6)

        def lowest(nod_deg: float, pitch_deg: float, part: NDArray[np.bool_]) -> float:
            _, posed = self._trunk_with_head(pitch_deg, 0.0, nod_deg)
            return float(self.body.skin(posed)[part, 2].min()) + _SINK_M

        nods, lifts = [], []
        for pitch in _PITCH_GRID_DEG:
            low, high = _NOD_DEG
            if lowest(low, pitch, head) > 0:
                nod = low
            elif lowest(high, pitch, head) < 0:
                nod = high
            else:
                nod = float(brentq(lowest, low, high, args=(pitch, head), xtol=1e-2))
            nods.append(nod)
            lifts.append(max(-lowest(nod, pitch, upper), 0.0))
        return PchipInterpolator(_PITCH_GRID_DEG, nods), PchipInterpolator(_PITCH_GRID_DEG, lifts)

    def _ankle_height(self) -> float:
        """Return the height of the ankle over the sole."""
        topology = self.body.topology
        foot = topology.weight_of(*(b for b in topology.bones if b.startswith(("foot", "toe")))) > 0.9
        return float(self.body.rest_joint("foot.L")[2] - self.body.vertices[foot, 2].min())

    def _rest_pitch(self) -> float:
        """Return the pitch in degrees at which the buttocks just touch the floor."""
        pelvis = self.body.topology.weight_of(*_PELVIS) > 0.5

        def height(pitch_deg: float) -> float:
            return float(self.body.skin(self.posed(pitch_deg, 0.0))[pelvis, 2].min())

        return float(brentq(height, -25, 15, xtol=1e-3))

    def _ankle_place(self, shank_rad: float) -> float:
        """Return the ankles' x at which the shanks lean by `shank_rad` in a straight hip lift."""
        thigh = self.body.length("upperleg01.L", "lowerleg01.L")
        shank = self.body.length("lowerleg01.L", "foot.L")

        def ankle(pitch_deg: float) -> FloatArray:
            _, trunk = self._trunk(pitch_deg, 0.0)
            hip = trunk.middle("upperleg01")
            way = hip - trunk.middle("upperarm01")
            return (
                hip + thigh * way / np.linalg.norm(way) + shank * np.array([np.sin(shank_rad), 0, -np.cos(shank_rad)])
            )

        return float(ankle(float(brentq(lambda p: ankle(p)[2] - self._ankle_m, 0.0, _STEEPEST_DEG)))[0])


POSER = HipLift
