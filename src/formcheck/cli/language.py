"""The option ``--language``, which is read before anything else, so that help and errors are in that language too."""

from __future__ import annotations

from formcheck.errors import InputError
from formcheck.messages import LANGUAGES, _, use_language

__all__ = ["choose_language", "take_language"]

_OPTION = "--language"
_KNOWN = ", ".join(LANGUAGES)


def take_language(arguments: list[str]) -> tuple[list[str], str | None]:
    """Return the arguments of a command line without ``--language``, and what it asks for (None without it).

    It may stand before or after the command; of several, the last holds.

    Raises
    ------
    InputError
        When there is nothing after it.
    """
    rest: list[str] = []
    language = None
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            return [*rest, argument, *given], language
        if argument == _OPTION:
            language = next(given, "")
            if not language or language.startswith("-"):
                raise InputError(
                    _("{option}: the language is missing. There are: {known}.", option=_OPTION, known=_KNOWN)
                )
        elif argument.startswith(f"{_OPTION}="):
            language = argument.partition("=")[2]
        else:
            rest.append(argument)
    return rest, language


def choose_language(language: str) -> None:
    """Let texts be shown in a language.

    Raises
    ------
    InputError
        When there is no such language.
    """
    if language not in LANGUAGES:
        raise InputError(_("{given}: no such language. There are: {known}.", given=language, known=_KNOWN))
    use_language(language)
