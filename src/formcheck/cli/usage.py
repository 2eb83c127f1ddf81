"""What is wrong with a command line, in one line, and where it says what it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from formcheck.messages import Message, _

__all__ = ["explain_usage"]

_Explain = Callable[..., Message]


def _explain_day(what: str, given: str) -> Message:
    return _("{what} {given}: this is no day. Write it as in 2026-11-20.", what=what, given=given)


_KNOWN: dict[str, _Explain] = {
    r"Missing (?:option|argument|parameter)s? '(?P<what>.+?)'.*": lambda what: _("{what} is missing.", what=what),
    r"No such option:? '?(?P<what>[^' ]+)'?\.?": lambda what: _("{what}: there is no such option.", what=what),
    r"No such option:? '?(?P<what>[^' ]+)'?\.? .*?(?P<near>--[^',)]+).*": lambda what, near: _(
        "{what}: there is no such option. Did you mean {near}?", what=what, near=near
    ),
    r"No such command '(?P<what>.+?)'\.?": lambda what: _("{what}: there is no such command.", what=what),
    r"No such command '(?P<what>.+?)'.* '(?P<near>.+?)'.*": lambda what, near: _(
        "{what}: there is no such command. Did you mean {near}?", what=what, near=near
    ),
    r"Missing command\.": lambda: _("the command is missing."),
    r"Option '(?P<what>.+?)' requires .*": lambda what: _("{what}: there is nothing after it.", what=what),
    r"Option '(?P<what>.+?)' does not take a value\.": lambda what: _("{what}: nothing can be given to it.", what=what),
    r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.*)\)": lambda what: _(
        "{what}: this is too much.", what=what
    ),
    r"""Invalid value for '(?P<what>.+?)': .*?['"](?P<given>.*)['"] does not match the format.*""": _explain_day,
    r"Invalid value for '(?P<what>.+?)': .*unable to parse string as an integer.*": lambda what: _(
        "{what}: this is no whole number.", what=what
    ),
    r"Invalid value for '(?P<what>.+?)': .*unable to parse string as a number.*": lambda what: _(
        "{what}: this is no number.", what=what
    ),
    r"Invalid value for '(?P<what>.+?)': .*greater than or equal to (?P<least>\d+).*": lambda what, least: _(
        "{what}: give {least} or more.", what=what, least=least
    ),
    r"Invalid value for '(?P<what>.+?)': .*less than or equal to (?P<most>\d+).*": lambda what, most: _(
        "{what}: give {most} or less.", what=what, most=most
    ),
    r"Invalid value for '(?P<what>.+?)': (?P<english>.*)": lambda what, english: _(
        "{what}: what is given for it cannot be used ({english}).", what=what, english=english.rstrip(".")
    ),
}
"""What typer says of a command line, and how we say it: typer has no translations, and words of its own."""


def explain_usage(error: Any, arguments: Sequence[str], commands: Sequence[str]) -> Message:
    """Return in one message what is wrong with a command line, and what tells how it is used.

    Parameters
    ----------
    error : the usage error that typer raised.
    arguments : the command line.
    commands : the names of the commands.
    """
    said = " ".join(str(error.format_message()).split())
    problem: str = next(
        (explain(**found.groupdict()) for known, explain in _KNOWN.items() if (found := re.fullmatch(known, said))),
        said,
    )
    context = getattr(error, "ctx", None)
    named = [argument for argument in arguments if argument in commands][:1]
    command = context.command_path if context else " ".join(["formcheck", *named])
    return _("{problem} See {command} --help.", problem=problem, command=command)
