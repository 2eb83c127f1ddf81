"""What a body wears: how deep each skin point lies inside the garments, and how far they stand off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.render.body import Body
from samples.render.rotations import FloatArray
from samples.render.scene import Color


@dataclass(frozen=True, slots=True)
class Outfit:
    """Colours (red, green, blue, 0..1) and cut of the clothes, with skin and hair.

    Attributes
    ----------
    sleeve : float
        Length of the sleeves as a share of the upper arm; 0.62 is a T-shirt, 0.05 a singlet.
    trouser_leg_m : float
        How far above the ankle the trousers end.
    shoes : bool
        Whether the feet are covered.
    shirt_off_m : float
        How far the shirt stands off the skin.
    """

    skin: Color
    hair: Color
    shirt: Color
    trousers: Color
    shoe: Color
    sleeve: float = 0.62
    trouser_leg_m: float = 0.07
    shoes: bool = True
    shirt_off_m: float = 0.007


OUTFITS: dict[str, Outfit] = {
    "grey-navy": Outfit(
        (0.80, 0.60, 0.49), (0.16, 0.10, 0.07), (0.78, 0.80, 0.84), (0.13, 0.15, 0.22), (0.85, 0.85, 0.86)
    ),
    "teal-black": Outfit(
        (0.86, 0.68, 0.57), (0.24, 0.15, 0.08), (0.22, 0.48, 0.50), (0.16, 0.16, 0.18), (0.25, 0.25, 0.28)
    ),
    "red-slate": Outfit(
        (0.60, 0.42, 0.32), (0.08, 0.06, 0.05), (0.72, 0.30, 0.27), (0.25, 0.27, 0.33), (0.80, 0.80, 0.80)
    ),
    "blue-grey": Outfit(
        (0.82, 0.63, 0.53),
        (0.40, 0.38, 0.36),
        (0.20, 0.25, 0.42),
        (0.32, 0.33, 0.36),
        (0.15, 0.15, 0.17),
        shoes=False,
    ),
    "plum-singlet": Outfit(
        (0.83, 0.64, 0.52),
        (0.10, 0.07, 0.06),
        (0.42, 0.20, 0.38),
        (0.18, 0.20, 0.30),
        (0.9, 0.9, 0.9),
        sleeve=0.05,
        shoes=False,
    ),
    "white-shorts": Outfit(
        (0.78, 0.57, 0.45),
        (0.20, 0.13, 0.09),
        (0.88, 0.88, 0.86),
        (0.20, 0.30, 0.40),
        (0.82, 0.82, 0.84),
        trouser_leg_m=0.36,
    ),
    "olive-loose": Outfit(
        (0.50, 0.34, 0.25),
        (0.05, 0.04, 0.04),
        (0.42, 0.44, 0.28),
        (0.22, 0.22, 0.24),
        (0.7, 0.7, 0.68),
        shirt_off_m=0.018,
    ),
    "rose-long": Outfit(
        (0.90, 0.74, 0.65),
        (0.62, 0.60, 0.57),
        (0.76, 0.55, 0.56),
        (0.30, 0.26, 0.30),
        (0.55, 0.5, 0.5),
        sleeve=1.7,
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class Dress:
    """An outfit fitted to a body.

    Attributes
    ----------
    attributes : ndarray, shape (n_vertices, 8), float32
        Depth inside shirt, trousers and shoes in metres (below 0 outside), hair (above 0; 2 eyeball, 3 iris),
        then the place on the face in eye distances (x, y, z) and the head's weight.
    off_m : ndarray, shape (n_vertices, 1), float32
        How far the surface stands off the skin.
    outfit : Outfit
        The colours.
    """

    attributes: NDArray[np.float32]
    off_m: NDArray[np.float32]
    outfit: Outfit


def dress(body: Body, outfit: Outfit) -> Dress:
    """Fit `outfit` to `body`."""
    shirt = _shirt(body, outfit)
    trousers = _trousers(body, outfit)
    shoe = _shoe(body) if outfit.shoes else np.full(len(body.vertices), -1.0)
    place, head = _face_place(body), body.topology.weight_of("head", "neck03", "neck02", "eye.L", "eye.R")
    hair = _hair(body, place, head)
    off = outfit.shirt_off_m * np.clip(shirt / 0.03, 0, 1) + 0.003 * np.clip(trousers / 0.03, 0, 1) * (shirt <= 0)
    off = off + 0.016 * np.clip(hair / 0.35, 0, 1) + 0.006 * np.clip(shoe / 0.02, 0, 1)
    hair = _eyes(body, np.where(hair > 0, np.minimum(hair, 1.0), hair))
    attributes = np.c_[shirt, trousers, shoe, hair, place, head].astype(np.float32)
    return Dress(attributes, off[:, None].astype(np.float32), outfit)


def _shirt(body: Body, outfit: Outfit) -> FloatArray:
    v, joint, weight = body.vertices, body.rest_joint, body.topology.weight_of
    neck = joint("neck01")
    shirt = v[:, 2] - joint("upperleg01.L")[2]
    shirt = np.minimum(shirt, np.linalg.norm(v - (neck + np.array([0, -0.02, 0.035])), axis=1) - 0.085)
    chin = weight("head", "neck03") > 0.5  # may hang lower than the neckline
    shirt = np.where(chin | (v[:, 2] > neck[2] + 0.03), -1, shirt)
    for s in "LR":
        shoulder = joint(f"upperarm01.{s}")
        way = joint(f"lowerarm01.{s}") - shoulder
        along = ((v - shoulder) @ way) / (way @ way)
        bones = (f"upperarm01.{s}", f"upperarm02.{s}", f"lowerarm01.{s}", f"lowerarm02.{s}", f"wrist.{s}")
        sleeve = np.minimum(shirt, (outfit.sleeve - along) * np.linalg.norm(way))
        if outfit.sleeve > 1:  # over the elbow: inside as far as the forearm goes
            sleeve = np.where(weight(f"lowerarm01.{s}", f"lowerarm02.{s}") > 0.3, np.maximum(sleeve, 0.03), sleeve)
        shirt = np.where((weight(*bones) > 0.3) & (np.sign(v[:, 0]) == np.sign(shoulder[0])), sleeve, shirt)
    parts = ("wrist", "finger", "metacarpal") if outfit.sleeve > 1 else ("wrist", "finger", "metacarpal", "lowerarm")
    return np.where(_weight_starting(body, parts) > 0.3, -1, shirt)


def _trousers(body: Body, outfit: Outfit) -> FloatArray:
    z = body.vertices[:, 2]
    low, high = body.rest_joint("foot.L")[2] + outfit.trouser_leg_m, body.rest_joint("upperleg01.L")[2] + 0.08
    arm = _weight_starting(body, ("wrist", "finger", "metacarpal", "lowerarm"))
    return np.where(arm > 0.05, -1, np.minimum(z - low, high - z))


def _shoe(body: Body) -> FloatArray:
    foot = _weight_starting(body, ("foot", "toe"))
    return np.where(foot > 0.01, body.rest_joint("foot.L")[2] + 0.015 - body.vertices[:, 2], -1)


def _weight_starting(body: Body, starts: tuple[str, ...]) -> NDArray[np.float32]:
    return body.topology.weight_of(*(b for b in body.topology.bones if b.startswith(starts)))


def _face_place(body: Body) -> FloatArray:
    left, right = body.rest_joint("eye.L"), body.rest_joint("eye.R")
    return (body.vertices - (left + right) / 2) / np.linalg.norm(left - right)


def _hair(body: Body, place: FloatArray, head: NDArray[np.float32]) -> FloatArray:
    eye = body.topology.weight_of("eye.L", "eye.R")
    line = (place[:, 2] - 1.05) * 0.9 + np.clip(place[:, 1] - 0.3, -2, 3) * 0.85
    hair = np.where((head > 0.5) & (eye < 0.5) & (place[:, 2] >= -1.3), line, -1)
    ear = (np.abs(place[:, 0]) > 1.13) & (place[:, 2] < 0.55) & (place[:, 2] > -1.0) & (place[:, 1] < 2.3)
    return np.where(ear, -0.2, hair)


def _eyes(body: Body, hair: FloatArray) -> FloatArray:
    v = body.vertices
    ball = body.topology.weight_of("eye.L", "eye.R") > 0.9
    hair = np.where(ball, 2.0, hair)
    for bone in ("eye.L", "eye.R"):
        mine = ball & (np.linalg.norm(v - body.rest_joint(bone), axis=1) < 0.03)
        centre = v[mine].mean(axis=0)
        off_axis = np.linalg.norm((v - centre)[:, [0, 2]], axis=1)
        hair = np.where(mine & (v[:, 1] < centre[1]) & (off_axis < 0.0085), 3.0, hair)
    return hair
