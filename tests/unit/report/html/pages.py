"""Sets to report on, and a page as a browser reads it: its elements, its texts, its scripts."""

from __future__ import annotations

import contextvars
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from formcheck.advisor import Advice, advise
from formcheck.exercises import list_exercises
from formcheck.messages import use_language
from formcheck.report.html import Report
from formcheck.report.html.curves import Curve, list_curves
from formcheck.sources.track_file import load_track
from tests.unit.report.video.sets import Done, judge

GOLDEN = Path(__file__).parents[3] / "golden"
NAMES = sorted(path.name.removesuffix(".pose.npz") for path in GOLDEN.glob("*.pose.npz"))


@cache
def judge_golden(name: str) -> Done:
    exercise = next(e for e in list_exercises() if name.startswith(f"{e}-"))
    return judge(load_track(GOLDEN / f"{name}.pose.npz"), exercise)


@cache
def list_golden_curves(name: str) -> list[Curve]:
    return plot(judge_golden(name))


def plot(done: Done) -> list[Curve]:
    return list_curves(done.result, done.track, done.exercise)


def write_page(done: Done, advice: Advice | None = None, film: Path | None = None, **options: Any) -> str:
    report = Report(done.result, advice or advise(done.result), done.track, done.exercise, **options)
    return report.render(film)


def write_in(language: str, done: Done, **options: Any) -> str:
    """Return the page in a language."""

    def write() -> str:
        use_language(language)
        return write_page(done, **options)

    return contextvars.copy_context().run(write)


@dataclass
class Element:
    """An element of a page and its text, without that of its children."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    parents: tuple[Element, ...] = field(default=(), repr=False)

    @property
    def language(self) -> str:
        own = (e.attributes["lang"] for e in (self, *self.parents[::-1]) if "lang" in e.attributes)
        return next(own, "")


class Page(HTMLParser):
    """A page as a browser reads it."""

    SINGLE = frozenset({"meta", "img", "input", "br"})
    HIDDEN = frozenset({"script", "style"})
    READ = ("alt", "aria-label", "placeholder", "title", "data-text")
    """Attributes that a person is shown or read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._parts: list[tuple[Element, str]] = []
        self._open: list[Element] = []
        self.feed(page)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, parents=tuple(self._open))
        self.elements.append(element)
        if tag not in self.HIDDEN:
            self._parts += [(element, text) for name in self.READ if (text := element.attributes.get(name))]
        if tag not in self.SINGLE:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data
            if self._open[-1].tag not in self.HIDDEN:
                self._parts.append((self._open[-1], data))

    def find(self, tag: str, css_class: str = "") -> list[Element]:
        return [e for e in self.elements if e.tag == tag and css_class in e.attributes.get("class", "")]

    def read(self, language: str = "") -> str:
        """Return all that a person reads or hears, in order; with a language only what is said to be in it."""
        texts = [text for element, text in self._parts if language in ("", element.language)]
        return " ".join(" ".join(texts).split())

    def read_in(self, css_class: str) -> str:
        """Return the text within the elements of a class."""
        return " ".join(
            text.strip()
            for element, text in self._parts
            if any(css_class in e.attributes.get("class", "").split() for e in (element, *element.parents))
        )
