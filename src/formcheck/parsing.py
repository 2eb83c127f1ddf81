"""Results read back from JSON, so strictly that whatever works with them can rely on them."""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from itertools import pairwise
from pathlib import Path
from types import GenericAlias
from typing import Any, Literal, TypeVar, get_args, get_origin

import cattrs
from cattrs.gen import make_dict_structure_fn, override

from formcheck.errors import InputError
from formcheck.files import describe_os_error, describe_text_error, show_name
from formcheck.messages import Message, _
from formcheck.results import SCHEMA, DoseDone, Finding, Hold, Measure, NotMeasurable, Rep, SetResult

__all__ = ["make_converter", "parse_result", "read_result", "read_result_and_data", "structure"]

_LARGEST_MB = 20
"""Of a file, so that a film given by mistake does not fill the memory. Source: ours of 200 reps is below 1 MB."""
_LARGEST = 1e12
"""Of a number: sums and squares of such can still be worked with. Source: our choice, far beyond any measure."""
_OURS = re.compile(re.escape(SCHEMA.partition("/")[0]) + r"/[0-9]{1,9}")
_LONGEST = 200
"""Of what is said of a damaged place, letters."""
"""A line break, a command to the terminal, half a character."""
_MAKE_ONE = _("Make one with formcheck analyze ... --json FILE.")
T = TypeVar("T")
_Hook = Callable[[Any, Any], Any]


def read_result(path: str | Path, how: Message = _MAKE_ONE) -> SetResult:
    """Read the result of a set from the JSON file that ``--json`` wrote.

    Parameters
    ----------
    how : says to a person how such a file is made.

    Raises
    ------
    InputError
        When the file is missing, is too large, is not JSON, is no result or one of another version, or when the result
        does not hold together.
    """
    return read_result_and_data(path, how)[0]


def read_result_and_data(path: str | Path, how: Message = _MAKE_ONE) -> tuple[SetResult, dict[str, Any]]:
    """Read a result, and return all JSON data of its file too; raises as `read_result`."""
    data = _read_data(Path(path), how)
    try:
        return parse_result(data), data
    except ValueError as error:
        raise InputError(
            _("{path}: this result does not hold together ({english}). {how}", path=path, english=error, how=how)
        ) from error


def _read_data(path: Path, how: Message) -> dict[str, Any]:
    """Return the JSON data of a result's file; only its schema is checked."""
    try:
        data = json.loads(_read_bytes(path, how).decode("utf-8-sig"))  # some editors put a mark before it
    except OSError as error:
        why = describe_os_error(error)
        raise InputError(_("{path}: the result cannot be read ({why}). Check the name.", path=path, why=why)) from error
    except (ValueError, RecursionError) as error:
        why = describe_text_error(error)
        raise InputError(_("{path}: this is not JSON ({why}). {how}", path=path, why=why, how=how)) from error
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, str) or not _OURS.fullmatch(schema):
        raise InputError(_("{path}: this is no result of formcheck. {how}", path=path, how=how))
    if schema != SCHEMA:
        raise InputError(
            _(
                "{path}: this is {found}, and this formcheck reads {ours}. Make it anew.",
                path=path,
                found=schema,
                ours=SCHEMA,
            )
        )
    return dict(data)


def _read_bytes(path: Path, how: Message) -> bytes:
    most = _LARGEST_MB * 1_000_000
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise InputError(
            _("{path}: this is larger than {most} MB, so it is no result. {how}", path=path, most=_LARGEST_MB, how=how)
        )
    return data


def parse_result(data: Any) -> SetResult:
    """Return the result that `SetResult.to_dict` gave as JSON data.

    Raises
    ------
    ValueError
        When something is missing, of the wrong kind, or contradicts itself; names the first such place.
    """
    result = structure(data, SetResult, _CONVERTER)
    if problem := next(_list_contradictions(result), None):
        raise ValueError(_cut(problem))
    return result


def structure(data: Any, kind: type[T], converter: cattrs.Converter) -> T:
    """Return an object of JSON data; raises ValueError as `parse_result`, in one line."""
    try:
        return converter.structure(data, kind)
    except cattrs.BaseValidationError as error:
        problem = cattrs.transform_error(error, path="result", format_exception=_describe)[0]
        raise ValueError(_cut(problem)) from error
    except TypeError as error:  # there is nothing at all to look into
        raise ValueError(_cut(str(error))) from error


def _describe(error: BaseException, _kind: type | None) -> str:
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)


