"""The posable bodies: skeleton, rest shape, forward kinematics and linear blend skinning, in plain numpy.

The shapes were exported once from Anny (see `export_bodies.py`). At rest a body stands with +x to its left,
+y to its back and +z up. All lengths are metres.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.render.errors import RenderError
from samples.render.rotations import FloatArray, segment_frame

_FILES = ("bodies.npz", "bodies_more.npz")
_SIDES = ("L", "R")
_BELLY = "stomach-pregnant-incr_p"


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """What all bodies share.

    Attributes
    ----------
    bones : tuple of str
        104 bone names, parents before children.
    parents : tuple of int
        Index of each bone's parent, -1 for the root.
    weights : ndarray, shape (n_vertices, 104), float32
        Skin weights; rows add up to 1.
    faces : ndarray, shape (n_faces, 3), int32
        Triangles.
    keypoint_names : tuple of str
        COCO body and foot points.
    keypoint_weights : ndarray, shape (n_keypoints, n_vertices), float32
        Skin points to COCO points; rows add up to 1.
    """

    bones: tuple[str, ...]
    parents: tuple[int, ...]
    weights: NDArray[np.float32]
    faces: NDArray[np.int32]
    keypoint_names: tuple[str, ...]
    keypoint_weights: NDArray[np.float32]

    def index(self, bone: str) -> int:
        """Return the index of `bone`."""
        return self.bones.index(bone)

    def weight_of(self, *bones: str) -> NDArray[np.float32]:
        """Return each vertex's summed weight (n_vertices,) of `bones`."""
        total: NDArray[np.float32] = self.weights[:, [self.index(b) for b in bones]].sum(axis=1)
        return total


@cache
def _archive(name: str) -> dict[str, NDArray[Any]]:
    path = files("samples.render").joinpath(name)
    if not path.is_file():
        return {}
    with path.open("rb") as stream, np.load(stream) as archive:
        return {key: archive[key] for key in archive.files}


@cache
def load_topology() -> Topology:
    """Return the skeleton, the weights and the triangles that all bodies share."""
    data = _archive(_FILES[0])
    coco = data["coco"].astype(np.float32)
    return Topology(
        bones=tuple(str(b) for b in data["bones"]),
        parents=tuple(int(p) for p in data["parents"]),
        weights=data["W"],
        faces=data["faces"],
        keypoint_names=tuple(str(n) for n in data["coco_labels"]),
        keypoint_weights=coco / coco.sum(axis=1, keepdims=True),
    )


def body_names() -> tuple[str, ...]:
    """Return the names of the bodies at hand."""
    return tuple(sorted(key.removesuffix("_v") for name in _FILES for key in _archive(name) if key.endswith("_v")))


@dataclass(slots=True, eq=False)
class Pose:
    """Rotations that differ from the rest body.

    Attributes
    ----------
    root : ndarray, shape (3, 3)
        Rotation of the root in the world.
    relative : dict
        Bone to its (3, 3) rotation against its parent.
    absolute : dict
        Bone to its (3, 3) rotation in the world. Bones in neither table follow their parent.
    shift : ndarray, shape (3,)
        Translation of the whole body.
    """

    root: FloatArray
    relative: dict[str, FloatArray] = field(default_factory=dict)
    absolute: dict[str, FloatArray] = field(default_factory=dict)
    shift: FloatArray = field(default_factory=lambda: np.zeros(3))


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A solved pose: bone `transforms` (104, 4, 4) and `joints`, the bones' heads (104, 3), in the world."""

    transforms: FloatArray
    joints: FloatArray

    def joint(self, bone: str) -> FloatArray:
        """Return the head (3,) of `bone`."""
        head: FloatArray = self.joints[load_topology().index(bone)]
        return head

    def moved(self, shift: FloatArray) -> "Posed":
        """Return the same pose moved by `shift` (3,)."""
        transforms = self.transforms.copy()
        transforms[:, :3, 3] += shift
        return Posed(transforms, self.joints + shift)

    def middle(self, bone: str) -> FloatArray:
        """Return the middle (3,) between the left and the right `bone`."""
        return (self.joint(bone + ".L") + self.joint(bone + ".R")) / 2


