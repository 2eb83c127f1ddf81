"""Inverse kinematics of limbs: where the knee or the elbow goes, and the bone rotations that follow."""

import numpy as np
from numpy.typing import ArrayLike

from samples.render.body import Body, Pose, Posed
from samples.render.rotations import FloatArray, cross, rotation_about, twist_angle, unit

_LONGEST = 0.9995  # of the limb's length: a knee or elbow never locks quite straight
_STRAIGHT = 0.08  # sine of the bend below which the limb's own bend no longer tells its hinge
_UP = np.array([0.0, 0.0, 1.0])
_THUMB_RAD = np.radians(42.0)


def middle_joint(root: FloatArray, target: FloatArray, first_m: float, second_m: float, pole: ArrayLike) -> FloatArray:
    """Return the middle joint (3,) of a two-segment limb from `root` to `target`, bent towards `pole`.

    A target out of reach is missed: the limb then points at it, stretched.
    """
    way = target - root
    along = unit(way)
    length = min(float(np.linalg.norm(way)), _LONGEST * (first_m + second_m))
    foot = (first_m**2 - second_m**2 + length**2) / (2 * length)
    height = float(np.sqrt(max(first_m**2 - foot**2, 0.0)))
    direction = np.asarray(pole, dtype=np.float64)
    return root + along * foot + unit(direction - along * float(along @ direction)) * height


def _hinge(first: FloatArray, second: FloatArray, pole: FloatArray) -> FloatArray:
    hinge = cross(first, second)
    return cross(pole, first) if np.linalg.norm(hinge) < _STRAIGHT else hinge


def place_leg(
    body: Body,
    pose: Pose,
    posed: Posed,
    side: str,
    ankle: FloatArray,
    pole: ArrayLike,
    foot: FloatArray | None = None,
) -> FloatArray:
    """Set thigh, shank and foot of `pose` so that the ankle is at `ankle`; return the knee (3,).

    `posed` gives the hip joint; `foot`, if any, is the foot's rotation (3, 3) in the world.
    """
    hip = posed.joint(f"upperleg01.{side}")
    thigh = body.length(f"upperleg01.{side}", f"lowerleg01.{side}")
    shank = body.length(f"lowerleg01.{side}", f"foot.{side}")
    knee = middle_joint(hip, ankle, thigh, shank, pole)
    first, second = unit(knee - hip), unit(ankle - knee)
    hinge = _hinge(first, second, np.asarray(pole, dtype=np.float64))
    pose.absolute[f"upperleg01.{side}"] = body.segment(f"thigh.{side}", first, hinge)
    pose.absolute[f"lowerleg01.{side}"] = body.segment(f"shank.{side}", second, hinge)
    if foot is not None:
        pose.absolute[f"foot.{side}"] = foot
    return knee


def place_arm(
    body: Body,
    pose: Pose,
    posed: Posed,
    side: str,
    wrist: FloatArray,
    pole: ArrayLike,
    hand: FloatArray | None = None,
) -> FloatArray:
    """Set upper arm, forearm and hand of `pose` so that the wrist is at `wrist`; return the elbow (3,).

    `hand`, if any, is the hand's rotation (3, 3) in the world; the forearm takes half of its twist, as in
    life.
    """
    shoulder = posed.joint(f"upperarm01.{side}")
    upper = body.length(f"upperarm01.{side}", f"lowerarm01.{side}")
    fore = body.length(f"lowerarm01.{side}", f"wrist.{side}")
    elbow = middle_joint(shoulder, wrist, upper, fore, pole)
    first, second = unit(elbow - shoulder), unit(wrist - elbow)
    hinge = _hinge(first, second, np.asarray(pole, dtype=np.float64))
    forearm = body.segment(f"forearm.{side}", second, hinge)
    pose.absolute[f"upperarm01.{side}"] = body.segment(f"upper arm.{side}", first, hinge)
    pose.absolute[f"lowerarm01.{side}"] = forearm
    if hand is not None:
        twist = twist_angle(hand @ forearm.T, second)
        pose.absolute[f"lowerarm02.{side}"] = rotation_about(second, twist / 2) @ forearm
        pose.absolute[f"wrist.{side}"] = hand
    return elbow


def flat_foot(forward: ArrayLike) -> FloatArray:
    """Return the rotation (3, 3) of a foot that stands flat and points along `forward` (x, y, 0)."""
    ahead = unit(forward)
    left = cross(-ahead, _UP)
    return np.stack([left, -ahead, cross(left, -ahead)], axis=1)


def flat_hand(body: Body, side: str, forward: ArrayLike) -> FloatArray:
    """Return the rotation (3, 3) of a hand that lies palm down and points along `forward` (x, y, 0)."""
    ahead = unit(forward)
    # Index finger minus little finger: with the palm down the thumb side is the inner side of either hand.
    inwards = cross(ahead, _UP) * (1 if side == "L" else -1)
    return body.segment(f"hand.{side}", ahead, inwards)


def spread_thumb(side: str, hand: FloatArray, forward: ArrayLike) -> FloatArray:
    """Return the thumb's rotation (3, 3) beside a flat `hand`; left alone it would point into the floor."""
    return rotation_about(forward, _THUMB_RAD * (1 if side == "R" else -1)) @ hand
