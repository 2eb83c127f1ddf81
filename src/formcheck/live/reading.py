"""Japanese as it is spoken, in kana: eSpeak NG reads no kanji (it says "Chinese letter" for each)."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
from typing import Any

__all__ = ["can_read", "read_kana"]

_KEPT = 512
"""Readings that are kept: a set says the same few texts over and over."""
_READINGS = {
    "1人": "ひとり",
    "一人": "ひとり",
    "2人": "ふたり",
    "二人": "ふたり",
    "体幹": "タイカン",
    "骨盤": "コツバン",
    "四つ這い": "ヨツンバイ",
    "四つんばい": "ヨツンバイ",
    "仰向け": "アオムケ",
    "二十": "ニジュー",
    "始め": "ハジメ",
    "開脚": "カイキャク",
}
"""Words that the dictionary reads wrongly, or in another way than a physiotherapist says them."""
_WORDS = re.compile("|".join(sorted(map(re.escape, _READINGS), key=len, reverse=True)))


def can_read() -> bool:
    """Return whether the dictionary (janome, in the extra ``voice``) is there."""
    return importlib.util.find_spec("janome") is not None


@functools.lru_cache(_KEPT)
def read_kana(text: str) -> str:
    """Return a Japanese text in kana, particles as they sound; what has no reading stays as it is.

    The first call loads the dictionary: 0.3 s.
    """
    known = _WORDS.sub(lambda found: _READINGS[found[0]], text)
    tokens = _load_dictionary().tokenize(known)
    return "".join(token.surface if token.phonetic == "*" else token.phonetic for token in tokens)


@functools.cache
def _load_dictionary() -> Any:
    return importlib.import_module("janome.tokenizer").Tokenizer()
