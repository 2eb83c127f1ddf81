"""What is said and what is not, and that no one waits for it: with means that only last, and with eSpeak NG."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import statistics
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from formcheck.exercises import list_exercises
from formcheck.live import speech, voice
from formcheck.live.processes import Process, start_process
from formcheck.live.reading import read_kana
from formcheck.live.say import Say, Urgency
from formcheck.live.speaker import find_voice
from formcheck.live.tones import Bell, Nothing, Tones
from formcheck.live.transcript import Transcript
from formcheck.live.voice import SpeakingVoice, open_voice
from formcheck.messages import Message, translate, use_language

INFO, COUNT, CUE, STOP = Urgency
KANJI = re.compile("[\u4e00-\u9fff]")
LOUDSPEAKER = """#!/bin/sh
for argument; do case $argument in *.wav) wav=$argument;; esac; done
cp "$wav" "{folder}/$(date +%s%N).wav"
exec sleep "${{LASTS:-0}}"
"""
"""Stands in for aplay: keeps what is played; lasts as long as it is told to."""


@dataclass
class Lasting:
    """Means that take a time for each thing, in processes."""

    length_s: float = 0.0
    code: int = 0
    started: list[tuple[float, str]] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    closed: bool = False

    def start(self, text: str, urgency: Urgency) -> Process:
        self.started.append((time.monotonic(), text))
        self.processes.append(start_process(["sh", "-c", f"sleep {self.length_s}; exit {self.code}"]))
        return self.processes[-1]

    def close(self) -> None:
        self.closed = True

    @property
    def texts(self) -> list[str]:
        return [text for _time, text in self.started]


@dataclass
class Clock:
    ahead_s: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


class Stage:
    """A voice over lasting means, with a clock that can jump."""

    def __init__(self, *means: Lasting, language: str = "en") -> None:
        self.means, self.clock = means, Clock()
        self.voice = SpeakingVoice([*means], language, clock=self.clock)

    def say(self, text: str, urgency: Urgency = COUNT, at_s: float = 1.0) -> None:
        self.voice.say(Say(text, urgency, at_s))

    def begin(self, text: str, urgency: Urgency = COUNT) -> None:
        """Say a thing, and return when it is being said."""
        before = len(self.means[0].processes)
        self.say(text, urgency)
        wait_for(lambda: len(self.means[0].processes) > before)

    @property
    def words(self) -> list[str]:
        return [text for _time, text in self.voice.spoken]


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    stages: list[Stage] = []

    def make(*means: Lasting, language: str = "en") -> Stage:
        stages.append(Stage(*(means or [Lasting(0.2)]), language=language))
        return stages[-1]

    yield make
    for made in stages:
        made.voice.close()


def wait_for(seen: Callable[[], object], most_s: float = 5.0) -> None:
    end_s = time.monotonic() + most_s
    while not seen():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.002)


def test_of_what_waits_the_newest_is_said(stage: Callable[..., Stage]) -> None:
    set_up = stage()
    set_up.begin("one")
    for text in ("two", "three", "four"):
        set_up.say(text)
    assert set_up.voice.finish(5.0)
    assert set_up.words == ["one", "four"]


def test_of_what_waits_the_more_urgent_is_said(stage: Callable[..., Stage]) -> None:
    set_up = stage()
    set_up.begin("one")
    set_up.say("lower", CUE)
    set_up.say("two", COUNT)
    assert set_up.voice.finish(5.0)
    set_up.begin("three")
    set_up.say("four", COUNT)
    set_up.say("higher", CUE)
    assert set_up.voice.finish(5.0)
    assert set_up.words == ["one", "lower", "three", "higher"]


@pytest.mark.parametrize(
    ("urgency", "waited_s", "said"),
    [
        (INFO, 1.0, True),
        (INFO, 1.6, False),
        (COUNT, 1.6, False),
        (CUE, 5.5, True),
        (CUE, 6.5, False),
        (STOP, 9e3, True),
    ],
)
def test_what_waited_too_long_is_dropped(
    stage: Callable[..., Stage], urgency: Urgency, waited_s: float, said: bool
) -> None:
    set_up = stage(Lasting(0.3))
    set_up.begin("first", STOP)  # nothing cuts it off
    set_up.say("second", urgency, at_s=7.0)
    set_up.clock.ahead_s = waited_s
    assert set_up.voice.finish(5.0)
    assert set_up.words == ["first", "second"][: 1 + said]
    if said:
        assert set_up.voice.spoken[1][0] == pytest.approx(7.0 + waited_s, abs=0.5)


def test_something_late_makes_room_for_something_less_urgent(stage: Callable[..., Stage]) -> None:
    set_up = stage(Lasting(0.3))
    set_up.begin("one")
    set_up.say("lower", CUE)
    set_up.clock.ahead_s = 6.5
    set_up.say("two", COUNT)
    assert set_up.voice.finish(5.0)
    assert set_up.words == ["one", "two"]


def test_a_stop_cuts_off_what_is_said_but_no_other_stop(stage: Callable[..., Stage]) -> None:
    set_up = stage(Lasting(1.0))
    set_up.begin("a long cue", CUE)
    start_s = time.monotonic()
    set_up.begin("stop", STOP)
    assert time.monotonic() - start_s < 0.3
    set_up.say("stop again", STOP)
    assert set_up.voice.finish(5.0)
    assert set_up.words == ["a long cue", "stop", "stop again"]
    assert time.monotonic() - start_s > 1.9


def test_mute_is_silent_at_once_and_until_unmuted(stage: Callable[..., Stage]) -> None:
    set_up = stage(Lasting(30.0))
    set_up.begin("a long cue", CUE)
    set_up.say("waiting")
    set_up.voice.mute()
    start_s = time.monotonic()
    wait_for(lambda: set_up.means[0].processes[0].poll() is not None)
    assert time.monotonic() - start_s < 0.2
    assert set_up.voice.muted
    set_up.say("stop", STOP)
    assert set_up.voice.finish(5.0)
    set_up.voice.unmute()
    set_up.begin("again")
    assert set_up.words == ["a long cue", "again"]


def test_what_is_told_takes_the_place_of_all_that_is_said(stage: Callable[..., Stage]) -> None:
    set_up = stage(Lasting(60.0))
    set_up.begin("the last words of a set", STOP)
    set_up.say("what waits", CUE)
    set_up.clock.ahead_s = 20.0
    set_up.voice.tell(Message("a question"))
    wait_for(lambda: len(set_up.means[0].processes) > 1)
    assert set_up.means[0].processes[0].poll() is not None
    assert set_up.means[0].processes[1].poll() is None
    (_, before), (told_s, text) = set_up.voice.spoken
    assert (before, text) == ("the last words of a set", "a question")
    assert told_s == pytest.approx(21.0, abs=1.0)  # what was said before it was found at 1 s
    set_up.voice.mute()
    set_up.voice.tell(Message("the next question"))
    assert len(set_up.voice.spoken) == 2


def test_whoever_says_something_does_not_wait(stage: Callable[..., Stage]) -> None:
    class Slow(Lasting):
        def start(self, text: str, urgency: Urgency) -> Process:
            time.sleep(1.0)
            return super().start(text, urgency)

    set_up = stage(Slow())
    set_up.say("one")
    taken_s = []
    for number in range(200):
        start_s = time.perf_counter()
        set_up.say(str(number), INFO if number % 2 else STOP)
        taken_s.append(time.perf_counter() - start_s)
    start_s = time.perf_counter()
    set_up.voice.mute()
    assert time.perf_counter() - start_s < 0.1
    assert statistics.median(taken_s) < 0.001


@pytest.mark.parametrize("broken", [Lasting(60.0), Lasting(0.0, code=1)], ids=["hangs", "dies"])
def test_an_engine_that_hangs_or_dies_is_given_up_for_the_next(stage: Callable[..., Stage], broken: Lasting) -> None:
    good = Lasting()
    set_up = stage(broken, good)
    for text in ("one", "two"):
        set_up.begin(text)
        set_up.clock.ahead_s += 10.0
        assert set_up.voice.finish(5.0)
    wait_for(lambda: broken.closed)
    set_up.say("three")
    assert set_up.voice.finish(5.0)
    assert (broken.texts, good.texts) == (["one", "two"], ["three"])
    assert set_up.voice.note == "The sound stopped working. The words are in the picture only."
    assert all(process.poll() is not None for process in broken.processes)


def test_one_failure_is_forgiven(stage: Callable[..., Stage]) -> None:
    means = Lasting(0.0, code=1)
    set_up = stage(means, Lasting())
    for code in (1, 0, 1, 0):
        means.code = code
        set_up.begin("text")
        assert set_up.voice.finish(5.0)
        time.sleep(0.03)
    assert set_up.voice.note is None


def test_means_that_cannot_start_do_not_end_the_voice(stage: Callable[..., Stage]) -> None:
    class Gone(Lasting):
        def start(self, text: str, urgency: Urgency) -> Process:
            raise FileNotFoundError("aplay")

    good = Lasting()
    set_up = stage(Gone(), good)
    for text in ("one", "two", "three"):
        set_up.say(text)
        assert set_up.voice.finish(5.0)
    assert good.texts == ["three"]


def test_it_speaks_the_persons_language_in_its_own_thread(stage: Callable[..., Stage]) -> None:
    set_up = stage(language="ja")
    set_up.begin(Message("watch"))
    use_language("ja")
    expected = translate(Message("watch"))
    use_language("en")
    assert expected != "watch"
    assert set_up.means[0].texts == [expected]


def test_finish_does_not_wait_forever_and_close_is_quick(stage: Callable[..., Stage]) -> None:
    set_up = stage(Lasting(30.0))
    set_up.begin("long")
    assert not set_up.voice.finish(0.1)
    start_s = time.monotonic()
    set_up.voice.close()
    assert time.monotonic() - start_s < 0.5
    assert set_up.means[0].closed
    set_up.say("nothing more")
    assert set_up.words == ["long"]


def test_words_are_kept_in_a_file_with_their_times(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    transcript = Transcript(path)
    opened = open_voice("en", mute=False, transcript=transcript, sound="none")
    assert not path.exists()
    for at_s, text in ((1.0, "one"), (2.5, "two. Lower.")):
        opened.say(Say(text, COUNT, at_s))
        assert opened.finish(5.0)
    opened.close()
    assert [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()] == [
        ["1.00", "one"],
        ["2.50", "two. Lower."],
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    assert transcript.failure is None


def test_words_that_cannot_be_kept_are_said_all_the_same_and_it_is_known_why() -> None:
    transcript = Transcript(Path("/dev/full"))
    opened = open_voice("en", mute=False, transcript=transcript, sound="none")
    for at_s, text in ((1.0, "one"), (2.5, "two")):
        opened.say(Say(text, COUNT, at_s))
        assert opened.finish(5.0)
    opened.close()
    assert [text for _, text in opened.spoken] == ["one", "two"]
    assert "could not be written (No space left on device)" in str(transcript.failure)


def test_opened_muted_it_says_nothing() -> None:
    opened = open_voice("en", mute=True, sound="none")
    opened.say(Say("one", COUNT, 1.0))
    assert opened.finish(5.0)
    opened.close()
    assert opened.spoken == []


# ---- what there is on this machine


@pytest.fixture
def loudspeaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that takes what is played, through a stand-in for aplay."""
    folder, programs = tmp_path / "played", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    program = programs / "aplay"
    program.write_text(LOUDSPEAKER.format(folder=folder))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return folder


