"""formcheck: sees how you do your low-back exercises, and says whether to carry on.

Importing this package loads neither OpenCV nor MediaPipe; they are loaded when a video is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formcheck.advisor import advise
    from formcheck.analysis import analyze

    __version__: str

__all__ = ["__version__", "advise", "analyze"]

_LAZY = {"advise": "formcheck.advisor", "analyze": "formcheck.analysis"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("formcheck")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
