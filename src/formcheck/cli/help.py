"""``--help`` in the person's language. English stays as typer writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from formcheck.messages import LANGUAGES, _, translate
from formcheck.wrapping import measure_width, wrap

__all__ = ["translate_help"]

_TYPER_SAYS = {str(text): text for text in (_("Arguments"), _("Options"), _("Commands"), _("required"))}
_TYPER_SAYS |= {str(text): text for text in (_("Show this message and exit."), _("Usage: "))}
"""Texts of typer's own."""
_REMARKS = re.compile(r"\s*\[((?:default: [^\]]*|required)(?:; [^\]]*)?)\]$")
"""What typer puts after the help of an option."""


def translate_help(command: Any, language: str) -> None:
    """Let a command and those below it show their help in the person's language.

    Parameters
    ----------
    command : as `typer.main.get_command` makes it; it is changed.
    """
    if language == LANGUAGES[0]:
        return
    command.context_class = _Context
    command.help = translate(command.help or "")
    command.short_help = translate(command.short_help or "") or command.help
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translate(parameter.help)
    for below in getattr(command, "commands", {}).values():
        translate_help(below, language)


_TyperFormatter: Any = typer.Context.formatter_class


class _Formatter(_TyperFormatter):  # type: ignore[misc]
    """Help whose headings are translated, and in which characters may be two columns wide."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _say("Usage: "))

    def write_heading(self, heading: str) -> None:
        super().write_heading(_say(heading))

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in wrap(text, self.width - self.current_indent)))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = [(first, _translate_remarks(_say(second))) for first, second in rows]
        wide = min(max(measure_width(first) for first, _second in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in rows:
            lines = wrap(second, max(self.width - wide - 2, 10))
            gap = wide - measure_width(first)
            if gap < col_spacing:
                lines.insert(0, "")
            self.write(f"{indent}{first}{' ' * max(gap, 0)}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{indent}{' ' * wide}{line}\n" for line in lines[1:]))


class _Context(typer.Context):
    formatter_class = _Formatter


def _say(text: str) -> str:
    """Return a text of typer's own in the person's language; others as they are."""
    return translate(_TYPER_SAYS.get(text, text))


def _translate_remarks(text: str) -> str:
    """Return the help of an option with the remarks on its default, or on its being required, translated."""
    found = _REMARKS.search(text)
    if not found:
        return text
    remarks = []
    for remark in found[1].split("; "):
        name, colon, value = remark.partition("default: ")
        remarks.append(translate(_("default: {value}", value=value)) if colon and not name else _say(remark))
    return text[: found.start()] + translate(_("  [{remarks}]", remarks="; ".join(remarks)))