def _cut(text: str) -> str:
    """Return a text in one line that is not too long, whatever of the file is in it."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


def make_converter(renamed: Mapping[type, Mapping[str, str]]) -> cattrs.Converter:
    """Return a converter that takes no value of another kind than is asked for.

    Parameters
    ----------
    renamed : by class, the attributes that have another key in the file, with that key.
    """
    converter = cattrs.Converter()
    converter.register_structure_hook(str, _take_text)
    converter.register_structure_hook(float, _take_number)
    converter.register_structure_hook(int, _take_number)
    converter.register_structure_hook(bool, _take_flag)
    converter.register_structure_hook_func(_is_of(Literal), _take_word)
    converter.register_structure_hook_func(lambda kind: set(get_args(kind)) == {Measure, NotMeasurable}, _take_measure)

    def make_object(kind: Any) -> _Hook:
        keys: Any = {name: override(rename=key) for name, key in renamed.get(kind, {}).items()}
        take = make_dict_structure_fn(kind, converter, **keys)
        return lambda value, _kind: take(_need(value, dict, "object"), kind)

    def make_tuple(kind: Any) -> _Hook:
        of: Any = GenericAlias(list, get_args(kind)[:1])
        return lambda value, _kind: tuple(converter.structure(_need(value, list, "list"), of))

    def make_mapping(kind: Any) -> _Hook:
        of: Any = GenericAlias(dict, get_args(kind))
        return lambda value, _kind: converter.structure(_need(value, dict, "object"), of)

    converter.register_structure_hook_factory(is_dataclass, make_object)
    converter.register_structure_hook_factory(_is_of(tuple), make_tuple)
    converter.register_structure_hook_factory(_is_of(Mapping), make_mapping)
    return converter


def _is_of(origin: Any) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) is origin


def _need(value: Any, kind: type, name: str) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{reprlib.repr(value)} is no {name}")
    return value


def _take_word(value: Any, kind: Any) -> str:
    if not isinstance(value, str) or value not in get_args(kind):
        raise ValueError(f"{reprlib.repr(value)} is none of {', '.join(get_args(kind))}")
    return value


def _take_text(value: Any, _type: Any) -> str:
    """Take a text as a message, so that it is shown in the person's language; it was written in English."""
    if not isinstance(value, str):
        raise TypeError(f"{reprlib.repr(value)} is no text")
    if show_name(value) != value:
        raise TypeError(f"{reprlib.repr(value)} has characters that cannot be printed")
    return value if isinstance(value, Message) else Message(value)


def _take_number(value: Any, kind: type[float]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | kind):
        raise TypeError(f"{reprlib.repr(value)} is no {'whole ' if kind is int else ''}number")
    if not abs(value) <= _LARGEST:
        raise TypeError(f"{reprlib.repr(value)} is no number, or far too large a one")
    return kind(value)


def _take_flag(value: Any, _type: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{reprlib.repr(value)} is neither true nor false")
    return value


def _take_measure(value: Any, _type: Any) -> Measure | NotMeasurable:
    if isinstance(value, dict) and "not_measurable" in value:
        return NotMeasurable(_take_text(value["not_measurable"], str))
    return _CONVERTER.structure(value, Measure)


def _list_contradictions(result: SetResult) -> Iterator[str]:
    """Yield what would make nonsense of a report: numbers, times and order of reps, errors below 0, reps not there."""
    if not 0 <= result.view.coverage <= 1:
        yield f"view.coverage is {result.view.coverage}, and not within 0 and 1"
    yield from _check_units("reps", result.reps)
    yield from _check_units("holds", result.holds)
    known = {unit.index for unit in result.holds or result.reps}
    for place, findings in _list_findings(result):
        for finding in findings:
            if not known.issuperset(finding.reps):
                yield f"{place} of {finding.rule} are about {list(finding.reps)}, and there are only {sorted(known)}"
            if finding.uncertainty < 0 or finding.start_s > finding.end_s:
                yield f"{place} of {finding.rule} has an uncertainty below 0 or ends before it starts"


def _check_units(name: str, units: Sequence[Rep | Hold]) -> Iterator[str]:
    for number, unit in enumerate(units):
        times = (unit.start_s, unit.top_s, unit.end_s) if isinstance(unit, Rep) else (unit.start_s, unit.end_s)
        if sorted(times) != list(times):
            yield f"{name}[{number}] has times {list(times)} that do not follow each other"
        if isinstance(unit, Hold) and unit.valid_s < 0:
            yield f"{name}[{number}] was held for {unit.valid_s} s"
        for measure, value in unit.measures.items():
            if isinstance(value, Measure) and value.uncertainty < 0:
                yield f"{name}[{number}].measures.{measure} has an uncertainty below 0"
    for one, following in pairwise(units):
        if one.index >= following.index or one.start_s > following.start_s:
            yield f"{name} are not in their order, by number and by time"
    if units and units[0].index < 1:
        yield f"{name} are counted from {units[0].index}, and not from 1"


def _list_findings(result: SetResult) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    yield "findings", result.findings
    units: tuple[Rep | Hold, ...] = (*result.reps, *result.holds)
    for unit in units:
        yield f"findings of {unit.index}", unit.findings


_CONVERTER = make_converter({DoseDone: {"dose": "asked"}})
