"""Forearm plank, on the toes or on the knees: the line of the body is held, sags or is piked.

The body lies along x with the head at -x and the face down; the mat's top is z = 0. Elbows and toes (or
knees) stay in place. On the toes the upper arms keep their lean and the feet rock about their balls as the
line bends; on the knees the upper arms give way a little.
"""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from scipy.optimize import brentq

from samples.render.body import Body, Pose, Posed
from samples.render.errors import RenderError
from samples.render.ik import flat_hand, place_arm, spread_thumb
from samples.render.poses.base import Instant, Place
from samples.render.rotations import FloatArray, interpolate_rotation, rotation_x, rotation_y, unit

_PRONE = np.array([[0, 0, -1], [-1, 0, 0], [0, 1, 0]], dtype=np.float64)  # head -x, face down, left -y
_FLAT_TOES = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], dtype=np.float64)  # point to the head
_SIDES = (("L", -1.0), ("R", 1.0))
_LUMBAR = ("spine05", "spine04", "spine03")
_FRONT = ("root", "pelvis.L", "pelvis.R", "spine05", "upperleg01.L", "upperleg01.R")
_ACROSS = np.array([0.0, -1.0, 0.0])
_HEAD_UP_DEG = 12.0
_FOOT_LEAN_DEG = -8.0  # of the soles from the vertical, at line 0; negative with the ankles behind the toes
_SHANK_UP_DEG = 14.0  # on the knees
_POINTED_DEG = 32.0  # the feet then
_REST_ARCH_DEG = 14.0
_REST_LINE_DEG = (-40.0, -5.0)
_HANDS_IN = -0.12
_SINK_M = 0.004  # skin and mat give way
_HIPS_SINK_M = 0.012
_THIGHS_SINK_M = 0.032  # on the knees the thighs lie down flat too


def line_angle_deg(posed: Posed, end: str) -> float:
    """Return the line angle at the hip: shoulder-hip-`end` against straight, positive with the hip above the line."""
    hip = posed.middle("upperleg01")[[0, 2]]
    trunk = hip - posed.middle("upperarm01")[[0, 2]]
    leg = posed.middle(end)[[0, 2]] - hip
    return float(np.degrees(np.arctan2(trunk[1] * leg[0] - trunk[0] * leg[1], trunk @ leg)))


def upper_arm_angle_deg(posed: Posed) -> float:
    """Return the lean of the upper arms from the vertical, positive with the shoulders ahead of the elbows."""
    way = posed.middle("upperarm01") - posed.middle("lowerarm01")
    return float(np.degrees(np.arctan2(-way[0], way[2])))


def _meet(first: FloatArray, first_m: float, second: FloatArray, second_m: float) -> FloatArray | None:
    """Return the upper one of the points (x, z) so far from `first` and `second`; None if there is none."""
    way = second - first
    apart = float(np.linalg.norm(way))
    along = (first_m**2 - second_m**2 + apart**2) / (2 * apart)
    if along**2 > first_m**2:
        return None
    aside = np.array([-way[1], way[0]]) / apart * np.sqrt(first_m**2 - along**2)
    middle = first + way / apart * along
    return np.asarray(middle + (aside if aside[1] > 0 else -aside))


