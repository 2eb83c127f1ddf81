"""A furnished room with a camera and, if the clip has one, a body in it: draws the instants of one clip."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.render.body import Body, Pose, load_topology
from samples.render.camera import Camera, orbit
from samples.render.clips import EMPTY, ClipSpec
from samples.render.errors import RenderError
from samples.render.gl import Renderer
from samples.render.outfits import OUTFITS, Dress, dress
from samples.render.poses import find_poser
from samples.render.poses.base import Place, Poser
from samples.render.rotations import unit
from samples.render.scene import DECORS, furnish
from samples.render.truth import JOINTS, Joints, Moment, near_side

_USUAL_HEIGHT_M = 1.7
_LYING_M = 0.5  # what is looked at below lies: tall people lie no higher
_BEHIND_M, _ASIDE_M = 1.2, 0.4
_FLOOR_M = -0.012
_BREATH_STEP_MM = 0.05
_SHAPE_STEP = 0.002  # share of a delta; about 0.1 mm of belly
_POSE_STEP_M = 0.0002
_SMOOTH_EDGES = {"samples": 4}  # samples a pixel; people look at these, the many others are drawn twice as fast
_KEPT_PICTURES = 400
_BLUR_PX = 0.55  # as soft as a phone's lens and coding make it


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One drawn instant: picture (height, width, 3) without noise, and what is true in it."""

    picture: NDArray[np.uint8]
    moment: Moment


@dataclass(frozen=True, slots=True)
class _Ask:
    """What tells an instant from others."""

    progress: float = 0.0
    top: tuple[tuple[str, float], ...] = ()
    breath_mm: float = 0.0


class _Person:
    """The body that exercises."""

    def __init__(self, spec: ClipSpec, camera: Camera, body: Body) -> None:
        self.body = body
        poser = find_poser(spec.exercise)
        self.poser: Poser = poser(body, spec.setup)
        at_rest = self.poser.instant(0.0, poser.top)
        self.rest: Mapping[str, float] = at_rest.truths
        self.joints = Joints(body, camera, near_side(at_rest.posed, camera), spec.mirror)


@cache
def _renderer(size: tuple[int, int], samples: int) -> Renderer:
    return Renderer(load_topology(), size, samples)


def _camera(spec: ClipSpec, place: Place, scale: float) -> Camera:
    x, y, z = place.look_at_m
    target = (x * scale, y * scale, z if z < _LYING_M else z * scale)
    distance = spec.distance * place.distance_m * scale
    return orbit(target, distance, spec.azimuth_deg, spec.elevation_deg, spec.fov_deg, spec.size)


def _bystander(spec: ClipSpec, camera: Camera) -> tuple[Dress, NDArray[np.float32]] | None:
    """Return the second person's clothes and skin points: behind what the camera looks at, a bit to the right."""
    if not spec.second_person:
        return None
    body = Body(spec.second_person)
    outfits = list(OUTFITS)
    outfit = OUTFITS[outfits[(outfits.index(spec.outfit) + 1) % len(outfits)]]
    ahead = unit((camera.target - camera.eye) * (1, 1, 0))
    right = np.array([ahead[1], -ahead[0], 0])
    turn = np.column_stack([right, ahead, (0, 0, 1)])  # faces the camera
    place = camera.target * (1, 1, 0) + ahead * _BEHIND_M + right * _ASIDE_M
    skin = body.skin(body.solve(Pose(root=turn)))
    place[2] = _FLOOR_M - float(skin[:, 2].min())
    return dress(body, outfit), (skin + place).astype(np.float32)


class Studio:
    """Draws the instants of the clip `spec`; instants that are equal and not long ago are drawn once."""

    def __init__(self, spec: ClipSpec) -> None:
        if spec.outfit not in OUTFITS or spec.decor not in DECORS:
            raise RenderError(
                f"Clip {spec.name}: outfit {spec.outfit!r} or decor {spec.decor!r} is unknown;"
                f" outfits are {', '.join(OUTFITS)}, decors {', '.join(DECORS)}."
            )
        self._spec = spec
        body = Body(spec.body) if spec.exercise != EMPTY else None
        place = find_poser(spec.exercise if body else "hip-lift").place
        self.camera: Camera = _camera(spec, place, body.height_m / _USUAL_HEIGHT_M if body else 1.0)
        self._person = _Person(spec, self.camera, body) if body else None
        self._renderer = _renderer(spec.size, _SMOOTH_EDGES.get(spec.set, 0))
        room = furnish(DECORS[spec.decor], self.camera, place.mat if spec.mat else None)
        clothes = dress(body, OUTFITS[spec.outfit]) if body else None
        self._renderer.set_scene(room, self.camera, clothes, _bystander(spec, self.camera))
        self._drawn: dict[bytes, NDArray[np.uint8]] = {}

    @property
    def near_side(self) -> str:
        """Which side of the body looks near; "" in an empty room."""
        return self._person.joints.near_side if self._person else ""

    @property
    def rest(self) -> Mapping[str, float]:
        """True values at rest, by name; nothing in an empty room."""
        return self._person.rest if self._person else {}

    def frame(self, time_s: float) -> Frame:
        """Return the drawn instant at `time_s`."""
        person = self._person
        if person is None:
            return Frame(self._picture(None, b""), Moment({}, 0.0, 0.0, np.full((len(JOINTS), 2), np.nan)))
        ask = self._ask(time_s)
        instant = person.poser.instant(ask.progress, dict(person.poser.top) | dict(ask.top))
        shape = dict(instant.shape)
        for name, factor in person.body.belly(ask.breath_mm).items():
            shape[name] = shape.get(name, 0.0) + factor
        shape = {name: round(factor / _SHAPE_STEP) * _SHAPE_STEP for name, factor in shape.items()}
        vertices = person.body.skin(instant.posed, {n: f for n, f in shape.items() if f})
        joints_px = person.joints.pixels(instant.posed, vertices)
        key = (
            np.round(instant.posed.joints / _POSE_STEP_M).astype(np.int32).tobytes()
            + repr(sorted(shape.items())).encode()
        )
        return Frame(self._picture(vertices, key), Moment(instant.truths, ask.progress, ask.breath_mm, joints_px))

    def _ask(self, time_s: float) -> _Ask:
        timeline = self._spec.timeline
        breath = timeline.breath_mm(time_s, self._spec.breath)
        breath_mm = round(round(breath / _BREATH_STEP_MM) * _BREATH_STEP_MM, 2) + 0.0  # no -0.0
        if not timeline.reps:
            return _Ask(breath_mm=breath_mm)
        progress = round(timeline.progress(time_s)[1], 6)
        return _Ask(progress, tuple((n, round(v, 4)) for n, v in timeline.top(time_s).items()), breath_mm)

    def _picture(self, vertices: NDArray[np.float32] | None, key: bytes) -> NDArray[np.uint8]:
        """Return the picture of a body, drawn once for each `key`."""
        picture = self._drawn.pop(key, None)
        self._drawn[key] = picture = self._draw(vertices) if picture is None else picture  # the newest are last
        if len(self._drawn) > _KEPT_PICTURES:
            del self._drawn[next(iter(self._drawn))]
        return picture

    def _draw(self, vertices: NDArray[np.float32] | None) -> NDArray[np.uint8]:
        """Draw, flip if asked, and soften."""
        drawn = self._renderer.draw(vertices)
        flipped = np.ascontiguousarray(drawn[:, ::-1] if self._spec.mirror else drawn)
        return np.asarray(cv2.GaussianBlur(flipped, (3, 3), _BLUR_PX), dtype=np.uint8)
