"""A furnished room with a camera and, if the clip has one, a body in it: draws the instants of one clip."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.render.body import Body, load_topology
from samples.render.camera import Camera, orbit
from samples.render.clips import ClipSpec
from samples.render.errors import RenderError
from samples.render.gl import Renderer
from samples.render.outfits import OUTFITS, dress
from samples.render.poses.hip_lift import HipLift, HipLiftInstant
from samples.render.rotations import FloatArray
from samples.render.scene import DECORS, furnish
from samples.render.truth import JOINTS, Joints

_USUAL_HEIGHT_M = 1.7
_USUAL_DISTANCE_M = 2.25
_LOOK_AT_M = (0.47, 0.0, 0.28)
_MAT = (0.5, 0.0, 1.05, 0.38)
_BLUR_PX = 0.55  # as soft as a phone's lens and coding make it


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One drawn instant: picture (height, width, 3) without noise, true angles (3,), joints (18, 2) in px."""

    picture: NDArray[np.uint8]
    angles_deg: FloatArray
    joints_px: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Person:
    body: Body
    poser: HipLift
    joints: Joints


@cache
def _renderer(size: tuple[int, int]) -> Renderer:
    return Renderer(load_topology(), size)


class Studio:
    """Draws the instants of the clip `spec`; equal instants are drawn once."""

    def __init__(self, spec: ClipSpec) -> None:
        if spec.outfit not in OUTFITS or spec.decor not in DECORS:
            raise RenderError(
                f"Clip {spec.name}: outfit {spec.outfit!r} or decor {spec.decor!r} is unknown;"
                f" outfits are {', '.join(OUTFITS)}, decors {', '.join(DECORS)}."
            )
        self._spec = spec
        body = Body(spec.body) if spec.exercise != "none" else None
        scale = (body.height_m if body else _USUAL_HEIGHT_M) / _USUAL_HEIGHT_M
        target = (_LOOK_AT_M[0] * scale, *_LOOK_AT_M[1:])
        distance = spec.distance * _USUAL_DISTANCE_M * scale
        self.camera: Camera = orbit(target, distance, spec.azimuth_deg, spec.elevation_deg, spec.fov_deg, spec.size)
        self._renderer = _renderer(spec.size)
        room = furnish(DECORS[spec.decor], self.camera, _MAT if spec.mat else None)
        self._renderer.set_scene(room, self.camera, dress(body, OUTFITS[spec.outfit]) if body else None)
        self._person = (
            _Person(body, HipLift(body, spec.shank_deg), Joints(body, self.camera, spec.mirror)) if body else None
        )
        self._drawn: dict[tuple[float, float, float], Frame] = {}

    @property
    def near_side(self) -> str:
        """Which side of the body looks near; "" in an empty room."""
        return self._person.joints.near_side if self._person else ""

    @property
    def rest_line_deg(self) -> float:
        """Line angle at rest; NaN in an empty room."""
        return self._person.poser.rest_line_deg if self._person else float("nan")

    def frame(self, time_s: float) -> Frame:
        """Return the drawn instant at `time_s`."""
        key = (0.0, 0.0, 0.0)
        if self._spec.reps:
            i, progress = self._spec.timeline.progress(time_s)
            progress, rep = round(progress, 6), self._spec.reps[i]
            key = (progress, rep.top_deg, rep.extension_deg) if progress else key
        if key not in self._drawn:
            self._drawn[key] = self._draw(self._person, *key)
        return self._drawn[key]

    def _draw(self, person: _Person | None, progress: float, top_deg: float, extension_deg: float) -> Frame:
        if person is None:
            return Frame(self._picture(None), np.full(3, np.nan), np.full((len(JOINTS), 2), np.nan))
        poser = person.poser
        instant: HipLiftInstant = poser.instant(progress, top_deg, extension_deg) if progress else poser.rest()
        vertices = person.body.skin(instant.posed)
        angles = np.array([instant.line_deg, instant.extension_deg, instant.shank_deg])
        return Frame(self._picture(vertices), angles, person.joints.pixels(instant.posed, vertices))

    def _picture(self, vertices: NDArray[np.float32] | None) -> NDArray[np.uint8]:
        """Draw, flip if asked, and soften."""
        drawn = self._renderer.draw(vertices)
        flipped = np.ascontiguousarray(drawn[:, ::-1] if self._spec.mirror else drawn)
        return np.asarray(cv2.GaussianBlur(flipped, (3, 3), _BLUR_PX), dtype=np.uint8)
