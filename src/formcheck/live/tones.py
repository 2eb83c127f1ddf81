"""Tones, one for each urgency: what is heard where nothing can be spoken. And the player that plays them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np

from formcheck.live.processes import Process, cut, start_process
from formcheck.live.say import Urgency

__all__ = ["Bell", "Nothing", "Tones", "find_player"]

_RATE = 22_050
"""Samples a second. Source: eSpeak NG's, which every player takes."""
_LOUD = 0.5
"""Share of the full loudness. Source: our choice."""
_FADE_S = 0.01
"""Rise and fall of a tone, s: without it clicks. Source: our choice."""
_NOTES: dict[Urgency, tuple[tuple[float, float], ...]] = {
    Urgency.INFO: ((440.0, 0.15),),
    Urgency.COUNT: ((880.0, 0.12),),
    Urgency.CUE: ((660.0, 0.15), (990.0, 0.25)),
    Urgency.STOP: ((330.0, 0.35), (0.0, 0.1), (330.0, 0.35), (0.0, 0.1), (330.0, 0.5)),
}
"""Frequencies, Hz, and lengths, s. Source: our choice: a count is short and high, a stop long, low and repeated."""
_SILENCE = ((0.0, 0.05),)
_TRY_S = 2.0
"""How long playing a moment of silence may take, s; a device that needs longer is none. Source: our choice."""
_WINDOWS_PLAYER = (
    "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME | winsound.SND_NODEFAULT)"
)


def find_player() -> list[str] | None:
    """Return the command that plays a WAV file, without the file; None where there is none.

    On Linux and macOS it is the one with which pyttsx3 plays what eSpeak NG says.
    """
    if sys.platform == "win32":
        return [sys.executable, "-P", "-c", _WINDOWS_PLAYER]
    program = shutil.which("afplay" if sys.platform == "darwin" else "aplay")
    return program and ([program] if sys.platform == "darwin" else [program, "-q"])  # type: ignore[return-value]


class Tones:
    """Plays tones through a player.

    Parameters
    ----------
    player : see `find_player`.
    """

    def __init__(self, player: list[str]) -> None:
        self._player = player
        self._folder = tempfile.TemporaryDirectory(prefix="formcheck-tones-")
        for urgency, notes in _NOTES.items():
            _write(self._path(urgency.name), notes)

    def works(self) -> bool:
        """Return whether the player finds a device: a moment of silence is played."""
        _write(self._path("silence"), _SILENCE)
        process = start_process([*self._player, str(self._path("silence"))])
        try:
            return process.wait(_TRY_S) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            cut(process)

    def start(self, _text: str, urgency: Urgency) -> Process:
        """Begin to play the tone of an urgency."""
        return start_process([*self._player, str(self._path(urgency.name))])

    def close(self) -> None:
        """Remove the tones."""
        self._folder.cleanup()

    def _path(self, name: str) -> Path:
        return Path(self._folder.name, f"{name}.wav")


class Bell:
    """Rings the bell of the terminal."""

    def start(self, _text: str, _urgency: Urgency) -> None:
        """Ring; there is nothing to wait for."""
        sys.stderr.write("\a")
        sys.stderr.flush()

    def close(self) -> None:
        """Nothing was opened."""


class Nothing:
    """Makes no sound: the picture, and the words that are kept, are all."""

    def start(self, _text: str, _urgency: Urgency) -> None:
        """Make no sound."""

    def close(self) -> None:
        """Nothing was opened."""


def _write(path: Path, notes: tuple[tuple[float, float], ...]) -> None:
    samples = np.concatenate([_make_note(*note) for note in notes])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes((samples * _LOUD * 32_767).astype("<i2").tobytes())


def _make_note(hz: float, length_s: float) -> np.ndarray:
    times = np.arange(round(length_s * _RATE)) / _RATE
    edges = np.minimum(times, length_s - times) / _FADE_S
    note: np.ndarray = np.sin(2 * np.pi * hz * times) * np.clip(edges, 0.0, 1.0)
    return note
