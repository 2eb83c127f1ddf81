"""Single-leg stance: standing with the hands on the hips, the right foot lifts and the left leg bears the weight.

The body faces -y with its left at +x; the mat's top is z = 0. The left foot stays in place; the hips move
over it as the right one lifts.
"""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from samples.render.body import Body, Pose, Posed
from samples.render.ik import flat_foot, place_arm, place_leg
from samples.render.poses.base import Instant, Place
from samples.render.rotations import FloatArray, interpolate_rotation, rotation_x, rotation_y, unit

_SIDES = (("L", 1.0), ("R", -1.0))
_SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
_USUAL_HEIGHT_M = 1.7
_FOOT_APART_M = 0.075
_HIPS_INSIDE_M = 0.03  # of the left ankle, on one leg
_STRETCH = 0.995  # of the standing leg
_TOE_OUT = 0.12
_HIP_DEG, _KNEE_DEG = 50.0, 85.0  # bend of the lifted leg
_FOOT_DOWN_DEG = 22.0  # how far its toes hang
_HEAD_FOLLOWS = 0.3  # of the trunk's lean
_WRIST_M = (0.042, 0.03, 0.115)  # from the hip's skin: to the side, backwards, up
_HAND_AHEAD = (-0.28, -0.88, -0.38)  # of the left hand
_ELBOW_POLE = (1.0, 0.45, 0.0)


def lean_angle_deg(posed: Posed) -> float:
    """Return the lean of the line from hips to shoulders in the frontal plane, positive to the left."""
    way = posed.middle("upperarm01") - posed.middle("upperleg01")
    return float(np.degrees(np.arctan2(way[0], way[2])))


def drop_angle_deg(posed: Posed) -> float:
    """Return how far the hips tilt in the frontal plane, positive with the right one lower."""
    way = posed.joint("upperleg01.L") - posed.joint("upperleg01.R")
    return float(np.degrees(np.arctan2(way[2], way[0])))


