"""The command line in this process, and what is English in what it says."""

from __future__ import annotations

import contextlib
import contextvars
import io
import re
import signal
import sys
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from unittest import mock

from formcheck.cli import main
from formcheck.exercises import list_exercises

__all__ = ["Done", "find_english", "run"]


@dataclass(frozen=True)
class Done:
    """What a command said and returned."""

    code: int
    out: str
    err: str


def run(*arguments: str, width: int = 400, typed: str = "") -> Done:
    """Run a command as from a shell, and leave nothing of it behind.

    Parameters
    ----------
    width : of the terminal; by default so wide that no text is broken.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    before = signal.getsignal(signal.SIGINT)
    with (
        warnings.catch_warnings(),
        mock.patch.object(sys, "argv", ["formcheck", *arguments]),
        mock.patch.object(sys, "stdin", io.StringIO(typed)),
        mock.patch.dict("os.environ", {"COLUMNS": str(width), "LC_ALL": "C.UTF-8"}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            contextvars.copy_context().run(main)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            signal.signal(signal.SIGINT, before)
    return Done(code, *(_read(stream) for stream in (out, err)))


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


NAMES = {
    *("formcheck", "MediaPipe", "OpenCV", "mediapipe", "Ctrl", "TOML", "JSON", "UTF", "SPARC", "Debian", "Ubuntu"),
    *("JavaScript", "URL"),
    *("NAME", "FILE", "COMMAND", "OPTIONS", "ARGS", "path", "str", "int", "float", "bool", "clip", "name", "sha"),
    *("analyze", "advise", "exercises", "lite", "full", "heavy", "left", "right", "ja", "en", "yes", "no", "unsure"),
    *("watch", "fault", "deg", "python", "build", "mp4", "mov", "webm", "avi", "task"),
    *("YYYY", "MM", "DD", "DIR", "CLIP", "RESULT", "NUMBER", "TEXT", "PATH", "CSV", "json", "png", "svg", "me", "both"),
    *("result", "number", "text", "VARIANT", "MANIFEST", "ADDRESS", "SECONDS", "manifest", "toml"),
    *("CI", "JUnit", "XML", "Markdown", "GitHub", "Dask"),
}
"""Words that are the same in every language: proper names, what is typed, and what stands in files."""


def find_english(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """Return the English words in a text that is for somebody who reads no English.

    Names of exercises, rules, measures and limits, options, files and web addresses are no such words.

    Parameters
    ----------
    allowed : texts that may be in it.
    """
    for known in sorted(allowed, key=len, reverse=True):
        text = text.replace(known, " ")
    text = text.replace("after-waking", " ").replace("before-bed", " ")
    text = re.sub(r"(?<![\w-])--[a-z][a-z-]*|<[^>]*>|[\w-]+[./_][\w./-]+", " ", text, flags=re.ASCII)
    for known in sorted(_list_names(), key=len, reverse=True):
        text = text.replace(known, " ")
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in NAMES]


def _list_names() -> Iterable[str]:
    for exercise in list_exercises().values():
        yield exercise.name
        for rule in exercise.rules:
            yield from (rule.id, rule.id.partition(".")[2])
            for limits in (rule.limits, rule.trends, rule.spreads, rule.sides):
                yield from (limit.measure for limit in limits)
