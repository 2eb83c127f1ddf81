"""A clip as a file on this machine, wherever it lies."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from formcheck.errors import InputError, SetupError
from formcheck.messages import _

__all__ = ["is_address", "open_clip"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
"""Two letters at least: C:// is a drive."""


def is_address(clip: str) -> bool:
    """Return whether a clip lies elsewhere: ``s3://...``, ``https://...``, whatever fsspec knows."""
    return _ADDRESS.match(clip) is not None


@contextlib.contextmanager
def open_clip(clip: str) -> Iterator[Path]:
    """Give a clip as a local file; one that lies elsewhere is fetched, and thrown away when the block ends.

    Raises
    ------
    InputError
        When it cannot be fetched.
    SetupError
        When fsspec, or what it needs for this kind of storage, is not installed.
    """
    if not is_address(clip):
        yield Path(clip)
        return
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        path = Path(folder) / (PurePosixPath(clip).name or "clip")
        _fetch(clip, path)
        yield path


def _fetch(address: str, path: Path) -> None:
    try:
        import fsspec
    except ImportError as error:
        raise SetupError(_("{clip}: needs fsspec: pip install 'formcheck[cluster]'", clip=address)) from error
    try:
        source: Any
        with fsspec.open(address, "rb") as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
    except ImportError as error:  # its message names the package that is missing
        raise SetupError(_("{clip}: cannot be fetched: {english}", clip=address, english=str(error))) from error
    except Exception as error:  # each kind of storage raises errors of its own
        why = str(error) or type(error).__name__
        raise InputError(
            _("{clip}: cannot be fetched ({english}). Check the address.", clip=address, english=why)
        ) from error