class Plank:
    """Poser of the plank; a body with its elbows and feet in one place.

    `line_deg` is the signed angle at the hip of shoulder-hip-ankle, on the knees of shoulder-hip-knee: positive
    with the hip above the line, negative below. At rest the hips lie on the mat. `extension_deg` arches the
    lower back, `neck_deg` pitches the head up from its usual place. `elbow_ahead_deg` is the lean of the upper
    arms at line 0. True angles are taken in the side plane, between the middles of left and right.
    """

    truths: ClassVar[tuple[str, ...]] = ("line_deg", "in_position", "upper_arm_deg", "neck_deg")
    top: ClassVar[Mapping[str, float]] = {"line_deg": 0.0, "extension_deg": 0.0, "neck_deg": 0.0}
    setup: ClassVar[Mapping[str, float]] = {"knees": 0.0, "elbow_ahead_deg": 0.0}
    place: ClassVar[Place] = Place((0.46, 0.0, 0.3), 2.35, (0.5, 0.0, 1.1, 0.38))

    def __init__(self, body: Body, setup: Mapping[str, float]) -> None:
        self._body = body
        self._knees = setup["knees"] > 0.5
        self._end = "lowerleg01" if self._knees else "foot"
        thigh, shank = body.length("upperleg01.L", "lowerleg01.L"), body.length("lowerleg01.L", "foot.L")
        self._leg_m = thigh if self._knees else thigh + shank
        self._upper_arm_m = body.length("upperarm01.L", "lowerarm01.L")
        ball = body.rest_joint("toe3-1.L") - body.rest_joint("foot.L")
        self._ball = (_PRONE @ ball)[[0, 2]]  # from the ankle, in (x, z), with the sole upright
        self._elbow_m, self._wrist_m, self._support_m = 0.1, 0.1, 0.1  # until they are measured
        self._lean_rad = np.radians(setup["elbow_ahead_deg"])
        self._support_x = 0.0
        self._measure_contacts()
        self._support_x = self._support_place()
        self._rest_line_deg = self._rest_line()

    def instant(self, progress: float, top: Mapping[str, float]) -> Instant:
        """Return the pose at `progress` (0 hips on the mat .. 1 the hold) of a hold that is `top`."""
        line = self._rest_line_deg + (top["line_deg"] - self._rest_line_deg) * progress
        arch = _REST_ARCH_DEG + (top["extension_deg"] - _REST_ARCH_DEG) * progress
        neck = top["neck_deg"] * progress
        posed = self.posed(line, arch, neck)
        held = 1.0 if progress >= 0.999 else 0.0
        values = (line_angle_deg(posed, self._end), held, upper_arm_angle_deg(posed), neck)
        return Instant(posed, dict(zip(self.truths, values, strict=True)))

    def posed(self, line_deg: float, arch_deg: float, neck_deg: float) -> Posed:
        """Return the whole body with this line angle."""
        trunk_way = self._trunk_way(arch_deg)
        trunk_m = float(np.linalg.norm(trunk_way))
        length = self._span(trunk_m, line_deg)
        shoulder, end = self._shoulder(length, line_deg)[[0, 2]], np.zeros(2)
        if self._knees:
            end = np.array([self._support_x, self._support_m])
            foot_turn = 0.0
        else:
            end, foot_turn = self._ankle(shoulder, length, line_deg)
        hip = self._hip(shoulder, end, trunk_m, line_deg)
        way = hip - shoulder
        turn = np.arctan2(trunk_way[1], trunk_way[0]) - np.arctan2(way[1], way[0])
        pose, trunk = self._trunk(turn, arch_deg, neck_deg, shoulder)
        leg = np.array([end[0] - hip[0], 0.0, end[1] - hip[1]])
        for side, sign in _SIDES:
            self._place_leg(pose, side, leg, foot_turn)
            self._place_arm(pose, trunk, side, sign)
        return self._body.solve(pose)

    def _span(self, trunk_m: float, line_deg: float) -> float:
        """Return the distance from shoulder to ankle (or knee)."""
        bend = 2 * trunk_m * self._leg_m * np.cos(np.radians(line_deg))
        return float(np.sqrt(trunk_m**2 + self._leg_m**2 + bend))

    def _shoulder(self, span_m: float, line_deg: float) -> FloatArray:
        """Return the middle (3,) of the shoulders."""
        shoulder = np.array([-np.sin(self._lean_rad), 0, np.cos(self._lean_rad)]) * self._upper_arm_m
        shoulder[2] += self._elbow_m
        if self._knees and self._support_x:
            knee = np.array([self._support_x, self._support_m])
            met = _meet(np.array([0.0, self._elbow_m]), self._upper_arm_m, knee, span_m)
            if met is None:
                raise self._out_of_reach(line_deg)
            shoulder[[0, 2]] = met
        return shoulder

    def _ankle(self, shoulder: FloatArray, span_m: float, line_deg: float) -> tuple[FloatArray, float]:
        """Return the ankle (x, z) and the foot's turn in radians that fit a line this long."""
        ball = np.array([self._support_x, self._support_m])
        ankle = _meet(ball, float(np.linalg.norm(self._ball)), shoulder, span_m)
        if ankle is None:
            raise self._out_of_reach(line_deg)
        way = ball - ankle
        return ankle, float(np.arctan2(self._ball[1], self._ball[0]) - np.arctan2(way[1], way[0]))

    def _out_of_reach(self, line_deg: float) -> RenderError:
        return RenderError(f"Body {self._body.name} cannot bend its line to {line_deg:.0f} deg in place; ask for less.")

    def _hip(self, shoulder: FloatArray, end: FloatArray, trunk_m: float, line_deg: float) -> FloatArray:
        way = end - shoulder
        span = float(np.linalg.norm(way))
        along = (trunk_m**2 - self._leg_m**2 + span**2) / (2 * span)
        aside = np.sqrt(max(trunk_m**2 - along**2, 0.0)) * np.sign(line_deg)
        return np.asarray(shoulder + (way * along + np.array([-way[1], way[0]]) * aside) / span)

    def _trunk_way(self, arch_deg: float) -> FloatArray:
        """Return the way (x, z) from the shoulders to the hips of a level thorax."""
        _, posed = self._trunk(0.0, arch_deg, 0.0, np.zeros(2))
        way: FloatArray = (posed.middle("upperleg01") - posed.middle("upperarm01"))[[0, 2]]
        return way

    def _trunk(self, turn_rad: float, arch_deg: float, neck_deg: float, shoulder: FloatArray) -> tuple[Pose, Posed]:
        """Return the pose without limbs, the thorax raised by `turn_rad` at its head end."""
        arch = np.radians(arch_deg)
        thorax = rotation_y(turn_rad) @ _PRONE
        head = rotation_y(turn_rad + np.radians(_HEAD_UP_DEG + neck_deg)) @ _PRONE
        pose = Pose(root=thorax @ rotation_x(arch))
        for bone in _LUMBAR:
            pose.relative[bone] = rotation_x(-arch / len(_LUMBAR))
        for bone, part in (("neck01", 0.25), ("neck02", 0.5), ("neck03", 0.75), ("head", 1.0)):
            pose.absolute[bone] = interpolate_rotation(thorax, head, part)
        posed = self._body.solve(pose)
        pose.shift = np.array([shoulder[0], 0, shoulder[1]]) - posed.middle("upperarm01")
        return pose, posed.moved(pose.shift)

    def _place_leg(self, pose: Pose, side: str, way: FloatArray, foot_turn: float) -> None:
        segment = self._body.segment
        pose.absolute[f"upperleg01.{side}"] = segment(f"thigh.{side}", way, _ACROSS)
        if self._knees:
            up = np.radians(_SHANK_UP_DEG)
            shank = segment(f"shank.{side}", np.array([np.cos(up), 0, np.sin(up)]), _ACROSS)
            pose.absolute[f"lowerleg01.{side}"] = shank
            pose.absolute[f"foot.{side}"] = rotation_y(-np.radians(_POINTED_DEG)) @ shank
            return
        pose.absolute[f"lowerleg01.{side}"] = segment(f"shank.{side}", way, _ACROSS)
        pose.absolute[f"foot.{side}"] = rotation_y(foot_turn) @ _PRONE
        for toe in range(1, 6):
            pose.absolute[f"toe{toe}-1.{side}"] = _FLAT_TOES

    def _place_arm(self, pose: Pose, trunk: Posed, side: str, sign: float) -> None:
        """Put the elbow down in its place below the shoulder, the forearm and the hand flat on the mat."""
        body = self._body
        shoulder = trunk.joint(f"upperarm01.{side}")
        fore = body.length(f"lowerarm01.{side}", f"wrist.{side}")
        ahead = unit([-1.0, sign * _HANDS_IN, 0.0])
        down = self._wrist_m - self._elbow_m
        wrist = np.array([0.0, shoulder[1], self._wrist_m]) + ahead * np.sqrt(fore**2 - down**2)
        place_arm(body, pose, trunk, side, wrist, (1.0, 0.0, -1.0), flat_hand(body, side, ahead))
        pose.absolute[f"finger1-1.{side}"] = spread_thumb(side, pose.absolute[f"wrist.{side}"], ahead)

    def _measure_contacts(self) -> None:
        """Measure the heights at which elbows, wrists and balls of the feet (or knees) touch the mat."""
        weight_of = self._body.topology.weight_of
        bones = self._body.topology.bones
        hand = weight_of(*(b for b in bones if b.startswith(("wrist", "finger", "metacarpal")))) > 0.8
        elbow = weight_of(*(b for b in bones if b.startswith(("upperarm", "lowerarm")))) > 0.9
        if self._knees:
            support = weight_of(*(b for b in bones if b.startswith(("upperleg", "lowerleg")))) > 0.9
        else:
            support = weight_of(*(b for b in bones if b.startswith(("foot", "toe")))) > 0.9
        for _ in range(3):
            self._support_x = 0.0
            self._support_x = self._support_place()
            skin = self._body.skin(self.posed(-0.5, 0.0, 0.0))[:, 2]
            self._wrist_m -= float(skin[hand].min()) + _SINK_M
            self._elbow_m -= float(skin[elbow].min()) + _SINK_M
            self._support_m -= float(skin[support].min()) + _SINK_M

    def _support_place(self) -> float:
        """Return the x of the balls of the feet (or the knees) with line 0 and the arms' asked lean."""
        span = self._span(float(np.linalg.norm(self._trunk_way(0.0))), 0.0)
        shoulder = self._shoulder(span, 0.0)
        lean = np.radians(_FOOT_LEAN_DEG)
        foot = np.zeros(2) if self._knees else (rotation_y(-lean) @ np.insert(self._ball, 1, 0.0))[[0, 2]]
        end_z = self._support_m - foot[1]
        return float(shoulder[0] + np.sqrt(span**2 - (shoulder[2] - end_z) ** 2) + foot[0])

    def _rest_line(self) -> float:
        """Return the line angle in degrees with hips and thighs on the mat."""
        front = self._body.topology.weight_of(*_FRONT) > 0.7
        sink = _THIGHS_SINK_M if self._knees else _HIPS_SINK_M

        def height(line_deg: float) -> float:
            skin = self._body.skin(self.posed(line_deg, _REST_ARCH_DEG, 0.0))
            return float(skin[front, 2].min()) + sink

        return float(brentq(height, *_REST_LINE_DEG, xtol=1e-2))


POSER = Plank
