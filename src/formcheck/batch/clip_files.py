"""A clip as a file on this machine, wherever it lies."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from formcheck.errors import FormcheckError, InputError, SetupError
from formcheck.messages import _, change_values

__all__ = ["is_address", "open_clip", "show_clip"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
"""Two letters at least: C:// is a drive."""
_IN_TEXT = re.compile(_ADDRESS.pattern + r"[^\s'\"]+", re.IGNORECASE)
_USER = re.compile("://[^/]*@")
_LONGEST_NAME = 50
"""Characters of its name that a clip keeps when it is fetched: a file system takes 255 bytes."""


def is_address(clip: str) -> bool:
    """Return whether a clip lies elsewhere: ``s3://...``, ``https://...``, whatever fsspec knows."""
    return _ADDRESS.match(clip) is not None


def show_clip(clip: str) -> str:
    """Return a clip as people may see it: an address without user, password and query, which may be a key to it."""
    return _USER.sub("://", clip).partition("?")[0] if is_address(clip) else clip


def _hide_keys(text: str) -> str:
    """Return a text with the addresses in it as `show_clip` shows them."""
    return _IN_TEXT.sub(lambda found: show_clip(found[0]), text)


@contextlib.contextmanager
def open_clip(clip: str, folder: Path | None = None) -> Iterator[Path]:
    """Give a clip as a local file; one that lies elsewhere is fetched, and thrown away when the block ends.

    An error within the block names the address, and not the file that was fetched.

    Parameters
    ----------
    folder : where it is put; None for the system's folder for such files.

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
    with tempfile.TemporaryDirectory(prefix="formcheck-", dir=folder) as made:
        path = Path(made) / f"clip-{PurePosixPath(show_clip(clip)).name[-_LONGEST_NAME:]}"
        _fetch(clip, path)
        try:
            yield path
        except FormcheckError as error:
            text = change_values(error.args[0], lambda value: value.replace(str(path), show_clip(clip)))
            raise type(error)(text) from error


def _fetch(address: str, path: Path) -> None:
    shown = show_clip(address)
    try:
        import fsspec
    except ImportError as error:
        raise SetupError(_("{clip}: needs fsspec: pip install 'formcheck[cluster]'", clip=shown)) from error
    try:
        source: Any
        with fsspec.open(address, "rb", expand=False) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
    except ImportError as error:  # its message names the package that is missing
        raise SetupError(_("{clip}: cannot be fetched: {english}", clip=shown, english=str(error))) from error
    except Exception as error:  # each kind of storage raises errors of its own
        why = _describe(error)
        raise InputError(
            _("{clip}: cannot be fetched ({english}). Check the address.", clip=shown, english=why)
        ) from error


def _describe(error: BaseException) -> str:
    """Return why something could not be fetched, in the words of what failed first: fsspec says "not found" of it."""
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, FileNotFoundError):  # its words are the address, and advice for programmers
        return "not found"
    return _hide_keys(" ".join(str(error).split())) or type(error).__name__
