"""Results and advice as JSON: what ``--json`` writes, and read back."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, get_args

import cattrs
from cattrs.gen import make_dict_structure_fn, override

from formcheck.advisor import Advice
from formcheck.errors import InputError
from formcheck.files import describe_os_error, describe_text_error, write_atomically
from formcheck.messages import Message, _
from formcheck.results import SCHEMA, DoseDone, Measure, NotMeasurable, SetResult

__all__ = ["parse_advice", "parse_result", "read_result", "to_json_dict", "write_advice", "write_json"]

ADVICE_SCHEMA = "formcheck.advice/1"
T = TypeVar("T")


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
    _write(to_json_dict(result, advice), path)


def write_advice(advice: Advice, path: str | Path) -> None:
    """Write a JSON file with the advice only; raises as `write_json`."""
    _write({"schema": ADVICE_SCHEMA, "formcheck": version("formcheck"), **advice.to_dict()}, path)


def _write(data: dict[str, Any], path: str | Path) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    with write_atomically(path) as file:
        file.write(text.encode() + b"\n")


def read_result(path: str | Path) -> SetResult:
    """Read the result of a set from the JSON file that ``--json`` wrote.

    Raises
    ------
    InputError
        When the file is missing, is not JSON, is no result or one of another version, or does not hold together.
    """
    try:
        data = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        why = describe_os_error(error)
        raise InputError(_("{path}: the result cannot be read ({why}). Check the name.", path=path, why=why)) from error
    except (ValueError, RecursionError) as error:
        why = describe_text_error(error)
        raise InputError(_("{path}: this is not JSON ({why}). {how}", path=path, why=why, how=_MAKE_ONE)) from error
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, str) or not schema.startswith(SCHEMA.partition("/")[0] + "/"):
        raise InputError(_("{path}: this is no result of formcheck. {how}", path=path, how=_MAKE_ONE))
    if schema != SCHEMA:
        raise InputError(
            _(
                "{path}: this is {found}, and this formcheck reads {ours}. Make it anew.",
                path=path,
                found=schema,
                ours=SCHEMA,
            )
        )
    try:
        return parse_result(data)
    except ValueError as error:
        raise InputError(
            _("{path}: this result does not hold together ({english}). {how}", path=path, english=error, how=_MAKE_ONE)
        ) from error


_MAKE_ONE = _("Make one with formcheck analyze ... --json FILE.")


def parse_result(data: Any) -> SetResult:
    """Return the result that `SetResult.to_dict` gave as JSON data.

    Raises
    ------
    ValueError
        When something is missing or of the wrong kind; names the first such place.
    """
    return _structure(data, SetResult)


def parse_advice(data: Any) -> Advice:
    """Return the advice that `Advice.to_dict` gave as JSON data; raises as `parse_result`."""
    return _structure(data, Advice)


def _structure(data: Any, kind: type[T]) -> T:
    try:
        return _CONVERTER.structure(data, kind)
    except cattrs.BaseValidationError as error:
        raise ValueError(cattrs.transform_error(error, path="result")[0]) from error
    except TypeError as error:  # there is nothing at all to look into
        raise ValueError(str(error)) from error


def _take_text(value: Any, _type: Any) -> str:
    """Take a text as a message, so that it is shown in the person's language; it was written in English."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value if isinstance(value, Message) else Message(value)


def _take_number(value: Any, kind: type[float]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | kind) or not abs(value) <= sys.float_info.max:
        raise TypeError(f"{value!r} is no number")
    return kind(value)


def _take_flag(value: Any, _type: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _take_measure(value: Any, _type: Any) -> Measure | NotMeasurable:
    if isinstance(value, dict) and "not_measurable" in value:
        return NotMeasurable(_take_text(value["not_measurable"], str))
    return _CONVERTER.structure(value, Measure)


def _make_converter() -> cattrs.Converter:
    """Return a converter that takes no value of another kind than is asked for."""
    converter = cattrs.Converter()
    converter.register_structure_hook(str, _take_text)
    converter.register_structure_hook(float, _take_number)
    converter.register_structure_hook(int, _take_number)
    converter.register_structure_hook(bool, _take_flag)
    converter.register_structure_hook_func(lambda kind: set(get_args(kind)) == {Measure, NotMeasurable}, _take_measure)
    dose = make_dict_structure_fn(DoseDone, converter, dose=override(rename="asked"))
    converter.register_structure_hook(DoseDone, dose)
    zone = make_dict_structure_fn(Advice, converter, zone=override(rename="pain_zone"))
    converter.register_structure_hook(Advice, zone)
    return converter


_CONVERTER = _make_converter()
