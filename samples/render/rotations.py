"""Rotation matrices, and frames that map a body segment from its rest direction to a wanted one.

World axes: x from head to feet (lying) or to the left (standing), y into the depth, z up; metres and radians.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]


def rotation_x(angle_rad: float) -> FloatArray:
    """Return the (3, 3) rotation about x."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]], dtype=np.float64)


def rotation_y(angle_rad: float) -> FloatArray:
    """Return the (3, 3) rotation about y."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], dtype=np.float64)


def rotation_z(angle_rad: float) -> FloatArray:
    """Return the (3, 3) rotation about z."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], dtype=np.float64)


def unit(vector: ArrayLike) -> FloatArray:
    """Return `vector` scaled to length 1."""
    v = np.asarray(vector, dtype=np.float64)
    scaled: FloatArray = v / float(np.linalg.norm(v))
    return scaled


def cross(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the cross product of two vectors (3,), ten times as fast as numpy does for so few numbers."""
    (a, b, c), (x, y, z) = first.tolist(), second.tolist()
    return np.array([b * z - c * y, c * x - a * z, a * y - b * x])


def rotation_about(axis: ArrayLike, angle_rad: float) -> FloatArray:
    """Return the (3, 3) rotation by `angle_rad` about `axis` (Rodrigues)."""
    x, y, z = unit(axis)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    rotation: FloatArray = np.eye(3) + np.sin(angle_rad) * k + (1 - np.cos(angle_rad)) * k @ k
    return rotation


def axis_and_angle(rotation: FloatArray) -> tuple[FloatArray, float]:
    """Return the axis (3,) and the angle in radians of a rotation below half a turn."""
    angle = float(np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1)))
    if angle < 1e-6:
        return np.array([1.0, 0.0, 0.0]), 0.0
    r = rotation
    return unit([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]]), angle


def interpolate_rotation(start: FloatArray, end: FloatArray, fraction: float) -> FloatArray:
    """Return the rotation `fraction` (0..1) of the way from `start` to `end`."""
    axis, angle = axis_and_angle(start.T @ end)
    between: FloatArray = start @ rotation_about(axis, angle * fraction)
    return between


def twist_angle(rotation: FloatArray, axis: ArrayLike) -> float:
    """Return the part of `rotation` that turns about `axis`, in radians (-pi..pi)."""
    rotation_axis, angle = axis_and_angle(rotation)
    along = float(rotation_axis @ unit(axis))
    return float(2 * np.arctan2(np.sin(angle / 2) * along, np.cos(angle / 2)))


def segment_frame(direction: ArrayLike, hinge: ArrayLike) -> FloatArray:
    """Return the orthonormal (3, 3) frame along `direction` and the part of `hinge` at right angles to it."""
    d = unit(direction)
    h = np.asarray(hinge, dtype=np.float64)
    h = unit(h - d * float(d @ h))
    return np.stack([d, h, cross(d, h)], axis=1)