class SingleLegStance:
    """Poser of the single-leg stance on the left leg.

    On one leg the pelvis hangs by `drop_deg` on the right, the trunk (the line from hips to shoulders) leans by
    `lean_deg` to the left, the hips are `sway_m` to the left of their place, and the foot is lifted by the share
    `foot_m` of its usual height; at 0 it touches the floor.
    """

    truths: ClassVar[tuple[str, ...]] = ("foot_height_m", "drop_deg", "lean_deg", "sway_m")
    top: ClassVar[Mapping[str, float]] = {"drop_deg": 0.0, "lean_deg": 0.0, "sway_m": 0.0, "foot_m": 1.0}
    setup: ClassVar[Mapping[str, float]] = {}
    place: ClassVar[Place] = Place((0.0, 0.0, 0.88), 2.9, (0.0, 0.0, 0.9, 0.4))

    def __init__(self, body: Body, setup: Mapping[str, float]) -> None:
        del setup  # there is none
        self._body = body
        self._scale = body.height_m / _USUAL_HEIGHT_M
        self._thigh_m = body.length("upperleg01.L", "lowerleg01.L")
        self._shank_m = body.length("lowerleg01.L", "foot.L")
        topology = body.topology
        foot = topology.weight_of(*(b for b in topology.bones if b.startswith(("foot", "toe")))) > 0.9
        self._ankle_m = float(body.rest_joint("foot.L")[2] - body.vertices[foot, 2].min())
        self._wrist = self._wrist_place()

    def instant(self, progress: float, top: Mapping[str, float]) -> Instant:
        """Return the pose at `progress` (0 both feet down .. 1 on one leg) of a stance that is `top`."""
        drop, lean, sway = (progress * top[key] for key in ("drop_deg", "lean_deg", "sway_m"))
        # The hips go first, the foot follows.
        hips = self._hips_place(1 - (1 - progress) ** 2, sway)
        pose, trunk = self._trunk(np.radians(drop), lean, hips)
        self._legs(pose, trunk, progress**2 * top["foot_m"])
        self._arms(pose, trunk)
        posed = self._body.solve(pose)
        height = float(posed.joint("foot.R")[2] - posed.joint("foot.L")[2])
        values = (height, drop_angle_deg(posed), lean_angle_deg(posed), sway)
        return Instant(posed, dict(zip(self.truths, values, strict=True)))

    def _ankle(self, sign: float) -> FloatArray:
        return np.array([sign * _FOOT_APART_M * self._scale, 0.0, self._ankle_m])

    def _hips_place(self, share: float, sway_m: float) -> float:
        """Return the x of the hips' middle when they are a `share` of the way over the left foot."""
        return share * (_FOOT_APART_M - _HIPS_INSIDE_M) * self._scale + sway_m

    def _trunk(self, drop_rad: float, lean_deg: float, hips_x: float) -> tuple[Pose, Posed]:
        """Return the pose without limbs; the spine bends so that the line to the shoulders leans as asked."""
        first, second = np.radians(lean_deg), np.radians(lean_deg + 5.0)
        leans = [lean_angle_deg(self._trunk_bent(drop_rad, thorax)[1]) for thorax in (first, second)]
        thorax = first + (second - first) * (lean_deg - leans[0]) / (leans[1] - leans[0])
        pose, posed = self._trunk_bent(drop_rad, thorax)
        hip = posed.joint("upperleg01.L") - posed.middle("upperleg01") + np.array([hips_x, 0.0, 0.0])
        ankle = self._ankle(1.0)
        leg = _STRETCH * (self._thigh_m + self._shank_m)
        hip[2] = ankle[2] + np.sqrt(leg**2 - (hip[0] - ankle[0]) ** 2)
        pose.shift = hip - posed.joint("upperleg01.L")
        pose.shift[1] = 0.01 - posed.middle("upperleg01")[1]
        return pose, posed.moved(pose.shift)

    def _trunk_bent(self, drop_rad: float, thorax_rad: float) -> tuple[Pose, Posed]:
        pelvis, thorax = rotation_y(-drop_rad), rotation_y(thorax_rad)
        pose = Pose(root=pelvis)
        for bone in _SPINE:
            pose.relative[bone] = rotation_y((thorax_rad + drop_rad) / len(_SPINE))
        head = rotation_y(thorax_rad * _HEAD_FOLLOWS)
        for bone, part in (("neck01", 0.25), ("neck02", 0.5), ("neck03", 0.75), ("head", 1.0)):
            pose.absolute[bone] = interpolate_rotation(thorax, head, part)
        return pose, self._body.solve(pose)

    def _legs(self, pose: Pose, trunk: Posed, lift: float) -> None:
        body = self._body
        ahead = np.array([_TOE_OUT, -1.0, 0.0])
        place_leg(body, pose, trunk, "L", self._ankle(1.0), ahead, flat_foot(ahead))
        ahead = np.array([-_TOE_OUT, -1.0, 0.0])
        foot = flat_foot(ahead) @ rotation_x(np.radians(_FOOT_DOWN_DEG) * lift)
        down = self._ankle(-1.0)
        ankle = down + (self._lifted(trunk.joint("upperleg01.R")) - down) * lift
        place_leg(body, pose, trunk, "R", ankle, ahead, foot)

    def _lifted(self, hip: FloatArray) -> FloatArray:
        """Return where the right ankle (3,) is when the foot is all the way up."""
        thigh, shank = np.radians(_HIP_DEG), np.radians(_KNEE_DEG - _HIP_DEG)
        back = -self._thigh_m * np.sin(thigh) + self._shank_m * np.sin(shank)
        down = self._thigh_m * np.cos(thigh) + self._shank_m * np.cos(shank)
        ankle: FloatArray = hip + np.array([0.015, back, -down])
        return ankle

    def _wrist_place(self) -> FloatArray:
        """Return the left wrist (3,) of a hand on the hip, in the pelvis at rest, from the hip joint."""
        aside, back, up = np.array(_WRIST_M) * self._scale
        hip, skin = self._body.rest_joint("upperleg01.L"), self._body.vertices
        trunk = self._body.topology.weight_of("root", "pelvis.L", "spine05", "spine04") > 0.5
        level = trunk & (np.abs(skin[:, 2] - hip[2] - up) < 0.03)
        return np.array([skin[level, 0].max() + aside - hip[0], back, up])

    def _arms(self, pose: Pose, trunk: Posed) -> None:
        """Put the hands on the hips, with the fingers to the front and the elbows out."""
        for side, sign in _SIDES:
            mirror = np.array([sign, 1.0, 1.0])
            wrist = trunk.joint(f"upperleg01.{side}") + pose.root @ (self._wrist * mirror)
            ahead = pose.root @ (unit(_HAND_AHEAD) * mirror)
            hand = self._body.segment(f"hand.{side}", ahead, pose.root @ np.array([0.0, 0.0, 1.0]))
            place_arm(self._body, pose, trunk, side, wrist, np.array(_ELBOW_POLE) * mirror, hand)


POSER = SingleLegStance
