"""Where a result comes from: the model that found the landmarks, and the recording."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ModelInfo", "SourceInfo"]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The landmark model that made a track: its name and the sha256 of its bundle."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where frames came from.

    ``interrupted`` tells that the person stopped the reading; ``warnings`` are sentences for a person about what could
    not be read (a file that ends early, say).
    """

    path: str
    width: int
    height: int
    duration_s: float = 0.0
    frames: int = 0
    interrupted: bool = False
    warnings: tuple[str, ...] = ()
