"""Texts for people: written in English where they belong, shown in the person's language.

A text is marked where it is made, ``_("hold {n} s", n=5)``, and is an English ``str`` from then on: it is compared,
saved and logged as such. Only where a person reads it, `translate` gives it in the language chosen. The translations
are in ``locale/LANGUAGE/LC_MESSAGES/formcheck.po``; ``make catalogs`` brings them up to date.
"""

from __future__ import annotations

import gettext
import locale
import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from numbers import Integral, Real
from pathlib import Path
from typing import Any

__all__ = [
    "LANGUAGES",
    "Message",
    "_",
    "_n",
    "change_values",
    "current_language",
    "find_language",
    "join_clauses",
    "join_items",
    "pack",
    "translate",
    "unpack",
    "use_language",
]

LANGUAGES = ("en", "ja")
"""The languages that there are; the texts in the code are in the first."""
DOMAIN = "formcheck"
LOCALE_DIR = Path(__file__).parent / "locale"
_current: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


class Message(str):
    """An English text that remembers its template and the values put in, so that it can be translated later.

    Parameters
    ----------
    template : English, with ``{name}`` for each value as in `str.format`. Without values it is taken as it is.
    plural : the template when the value ``n`` is not 1.
    values : numbers and texts; messages among them are translated too, other texts (a path, a name) are not.
    """

    __slots__ = ("plural", "template", "values")
    template: str
    plural: str | None
    values: Mapping[str, Any]

    def __new__(cls, template: str, plural: str | None = None, /, **values: Any) -> Message:
        values = {name: _simplify(value) for name, value in values.items()}
        chosen = template if plural is None or values["n"] == 1 else plural
        self = super().__new__(cls, chosen.format(**values) if values else template)
        self.template, self.plural, self.values = template, plural, values
        return self

    def format(self, *_args: object, **values: Any) -> Message:
        """Return the message with values put in."""
        return Message(self.template, self.plural, **{**self.values, **values})

    def __getnewargs_ex__(self) -> tuple[tuple[str, str | None], dict[str, Any]]:
        return (self.template, self.plural), dict(self.values)


def _(template: str, /, **values: Any) -> Message:
    """Mark a text for people. The template must be written out at the call, for it is read off the source."""
    return Message(template, **values)


def _n(singular: str, plural: str, /, n: float, **values: Any) -> Message:
    """Mark a text for people that has a number ``{n}`` in it."""
    return Message(singular, plural, n=n, **values)


def join_items(texts: Iterable[str]) -> Message:
    """Return texts as one enumeration: "a, b, c"."""
    return _join([*texts], lambda before, text: _("{before}, {text}", before=before, text=text))


def join_clauses(texts: Iterable[str]) -> Message:
    """Return texts as one text: "a; b; c"."""
    return _join([*texts], lambda before, text: _("{before}; {text}", before=before, text=text))


def change_values(text: str, change: Callable[[str], str]) -> str:
    """Return a text in which the texts that were put in, names and paths, are changed; a bare one is changed itself."""
    if not isinstance(text, Message):
        return change(text)
    values = {name: change_values(v, change) if isinstance(v, str) else v for name, v in text.values.items()}
    return Message(text.template, text.plural, **values)


def translate(text: str) -> str:
    """Return a text in the person's language; one that has no translation comes back in English."""
    catalog = _load(_current.get())
    if not isinstance(text, Message):
        return catalog.gettext(text) if text else text
    values = {name: translate(v) if isinstance(v, Message) else v for name, v in text.values.items()}
    if text.plural is not None:
        template = catalog.ngettext(text.template, text.plural, math.ceil(abs(text.values["n"])))
    else:
        template = catalog.gettext(text.template) if text.template else ""
    return template.format(**values) if values else template


def use_language(language: str) -> None:
    """Let `translate` give texts in a language of `LANGUAGES`, in this context.

    Raises
    ------
    ValueError
        When there is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{language}: no such language; there are {', '.join(LANGUAGES)}")
    _current.set(language)


def current_language() -> str:
    """Return the language that `translate` gives texts in."""
    return _current.get()


def find_language() -> str:
    """Return the language of this machine's settings (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), English if unknown."""
    settings = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    setting = next(filter(None, settings), None) or locale.getlocale()[0] or ""
    code = setting.lower()[:2]
    return "ja" if code == "ja" else LANGUAGES[0]


def pack(data: Any) -> Any:
    """Return JSON data in which messages keep their template and values; `unpack` makes messages of them again."""
    if isinstance(data, Message):
        return _pack_message(data) if data.values else str(data)
    if isinstance(data, Mapping):
        return {key: pack(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [pack(item) for item in data]
    return data


def unpack(data: Any) -> Any:
    """Return what was given to `pack`, tuples as lists."""
    if isinstance(data, Mapping):
        if set(data) == {"message", "plural", "values"}:
            return Message(data["message"], data["plural"], **unpack(data["values"]))
        return {key: unpack(value) for key, value in data.items()}
    if isinstance(data, list):
        return [unpack(item) for item in data]
    return data


def _pack_message(text: Message) -> dict[str, Any]:
    """Return a message as JSON data. One among its values is packed even if it is bare, so as to be known for one."""
    values = {name: _pack_message(v) if isinstance(v, Message) else v for name, v in text.values.items()}
    return {"message": text.template, "plural": text.plural, "values": values}


def _simplify(value: Any) -> str | int | float:
    """Return a value as what JSON and every format specification know; numpy's numbers are none of Python's."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)


def _join(texts: Sequence[str], two: Callable[[str, str], Message]) -> Message:
    """Join halves, and not one after the other: however many there are, messages are nested a few deep."""
    if len(texts) > 1:
        middle = len(texts) // 2
        return two(_join(texts[:middle], two), _join(texts[middle:], two))
    one = texts[0] if texts else ""
    return one if isinstance(one, Message) else Message("{text}", text=one)


@cache
def _load(language: str) -> gettext.NullTranslations:
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_DIR, [language])
