"""The truth beside each clip: true values, joints in the picture and rep times. The clip was made from them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from samples.render.body import Body, Posed
from samples.render.camera import Camera
from samples.render.clips import ClipSpec
from samples.render.rotations import FloatArray

_BONES = {
    "shoulder": "upperarm01",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "elbow": "lowerarm01",
    "wrist": "wrist",
}
_SKIN = {"ear": "ear", "heel": "heel", "toe": "big_toe"}
JOINTS = tuple(f"{place}_{joint}" for place in ("near", "far") for joint in (*_BONES, *_SKIN))


class View(Protocol):
    """What the truth asks of a studio."""

    @property
    def camera(self) -> Camera:
        """Where the picture is taken from."""

    @property
    def near_side(self) -> str:
        """Which side of the body looks near; "" if nobody is there."""

    @property
    def rest(self) -> Mapping[str, float]:
        """True values at rest, by name; nothing if nobody is there."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What is true in one frame.

    Attributes
    ----------
    truths : dict
        The poser's true values by name; nothing in an empty room.
    progress : float
        0 at rest .. 1 at the top.
    breath_mm : float
        How far the breath has the belly out.
    joints_px : ndarray, shape (18, 2)
        Places in the picture, in the order of `JOINTS`; NaN in an empty room.
    """

    truths: Mapping[str, float]
    progress: float
    breath_mm: float
    joints_px: FloatArray


def near_side(posed: Posed, camera: Camera) -> str:
    """Return the side of the body, "L" or "R", whose hip joint is nearer to the camera."""
    right, left = (float(np.linalg.norm(posed.joint(f"upperleg01.{side}") - camera.eye)) for side in "RL")
    return "R" if right < left else "L"


class Joints:
    """Where the joints of a body fall in the picture.

    Shoulder, hip, knee, ankle, elbow and wrist are the centres of the joints; ear, heel and toe lie on the
    skin. `near` is the side towards the camera, "L" or "R".
    """

    def __init__(self, body: Body, camera: Camera, near: str, mirror: bool) -> None:
        self._body, self._camera, self._mirror = body, camera, mirror
        self._near, self._far = near, "L" if near == "R" else "R"

    @property
    def near_side(self) -> str:
        """Which side of the body looks near, "left" or "right"; a mirrored right looks left."""
        return "right" if (self._near == "R") != self._mirror else "left"

    def pixels(self, posed: Posed, vertices: NDArray[np.float32]) -> FloatArray:
        """Return the points (18, 2) in pixels, in the order of `JOINTS`."""
        skin = self._body.keypoints(vertices)
        names = self._body.topology.keypoint_names
        points = []
        for side in (self._near, self._far):
            word = "left" if side == "L" else "right"
            points += [posed.joint(f"{bone}.{side}") for bone in _BONES.values()]
            points += [skin[names.index(f"{word}_{point}")] for point in _SKIN.values()]
        pixels = self._camera.project(np.array(points))
        if self._mirror:
            pixels[:, 0] = self._camera.width - pixels[:, 0]
        return pixels


def write_truth(path: Path, spec: ClipSpec, view: View, moments: Sequence[Moment]) -> None:
    """Write the truth of a clip.

    The file holds `time_s` (n,), the poser's true values (n,) under their names, `progress` (n,), `breath_mm`
    (n,), `joints_px` (n, 18, 2) named by `joint_names`, `reps` (k, 4) start, top, end of hold and end in
    seconds, and `about`, a JSON text with the spec, the camera, the near side and the true values at rest.
    Numbers are float32. In an empty room there are no true values and no reps, and joints are NaN.

    Parameters
    ----------
    path : Path
        File to write, `NAME.truth.npz`.
    spec, view
        What the clip was made from.
    moments : sequence of Moment
        What is true in each frame.
    """
    arrays = {name: [m.truths[name] for m in moments] for name in view.rest}
    arrays |= {"progress": [m.progress for m in moments], "breath_mm": [m.breath_mm for m in moments]}
    with path.open("wb") as stream:
        np.savez_compressed(
            stream,
            allow_pickle=True,
            time_s=(np.arange(len(moments)) / spec.fps).astype(np.float32),
            **{name: np.array(values, dtype=np.float32) for name, values in arrays.items()},
            joints_px=np.array([m.joints_px for m in moments], dtype=np.float32),
            joint_names=np.array(JOINTS),
            reps=spec.timeline.rep_times().astype(np.float32),
            about=np.array(json.dumps(_about(spec, view))),
        )


def _about(spec: ClipSpec, view: View) -> dict[str, Any]:
    camera = view.camera
    return {
        "spec": spec.as_table(),
        "camera": {
            "eye_m": camera.eye.tolist(),
            "target_m": camera.target.tolist(),
            "fov_deg": camera.fov_deg,
            "world_to_clip": camera.matrix.tolist(),
        },
        "near_side": view.near_side,
        "rest": dict(view.rest),
    }
