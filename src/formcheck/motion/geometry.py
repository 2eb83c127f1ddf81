"""Angles and distances of points in the picture. All functions are pure and never change their input.

Points are (n, 2) arrays in pixels, x right and y down. Convert normalised coordinates to pixels before: an
angle computed on normalised ones is wrong wherever the picture is not square. A NaN coordinate gives NaN.
"""

from __future__ import annotations

import numpy as np

from formcheck.pose import FloatArray

__all__ = [
    "compute_angle",
    "compute_away_from_floor",
    "compute_distance",
    "compute_line_angle",
    "compute_offset",
    "compute_tilt",
]


def compute_distance(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the distance between points a and b, (n,), px."""
    return np.hypot(b[:, 0] - a[:, 0], b[:, 1] - a[:, 1])


def compute_angle(a: FloatArray, joint: FloatArray, b: FloatArray) -> FloatArray:
    """Return the angle a-joint-b, (n,), deg, 0..180; points are (n, 2) or (n, 3)."""
    u, v = a - joint, b - joint
    size = np.sqrt(np.sum(u * u, axis=1) * np.sum(v * v, axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        out: FloatArray = np.degrees(np.arccos(np.clip(np.sum(u * v, axis=1) / size, -1.0, 1.0)))
    return out


def compute_away_from_floor(a: FloatArray, b: FloatArray, above: FloatArray) -> FloatArray:
    """Return the unit vectors, (n, 2), that point away from a floor on which a and b rest.

    Perpendicular to the line a-b, on the side of ``above``, a point known to be off the floor. So the
    direction is the person's own and survives a mirrored or tilted picture.
    """
    dx, dy = b[:, 0] - a[:, 0], b[:, 1] - a[:, 1]
    length = np.hypot(dx, dy)
    with np.errstate(invalid="ignore", divide="ignore"):
        nx, ny = -dy / length, dx / length
    side = np.sign(nx * (above[:, 0] - a[:, 0]) + ny * (above[:, 1] - a[:, 1]))
    return np.stack([nx * side, ny * side], axis=1)


def compute_offset(point: FloatArray, a: FloatArray, b: FloatArray, away: FloatArray) -> FloatArray:
    """Return the distance, (n,), px, of a point from the line a-b; + on the side that ``away`` (n, 2) points to."""
    dx, dy = b[:, 0] - a[:, 0], b[:, 1] - a[:, 1]
    length = np.hypot(dx, dy)
    with np.errstate(invalid="ignore", divide="ignore"):
        nx, ny = -dy / length, dx / length
    side = np.sign(nx * away[:, 0] + ny * away[:, 1])
    return side * (nx * (point[:, 0] - a[:, 0]) + ny * (point[:, 1] - a[:, 1]))


def compute_line_angle(a: FloatArray, joint: FloatArray, b: FloatArray, away: FloatArray) -> FloatArray:
    """Return how far the joint bends off the straight line a-b, (n,), deg, signed.

    0 when a, joint and b are in line; + when the joint lies farther from the floor than the line, - when nearer.
    Equals 180 minus the angle a-joint-b in size. ``away`` (n, 2) points away from the floor.

    Source: docs/sources.md, notation ("signed line angle").
    """
    ux, uy = a[:, 0] - joint[:, 0], a[:, 1] - joint[:, 1]
    vx, vy = b[:, 0] - joint[:, 0], b[:, 1] - joint[:, 1]
    bend = np.degrees(np.arctan2(np.abs(ux * vy - uy * vx), -(ux * vx + uy * vy)))
    offset = compute_offset(joint, a, b, away)
    return np.where(np.isnan(offset), np.nan, np.where(offset >= 0, bend, -bend))


def compute_tilt(low: FloatArray, high: FloatArray, away: FloatArray, forward: FloatArray) -> FloatArray:
    """Return the tilt of the segment low-high from the upright of the floor, (n,), deg.

    0 when the segment is square to the floor, + when ``high`` leans towards ``forward`` (n, 2, any length).
    """
    dx, dy = high[:, 0] - low[:, 0], high[:, 1] - low[:, 1]
    up = dx * away[:, 0] + dy * away[:, 1]
    ax, ay = -away[:, 1], away[:, 0]
    side = np.sign(ax * forward[:, 0] + ay * forward[:, 1])
    return np.degrees(np.arctan2(side * (dx * ax + dy * ay), up))
