"""Changes of single pictures, (height, width, 3) uint8 RGB; none of them touches the picture it is given."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from formcheck.sources.native import import_native

__all__ = ["Rgb", "add_noise", "blur", "mirror", "multiply", "rotate", "scale"]

Rgb = npt.NDArray[np.uint8]
cv2 = import_native("cv2")


def mirror(rgb: Rgb) -> Rgb:
    """Swap left and right."""
    return np.ascontiguousarray(rgb[:, ::-1])


def rotate(rgb: Rgb, anticlockwise_deg: float) -> Rgb:
    """Turn a picture about its middle, as a camera that is rolled the other way; its border pixels fill the corners."""
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), anticlockwise_deg, 1.0)
    return np.asarray(cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def scale(rgb: Rgb, factor: float) -> Rgb:
    """Make a picture smaller, each new pixel the mean of what it covers."""
    height, width = rgb.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def multiply(rgb: Rgb, factor: float) -> Rgb:
    """Make a picture darker or brighter; what would be brighter than white is white."""
    levels = np.minimum(np.round(np.arange(256) * factor), 255).astype(np.uint8)
    return np.asarray(cv2.LUT(rgb, levels), np.uint8)


def blur(rgb: Rgb, sigma_share: float) -> Rgb:
    """Blur a picture with a Gaussian.

    Parameters
    ----------
    sigma_share : its standard deviation as a share of the picture's height, so that any resolution is as blurred.
    """
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), sigma_share * rgb.shape[0]), np.uint8)


def add_noise(rgb: Rgb, sigma: float, rng: np.random.Generator) -> Rgb:
    """Add Gaussian noise to each pixel and colour by itself; ``sigma`` in levels of 0 to 255."""
    noise = rng.standard_normal(rgb.shape, np.float32)
    return np.clip(np.rint(rgb + np.float32(sigma) * noise), 0, 255).astype(np.uint8)
