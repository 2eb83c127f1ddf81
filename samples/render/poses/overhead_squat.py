"""Overhead squat: standing with the arms overhead, down until the knees are bent as far as asked.

The body faces -y with its left at +x; the mat's top is z = 0. The feet stay in place. The knees bend by an
asked angle, the trunk leans by another, and the lean of the shanks keeps the body's weight over the feet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.optimize import brentq

from samples.render.body import Body, Pose, Posed
from samples.render.ik import flat_foot, place_leg
from samples.render.poses.base import Instant, Place
from samples.render.rotations import FloatArray, cross, interpolate_rotation, rotation_x, rotation_y, rotation_z, unit

_SIDES = (("L", 1.0), ("R", -1.0))
_KNEE_REST_DEG = 4.0
_SHANK_REST_DEG = 2.0
_SHANK_STEEPEST_DEG = (5.0, 38.0)
_WEIGHT_AHEAD_M = 0.065  # of the ankles
_TRUNK_WEIGHT_M = 0.36  # above the hips, with raised arms, of a body of 1.7 m
_WEIGHTS = (0.68, 0.20, 0.09)  # of trunk with head and arms, thighs, shanks
_USUAL_HEIGHT_M = 1.7
_KNEES_OUT_DEG = 4.0  # more than the feet
_KNEES_FOLLOW = 0.4  # of the feet's further turn
_HEAD_FOLLOWS = 0.35  # of the trunk's lean
_ARM_OUT = 0.2
_SHOULDER_DEG = (14.0, 22.0)  # how far clavicle and shoulder rise with the arms


@dataclass(frozen=True, slots=True)
class _Asked:
    """One instant: degrees (radians for angles of turning) and metres."""

    knee_deg: float
    shank_deg: float
    lean_deg: float
    valgus_deg: float
    arm_fall_deg: float
    heel_rise_m: float
    toe_out_deg: float
    knees_out_deg: float
    shift_m: float


def _lean_deg(way: FloatArray) -> float:
    """Return the forward lean of `way` (3,), which points up, from the vertical in the side plane."""
    return float(np.degrees(np.arctan2(-way[1], way[2])))


def knee_flexion_deg(posed: Posed) -> float:
    """Return how far the knees are bent, 0 straight; the mean of left and right."""
    bends = []
    for side, _ in _SIDES:
        knee = posed.joint(f"lowerleg01.{side}")
        thigh, shank = unit(knee - posed.joint(f"upperleg01.{side}")), unit(posed.joint(f"foot.{side}") - knee)
        bends.append(np.degrees(np.arccos(np.clip(thigh @ shank, -1, 1))))
    return float(np.mean(bends))


def _apart(posed: Posed, bone: str) -> float:
    return float(posed.joint(f"{bone}.L")[0] - posed.joint(f"{bone}.R")[0])


class OverheadSquat:
    """Poser of the overhead squat; a body with its feet in one place.

    At the bottom the knees are bent by `knee_deg`, the line from hips to shoulders leans forward by `lean_deg`
    and the arms have fallen forward from that line by `arm_fall_deg`. `valgus` turns the knees inward, in
    degrees; the heels rise by `heel_rise_m`, the feet turn out by `toe_out_extra_deg` more than at rest, and
    the hips move by `shift_m` to the person's left. All go linearly with the progress.
    """

    truths: ClassVar[tuple[str, ...]] = (
        "knee_flexion_deg",
        "knee_ratio",
        "trunk_lean_deg",
        "shank_lean_deg",
        "arm_fall_deg",
        "heel_rise_m",
        "toe_out_deg",
        "shift_ratio",
    )
    top: ClassVar[Mapping[str, float]] = {
        "knee_deg": 95.0,
        "valgus": 0.0,
        "lean_deg": 38.0,
        "arm_fall_deg": 0.0,
        "heel_rise_m": 0.0,
        "toe_out_extra_deg": 0.0,
        "shift_m": 0.0,
    }
    setup: ClassVar[Mapping[str, float]] = {"stance_m": 0.34, "toe_out_deg": 8.0}
    place: ClassVar[Place] = Place((0.0, 0.0, 1.06), 3.45, (0.0, 0.0, 0.9, 0.4))

    def __init__(self, body: Body, setup: Mapping[str, float]) -> None:
        self._body, self._setup = body, setup
        self._scale = body.height_m / _USUAL_HEIGHT_M
        self._thigh_m = body.length("upperleg01.L", "lowerleg01.L")
        self._shank_m = body.length("lowerleg01.L", "foot.L")
        self._measure_foot()
        self._lean_off_deg = self._arm_off_deg = 0.0  # until they are measured
        stand = self._posed(self._asked(0.0, self.top, 0.0))
        self._lean_off_deg = self._trunk_lean(stand)
        self._arm_off_deg = self._arm_fall(self._posed(self._asked(0.0, self.top, 0.0)))
        self._shanks: dict[tuple[float, float], float] = {}

    def instant(self, progress: float, top: Mapping[str, float]) -> Instant:
        """Return the pose at `progress` (0 standing .. 1 bottom) of a squat whose bottom is `top`."""
        key = (top["knee_deg"], top["lean_deg"])
        if key not in self._shanks:
            self._shanks[key] = self._balanced_shank(*key)
        asked = self._asked(progress, top, self._shanks[key])
        posed = self._posed(asked)
        ankles_m = _apart(posed, "foot")
        shank = posed.middle("lowerleg01") - posed.middle("foot")
        values = (
            knee_flexion_deg(posed),
            _apart(posed, "lowerleg01") / ankles_m,
            self._trunk_lean(posed),
            _lean_deg(shank),
            self._arm_fall(posed),
            asked.heel_rise_m,
            asked.toe_out_deg,
            float(posed.middle("upperleg01")[0] - posed.middle("foot")[0]) / ankles_m,
        )
        return Instant(posed, dict(zip(self.truths, values, strict=True)))

    @staticmethod
    def _trunk_lean(posed: Posed) -> float:
        return _lean_deg(posed.middle("upperarm01") - posed.middle("upperleg01"))

    @classmethod
    def _arm_fall(cls, posed: Posed) -> float:
        """Return the angle between trunk and arms in the side plane, positive with the arms ahead."""
        return _lean_deg(posed.middle("wrist") - posed.middle("upperarm01")) - cls._trunk_lean(posed)

    def _asked(self, progress: float, top: Mapping[str, float], shank_deg: float) -> _Asked:
        toe_out = self._setup["toe_out_deg"]
        extra = top["toe_out_extra_deg"] * progress
        return _Asked(
            knee_deg=_KNEE_REST_DEG + (top["knee_deg"] - _KNEE_REST_DEG) * progress,
            shank_deg=_SHANK_REST_DEG + (shank_deg - _SHANK_REST_DEG) * progress,
            lean_deg=top["lean_deg"] * progress,
            valgus_deg=top["valgus"] * progress,
            arm_fall_deg=top["arm_fall_deg"] * progress,
            heel_rise_m=top["heel_rise_m"] * progress,
            toe_out_deg=toe_out + extra,
            knees_out_deg=toe_out + _KNEES_OUT_DEG + _KNEES_FOLLOW * extra,
            shift_m=top["shift_m"] * progress,
        )

    def _balanced_shank(self, knee_deg: float, lean_deg: float) -> float:
        """Return the lean of the shanks in degrees with which the weight is over the feet."""

        def ahead(shank_deg: float) -> float:
            shank, thigh = np.radians(shank_deg), np.radians(knee_deg - shank_deg)
            knee_y = -self._shank_m * np.sin(shank)
            hip_y = knee_y + self._thigh_m * np.sin(thigh)
            trunk_y = hip_y - _TRUNK_WEIGHT_M * self._scale * np.sin(np.radians(lean_deg))
            parts = (trunk_y, (hip_y + knee_y) / 2, knee_y / 2)
            mean = sum(w * y for w, y in zip(_WEIGHTS, parts, strict=True)) / sum(_WEIGHTS)
            return float(-mean - _WEIGHT_AHEAD_M * self._scale)

        low, high = _SHANK_STEEPEST_DEG
        if ahead(low) > 0:
            return low
        return high if ahead(high) < 0 else float(brentq(ahead, low, high, xtol=1e-2))

    def _posed(self, asked: _Asked) -> Posed:
        body = self._body
        feet = {side: self._foot(sign, asked) for side, sign in _SIDES}
        pose, trunk = self._trunk(asked, (feet["L"][0] + feet["R"][0]) / 2)
        for side, sign in _SIDES:
            ankle, foot = feet[side]
            out = np.radians(asked.knees_out_deg - asked.valgus_deg) * sign
            place_leg(body, pose, trunk, side, ankle, rotation_z(out) @ np.array([0, -1.0, 0.12]), foot)
            toes = flat_foot(self._toes_ahead(sign, asked.toe_out_deg))
            for toe in range(1, 6):
                pose.absolute[f"toe{toe}-1.{side}"] = toes
            self._place_arm(pose, side, sign, asked)
        return body.solve(pose)

    @staticmethod
    def _toes_ahead(sign: float, toe_out_deg: float) -> FloatArray:
        out = np.radians(toe_out_deg)
        return np.array([sign * np.sin(out), -np.cos(out), 0.0])

    def _foot(self, sign: float, asked: _Asked) -> tuple[FloatArray, FloatArray]:
        """Return the ankle's place (3,) and the foot's rotation; a rising heel turns the foot about its ball.

        The foot turns out about the ankle, which stays where it is as long as the heel is down.
        """
        flat = flat_foot(self._toes_ahead(sign, asked.toe_out_deg))
        ball = flat @ (self._ball * (sign, 1, 1))
        heel_y, heel_z = self._heel_from_ball
        around_m = np.hypot(heel_y, heel_z)
        start = np.arctan2(heel_z, heel_y)
        tilt = np.arcsin((heel_z + asked.heel_rise_m) / around_m) - start
        foot = flat @ rotation_x(tilt)
        place = np.array([sign * self._setup["stance_m"] / 2, 0, self._ankle_m]) + ball
        return place - foot @ (self._ball * (sign, 1, 1)), foot

    def _trunk(self, asked: _Asked, ankle: FloatArray) -> tuple[Pose, Posed]:
        """Return the pose without limbs; the hips are where knees bent as asked put them."""
        lean = np.radians(asked.lean_deg - self._lean_off_deg)
        thorax = rotation_x(lean)
        pose = Pose(root=thorax)
        head = rotation_x(lean * _HEAD_FOLLOWS)
        for bone, part in (("neck01", 0.25), ("neck02", 0.5), ("neck03", 0.75), ("head", 1.0)):
            pose.absolute[bone] = interpolate_rotation(thorax, head, part)
        clavicle, shoulder = np.radians(_SHOULDER_DEG)
        for side, sign in _SIDES:
            pose.relative[f"clavicle.{side}"] = rotation_y(-sign * clavicle)
            pose.relative[f"shoulder01.{side}"] = rotation_y(-sign * shoulder)
        posed = self._body.solve(pose)
        hip = ankle + self._hip_way(asked, _apart(posed, "upperleg01"))
        hip[0] = asked.shift_m
        pose.shift = hip - posed.middle("upperleg01")
        return pose, posed.moved(pose.shift)

    def _hip_way(self, asked: _Asked, hips_m: float) -> FloatArray:
        """Return the way (3,) from the ankles' middle to the hips' middle."""
        shank, bend = np.radians(asked.shank_deg), np.radians(asked.knee_deg)
        thigh = bend - shank
        y = -self._shank_m * np.sin(shank) + self._thigh_m * np.sin(thigh)
        z = self._shank_m * np.cos(shank) + self._thigh_m * np.cos(thigh)
        # Hips and ankles are not equally far apart; from either hip to its ankle it is as far as the knee bends.
        aside = (hips_m - self._setup["stance_m"]) / 2
        share = np.sqrt(1 - (aside**2 + asked.shift_m**2) / (y**2 + z**2))
        return np.array([0.0, y * share, z * share])

    def _place_arm(self, pose: Pose, side: str, sign: float, asked: _Asked) -> None:
        """Set a straight arm; it leans with the trunk, and what it has fallen farther."""
        turn = rotation_x(np.radians(asked.lean_deg + asked.arm_fall_deg - self._arm_off_deg))
        upper = turn @ unit([sign * _ARM_OUT, 0.02, 1.0])
        fore = turn @ unit([sign * (_ARM_OUT - 0.07), -0.05, 1.0])
        hinge = cross(upper, fore)
        pose.absolute[f"upperarm01.{side}"] = self._body.segment(f"upper arm.{side}", upper, hinge)
        pose.absolute[f"lowerarm01.{side}"] = self._body.segment(f"forearm.{side}", fore, hinge)

    def _measure_foot(self) -> None:
        """Measure the ankle's height and the ball's and the heel's places, of a foot that stands flat."""
        body, topology = self._body, self._body.topology
        foot = topology.weight_of(*(b for b in topology.bones if b.startswith(("foot", "toe")))) > 0.9
        ankle, ball = body.rest_joint("foot.L"), body.rest_joint("toe3-1.L")
        self._ankle_m = float(ankle[2] - body.vertices[foot, 2].min())
        self._ball: FloatArray = ball - ankle
        left = foot & (body.vertices[:, 0] > 0)
        heel_y = float(body.vertices[left, 1].max()) - ball[1]
        self._heel_from_ball = (heel_y, float(body.vertices[foot, 2].min() - ball[2]))


POSER = OverheadSquat
