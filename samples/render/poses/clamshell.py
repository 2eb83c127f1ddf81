"""Clamshell: lying on the right side, knees bent, the top knee opens while the feet stay together.

The head is at -x, the front looks to -y, left is up; the mat's top is z = 0. The ankles stay in place, and
either knee lies on its circle about the line from hip to ankle: the bottom one on the floor, the top one on
the bottom one or, opened, further round its circle. Pelvis and trunk may roll backwards (to +y), each by an
angle of its own.
"""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from samples.render.body import Body, Pose, Posed
from samples.render.ik import flat_hand, place_arm, place_leg, spread_thumb
from samples.render.poses.base import Instant, Place
from samples.render.rotations import (
    FloatArray,
    cross,
    interpolate_rotation,
    rotation_x,
    rotation_y,
    rotation_z,
    unit,
)

_RIGHT_SIDE = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], dtype=np.float64)  # head -x, front -y, left +z
_SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
_TRUNK = ("root", "pelvis.L", "pelvis.R", *_SPINE)
_USUAL_HEIGHT_M = 1.7
_ROLLING_RADIUS_M = 0.12
_SINK_M = 0.012  # flesh and mat give way
_SHOULDER_M = 0.04
_PILLOW_M = 0.065  # the bottom arm under the head
_HEAD_FOLLOWS = 0.5  # of the trunk's roll
_FOOT_FOLLOWS = 0.5  # of the top shank's turn; the ankle takes the rest
_BEND_DEG = (-50.0, 50.0)
_HAND_AHEAD = (-0.75, -0.66, 0.0)
_WRIST_M = 0.04
_ARM_STRETCH = 0.96  # of the top arm's length at the most; then its hand slides
_KNEE_POLE = np.array([0.3, -1.0, 0.0])


