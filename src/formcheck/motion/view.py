"""Which way the body lies and from where the camera sees it.

Read from the world landmarks. Their depth is the weakest axis of the model, so only directions are used, and
with wide tolerances: the three axes of the trunk against the camera's line of sight and the upright.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.pose import FloatArray, Landmark

__all__ = ["BodyAxes", "Posture", "View", "classify_posture", "classify_view", "compute_body_axes"]


class Posture(enum.IntEnum):
    """How the trunk lies."""

    UNKNOWN = 0
    UPRIGHT = 1
    SUPINE = 2
    PRONE = 3
    SIDE_LYING = 4


class View(enum.IntEnum):
    """Which of the body's axes the camera looks along."""

    UNKNOWN = 0
    SIDE = 1
    FRONT = 2
    BACK = 3
    FEET = 4
    HEAD = 5
    OBLIQUE = 6


@dataclass(frozen=True, slots=True, eq=False)
class BodyAxes:
    """Unit vectors of the trunk, each (n, 3) in camera axes (x right, y down, z away); NaN where not seen.

    ``up`` runs from hips to shoulders, ``left`` to the person's left, ``front`` out of the belly.
    """

    up: FloatArray
    left: FloatArray
    front: FloatArray


def _unit(v: FloatArray) -> FloatArray:
    length = np.sqrt(v[:, 0] * v[:, 0] + v[:, 1] * v[:, 1] + v[:, 2] * v[:, 2])
    with np.errstate(invalid="ignore", divide="ignore"):
        return v / length[:, None]


def compute_body_axes(world: FloatArray) -> BodyAxes:
    """Return the trunk's axes from world landmarks (n, 33, 3)."""
    sl, sr = world[:, Landmark.LEFT_SHOULDER], world[:, Landmark.RIGHT_SHOULDER]
    hl, hr = world[:, Landmark.LEFT_HIP], world[:, Landmark.RIGHT_HIP]
    up = _unit((sl + sr) - (hl + hr))
    across = (sl - sr) + (hl - hr)
    along = across[:, 0] * up[:, 0] + across[:, 1] * up[:, 1] + across[:, 2] * up[:, 2]
    left = _unit(across - up * along[:, None])
    front = np.stack(
        [
            left[:, 1] * up[:, 2] - left[:, 2] * up[:, 1],
            left[:, 2] * up[:, 0] - left[:, 0] * up[:, 2],
            left[:, 0] * up[:, 1] - left[:, 1] * up[:, 0],
        ],
        axis=1,
    )
    return BodyAxes(up, left, front)


def classify_posture(axes: BodyAxes, upright_deg: float = 55.0) -> npt.NDArray[np.int8]:
    """Return a `Posture` per frame, (n,).

    Lying means that the trunk is within ``upright_deg`` of the horizontal (a lifted bridge reaches about 40);
    supine and prone that the belly faces up or down within 60 deg.
    """
    rise = -axes.up[:, 1]
    belly = -axes.front[:, 1]
    out = np.full(len(rise), Posture.UNKNOWN, np.int8)
    known = np.isfinite(rise)
    upright = np.abs(rise) > np.sin(np.radians(upright_deg))
    out[known] = Posture.SIDE_LYING
    out[known & (belly > 0.5)] = Posture.SUPINE
    out[known & (belly < -0.5)] = Posture.PRONE
    out[known & upright] = Posture.UPRIGHT
    return out


def classify_view(axes: BodyAxes, tolerance_deg: float = 40.0) -> npt.NDArray[np.int8]:
    """Return a `View` per frame, (n,): the body axis that lies within ``tolerance_deg`` of the line of sight."""
    near = np.cos(np.radians(tolerance_deg))
    out = np.full(len(axes.up), View.UNKNOWN, np.int8)
    out[np.isfinite(axes.up[:, 0])] = View.OBLIQUE
    out[np.abs(axes.left[:, 2]) > near] = View.SIDE
    out[axes.front[:, 2] < -near] = View.FRONT
    out[axes.front[:, 2] > near] = View.BACK
    out[axes.up[:, 2] > near] = View.FEET
    out[axes.up[:, 2] < -near] = View.HEAD
    return out