class Body:
    """One rest shape with its segment lengths.

    Parameters
    ----------
    name : str
        One of `body_names()`.
    """

    def __init__(self, name: str) -> None:
        if name not in body_names():
            raise RenderError(f"There is no body {name!r}; there are {', '.join(body_names())}.")
        data = next(d for d in map(_archive, _FILES) if f"{name}_v" in d)
        self.name = name
        self.topology = load_topology()
        self.vertices: FloatArray = data[f"{name}_v"].astype(np.float64)
        self.bones: FloatArray = data[f"{name}_b"].astype(np.float64)
        self.deltas: dict[str, FloatArray] = {
            key[2:]: value.astype(np.float64)
            for key, value in data.items()
            if key.startswith(f"{name}_") and key[2:] not in ("v", "b")
        }
        self._offsets: FloatArray = self.bones - self.bones[list(self.topology.parents)]
        self._homogeneous = np.c_[self.vertices, np.ones(len(self.vertices))]
        self._rest = self._rest_frames()

    @property
    def height_m(self) -> float:
        """Standing height."""
        return float(np.ptp(self.vertices[:, 2]))

    def rest_joint(self, bone: str) -> FloatArray:
        """Return the head (3,) of `bone` in the rest body."""
        head: FloatArray = self.bones[self.topology.index(bone)]
        return head

    def length(self, start: str, end: str) -> float:
        """Return the distance between two bones' heads."""
        return float(np.linalg.norm(self.rest_joint(end) - self.rest_joint(start)))

    def _rest_frames(self) -> dict[str, FloatArray]:
        joint, frames = self.rest_joint, {}
        for s in _SIDES:
            frames[f"thigh.{s}"] = segment_frame(joint(f"lowerleg01.{s}") - joint(f"upperleg01.{s}"), [1, 0, 0])
            frames[f"shank.{s}"] = segment_frame(joint(f"foot.{s}") - joint(f"lowerleg01.{s}"), [1, 0, 0])
            upper = joint(f"lowerarm01.{s}") - joint(f"upperarm01.{s}")
            fore = joint(f"wrist.{s}") - joint(f"lowerarm01.{s}")
            frames[f"upper arm.{s}"] = segment_frame(upper, np.cross(upper, fore))
            frames[f"forearm.{s}"] = segment_frame(fore, np.cross(upper, fore))
            hand = joint(f"finger3-1.{s}") - joint(f"wrist.{s}")
            across = joint(f"finger2-1.{s}") - joint(f"finger5-1.{s}")
            frames[f"hand.{s}"] = segment_frame(hand, across)
        return frames

    def segment(self, name: str, direction: FloatArray, hinge: FloatArray) -> FloatArray:
        """Return the world rotation (3, 3) that turns segment `name` from rest to `direction`.

        `hinge` is the axis about which the segment's joint flexes.
        """
        return segment_frame(direction, hinge) @ self._rest[name].T

    def belly(self, out_mm: float) -> dict[str, float]:
        """Return the shape (for `skin`) whose belly stands `out_mm` farther out at its front; below 0 it is drawn in.

        The most moved point goes so far forward (-y of the standing body).
        """
        furthest_m = float(-self.deltas[_BELLY][:, 1].min())
        return {_BELLY: out_mm / 1000 / furthest_m}

    def solve(self, pose: Pose) -> Posed:
        """Return bone transforms and joints of `pose` (forward kinematics)."""
        topology, n = self.topology, len(self.bones)
        rotations, joints = np.empty((n, 3, 3)), np.empty((n, 3))
        for i, (bone, parent) in enumerate(zip(topology.bones, topology.parents, strict=True)):
            if parent < 0:
                rotations[i], joints[i] = pose.root, pose.shift
                continue
            above = rotations[parent]
            joints[i] = joints[parent] + above @ self._offsets[i]
            if bone in pose.relative:
                rotations[i] = above @ pose.relative[bone]
            else:
                rotations[i] = pose.absolute.get(bone, above)
        transforms = np.zeros((n, 4, 4))
        transforms[:, :3, :3] = rotations
        transforms[:, :3, 3] = joints - np.einsum("nij,nj->ni", rotations, self.bones)
        transforms[:, 3, 3] = 1
        return Posed(transforms, joints)

    def skin(self, posed: Posed, shape: Mapping[str, float] | None = None) -> NDArray[np.float32]:
        """Return the skin points (n_vertices, 3) of a solved pose.

        `shape` adds named deltas (for example of the belly), each times its factor, to the rest shape first.
        """
        points = self._homogeneous
        if shape:
            points = points.copy()
            for name, factor in shape.items():
                points[:, :3] += factor * self.deltas[name]
        flat = posed.transforms[:, :3].reshape(len(self.bones), 12).astype(np.float32)
        matrices = (self.topology.weights @ flat).reshape(-1, 3, 4)
        skinned: NDArray[np.float32] = np.einsum("vij,vj->vi", matrices, points.astype(np.float32))
        return skinned

    def keypoints(self, vertices: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the COCO points (n_keypoints, 3) of skin points."""
        return self.topology.keypoint_weights @ vertices