def read_played(folder: Path) -> list[tuple[float, float]]:
    """Return length, s, and loudness, of the largest, of what was played."""
    played = []
    for path in sorted(folder.glob("*.wav")):
        with contextlib.suppress(EOFError), wave.open(str(path)) as file:  # it may just be written
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
            played.append((len(samples) / file.getframerate(), float(np.abs(samples).max(initial=0) / 32_768)))
    return played


def test_without_a_player_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    opened = open_voice("en", mute=False)
    opened.say(Say("one", COUNT, 1.0))
    assert opened.finish(5.0)
    opened.close()
    assert opened.note is not None
    assert opened.note.startswith("Nothing can be spoken: aplay is missing (sudo apt-get install alsa-utils).")
    assert [text for _time, text in opened.spoken] == ["one"]


def test_without_a_sound_device_it_says_so(loudspeaker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = loudspeaker.parent / "programs" / "aplay"
    program.write_text("#!/bin/sh\nexit 1\n")
    opened = open_voice("en", mute=False)
    opened.close()
    assert opened.note is not None
    assert "no sound device works here" in opened.note


def test_a_player_that_hangs_is_no_device(loudspeaker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LASTS", "30")
    start_s = time.monotonic()
    opened = open_voice("en", mute=False)
    assert time.monotonic() - start_s < 3.5
    opened.close()
    assert opened.note is not None


def test_without_speech_a_tone_sounds(loudspeaker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    opened = open_voice("en", mute=False)
    assert opened.note is not None
    assert "pip install 'formcheck[voice]'" in opened.note
    assert opened.note.endswith("A tone sounds instead; the words are in the picture.")
    lengths_s = []
    for urgency in Urgency:
        opened.say(Say("text", urgency, 1.0))
        assert opened.finish(5.0)
        lengths_s.append(read_played(loudspeaker)[-1][0])
    opened.close()
    assert lengths_s == pytest.approx([0.15, 0.12, 0.4, 1.4], abs=0.01)
    assert 0.4 < read_played(loudspeaker)[-1][1] <= 0.55


def test_speech_of_which_no_process_answers_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "_READY_S", 0.2)
    for command in (["sleep", "30"], ["true"]):
        with pytest.raises(speech.NoSpeechError, match="eSpeak NG is missing"):
            speech.Speech("en", command)


def test_a_language_without_a_voice_is_told(tmp_path: Path) -> None:
    with pytest.raises(speech.NoSpeechError, match="no voice for the language ja"):
        speech.Speech("ja", ["printf", "no voice\\tja\\n"])


@pytest.mark.parametrize("sound", ["bell", "none"])
def test_less_sound_can_be_asked_for(sound: voice.Sound, loudspeaker: Path) -> None:
    opened = open_voice("en", mute=False, sound=sound)
    opened.say(Say("one", COUNT, 1.0))
    opened.finish(5.0)
    opened.close()
    assert opened.note is None
    assert read_played(loudspeaker) == []


def test_the_bell_rings_and_nothing_makes_no_sound(capsys: pytest.CaptureFixture[str]) -> None:
    Bell().start("text", COUNT)
    Nothing().start("text", COUNT)
    assert capsys.readouterr().err == "\a"


def test_tones_leave_nothing_behind(loudspeaker: Path) -> None:
    tones = Tones(["aplay", "-q"])
    folder = Path(tones._folder.name)
    assert tones.works()
    assert len(list(folder.iterdir())) == len(Urgency) + 1
    tones.close()
    assert not folder.exists()


@pytest.fixture
def engine() -> None:
    if shutil.which("espeak-ng") is None:
        why = "needs eSpeak NG: apt-get install espeak-ng"
        if os.environ.get("CI_BROWSER") == "required":
            pytest.fail(why)
        pytest.skip(why)


@pytest.mark.parametrize(
    ("language", "short", "long", "least_s", "most_s"),
    [
        ("en", "one", "Lift a little less high.", 1.2, 3.0),
        ("ja", "一", "もう少し低く、腰を反らさないように上げましょう。", 2.0, 6.0),
    ],
)
def test_espeak_says_it_in_a_plausible_time(
    engine: None, loudspeaker: Path, language: str, short: str, long: str, least_s: float, most_s: float
) -> None:
    opened = open_voice(language, mute=False)
    assert opened.note is None
    for text in (short, long, short):
        opened.say(Say(text, CUE, 1.0))
        assert opened.finish(10.0)
    opened.close()
    _silence, first, second, third = read_played(loudspeaker)
    assert 0.2 < first[0] < 1.0
    assert least_s < second[0] < most_s
    assert 0.2 < third[0] < 1.0
    assert min(first[1], second[1]) > 0.1
    assert [text for _time, text in opened.spoken] == [short, long, short]


def test_espeak_is_cut_off_by_a_stop_and_by_mute(
    engine: None, loudspeaker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_voice("en", mute=False)
    monkeypatch.setenv("LASTS", "30")

    def say(text: str, urgency: Urgency, number: int) -> None:
        opened.say(Say(text, urgency, 1.0))
        wait_for(lambda: len(read_played(loudspeaker)) == number)

    # the two processes that wait were started before the loudspeaker lasts
    for text in ("one", "two"):
        opened.say(Say(text, COUNT, 1.0))
        assert opened.finish(5.0)
    say("A long cue.", CUE, 4)
    say("Stop. Rest now.", STOP, 5)
    start_s = time.monotonic()
    opened.mute()
    assert opened.finish(5.0)
    assert time.monotonic() - start_s < 1.0
    opened.close()


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("腰を少し下げましょう。", "コシヲスコシサゲマショウ。"),
        ("三。では、休んで。", "サン。デワ、ヤスンデ。"),
        ("2人見えます。", "フタリミエマス。"),
        ("体幹と骨盤", "タイカントコツバン"),
    ],
)
def test_japanese_is_read_in_kana(text: str, kana: str) -> None:
    assert read_kana(text).translate(str.maketrans("ぁ", "ァ")) == kana


def test_every_cue_of_every_exercise_can_be_read() -> None:
    use_language("ja")
    cues = [translate(rule.cue) for exercise in list_exercises().values() for rule in exercise.rules]
    use_language("en")
    assert len(cues) > 10
    assert [cue for cue in cues if KANJI.search(read_kana(cue))] == []


def test_the_best_voice_of_the_language_is_found() -> None:
    voices = [
        SimpleNamespace(id="a.eddy", name="Eddy", languages=["ja_JP"]),
        SimpleNamespace(id="a.kyoko", name="Kyoko", languages=["ja_JP"]),
        SimpleNamespace(id="zh", name="Chinese", languages=["zh"]),
        SimpleNamespace(id="gmw/en-gb", name="English (Great Britain)", languages=["en-gb"]),
        SimpleNamespace(id="gmw/en-us", name="English (America)", languages=["en-us"]),
        SimpleNamespace(id="none", name="None", languages=[None]),
    ]
    assert find_voice(voices, "ja") == "a.kyoko"
    assert find_voice(voices, "en") == "gmw/en-us"
    assert find_voice(voices[2:], "ja") is None
