"""Of which code something was made."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

__all__ = ["hash_code"]


@functools.cache
def hash_code(*files: str) -> str:
    """Return a hash of some files of formcheck, by their paths in the package, or of all its code."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in [package / name for name in files] or sorted(package.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
