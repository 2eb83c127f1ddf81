"""formcheck: sees how you do your low-back exercises, and says whether to carry on.

Importing this package loads neither OpenCV nor MediaPipe; they are loaded when a video is read.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formcheck.advisor import advise
    from formcheck.analysis import analyze

__all__ = ["__version__", "advise", "analyze"]

__version__ = version("formcheck")

_LAZY = {"advise": "formcheck.advisor", "analyze": "formcheck.analysis"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
