"""Speech: a process for each text, and some that wait, ready to speak, so that no text waits for one."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import tempfile
import threading
from collections import deque

from formcheck.live.processes import Process, cut, start_process
from formcheck.live.reading import can_read, read_kana
from formcheck.live.say import Urgency
from formcheck.messages import Message, _

__all__ = ["NoSpeechError", "Speech"]

_READY = 2
"""Processes that wait. Source: our choice: one for the text of now, one for a stop that interrupts it."""
_READY_S = 4.0
"""How long an engine may take to start, s. Source: our choice: 0.15 s measured here, Windows loads more."""


class NoSpeechError(Exception):
    """Nothing can be spoken; ``why`` says it to a person."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


class Speech:
    """Says texts in a language, each in a process of its own.

    Parameters
    ----------
    command : what a process is started with. It writes ``ready``, a tab and the name of its driver, reads a line and
        says it.

    Raises
    ------
    NoSpeechError
        When something is missing: the library, the engine, or a voice for the language.
    """

    def __init__(self, language: str, command: list[str] | None = None) -> None:
        if command is None and importlib.util.find_spec("pyttsx3") is None:
            raise NoSpeechError(_("speech is not installed (pip install 'formcheck[voice]')"))
        self._command = command or [sys.executable, "-P", "-m", "formcheck.live.speaker", language]
        self._folder = tempfile.TemporaryDirectory(prefix="formcheck-speech-", ignore_cleanup_errors=True)
        self._waiting: deque[Process] = deque()
        self._add()
        try:
            self._reads_kana = self._ask(self._waiting[0], language) == "espeak" and language == "ja"
            if self._reads_kana:
                if not can_read():
                    raise NoSpeechError(
                        _("eSpeak NG reads Japanese only with a dictionary (pip install 'formcheck[voice]')")
                    )
                read_kana("腰")  # loads the dictionary now, and not when the first text is to be said
        except NoSpeechError:
            self.close()
            raise
        self._fill()

    def start(self, text: str, _urgency: Urgency) -> Process:
        """Begin to say a text; the process ends with it."""
        if not self._waiting:
            self._add()
        process = self._waiting.popleft()
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # one that has died is found to have ended
            process.stdin.write((read_kana(text) if self._reads_kana else text).replace("\n", " ") + "\n")
            process.stdin.close()
        self._fill()
        return process

    def close(self) -> None:
        """End the processes that wait."""
        while self._waiting:
            cut(self._waiting.popleft())
        self._folder.cleanup()

    def _fill(self) -> None:
        while len(self._waiting) < _READY:
            self._add()

    def _add(self) -> None:
        self._waiting.append(start_process(self._command, talks=True, files=self._folder.name))

    def _ask(self, process: Process, language: str) -> str:
        """Return the name of the driver that a process says it is ready with."""
        answers: list[str] = []
        assert process.stdout is not None
        reader = threading.Thread(
            target=lambda out: answers.append(out.readline()), args=(process.stdout,), daemon=True
        )
        reader.start()
        reader.join(_READY_S)
        answer, _tab, more = (answers[0] if answers else "").strip().partition("\t")
        if answer == "ready":
            return more
        if answer == "no voice":
            raise NoSpeechError(_("this machine has no voice for the language {language}", language=language))
        if sys.platform.startswith("linux"):
            raise NoSpeechError(_("eSpeak NG is missing (on Debian or Ubuntu: sudo apt-get install espeak-ng)"))
        raise NoSpeechError(_("the speech of this machine does not start ({english})", english=more or "no answer"))
