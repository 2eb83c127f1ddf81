"""The truth beside each clip: angles, joints in the picture and rep times. The clip was made from them."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

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
    def rest_line_deg(self) -> float:
        """Line angle at rest; NaN if nobody is there."""


class Joints:
    """Where the joints of a body fall in the picture.

    Shoulder, hip, knee, ankle, elbow and wrist are the centres of the joints; ear, heel and toe lie on the
    skin. "near" is the side towards the camera.
    """

    def __init__(self, body: Body, camera: Camera, mirror: bool) -> None:
        self._body, self._camera, self._mirror = body, camera, mirror
        # Lying on the back with the head at -x, the left side is at +y.
        self._near, self._far = ("R", "L") if camera.eye[1] < camera.target[1] else ("L", "R")

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


def write_truth(path: Path, spec: ClipSpec, view: View, angles_deg: FloatArray, joints_px: FloatArray) -> None:
    """Write the truth of a clip.

    The file holds `time_s` (n,), `line_deg` (n,) shoulder-hip-knee minus 180 in the side plane (+ above the
    line), `lumbar_ext_deg` (n,), `shank_deg` (n,) from the vertical (+ feet far), `joints_px` (n, 18, 2)
    named by `joint_names`, `reps` (k, 4) start, top, end of hold and end in seconds, and `about`, a JSON text
    with the spec, the camera, the near side and the line angle at rest. Numbers are float32. In an empty room
    angles and joints are NaN (in the JSON: null) and there are no reps.

    Parameters
    ----------
    path : Path
        File to write, `NAME.truth.npz`.
    spec, view
        What the clip was made from.
    angles_deg : ndarray, shape (n, 3)
        Line angle, lumbar extension, shank lean.
    joints_px : ndarray, shape (n, 18, 2)
        Places in the picture.
    """
    camera = view.camera
    about = {
        "spec": asdict(spec),
        "camera": {
            "eye_m": camera.eye.tolist(),
            "target_m": camera.target.tolist(),
            "fov_deg": camera.fov_deg,
            "world_to_clip": camera.matrix.tolist(),
        },
        "near_side": view.near_side,
        "rest_line_deg": None if np.isnan(view.rest_line_deg) else view.rest_line_deg,
    }
    angles = angles_deg.astype(np.float32)
    np.savez_compressed(
        path,
        time_s=(np.arange(len(angles)) / spec.fps).astype(np.float32),
        line_deg=angles[:, 0],
        lumbar_ext_deg=angles[:, 1],
        shank_deg=angles[:, 2],
        joints_px=joints_px.astype(np.float32),
        joint_names=np.array(JOINTS),
        reps=spec.timeline.rep_times().astype(np.float32),
        about=np.array(json.dumps(about)),
    )
