"""The voice: says the most urgent and newest thing, in a thread of its own; what came too late is not said at all."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from formcheck.live.processes import Process, cut
from formcheck.live.say import Say, Urgency
from formcheck.live.speech import NoSpeechError, Speech
from formcheck.live.tones import Bell, Nothing, Tones, find_player
from formcheck.live.transcript import Transcript
from formcheck.messages import Message, _, translate, use_language

__all__ = ["Means", "Sound", "SpeakingVoice", "Voice", "open_voice"]

Sound = Literal["auto", "tone", "bell", "none"]
"""The most that is to be heard: speech, else a tone, else the bell of the terminal, else nothing."""
_FRESH_S = {Urgency.INFO: 1.5, Urgency.COUNT: 1.5, Urgency.CUE: 6.0, Urgency.STOP: float("inf")}
"""How old a thing may be when it is said, s. Source: our choice: a count belongs to its rep, a cue to the next one."""
_LOOK_S = 0.01
"""How often what is being said is looked at for its end, s. Source: our choice."""
_LEAST_S, _CHARACTER_S = 3.0, 0.25
"""How long a text may take, s, and more for each character; after that the engine hangs. Source: our choice: eSpeak NG
takes 0.07 s for a character of English and 0.2 s for one of Japanese (measured)."""
_MOST_FAILURES = 2
"""Texts in a row in which the engine hung or died before something else is heard instead. Source: our choice."""


class Means(Protocol):
    """A way to make things heard, one at a time."""

    def start(self, text: str, urgency: Urgency) -> Process | None:
        """Begin; the process ends when it is done. None: it is done already."""

    def close(self) -> None:
        """Give up what is held."""


class Voice(Protocol):
    """Says things; no method but `finish` and `close` takes longer than a millisecond."""

    @property
    def muted(self) -> bool: ...
    @property
    def spoken(self) -> list[tuple[float, str]]: ...
    @property
    def note(self) -> Message | None: ...
    def say(self, say: Say) -> None: ...
    def mute(self) -> None: ...
    def unmute(self) -> None: ...
    def tell(self, text: Message) -> None: ...
    def finish(self, timeout_s: float) -> bool: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Told:
    say: Say
    at_s: float
    """When it was handed over, by the voice's own clock."""


@dataclass(frozen=True, slots=True)
class _Current:
    """What is being said."""

    told: _Told
    process: Process
    until_s: float


@dataclass(frozen=True, slots=True)
class _End:
    """How a thing ended; ``failed`` is None where it was cut off."""

    failed: bool | None


