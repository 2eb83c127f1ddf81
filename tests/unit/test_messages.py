"""Texts for people: English until they are shown."""

from __future__ import annotations

import contextvars
import copy
import json
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from formcheck import messages
from formcheck.messages import (
    Message,
    _,
    _n,
    find_language,
    join_clauses,
    join_items,
    pack,
    translate,
    unpack,
    use_language,
)

IN_JAPANESE = {
    "side": "横",
    "{n} rep": "{n}回",
    "up to {value:.1f} s": "{value:.1f}秒まで",
    "{what}, from the {view}": "{view}からの{what}",
    "{before}, {text}": "{before}、{text}",
}


class Catalog:
    """A catalog that needs no file."""

    def gettext(self, text: str) -> str:
        return IN_JAPANESE.get(text, text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        assert isinstance(n, int)
        return IN_JAPANESE.get(singular, singular if n == 1 else plural)


@pytest.fixture
def in_japanese(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Give `translate` as it is where Japanese was chosen."""
    load = messages._load
    monkeypatch.setattr(messages, "_load", lambda language: Catalog() if language == "ja" else load(language))

    def translate_there(text: str) -> str:
        context = contextvars.copy_context()
        context.run(use_language, "ja")
        return context.run(translate, text)

    return translate_there


def test_a_message_is_its_english_text() -> None:
    text = _("up to {value:.1f} s", value=2.04)
    assert text == "up to 2.0 s"
    assert json.dumps([text]) == '["up to 2.0 s"]'
    assert translate(text) == "up to 2.0 s"
    assert str(ValueError(text)) == "up to 2.0 s"


def test_it_is_shown_in_the_language_chosen(in_japanese: Callable[[str], str]) -> None:
    assert in_japanese(_("up to {value:.1f} s", value=2.04)) == "2.0秒まで"
    assert in_japanese("side") == "横"
    assert in_japanese(_("not in the catalog, {n}", n=1)) == "not in the catalog, 1"
    assert in_japanese("") == ""


@pytest.mark.parametrize(("n", "english"), [(0, "0 reps"), (1, "1 rep"), (2, "2 reps"), (1.5, "1.5 reps")])
def test_numbers_choose_the_plural(n: float, english: str, in_japanese: Callable[[str], str]) -> None:
    text = _n("{n} rep", "{n} reps", n)
    assert (text, translate(text), in_japanese(text)) == (english, english, f"{n:g}回")
    assert in_japanese(_n("{n} set", "{n} sets", n)) == english.replace("rep", "set")


def test_messages_in_messages_are_translated_and_names_are_not(in_japanese: Callable[[str], str]) -> None:
    assert in_japanese(_("{what}, from the {view}", what=_n("{n} rep", "{n} reps", 3), view=_("side"))) == "横からの3回"
    assert in_japanese(_("{what}, from the {view}", what="side", view="{n} rep")) == "{n} repからのside"


def test_values_can_be_put_in_later() -> None:
    cue = _("Stop after {last}.")
    assert cue == "Stop after {last}."
    assert cue.format(last=_n("{n} rep", "{n} reps", 2)) == "Stop after 2 reps."


def test_numpy_numbers_are_numbers() -> None:
    assert _("{a:.1f} {b:d}", a=np.float32(0.25), b=np.int64(3)) == "0.2 3"
    assert _n("{n} rep", "{n} reps", np.int64(1)) == "1 rep"  # type: ignore[arg-type]


def test_texts_are_joined_however_many(in_japanese: Callable[[str], str]) -> None:
    assert join_items([_("side"), "b", _("side")]) == "side, b, side"
    assert join_clauses(["a", "b"]) == "a; b"
    assert join_items([]) == ""
    assert in_japanese(join_items([_("side"), "side"])) == "横、side"
    assert in_japanese(join_items([_("side")] * 5000)).count("横") == 5000


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])
def test_copies_remember_what_they_are_made_of(
    copied: Callable[[Message], Message], in_japanese: Callable[[str], str]
) -> None:
    text = copied(_("{what}, from the {view}", what=_n("{n} rep", "{n} reps", 3), view=_("side")))
    assert text == "3 reps, from the side"
    assert in_japanese(text) == "横からの3回"


def test_packed_data_are_json_and_come_back_the_same(in_japanese: Callable[[str], str]) -> None:
    text = _("{what}, from the {view}", what=_n("{n} rep", "{n} reps", 3), view=_("side"))
    packed = json.loads(json.dumps(pack({"texts": [text, _("side"), "plain"], "n": 1})))
    back = unpack(packed)
    assert back == {"texts": [text, "side", "plain"], "n": 1}
    assert [in_japanese(t) for t in back["texts"]] == ["横からの3回", "横", "plain"]


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="xx: no such language; there are en, ja"):
        use_language("xx")


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "ja_JP.eucJP"}, "ja"),
        ({"LANG": "ja", "LC_ALL": ""}, "ja"),
    ],
)
def test_the_language_is_that_of_the_machine(
    settings: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert find_language() == language
