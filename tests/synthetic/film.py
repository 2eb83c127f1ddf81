"""From sticks in metres to the landmarks that a model would give of a film of them; and what can befall a film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from formcheck.pose import N_LANDMARKS, N_ZONES, FloatArray, Landmark, PoseTrack
from formcheck.provenance import ModelInfo, SourceInfo

MODEL = ModelInfo("synthetic", "0" * 64)
Points = Mapping[int, FloatArray]
"""Landmark -> its places, (n, 3) or (3,), m, in room axes: x right, y up, z away from the camera."""
_MIRROR = [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, N_LANDMARKS))]
"""A mirrored person's left is the right."""
_HANDS = {15: (17, 19, 21), 16: (18, 20, 22)}


@dataclass(frozen=True)
class Film:
    """How a motion is filmed; ``noise_px`` is the scatter of each landmark from frame to frame."""

    fps: float = 30.0
    noise_px: float = 0.0
    mirrored: bool = False
    size: tuple[int, int] = (640, 480)
    seed: int = 0

    def list_times(self, length_s: float) -> FloatArray:
        return np.arange(int(length_s * self.fps)) / self.fps

    def shoot(
        self,
        time_s: FloatArray,
        points: Points,
        *,
        px_per_m: float,
        origin: tuple[float, float],
        surface: Mapping[str, FloatArray] | None = None,
        kind: str = "",
        yaw_deg: float = 0.0,
    ) -> PoseTrack:
        """Return the landmarks of a film.

        Parameters
        ----------
        points : see `Points`; landmarks that are left out take the place of the shoulders or wrists.
        origin : where the room's origin is in the picture, in shares of its width and height.
        surface : zone -> where the trunk's surface is, (n,), % of the trunk.
        yaw_deg : by how much the body is turned about the upright before it is filmed.
        """
        metres = turn(_place(points, len(time_s)), yaw_deg) * (1.0, -1.0, 1.0)
        pixels = metres[:, :, :2] * px_per_m + np.multiply(origin, self.size)
        metres = metres - metres[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1, keepdims=True)
        if self.noise_px:
            pixels = pixels + np.random.default_rng(self.seed).normal(0.0, self.noise_px, pixels.shape)
        if self.mirrored:
            pixels = (pixels * (-1.0, 1.0) + (self.size[0] - 1.0, 0.0))[:, _MIRROR]
            metres = (metres * (-1.0, 1.0, 1.0))[:, _MIRROR]
        return self._develop(time_s, pixels, metres, _find_steps(surface or {}, len(time_s)), kind)

    def _develop(
        self, time_s: FloatArray, pixels: FloatArray, metres: FloatArray, steps: FloatArray, kind: str
    ) -> PoseTrack:
        n = len(time_s)
        return PoseTrack(
            time_s=np.asarray(time_s, np.float64),
            pixels=pixels.astype(np.float32),
            world=metres.astype(np.float32),
            visibility=np.full((n, N_LANDMARKS), 0.99, np.float32),
            people=np.ones(n, np.int8),
            surface=steps.astype(np.float32),
            width=self.size[0],
            height=self.size[1],
            surface_kind=kind,
            source=SourceInfo("synthetic", *self.size, float(time_s[-1]) if n else 0.0, n),
            model=MODEL,
        )


def _place(points: Points, n: int) -> FloatArray:
    shoulders = (points[Landmark.LEFT_SHOULDER] + points[Landmark.RIGHT_SHOULDER]) / 2
    metres = np.empty((n, N_LANDMARKS, 3))
    metres[:] = np.broadcast_to(shoulders, (n, 3))[:, None]
    for index, place in points.items():
        for like in (index, *_HANDS.get(index, ())):
            metres[:, like] = place
    return metres


def _find_steps(surface: Mapping[str, FloatArray], n: int) -> FloatArray:
    steps = np.zeros((n, N_ZONES))
    for zone, place in surface.items():
        steps[:, ("chest", "belly", "pelvis").index(zone)] = np.diff(place, prepend=place[:1])
    return steps


def turn(places: FloatArray, yaw_deg: float) -> FloatArray:
    """Return places (..., 3) turned about the upright, against the clock as seen from above."""
    c, s = np.cos(np.radians(yaw_deg)), np.sin(np.radians(yaw_deg))
    turned: FloatArray = places @ np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    return turned


def view_from(track: PoseTrack, yaw_deg: float) -> PoseTrack:
    """Return the same motion as a camera sees it that stands elsewhere around the body."""
    world = track.world.astype(np.float64)
    hips = track.pixels[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1, dtype=np.float64, keepdims=True)
    size_px = np.linalg.norm(track.pixels[0].astype(np.float64) - hips[0], axis=1).max()
    px_per_m = size_px / np.linalg.norm(world[0, :, :2], axis=1).max()
    turned = turn(world, yaw_deg)
    pixels = turned[:, :, :2] * px_per_m + hips
    return replace(track, pixels=pixels.astype(np.float32), world=turned.astype(np.float32))


def blind(track: PoseTrack) -> PoseTrack:
    """Return the track with nobody in it."""
    return replace(hide(track, -np.inf, np.inf), people=np.zeros(len(track), np.int8))


def hide(track: PoseTrack, from_s: float, to_s: float) -> PoseTrack:
    """Return the track with nobody found from one time up to another."""
    lost = (track.time_s >= from_s) & (track.time_s < to_s)
    changed = {}
    for name in ("pixels", "world", "visibility", "surface"):
        values = getattr(track, name).copy()
        values[lost] = np.nan
        changed[name] = values
    return replace(track, **changed)


def cut_film(track: PoseTrack, at_s: float, jump: float = 1.5) -> PoseTrack:
    """Return the track as if the camera had been moved at a time: all is some trunk lengths further right."""
    first = track.pixels[0]
    trunk_px = float(np.hypot(*(first[Landmark.RIGHT_SHOULDER] - first[Landmark.RIGHT_HIP])))
    pixels = track.pixels.copy()
    pixels[track.time_s >= at_s, :, 0] += jump * trunk_px
    return replace(track, pixels=pixels, width=track.width + int(jump * trunk_px) + 1)


def join(*tracks: PoseTrack) -> PoseTrack:
    """Return films one after another as one film."""
    blocks, start_s = [], 0.0
    for track in tracks:
        step_s = float(track.time_s[1] - track.time_s[0])
        blocks.append(replace(track, time_s=track.time_s - track.time_s[0] + start_s))
        start_s = float(blocks[-1].time_s[-1]) + step_s
    first = tracks[0]
    source = SourceInfo("synthetic", first.width, first.height, start_s, sum(map(len, tracks)))
    return PoseTrack.concatenate(blocks, source, MODEL)