class SpeakingVoice:
    """A voice over any means.

    Parameters
    ----------
    means : what it is heard through, the best first; when one fails again and again, the next is taken.
    language : of `formcheck.messages.LANGUAGES`.
    note : why it is not heard through something better.
    transcript : takes what is said. It is closed with the voice.

    Attributes
    ----------
    spoken : what was said so far: when it began, s since the first picture (the moment at which it was found, and how
        long it waited), and its words.
    note : one line for the person about what is not heard, and why; it may come up during a set.
    """

    def __init__(
        self,
        means: list[Means],
        language: str,
        *,
        mute: bool = False,
        note: Message | None = None,
        transcript: Transcript | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.note = note
        self._means, self._language, self._transcript, self._clock = means, language, transcript, clock
        self._muted, self._closing = mute, False
        self._spoken: list[tuple[float, str]] = []
        self._slot: _Told | None = None
        self._current: _Current | None = None
        self._idle = True
        self._hushed_s, self._first_s = -math.inf, clock()
        self._failures = 0
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="formcheck-voice", daemon=True)
        self._thread.start()

    @property
    def muted(self) -> bool:
        """Whether nothing is said."""
        return self._muted

    @property
    def spoken(self) -> list[tuple[float, str]]:
        return [*self._spoken]

    def say(self, say: Say) -> None:
        """Hand over a thing to say: it waits unless there is a more urgent one that still can be said."""
        told = _Told(say, self._clock())
        self._first_s = told.at_s - say.at_s
        with self._changed:
            if self._muted or self._closing:
                return
            if self._slot is None or self._is_late(self._slot) or say.urgency >= self._slot.say.urgency:
                self._slot, self._idle = told, False
                self._changed.notify_all()

    def mute(self) -> None:
        """Be silent at once, and say nothing until `unmute`."""
        with self._changed:
            self._muted, self._slot = True, None
            self._changed.notify_all()

    def unmute(self) -> None:
        """Speak again, from the next thing on."""
        with self._changed:
            self._muted = False

    def tell(self, text: Message) -> None:
        """Say a text now: what is being said is broken off, and what waits is let go."""
        with self._changed:
            now_s = self._hushed_s = self._clock()
            self._slot = None
        self.say(Say(text, Urgency.CUE, now_s - self._first_s))

    def finish(self, timeout_s: float) -> bool:
        """Wait until all is said; return whether it was within a time, s."""
        with self._changed:
            return self._changed.wait_for(lambda: self._idle, timeout_s)

    def close(self) -> None:
        """Be silent at once, for good."""
        with self._changed:
            self._closing, self._slot = True, None
            self._changed.notify_all()
        self._thread.join()

    def _is_late(self, told: _Told) -> bool:
        return self._clock() - told.at_s > _FRESH_S[told.say.urgency]

    def _run(self) -> None:
        use_language(self._language)  # each thread has its own
        try:
            while not self._closing or self._current is not None:
                ended, failed, told = self._wait()
                # none of this with the lock held: the others never wait for a process
                if ended is not None:
                    cut(ended.process)
                    self._count_failure(failed)
                if told is not None:
                    self._start(told)
        finally:
            for means in self._means:
                means.close()
            if self._transcript is not None:
                self._transcript.close()

    def _wait(self) -> tuple[_Current | None, bool | None, _Told | None]:
        """Wait until something that was said has ended or has to, with whether it failed, or there is a next thing."""
        with self._changed:
            while True:
                self._idle = self._slot is None and self._current is None
                if self._idle:
                    self._changed.notify_all()
                if self._current is not None and (ended := self._current) and (end := self._find_end(ended)):
                    self._current = None
                    return ended, end.failed, None
                if self._slot is not None and self._is_late(self._slot):
                    self._slot = None
                elif self._slot is not None and self._current is None:
                    told, self._slot = self._slot, None
                    return None, None, told
                elif self._closing:
                    return None, None, None
                else:
                    self._changed.wait(None if self._current is None else _LOOK_S)

    def _find_end(self, current: _Current) -> _End | None:
        """Return how what is being said has ended, or that it has to; None while it goes on."""
        stop = self._slot is not None and self._slot.say.urgency is Urgency.STOP
        stop = stop and current.told.say.urgency < Urgency.STOP
        if self._closing or self._muted or stop or current.told.at_s < self._hushed_s:
            return _End(failed=None)
        code = current.process.poll()
        if code is None and self._clock() < current.until_s:
            return None
        return _End(failed=code != 0)

    def _count_failure(self, failed: bool | None) -> None:
        """Go over to the next means when this one hangs or dies again and again."""
        if failed is None:
            return
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= _MOST_FAILURES and len(self._means) > 1:
            self._means.pop(0).close()
            self._failures = 0
            self.note = _("The sound stopped working. {instead}", instead=_name_instead(self._means[0]))

    def _start(self, told: _Told) -> None:
        text = translate(told.say.text)
        begun_s = self._clock()
        self._keep(told.say.at_s + begun_s - told.at_s, text)
        try:
            process = self._means[0].start(text, told.say.urgency)
        except OSError:
            self._count_failure(failed=True)
            return
        if process is not None:
            until_s = begun_s + _LEAST_S + _CHARACTER_S * len(text)
            self._current = _Current(told, process, until_s)

    def _keep(self, time_s: float, text: str) -> None:
        self._spoken.append((time_s, text))
        if self._transcript is not None:
            self._transcript.add(time_s, text)


def open_voice(language: str, *, mute: bool, transcript: Transcript | None = None, sound: Sound = "auto") -> Voice:
    """Return a voice through the best means that this machine has; its ``note`` says what it lacks. Takes 0.3 s.

    Parameters
    ----------
    mute : begin muted.
    transcript : takes what is said.
    sound : the most that is to be heard.
    """
    means, note = _find_means(language, sound)
    return SpeakingVoice(means, language, mute=mute, note=note, transcript=transcript)


def _find_means(language: str, sound: Sound) -> tuple[list[Means], Message | None]:
    """Return the means that work, the best first, and what is to be said about a better one that does not."""
    silent: list[Means] = [Nothing()]
    if sound == "none":
        return silent, None
    if sys.stderr.isatty():
        silent.insert(0, Bell())
    if sound == "bell":
        return silent, None
    player = find_player()
    tones = Tones(player) if player else None
    if tones is None or not tones.works():
        if tones is not None:
            tones.close()
        why = _("no sound device works here") if player else _("aplay is missing (sudo apt-get install alsa-utils)")
        return silent, _say_why(why, silent[0])
    if sound == "tone":
        return [tones, *silent], None
    try:
        return [Speech(language), tones, *silent], None
    except NoSpeechError as error:
        return [tones, *silent], _say_why(error.why, tones)


def _say_why(why: Message, means: Means) -> Message:
    return _("Nothing can be spoken: {why}. {instead}", why=why, instead=_name_instead(means))


def _name_instead(means: Means) -> Message:
    if isinstance(means, Tones):
        return _("A tone sounds instead; the words are in the picture.")
    if isinstance(means, Bell):
        return _("The terminal rings instead; the words are in the picture.")
    return _("The words are in the picture only.")
