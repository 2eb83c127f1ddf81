"""The JSON file: everything that was measured, and the advice."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from formcheck.advisor import Advice
from formcheck.files import write_atomically
from formcheck.results import SCHEMA, SetResult

__all__ = ["to_json_dict", "write_json"]


def to_json_dict(result: SetResult, advice: Advice) -> dict[str, Any]:
    """Return result and advice in the keys of the JSON file."""
    return {
        "schema": SCHEMA,
        "formcheck": version("formcheck"),
        **result.to_dict(),
        "advice": advice.to_dict(),
    }


def write_json(result: SetResult, advice: Advice, path: str | Path) -> None:
    """Write the JSON file; an old one is replaced only when the new one is complete.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    text = json.dumps(to_json_dict(result, advice), ensure_ascii=False, indent=2, allow_nan=False)
    with write_atomically(path) as file:
        file.write(text.encode() + b"\n")
