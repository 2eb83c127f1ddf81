"""The room and its colours: floor, walls, mat, lamp."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from samples.render.camera import Camera
from samples.render.rotations import FloatArray, unit

Color = tuple[float, float, float]


class Surface(IntEnum):
    """What a shader draws; the numbers are those in `shaders/lit.frag.glsl`."""

    BODY = 0
    FLOOR = 1
    MAT = 2
    WALL = 3


@dataclass(frozen=True, slots=True)
class Decor:
    """Colours (red, green, blue, 0..1) of a room, and how much of its light comes from everywhere."""

    wall: Color
    floor: Color
    mat: Color
    ambient: float = 0.55


DECORS: dict[str, Decor] = {
    "cream": Decor((0.80, 0.79, 0.76), (0.62, 0.49, 0.36), (0.30, 0.42, 0.52)),
    "mist": Decor((0.72, 0.76, 0.78), (0.50, 0.42, 0.34), (0.45, 0.30, 0.45)),
    "sand": Decor((0.83, 0.80, 0.72), (0.58, 0.55, 0.52), (0.25, 0.45, 0.35)),
    "clay": Decor((0.76, 0.74, 0.72), (0.66, 0.56, 0.45), (0.55, 0.35, 0.30)),
    "dusk": Decor((0.50, 0.53, 0.58), (0.36, 0.30, 0.26), (0.60, 0.58, 0.55), ambient=0.42),
}


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What stands still.

    Attributes
    ----------
    parts : tuple of (Surface, ndarray)
        Triangles' corners (3 n, 6), place and normal, of each surface.
    lamp : ndarray, shape (3,)
        Unit vector towards the lamp.
    decor : Decor
        Colours.
    """

    parts: tuple[tuple[Surface, FloatArray], ...]
    lamp: FloatArray
    decor: Decor


def _quad(centre: ArrayLike, across: ArrayLike, up: ArrayLike, normal: ArrayLike) -> FloatArray:
    c, u, v = (np.asarray(x, dtype=np.float64) for x in (centre, across, up))
    corners = np.array([c - u - v, c + u - v, c + u + v, c - u - v, c + u + v, c - u + v])
    return np.hstack([corners, np.tile(np.asarray(normal, dtype=np.float64), (6, 1))])


def _box(centre: ArrayLike, half: ArrayLike) -> FloatArray:
    c, h = np.asarray(centre, dtype=np.float64), np.diag(np.asarray(half, dtype=np.float64))
    sides = []
    for axis in range(3):
        for sign in (1.0, -1.0):
            normal = np.eye(3)[axis] * sign
            sides.append(_quad(c + normal * h[axis, axis], h[(axis + 1) % 3], h[(axis + 2) % 3], normal))
    return np.vstack(sides)


def furnish(decor: Decor, camera: Camera, mat: tuple[float, float, float, float] | None) -> Room:
    """Return a room whose walls are behind the scene as `camera` sees it.

    `mat` is centre x, centre y, half length and half width in metres; its top is z = 0, the floor lower.
    """
    seen_from_front = camera.eye[1] < 0.3
    wall_y = 1.5 if seen_from_front else -1.6
    parts = [(Surface.FLOOR, _quad((0, 0, -0.012), (8, 0, 0), (0, 8, 0), (0, 0, 1)))]
    if mat is not None:
        parts.append((Surface.MAT, _box((mat[0], mat[1], -0.006), (mat[2], mat[3], 0.006))))
    parts.append((Surface.WALL, _quad((0, wall_y, 2), (8, 0, 0), (0, 0, 2.2), (0, -np.sign(wall_y), 0))))
    way = camera.eye - camera.target
    if abs(way[0]) > 0.6 * np.hypot(way[0], way[1]):
        wall_x = -1.9 * np.sign(way[0])
        parts.append((Surface.WALL, _quad((wall_x, 0, 2), (0, 8, 0), (0, 0, 2.2), (-np.sign(wall_x), 0, 0))))
    lamp = unit((-0.45, -0.55, 1.1) if seen_from_front else (-0.4, 0.6, 1.1))
    return Room(tuple(parts), lamp, decor)
