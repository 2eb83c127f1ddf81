"""Results and advice as JSON: what ``--json`` writes, and read back."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from formcheck.advisor import Advice
from formcheck.errors import InputError
from formcheck.files import write_json_file
from formcheck.messages import _
from formcheck.parsing import make_converter, parse_result, read_result, read_result_and_data, structure
from formcheck.results import SCHEMA, SetResult

__all__ = [
    "parse_advice",
    "parse_result",
    "read_result",
    "read_result_and_advice",
    "to_json_dict",
    "write_advice",
    "write_json",
]

ADVICE_SCHEMA = "formcheck.advice/1"


def to_json_dict(result: SetResult, advice: Advice) -> dict[str, Any]:
    """Return result and advice in the keys of the JSON file. Texts for people are in English."""
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
    write_json_file(to_json_dict(result, advice), path)


def write_advice(advice: Advice, path: str | Path) -> None:
    """Write a JSON file with the advice only; raises as `write_json`."""
    write_json_file({"schema": ADVICE_SCHEMA, "formcheck": version("formcheck"), **advice.to_dict()}, path)


def read_result_and_advice(path: str | Path) -> tuple[SetResult, Advice]:
    """Read a result and its advice; raises as `read_result`."""
    result, data = read_result_and_data(path)
    try:
        return result, parse_advice(data["advice"])
    except (KeyError, ValueError) as error:
        raise InputError(
            _("{path}: the advice in this result cannot be read. Make it anew with formcheck analyze.", path=path)
        ) from error


def parse_advice(data: Any) -> Advice:
    """Return the advice that `Advice.to_dict` gave as JSON data; raises as `parse_result`."""
    return structure(data, Advice, _CONVERTER)


_CONVERTER = make_converter({Advice: {"zone": "pain_zone"}})
