"""Texts for people: written in English where they belong, shown in the person's language.

A text is marked where it is made, ``_("hold {n} s", n=5)``, and is an English ``str`` from then on: it is compared,
saved and logged as such. Only where a person reads it, `translate` gives it in the language chosen. The translations
are in ``locale/LANGUAGE/LC_MESSAGES/formcheck.po``; ``make catalogs`` brings them up to date.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGES", "Message", "_", "_n", "find_language", "pack", "translate", "unpack", "use_language"]

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
    values : numbers and texts; texts among them are translated too.
    """

    __slots__ = ("plural", "template", "values")
    template: str
    plural: str | None
    values: Mapping[str, Any]

    def __new__(cls, template: str, plural: str | None = None, /, **values: Any) -> Message:
        values = {name: v if isinstance(v, str | int | float) else str(v) for name, v in values.items()}
        chosen = template if plural is None or values["n"] == 1 else plural
        self = super().__new__(cls, chosen.format(**values) if values else template)
        self.template, self.plural, self.values = template, plural, values
        return self

    def format(self, *_args: object, **values: Any) -> Message:  # type: ignore[override]
        """Return the message with values put in."""
        return Message(self.template, self.plural, **{**self.values, **values})

    def __getnewargs_ex__(self) -> tuple[tuple[str, str | None], dict[str, Any]]:  # type: ignore[override]
        return (self.template, self.plural), dict(self.values)


def _(template: str, /, **values: Any) -> Message:
    """Mark a text for people. The template must be written out at the call, for it is read off the source."""
    return Message(template, **values)


def _n(singular: str, plural: str, /, n: float, **values: Any) -> Message:
    """Mark a text for people that has a number ``{n}`` in it."""
    return Message(singular, plural, n=n, **values)


def translate(text: str) -> str:
    """Return a text in the person's language; one that has no translation comes back in English."""
    catalog = _load(_current.get())
    if not isinstance(text, Message):
        return catalog.gettext(text) if text else text
    values = {name: translate(v) if isinstance(v, str) else v for name, v in text.values.items()}
    if text.plural is not None:
        template = catalog.ngettext(text.template, text.plural, values["n"])
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


def find_language() -> str:
    """Return the language of this machine's settings (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), English if unknown."""
    settings = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    setting = next(filter(None, settings), None) or locale.getlocale()[0] or ""
    code = setting.lower()[:2]
    return "ja" if code == "ja" else LANGUAGES[0]


def pack(data: Any) -> Any:
    """Return JSON data in which messages keep their template and values; `unpack` makes messages of them again."""
    if isinstance(data, Message) and data.values:
        return {"message": data.template, "plural": data.plural, "values": pack(dict(data.values))}
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


@cache
def _load(language: str) -> gettext.NullTranslations:
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_DIR, [language])
