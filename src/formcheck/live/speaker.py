"""A process that says one text: ``python -m formcheck.live.speaker LANGUAGE``. The text comes on standard input.

pyttsx3 cannot be interrupted on Linux (2.99 plays a file inside a callback of eSpeak NG), its run loop hangs or returns
too early when it is used again (its issues 22, 126, 131, 403), and an engine that crashes takes its process with it.
So an engine lives in a process of its own, which is started ahead of time, says one text and ends; killing it is
silence. It is not formcheck's process and loads none of its modules.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any, TextIO

__all__ = ["find_voice"]

_WORDS_PER_MINUTE = 165
"""How fast it speaks. Source: our choice: slower than pyttsx3's 200, which is hard to follow while exercising."""
_LIKED = ("kyoko", "haruka", "ayumi", "nanami", "samantha", "zira", "en-us")
"""Names of natural voices of macOS and Windows, and eSpeak NG's most common English, before others."""
_MOST_S = 60.0
"""Longest that one text may take, s; its owner ends it sooner. Source: our choice."""


def find_voice(voices: list[Any], language: str) -> str | None:
    """Return the identifier of the best of pyttsx3's voices for a language such as "ja"; None if there is none."""
    fitting = [voice for voice in voices if any(_speaks(code, language) for code in voice.languages or ())]
    if not fitting:
        return None

    def rank(voice: Any) -> int:
        name = f"{voice.id} {voice.name}".lower()
        return next((place for place, liked in enumerate(_LIKED) if liked in name), len(_LIKED))

    return str(min(fitting, key=rank).id)


def _speaks(code: str | None, language: str) -> bool:
    return (code or "").lower().replace("_", "-").split("-")[0] == language


def _speak_one(language: str, answers: TextIO) -> bool:
    """Return whether there was a voice."""
    try:
        import pyttsx3

        engine = pyttsx3.init()
        voice = find_voice(engine.getProperty("voices"), language)
    except Exception as error:  # noqa: BLE001 - drivers raise whatever they like
        answers.write(f"no engine\t{error!r}\n")
        return False
    if voice is None:
        answers.write(f"no voice\t{language}\n")
        return False
    engine.setProperty("voice", voice)
    engine.setProperty("rate", _WORDS_PER_MINUTE)
    said = threading.Event()
    engine.connect("finished-utterance", lambda **_: said.set())
    answers.write(f"ready\t{engine.driver_name}\n")
    if text := sys.stdin.readline().strip():
        engine.say(text)
        engine.runAndWait()
        said.wait(_MOST_S)  # the run loop of Linux returns before the first text is said
    return True


def _main() -> None:
    """Answer ``ready`` or what is missing, read a line, say it."""
    # drivers write what they like to standard output and error; the answers go where standard output went
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    spoke = _speak_one(sys.argv[1], answers)
    os._exit(0 if spoke else 1)  # drivers may crash while they are taken down


if __name__ == "__main__":
    _main()