class Clamshell:
    """Solver of the clamshell for one body."""

    truths: ClassVar[tuple[str, ...]] = (
        "opening_deg",
        "knee_gap_m",
        "roll_pelvis_deg",
        "roll_trunk_deg",
        "heel_gap_m",
    )
    top: ClassVar[Mapping[str, float]] = {
        "opening_deg": 35.0,
        "roll_pelvis_deg": 0.0,
        "roll_trunk_deg": 0.0,
        "heel_gap_m": 0.0,
    }
    setup: ClassVar[Mapping[str, float]] = {"hip_flexion_deg": 45.0, "knee_flexion_deg": 90.0}
    place: ClassVar[Place] = Place((0.08, -0.05, 0.22), 2.25, (0.1, -0.05, 1.1, 0.42))

    def __init__(self, body: Body, setup: Mapping[str, float]) -> None:
        self._body = body
        self._scale = body.height_m / _USUAL_HEIGHT_M
        self._part = self._points(0.7, *_TRUNK)
        self._thigh_m = body.length("upperleg01.L", "lowerleg01.L")
        self._shank_m = body.length("lowerleg01.L", "foot.L")
        self._knee_side_m = self._half_width("lowerleg01.L")
        self._bend_rad = self._tilt_rad = 0.0  # until they are measured
        self._tilt_rad = self._trunk_tilt()
        self._bend_rad = self._head_bend()
        _, trunk = self._trunk(0.0, 0.0)
        self._ankle = self._ankle_place(trunk, setup["hip_flexion_deg"], setup["knee_flexion_deg"])
        self._wrist = trunk.joint("upperarm01.L") + self._scale * np.array([0.1, -0.27, 0.0])
        self._wrist[2] = _WRIST_M
        self._rest_gap_m = 0.0  # until it is measured
        self._rest_foot = self._shank_turn(trunk)
        self._rest_gap_m = self.instant(0.0, self.top).truths["knee_gap_m"]

    def instant(self, progress: float, top: Mapping[str, float]) -> Instant:
        """Return the pose at `progress` (0 rest .. 1 top) of a rep whose top is `top`."""
        asked = {key: progress * value for key, value in top.items()}
        pose, trunk = self._trunk(np.radians(asked["roll_pelvis_deg"]), np.radians(asked["roll_trunk_deg"]))
        self._legs(pose, trunk, np.radians(asked["opening_deg"]), asked["heel_gap_m"])
        self._arms(pose, trunk)
        posed = self._body.solve(pose)
        gap = float(posed.joint("lowerleg01.L")[2] - posed.joint("lowerleg01.R")[2]) - self._rest_gap_m
        return Instant(posed, {name: asked.get(name, gap) for name in self.truths})

    def _trunk(self, pelvis_rad: float, thorax_rad: float) -> tuple[Pose, Posed]:
        """Return the pose without limbs, rolled back, its lowest point on the floor."""
        lying = rotation_y(self._tilt_rad) @ _RIGHT_SIDE
        pelvis, thorax = rotation_x(-pelvis_rad) @ lying, rotation_x(-thorax_rad) @ lying
        head = rotation_x(-thorax_rad * _HEAD_FOLLOWS) @ rotation_y(self._bend_rad) @ _RIGHT_SIDE
        pose = Pose(root=pelvis)
        for bone in _SPINE:
            pose.relative[bone] = rotation_z((thorax_rad - pelvis_rad) / len(_SPINE))
        for bone, part in (("neck01", 0.25), ("neck02", 0.5), ("neck03", 0.75), ("head", 1.0)):
            pose.absolute[bone] = interpolate_rotation(thorax, head, part)
        pose.relative["clavicle.R"] = rotation_y(np.radians(22)) @ rotation_z(np.radians(-22))
        posed = self._body.solve(pose)
        rolled = _ROLLING_RADIUS_M * self._scale * pelvis_rad
        pose.shift = np.array([0, rolled, -self._lowest(posed, self._part) - _SINK_M])
        return pose, posed.moved(pose.shift)

    def _legs(self, pose: Pose, trunk: Posed, opening_rad: float, heel_gap_m: float) -> None:
        body, bottom = self._body, self._ankle["R"]
        top = self._ankle["L"] + np.array([0, 0, heel_gap_m])
        hip = trunk.joint("upperleg01.R")
        place_leg(body, pose, trunk, "R", bottom, self._pole(hip, bottom, self._knee_swivel(hip, bottom, "R")))
        hip = trunk.joint("upperleg01.L")
        # Closed means knee on knee with this pelvis and the feet together.
        swivel = self._knee_swivel(hip, self._ankle["L"], "L") + opening_rad
        place_leg(body, pose, trunk, "L", top, self._pole(hip, top, swivel))
        turned = pose.absolute["lowerleg01.L"]
        pose.absolute["foot.L"] = interpolate_rotation(self._rest_foot, turned, _FOOT_FOLLOWS)

    def _shank_turn(self, trunk: Posed) -> FloatArray:
        """Return the rotation (3, 3) of the top shank at rest."""
        pose, hip, ankle = Pose(root=_RIGHT_SIDE), trunk.joint("upperleg01.L"), self._ankle["L"]
        place_leg(self._body, pose, trunk, "L", ankle, self._pole(hip, ankle, self._knee_swivel(hip, ankle, "L")))
        return pose.absolute["lowerleg01.L"]

    @staticmethod
    def _pole(hip: FloatArray, ankle: FloatArray, swivel_rad: float) -> FloatArray:
        """Return the direction (3,) from the line hip-ankle to a knee that is `swivel_rad` above the horizontal."""
        along = unit(ankle - hip)
        level = cross(along, np.array([0.0, 0.0, 1.0]))
        level = unit(level * np.sign(level @ _KNEE_POLE))
        up = cross(along, level)
        pole: FloatArray = level * np.cos(swivel_rad) + up * np.sign(up[2]) * np.sin(swivel_rad)
        return pole

    def _knee_swivel(self, hip: FloatArray, ankle: FloatArray, side: str) -> float:
        """Return the swivel (radians) at which the knee has the height it has with the knees together."""
        outer, inner = self._knee_side_m
        height = outer - _SINK_M + (2 * inner - _SINK_M if side == "L" else 0.0)
        way = ankle - hip
        length = float(np.linalg.norm(way))
        foot = (self._thigh_m**2 - self._shank_m**2 + length**2) / (2 * length)
        radius = float(np.sqrt(max(self._thigh_m**2 - foot**2, 1e-6)))
        steep = float(np.hypot(way[0], way[1])) / length
        rise = height - float(hip[2] + way[2] * foot / length)
        return float(np.arcsin(np.clip(rise / (radius * steep), -1, 1)))

    def _arms(self, pose: Pose, trunk: Posed) -> None:
        """Put the bottom arm on the floor under the head, and the top hand flat in front of the chest."""
        body, shoulder = self._body, trunk.joint("upperarm01.R")
        upper = body.length("upperarm01.R", "lowerarm01.R")
        first, second = unit([-0.93, -0.36, (0.05 - shoulder[2]) / upper]), unit([-0.8, 0.5, 0.0])
        hinge = cross(first, second)
        pose.absolute["upperarm01.R"] = body.segment("upper arm.R", first, hinge)
        pose.absolute["lowerarm01.R"] = body.segment("forearm.R", second, hinge)
        hand = flat_hand(body, "L", _HAND_AHEAD)
        place_arm(body, pose, trunk, "L", self._reached(trunk.joint("upperarm01.L")), (0.5, -0.3, 1.0), hand)
        pose.absolute["finger1-1.L"] = spread_thumb("L", hand, _HAND_AHEAD)

    def _reached(self, shoulder: FloatArray) -> FloatArray:
        """Return the place of the top wrist: always the same on the floor, unless the arm is too short for it."""
        length = self._body.length("upperarm01.L", "lowerarm01.L") + self._body.length("lowerarm01.L", "wrist.L")
        reach = np.sqrt((_ARM_STRETCH * length) ** 2 - (shoulder[2] - _WRIST_M) ** 2)
        way = (self._wrist - shoulder)[:2]
        wrist: FloatArray = self._wrist.copy()
        wrist[:2] = shoulder[:2] + way * min(1.0, reach / float(np.linalg.norm(way)))
        return wrist

    def _points(self, share: float, *bones: str) -> NDArray[np.intp]:
        return np.flatnonzero(self._body.topology.weight_of(*bones) > share)

    def _lowest(self, posed: Posed, part: NDArray[np.intp]) -> float:
        """Return the height of the lowest of the skin points `part`."""
        rows = self._body.topology.weights[part] @ posed.transforms[:, 2]
        return float(((rows[:, :3] * self._body.vertices[part]).sum(axis=1) + rows[:, 3]).min())

    def _half_width(self, joint: str) -> tuple[float, float]:
        """Return how far the left leg's skin reaches outwards and inwards of `joint`."""
        body, centre = self._body, self._body.rest_joint(joint)
        level = np.abs(body.vertices[:, 2] - centre[2]) < 0.03
        leg = body.topology.weight_of("upperleg02.L", "lowerleg01.L", "lowerleg02.L", "foot.L") > 0.5
        x = body.vertices[level & leg, 0] - centre[0]
        return float(x.max()), float(-x.min())

    def _trunk_tilt(self) -> float:
        """Return the trunk's tilt (radians, the head up) that keeps the bottom shoulder above the floor."""
        _, trunk = self._trunk(0.0, 0.0)
        shoulder, root = trunk.joint("upperarm01.R"), trunk.joint("root")
        return float(max(_SHOULDER_M - shoulder[2], 0.0) / np.linalg.norm(shoulder - root))

    def _head_bend(self) -> float:
        """Return the neck's bend to the side (radians, up) that puts the head on the bottom arm."""
        head = self._points(0.5, "head")

        def height(bend_deg: float) -> float:
            self._bend_rad = float(np.radians(bend_deg))
            return self._lowest(self._trunk(0.0, 0.0)[1], head) - _PILLOW_M

        low, high = _BEND_DEG
        if height(low) > 0 or height(high) < 0:
            return float(np.radians(low if height(low) > 0 else high))
        return float(np.radians(brentq(height, low, high, xtol=1e-2)))

    def _ankle_place(self, trunk: Posed, hip_flexion_deg: float, knee_flexion_deg: float) -> dict[str, FloatArray]:
        """Return where the ankles lie: the feet on each other, at the asked bends of hip and knee."""
        flexion, back = np.radians(-hip_flexion_deg), np.radians(knee_flexion_deg - hip_flexion_deg)
        way = self._thigh_m * np.array([np.cos(flexion), np.sin(flexion)])
        way = way + self._shank_m * np.array([np.cos(back), np.sin(back)])
        outer, inner = self._half_width("foot.L")
        x, y = trunk.middle("upperleg01")[:2] + 0.985 * way
        bottom = np.array([x, y, outer + 0.5 * _SINK_M])
        return {"R": bottom, "L": bottom + np.array([0, 0, 2 * inner])}


POSER = Clamshell
