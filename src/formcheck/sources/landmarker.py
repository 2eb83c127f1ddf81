"""Find the body's landmarks in pictures with MediaPipe's pose landmarker."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from formcheck.errors import SetupError
from formcheck.messages import _
from formcheck.pose import N_LANDMARKS, N_ZONES, PoseFrame
from formcheck.sources.models import find_model, identify_model
from formcheck.sources.native import capture_native_stderr, explain_load_failure, import_native

__all__ = ["Landmarker", "PoseFinder"]

_PIXEL_STEP, _METRE_STEP, _VISIBILITY_STEP = 1 / 64, 1 / 4096, 1 / 256
"""Landmarks are rounded to these, far below their noise (0.02-0.5 px), so that saved tracks compress well."""


class PoseFinder:
    """MediaPipe's pose landmarker with one bundle; what it writes to stderr while it warms up is held back.

    Parameters
    ----------
    path : a ``.task`` bundle.
    mode : "IMAGE" or "VIDEO".
    poses : the most people to find.

    Raises
    ------
    SetupError
        When MediaPipe cannot be loaded or cannot use the bundle.
    """

    def __init__(self, path: Path, mode: str, *, poses: int) -> None:
        with capture_native_stderr():
            self._mp = import_native("mediapipe")
            vision = self._mp.tasks.vision
            options = vision.PoseLandmarkerOptions(
                base_options=_make_base_options(self._mp, str(path)),
                running_mode=vision.RunningMode[mode],
                num_poses=poses,
            )
            try:
                self._landmarker = vision.PoseLandmarker.create_from_options(options)
            except OSError as error:
                raise explain_load_failure("mediapipe", error) from error
            except (RuntimeError, ValueError) as error:
                raise SetupError(
                    _("{path}: MediaPipe cannot use this model ({english}).", path=path, english=str(error))
                ) from error
        self._warm = False

    def close(self) -> None:
        """Free the model."""
        self._landmarker.close()

    def find(self, rgb: npt.NDArray[np.uint8], time_ms: int | None = None) -> Any:
        """Return MediaPipe's result for one picture, (height, width, 3) uint8; ``time_ms`` in mode VIDEO only."""
        if self._warm:
            return self._find(rgb, time_ms)
        with capture_native_stderr():  # the first person to be found makes MediaPipe write a note
            result = self._find(rgb, time_ms)
        self._warm = bool(result.pose_landmarks)
        return result

    def _find(self, rgb: npt.NDArray[np.uint8], time_ms: int | None) -> Any:
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb)
        if time_ms is None:
            return self._landmarker.detect(image)
        return self._landmarker.detect_for_video(image, time_ms)


class Landmarker:
    """Turn pictures of one video, in order of time, into `PoseFrame` s.

    VIDEO mode with one pose: the model tracks the person and smooths the landmarks over time, so fast jitter
    looks smaller than it is. `PoseFrame.people` and `PoseFrame.surface` are left open, see `PeopleCounter` and
    `SurfaceFollower`.

    Parameters
    ----------
    model : "lite", "full", "heavy" or the path of a ``.task`` bundle.

    Raises
    ------
    SetupError
        When the model or a system library is missing.
    """

    def __init__(self, model: str = "full") -> None:
        path = find_model(model)
        self.model = identify_model(path)
        self._last_ms = -1
        self._finder = PoseFinder(path, "VIDEO", poses=1)

    def close(self) -> None:
        """Free the model."""
        self._finder.close()

    def detect(self, time_s: float, rgb: npt.NDArray[np.uint8]) -> PoseFrame:
        """Return the pose in one picture.

        Parameters
        ----------
        time_s : seconds, later than the picture before.
        rgb : (height, width, 3) uint8.
        """
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))  # MediaPipe wants whole, rising milliseconds
        result = self._finder.find(rgb, self._last_ms)
        if not result.pose_landmarks:
            return PoseFrame.empty(time_s)
        height, width = rgb.shape[:2]
        pixels, visibility = _read_landmarks(result.pose_landmarks[0], width, height)
        world = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[0]])
        return PoseFrame(
            time_s,
            _round_to(pixels, _PIXEL_STEP),
            _round_to(world, _METRE_STEP),
            _round_to(visibility, _VISIBILITY_STEP),
            -1,
            np.full(N_ZONES, np.nan, np.float32),
        )


def _read_landmarks(
    landmarks: list[Any], width: int, height: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    values = np.array([(p.x, p.y, p.visibility) for p in landmarks])
    if values.shape != (N_LANDMARKS, 3):
        raise SetupError(
            _(
                "the model gives {count} landmarks, not {needed}: it is not a pose landmarker.",
                count=len(values),
                needed=N_LANDMARKS,
            )
        )
    return values[:, :2] * (width, height), values[:, 2]


def _round_to(values: npt.NDArray[Any], step: float) -> npt.NDArray[np.float32]:
    return (np.round(values / step) * step).astype(np.float32)


def _make_base_options(mp: Any, path: str) -> Any:
    """Return base options with which MediaPipe sends nothing out.

    From 0.10.35 on the library reports its use (its version, Python's, the task) to its maker over HTTPS. With a
    list of trusted certificates that is empty, that connection is refused before a byte of it is sent.
    Checked against a local server in its place: with the default one record of 214 bytes came, so none.
    """

    class SilentBaseOptions(mp.tasks.BaseOptions):  # type: ignore[misc]
        def to_ctypes(self) -> Any:
            options = super().to_ctypes()
            options.ca_bundle_path = os.devnull.encode()
            return options

    return SilentBaseOptions(model_asset_path=path)
