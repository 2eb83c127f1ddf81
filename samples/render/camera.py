"""The pinhole camera: where it stands and where a point of the room falls in the picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from samples.render.rotations import FloatArray, unit


def look_at(eye: ArrayLike, target: ArrayLike, up: ArrayLike = (0.0, 0.0, 1.0)) -> FloatArray:
    """Return the (4, 4) view matrix of an eye that looks at `target`."""
    place = np.asarray(eye, dtype=np.float64)
    ahead = unit(np.asarray(target, dtype=np.float64) - place)
    right = unit(np.cross(ahead, np.asarray(up, dtype=np.float64)))
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, np.cross(right, ahead), -ahead])
    matrix[:3, 3] = -matrix[:3, :3] @ place
    return matrix


def perspective(fov_rad: float, aspect: float, near_m: float = 0.1, far_m: float = 30.0) -> FloatArray:
    """Return the (4, 4) projection with the vertical field of view `fov_rad`."""
    t = 1 / np.tan(fov_rad / 2)
    matrix = np.zeros((4, 4))
    matrix[0, 0], matrix[1, 1], matrix[3, 2] = t / aspect, t, -1
    matrix[2, 2] = (far_m + near_m) / (near_m - far_m)
    matrix[2, 3] = 2 * far_m * near_m / (near_m - far_m)
    return matrix


def orthographic(half_m: float, near_m: float, far_m: float) -> FloatArray:
    """Return the (4, 4) parallel projection of a square with half side `half_m`."""
    matrix = np.eye(4)
    matrix[0, 0] = matrix[1, 1] = 1 / half_m
    matrix[2, 2] = -2 / (far_m - near_m)
    matrix[2, 3] = -(far_m + near_m) / (far_m - near_m)
    return matrix


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A camera at `eye` (3,) that looks at `target` (3,).

    The field of view is the vertical one; `width` and `height` are the picture's, in pixels.
    """

    eye: FloatArray
    target: FloatArray
    fov_deg: float
    width: int
    height: int

    @property
    def matrix(self) -> FloatArray:
        """World to clip space, (4, 4)."""
        return perspective(np.radians(self.fov_deg), self.width / self.height) @ look_at(self.eye, self.target)

    def project(self, points: ArrayLike) -> FloatArray:
        """Return where world points (n, 3) fall, in pixels (n, 2).

        (0, 0) is the top left corner of the picture, x goes right, y down; the first pixel's centre is (0.5,
        0.5).
        """
        world = np.asarray(points, dtype=np.float64)
        clip = np.c_[world, np.ones(len(world))] @ self.matrix.T
        x, y = clip[:, 0] / clip[:, 3], clip[:, 1] / clip[:, 3]
        return np.stack([(x * 0.5 + 0.5) * self.width, (0.5 - y * 0.5) * self.height], axis=1)


def orbit(
    target: ArrayLike,
    distance_m: float,
    azimuth_deg: float,
    elevation_deg: float,
    fov_deg: float,
    size: tuple[int, int],
) -> Camera:
    """Return a camera around `target`.

    Azimuth 0 looks from -y, 90 from +x; elevation is above the floor's plane. The
    camera itself never goes below 25 cm: it stands on something.
    """
    a, e = np.radians(azimuth_deg), np.radians(elevation_deg)
    way = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    place = np.asarray(target, dtype=np.float64)
    eye = place + distance_m * way
    eye[2] = max(eye[2], 0.25)
    return Camera(eye, place, fov_deg, *size)
