"""Body landmarks over time: what every source gives and the engine reads."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from formcheck.provenance import ModelInfo, SourceInfo

__all__ = [
    "BELLY",
    "BEND",
    "N_LANDMARKS",
    "N_ZONES",
    "ROLL",
    "Landmark",
    "PoseFrame",
    "PoseTrack",
    "SurfaceKind",
]

FloatArray = npt.NDArray[np.floating[Any]]

N_LANDMARKS = 33
"""Landmarks of the MediaPipe (BlazePose) skeleton."""

N_ZONES = 3
"""Places of the trunk's surface whose movement is read: chest, belly and pelvis."""

Zone = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SurfaceKind:
    """How the surface of the trunk is followed: landmarks cannot show a roll, a breath, or a bend of the spine.

    Attributes
    ----------
    name : kept with a saved track.
    seen_from : "side" for the line from the near shoulder to the near hip, "front" for the middles of both.
    moving : whether the place of reading goes with the landmarks, or stays while the person stays.
    across : how far the cut-out reaches behind and in front of the line, in trunk lengths.
    zones : chest, belly, pelvis: from, to along the line (shoulder 0, hip 1), from, to across it.
    strongest : whether a zone gives its strongest movement instead of its median.
    """

    name: str
    seen_from: Literal["side", "front"]
    moving: bool
    across: tuple[float, float]
    zones: tuple[Zone, Zone, Zone]
    strongest: bool = False


BEND = SurfaceKind(
    "bend",
    "side",
    moving=True,
    across=(-0.1, 0.4),
    zones=((0.12, 0.31, -0.04, 0.09), (0.5, 0.69, -0.04, 0.09), (0.81, 0.88, -0.04, 0.09)),
)
"""A bend of the spine, seen from the side: + towards the belly."""
ROLL = SurfaceKind(
    "roll",
    "front",
    moving=False,
    across=(-0.35, 0.35),
    zones=((0.12, 0.42, -0.09, 0.26), (0.45, 0.75, -0.09, 0.26), (0.7, 0.8, -0.05, 0.1)),
)
"""A roll of a body that lies on its side, seen from its front or back: + upwards in the picture.

The pelvis is read at its upper end: farther down the thigh that opens comes into the picture.
"""
BELLY = SurfaceKind(
    "belly",
    "side",
    moving=False,
    across=(-0.1, 0.4),
    zones=((0.1, 0.4, 0.06, 0.38), (0.55, 0.9, 0.06, 0.38), (0.9, 1.0, -0.05, 0.1)),
    strongest=True,
)
"""Belly and chest as they rise and fall, seen from the side: + outwards."""


class Landmark(enum.IntEnum):
    """Index of each landmark that formcheck uses. Left and right are the person's own."""

    NOSE = 0
    LEFT_EAR = 7
    RIGHT_EAR = 8
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


@dataclass(frozen=True, slots=True, eq=False)
class PoseFrame:
    """One frame: its time and the landmarks of one person.

    Attributes
    ----------
    time_s : seconds since the start of the recording, from the container.
    pixels : (33, 2) float32, x and y in pixels of the upright picture; NaN where nobody was found.
    world : (33, 3) float32, metres from the middle of the hips, camera axes (x right, y down, z away). z is the
        weakest axis of the model: use it for directions, not for distances.
    visibility : (33,) float32 in 0..1. Not a test of occlusion: it can stay near 1 for a hidden joint.
    people : how many people were counted at the last look; -1 when nobody looked.
    surface : (3,) float32, how far the trunk's surface moved since the frame before at chest, belly and pelvis, at
        right angles to the trunk, in % of the trunk's length, as a `SurfaceKind` says; NaN where it could not be
        followed or was not asked for.
    """

    time_s: float
    pixels: FloatArray
    world: FloatArray
    visibility: FloatArray
    people: int
    surface: FloatArray

    @classmethod
    def empty(cls, time_s: float, people: int = -1) -> PoseFrame:
        """Return a frame in which nobody was found."""
        nan = np.float32(np.nan)
        return cls(
            time_s,
            np.full((N_LANDMARKS, 2), nan),
            np.full((N_LANDMARKS, 3), nan),
            np.full(N_LANDMARKS, nan),
            people,
            np.full(N_ZONES, nan),
        )


