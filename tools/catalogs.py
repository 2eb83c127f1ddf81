"""Bring the translations up to date with the texts in the code: ``python -m tools.catalogs``, or ``make catalogs``.

New texts come in with an empty translation, to be filled in by hand; nothing is guessed. Texts that are gone are taken
out. The files hold no date, no line number and no path outside the source, so that they change only with the texts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

__all__ = [
    "compile_catalog",
    "extract_texts",
    "is_translated",
    "list_catalogs",
    "read_catalog",
    "update_catalog",
    "write_catalog",
]

SOURCE = Path(__file__).parents[1] / "src" / "formcheck"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "_n": (1, 2)}
_HEADER = re.compile(r'\A(?P<comment>(?:#.*\n)*)msgid ""\nmsgstr ""\n(?:".*\n)*')


def list_catalogs() -> list[Path]:
    """Return the catalogs (.po) that there are, one for each language."""
    return sorted(SOURCE.glob("locale/*/LC_MESSAGES/*.po"))


def extract_texts() -> Catalog:
    """Return the texts that are marked in the code, each with the files it is in."""
    texts = Catalog()
    found = extract_from_dir(SOURCE, method_map=[("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, _comments, _context in sorted(found, key=lambda item: (item[0], item[1])):
        texts.add(message, locations=[(f"src/formcheck/{Path(file).as_posix()}", 0)])
    return texts


def read_catalog(path: Path) -> Catalog:
    """Return a catalog as it is on disk."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def update_catalog(catalog: Catalog, texts: Catalog) -> Catalog:
    """Return a catalog of exactly these texts, with the translations that it has."""
    new = Catalog(locale=catalog.locale)
    for text in texts:
        if text.id:
            old = catalog.get(text.id)
            new.add(text.id, old.string if old else None, locations=text.locations)
    return new


def write_catalog(catalog: Catalog, path: Path) -> None:
    """Write a catalog and what programs read of it (.mo); the comment at its head is kept."""
    found = _HEADER.match(path.read_text("utf-8"))
    comment = found["comment"] if found else ""
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True, include_lineno=False)
    path.write_text(comment + _make_header(catalog) + out.getvalue().decode(), "utf-8")
    path.with_suffix(".mo").write_bytes(compile_catalog(read_catalog(path)))


def compile_catalog(catalog: Catalog) -> bytes:
    """Return a catalog as programs read it."""
    plain = _Dateless(locale=catalog.locale)
    for text in catalog:
        if text.id and is_translated(text):
            plain.add(text.id, text.string)
    out = io.BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def is_translated(text: Message) -> bool:
    """Return whether a text has its translation, in every plural form."""
    return all(text.string) if isinstance(text.string, tuple) else bool(text.string)


class _Dateless(Catalog):
    """A catalog whose header does not tell when it was made, and with which Babel."""

    def __iter__(self) -> Iterator[Message]:
        _, *texts = super().__iter__()
        yield Message("", "".join(f"{name}: {value}\n" for name, value in _list_headers(self)))
        yield from texts


def _make_header(catalog: Catalog) -> str:
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in _list_headers(catalog))
    return f'msgid ""\nmsgstr ""\n{lines}\n'


def _list_headers(catalog: Catalog) -> list[tuple[str, str]]:
    return [
        ("Project-Id-Version", "formcheck"),
        ("Language", str(catalog.locale)),
        ("Plural-Forms", catalog.plural_forms),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]


def main() -> None:
    """Update and compile every catalog, and say what is still to be translated."""
    texts = extract_texts()
    for path in list_catalogs():
        catalog = update_catalog(read_catalog(path), texts)
        write_catalog(catalog, path)
        missing = [text.id for text in catalog if text.id and not is_translated(text)]
        print(f"{catalog.locale}: {len(catalog)} texts, {len(missing)} without a translation")
        for text in missing:
            print(f"  {text}")


if __name__ == "__main__":
    main()
