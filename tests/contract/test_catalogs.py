"""The translations: complete, nothing left over, and as the comment at the head of the catalog asks for."""

from __future__ import annotations

import re
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message as Entry

from formcheck.messages import LANGUAGES
from tools.catalogs import compile_catalog, extract_texts, is_translated, list_catalogs, read_catalog

CATALOGS = {path.parents[1].name: path for path in list_catalogs()}
HINT = "run: make catalogs, and fill in what is new"
AVOIDED = re.compile(r"治る|治り|治し|危険|異常|損傷|診断(?!でも?ありません|ではありません)")
JAPANESE = re.compile(r"[\u3000-\u303f\u3040-\u30ff\u4e00-\u9fff\uff00-\uffef○]")
"""Kana, Chinese characters, and the marks of a Japanese sentence."""


@pytest.fixture(scope="module", params=sorted(CATALOGS))
def path(request: pytest.FixtureRequest) -> Path:
    return CATALOGS[request.param]


@pytest.fixture(scope="module")
def catalog(path: Path) -> Catalog:
    return read_catalog(path)


def list_entries(catalog: Catalog) -> list[tuple[Entry, str, str]]:
    """Return each entry with its English (the plural, where there is one) and its translation."""
    found = []
    for entry in catalog:
        english = entry.id if isinstance(entry.id, str) else entry.id[-1]
        texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if english:
            found += [(entry, english, str(text or "")) for text in texts]
    return found


def list_placeholders(template: str) -> Counter[tuple[str, str]]:
    """Return names and formats; English words for developers may be left out."""
    found = [(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name is not None]
    return Counter(place for place in found if not place[0].startswith("english"))


def test_every_language_but_the_first_has_one() -> None:
    assert set(CATALOGS) == set(LANGUAGES[1:])


def test_it_has_exactly_the_texts_of_the_code(catalog: Catalog) -> None:
    in_code = {text.id for text in extract_texts() if text.id}
    translated = {text.id for text in catalog if text.id}
    assert len(in_code) > 300
    assert in_code - translated == set(), HINT
    assert translated - in_code == set(), HINT
    assert not catalog.obsolete


def test_every_text_is_translated(catalog: Catalog) -> None:
    assert [text.id for text in catalog if text.id and not is_translated(text)] == []
    assert [text.id for text in catalog if text.id and text.fuzzy] == []


def test_placeholders_are_the_same(catalog: Catalog) -> None:
    for entry, english, text in list_entries(catalog):
        if "{" in english and text and "python-brace-format" in entry.flags:
            assert list_placeholders(text) == list_placeholders(english), english


def test_translations_are_japanese(catalog: Catalog) -> None:
    for _, english, text in list_entries(catalog):
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"{.*?}", "", english))
        if words and text:
            assert text != english
            assert JAPANESE.search(text), english


def test_words_to_avoid_are_avoided(catalog: Catalog) -> None:
    assert [text for _, _, text in list_entries(catalog) if AVOIDED.search(text)] == []


def test_stops_are_those_of_the_english(catalog: Catalog) -> None:
    """A clause has none, for it is put into others; a text of sentences ends in one."""
    for _, english, text in list_entries(catalog):
        if english[-1:] == "." and text and not english.endswith("..."):
            assert text.endswith(("。", "？")), english
        elif english[-1:].isalpha() and english[:1].islower() and ". " not in english:
            assert not text.endswith("。"), english
        assert "。。" not in text


def test_what_programs_read_is_up_to_date(catalog: Catalog, path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compile_catalog(catalog), HINT


def test_files_hold_no_dates_and_no_places_outside_the_source(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "Date" not in text
    places = re.findall(r"^#: (.*)$", text, re.MULTILINE)
    assert places
    assert all(place.startswith("src/formcheck/") and ":" not in place for line in places for place in line.split())