_SHAPES: dict[str, tuple[int, ...]] = {
    "pixels": (N_LANDMARKS, 2),
    "world": (N_LANDMARKS, 3),
    "visibility": (N_LANDMARKS,),
    "surface": (N_ZONES,),
}


@dataclass(frozen=True, slots=True, eq=False)
class PoseTrack:
    """A block of consecutive frames as arrays; fields as in `PoseFrame` with a leading axis of n frames.

    ``surface_kind`` is the name of the `SurfaceKind` that was followed, "" for none.

    Checked once when made: shapes, strictly increasing time, one picture size. Arrays are copied and read-only.

    Raises
    ------
    ValueError
        With every problem found, not only the first.
    """

    time_s: FloatArray
    pixels: FloatArray
    world: FloatArray
    visibility: FloatArray
    people: npt.NDArray[np.int8]
    surface: FloatArray
    width: int
    height: int
    surface_kind: str = ""
    source: SourceInfo | None = field(default=None)
    model: ModelInfo | None = field(default=None)

    def __post_init__(self) -> None:
        n = len(self.time_s)
        problems = []
        for name, shape in _SHAPES.items():
            got = getattr(self, name).shape
            if got != (n, *shape):
                problems.append(f"{name} has shape {got}, expected {(n, *shape)}")
        if self.people.shape != (n,):
            problems.append(f"people has shape {self.people.shape}, expected {(n,)}")
        if not (np.all(np.isfinite(self.time_s)) and np.all(np.diff(self.time_s) > 0)):
            problems.append("time_s is not finite and strictly increasing")
        if self.width < 1 or self.height < 1:
            problems.append(f"picture size {self.width}x{self.height} is not positive")
        if problems:
            raise ValueError("not a pose track: " + "; ".join(problems))
        for name in ("time_s", "people", *_SHAPES):
            array = getattr(self, name)
            if array.flags.writeable:
                array = array.copy()
                array.flags.writeable = False
            object.__setattr__(self, name, array)

    def __len__(self) -> int:
        return len(self.time_s)

    @classmethod
    def from_frames(
        cls,
        frames: list[PoseFrame],
        width: int,
        height: int,
        surface_kind: str = "",
        source: SourceInfo | None = None,
        model: ModelInfo | None = None,
    ) -> PoseTrack:
        """Stack frames, in order of time, into a track."""

        def stack(name: str) -> FloatArray:
            shape = (0, *_SHAPES[name])
            return np.stack([getattr(f, name) for f in frames]) if frames else np.empty(shape, np.float32)

        return cls(
            np.array([f.time_s for f in frames], dtype=np.float64),
            stack("pixels"),
            stack("world"),
            stack("visibility"),
            np.array([f.people for f in frames], dtype=np.int8),
            stack("surface"),
            width,
            height,
            surface_kind,
            source,
            model,
        )

    @classmethod
    def concatenate(cls, blocks: list[PoseTrack], source: SourceInfo, model: ModelInfo) -> PoseTrack:
        """Join blocks, in order of time, into one track."""
        names = ("time_s", "pixels", "world", "visibility", "people", "surface")
        if not blocks:
            return cls.from_frames([], source.width, source.height, "", source, model)
        arrays = {name: np.concatenate([getattr(b, name) for b in blocks]) for name in names}
        return cls(
            **arrays,
            width=source.width,
            height=source.height,
            surface_kind=blocks[0].surface_kind,
            source=source,
            model=model,
        )

    def slice(self, start: int, stop: int) -> PoseTrack:
        """Return frames ``start`` to ``stop`` (exclusive) as a track that shares memory with this one."""
        part = slice(start, stop)
        return PoseTrack(
            self.time_s[part],
            self.pixels[part],
            self.world[part],
            self.visibility[part],
            self.people[part],
            self.surface[part],
            self.width,
            self.height,
            self.surface_kind,
            self.source,
            self.model,
        )
