"""What must not break a set, through `formcheck live`: trouble with the camera, others in the picture, sleep."""

from __future__ import annotations

import os
import signal
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.diary import open_diary
from formcheck.live.say import Urgency
from formcheck.live.speech import Speech
from formcheck.sources.track_file import load_track
from tests.e2e.displays import HEIGHT, WIDTH, Rgb, has, open_displays
from tests.e2e.live_films import WAIT_S, read_set, walk_dog, walk_person, write_set, write_set_with
from tests.e2e.live_runs import GO_JA, LASTS_S, Ended, Live, killing, make_command, start
from tests.e2e.streams import serve_set

pexpect: Any = pytest.importorskip("pexpect")
pytestmark = [pytest.mark.slow, pytest.mark.realtime]

SET_UP = ["I can see you.", "Ready.", "three", "two", "one", "Go."]
DARK = "The picture is black. Switch on a light, or uncover the camera."
FROZEN = "The picture stands still. Please look after the camera."
STALLED = "No pictures come from the camera. Please check the connection."
AGAIN = "I see you again."
LOST = "I could not see that one."
TWO_PEOPLE = "I see two people. Please stay alone in the picture."
THREE_REPS_S = 15.2
LIFTS_S = ((1.2, 4.9), (5.75, 9.5), (10.35, 14.1), (15.0, 18.7))
"""When the person of the clip lifts."""
STREAM_HZ = 15
TRIES = 12
PLAYER = """#!/bin/sh
for argument; do case $argument in *.wav) wav=$argument;; esac; done
cp "$wav" "{folder}/$(date +%s%N).wav"
exec sleep $(awk "BEGIN {{print $(stat -c %s "$wav") / 44100}}")
"""
"""Stands in for aplay: keeps what is played, and takes as long (22,050 samples a second, of two bytes)."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trouble")


@pytest.fixture(scope="module")
def ends(folder: Path) -> dict[str, Ended]:
    """Play films in which something happens in the second lift, two at a time."""
    changes: dict[str, Callable[[float, Rgb], Rgb]] = {
        "dark": lambda time_s, rgb: rgb // 64 if 7.0 <= time_s < 12.0 else rgb,
        "person": lambda time_s, rgb: walk_person(time_s - 6.0, rgb, 2.4) if 6.0 <= time_s < 8.4 else rgb,
        "dog": lambda time_s, rgb: walk_dog(time_s - 6.0, rgb, 4.0) if 6.0 <= time_s < 10.0 else rgb,
        "tempo": lambda _time_s, rgb: rgb,
    }
    films = {
        name: write_set_with(folder / f"{name}.mp4", change, 60.0 if name == "dark" else THREE_REPS_S)
        for name, change in changes.items()
    }
    ended = {}
    for pair in (("dark", "person"), ("dog", "tempo")):
        lives = [
            start(folder / name, "--source", films[name], "--no-window", *["--tempo"][: name == "tempo"])
            for name in pair
        ]
        with killing(lives[0]), killing(lives[1]):
            ended.update({name: live.end() for name, live in zip(pair, lives, strict=True)})
    return ended


def list_lifts(ended: Ended) -> list[float]:
    """Return when counted lifts ended, s after the first lift could begin."""
    return [rep["end_s"] - WAIT_S for rep in ended.result["reps"] if rep["complete"]]


def test_lights_off_is_said_and_what_was_in_the_dark_is_not_counted(ends: dict[str, Ended]) -> None:
    ended = ends["dark"]
    assert ended.code == 0
    assert ended.texts == [*SET_UP, "one", DARK, AGAIN, "two"]
    assert list_lifts(ended) == [pytest.approx(LIFTS_S[k][1], abs=0.5) for k in (0, 3)]
    assert ended.analyze_again() == ended.result


def test_somebody_who_passes_behind_leads_to_no_cue_and_no_false_count(ends: dict[str, Ended]) -> None:
    """The lift in which two people were seen may not be counted; that is told, or what was in the way."""
    ended = ends["person"]
    assert ended.code == 0
    of_set = ended.texts[len(SET_UP) :]
    if ended.result["reps_not_seen"]:
        assert of_set in (["one", LOST, "two"], ["one", TWO_PEOPLE, "two"])
    else:
        assert of_set == ["one", "two", "three"]
    lifts_s = list_lifts(ended)
    assert [lifts_s[0], lifts_s[-1]] == pytest.approx([LIFTS_S[0][1], LIFTS_S[2][1]], abs=0.5)
    assert ended.result["findings"] == []


def test_a_dog_that_passes_changes_nothing(ends: dict[str, Ended]) -> None:
    ended = ends["dog"]
    assert ended.code == 0
    assert ended.texts == [*SET_UP, "one", "two", "three"]
    assert list_lifts(ended) == [pytest.approx(end_s, abs=0.5) for _, end_s in LIFTS_S[:3]]
    assert ended.result["findings"] == []


def test_the_tempo_is_spoken_each_second_and_counts_come_first(ends: dict[str, Ended]) -> None:
    ended = ends["tempo"]
    assert ended.code == 0
    begun_s = next(time_s for time_s, text in ended.live.words if text == "Go.")
    beats = ["Up.", "and", "Hold.", "and", "Down.", "and"]
    said = [word for word in ended.live.of_set if word[1] in beats]
    assert all(text == beats[(round(time_s - begun_s) - 1) % 6] for time_s, text in said)
    assert [time_s - begun_s for time_s, _ in said] == pytest.approx([round(t - begun_s) for t, _ in said], abs=0.3)
    assert [text for text in ended.texts[ended.texts.index("Go.") + 1 :] if text not in beats] == [
        "one",
        "two",
        "three",
    ]
    assert len(ended.live.of_set) > 12
    assert len(list_lifts(ended)) == 3


def test_a_film_goes_on_where_it_was_when_the_laptop_wakes(folder: Path) -> None:
    film = write_set(folder / "asleep.mp4", "hip-lift-correct", THREE_REPS_S)
    live = start(folder / "asleep", "--source", film, "--no-window")
    with killing(live):
        live.await_word_of_set("one")
        time.sleep(2.0)
        sleep(live, 15.0)
        ended = live.end()
    assert ended.code == 0
    assert ended.texts == [*SET_UP, "one", "two", "three"]
    assert list_lifts(ended) == [pytest.approx(end_s, abs=0.5) for _, end_s in LIFTS_S[:3]]


def sleep(live: Live, seconds: float) -> None:
    """Let the program stand still as when the laptop is closed."""
    live.process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    live.process.send_signal(signal.SIGCONT)


def play_stream(folder: Path, pictures: list[Rgb], trouble: Callable[[Live, Any], None]) -> Ended:
    """Play a stream, do something at the first count, and end it by Ctrl-C after the second."""
    with serve_set(pictures) as phone:
        live = start(folder, "--camera", phone.url("/video"), "--no-window")
        with killing(live):
            live.await_word_of_set("one")
            trouble(live, phone)
            live.await_word_of_set("two")
            live.process.send_signal(signal.SIGINT)
            return live.end()


def test_a_stream_goes_on_when_the_laptop_wakes(folder: Path) -> None:
    """Three lifts went by meanwhile, and the half of one that was under way is none."""
    pictures = read_set("hip-lift-correct")
    pictures += pictures[round(WAIT_S * STREAM_HZ) :]
    ended = play_stream(folder / "asleep-stream", pictures, lambda live, _phone: sleep(live, 18.0))
    texts = ended.texts
    assert [text for text in texts if text not in (STALLED, AGAIN)] == [*SET_UP, "one", "two"]
    assert len(texts) <= len(SET_UP) + 4
    assert np.max(np.diff(load_track(ended.live.folder / "set.pose.npz").time_s)) > 15.0
    assert ended.analyze_again() == ended.result


def test_a_phone_that_stalls_is_said_and_the_set_goes_on(folder: Path) -> None:
    """From within the second lift into the third, of which neither is counted."""

    def stall(_live: Live, phone: Any) -> None:
        time.sleep(2.0)
        phone.flowing.clear()
        time.sleep(5.0)
        phone.flowing.set()

    ended = play_stream(folder / "stalled", read_set("hip-lift-correct"), stall)
    assert ended.texts == [*SET_UP, "one", STALLED, AGAIN, "two"]
    assert list_lifts(ended) == [pytest.approx(LIFTS_S[k][1], abs=1.5) for k in (0, 3)]


def test_a_picture_that_stands_still_is_said_and_the_set_goes_on(folder: Path) -> None:
    """It stands at the top of the second lift, and goes on after the third."""
    pictures = read_set("hip-lift-correct")
    first, last = (round((WAIT_S + time_s) * STREAM_HZ) for time_s in (7.5, 14.6))
    pictures[first:last] = [pictures[first]] * (last - first)
    ended = play_stream(folder / "frozen", pictures, lambda _live, _phone: None)
    assert ended.texts == [*SET_UP, "one", FROZEN, AGAIN, "two"]
    assert list_lifts(ended) == [pytest.approx(LIFTS_S[k][1], abs=1.5) for k in (0, 3)]


def test_the_window_fills_the_screen_from_the_start_in_japanese(folder: Path) -> None:
    film = write_set(folder / "full.mp4", "hip-lift-over-arched", 6.0)
    with open_displays(folder, "screen") as (display,):
        options = ("--source", film, "--full-screen", "--language", "ja")
        live = start(folder / "full", *options, display=display)
        live.go = GO_JA
        with killing(live):
            live.await_word_of_set("いち")
            time.sleep(0.5)
            size = display.do("getwindowgeometry", display.find_window("formcheck"))
            picture = display.look()
            ended = live.end()
    assert f"Geometry: {WIDTH}x{HEIGHT}" in size
    assert has(picture, (240, 228, 66))
    assert ended.code == 0


def test_questions_follow_the_set_and_the_answers_are_kept(folder: Path) -> None:
    film = write_set(folder / "ask.mp4", "hip-lift-correct", THREE_REPS_S)
    (folder / "ask").mkdir()
    diary = folder / "ask" / "diary.sqlite"
    options = ("--source", film, "--no-window", "--ask", "--log", "--diary", diary, "--person", "Aki")
    command = make_command(folder / "ask", *options)
    terminal = pexpect.spawn(
        command[0], command[1:], env={**os.environ, "LC_ALL": "C.UTF-8"}, encoding="utf-8", dimensions=(60, 120)
    )
    asked = 0
    answers = [r"\[y/n/u\] ", r"\[0-10/u\] ", r"\[1-\d+/u\] ", pexpect.EOF]
    while (kind := terminal.expect(answers, timeout=LASTS_S)) != 3:
        terminal.sendline(("n", "0", "1")[kind])
        asked += 1
    terminal.close()
    assert terminal.exitstatus == 0
    assert asked > 5
    with open_diary(diary, make=False) as opened:
        kept = opened.get_set(1, "Aki")
    assert len(kept.result["reps"]) == 3


@pytest.fixture
def loudspeaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that takes what is played, through a stand-in for aplay."""
    played, programs = tmp_path / "played", tmp_path / "programs"
    played.mkdir()
    programs.mkdir()
    (programs / "aplay").write_text(PLAYER.format(folder=played))
    (programs / "aplay").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return played


def read_sounds(played: Path) -> list[tuple[float, bytes]]:
    """Return what was played, with the time of the clock at which it began, s."""
    sounds = []
    for path in sorted(played.glob("*.wav")):
        with wave.open(str(path)) as file:
            sounds.append((int(path.stem) / 1e9, file.readframes(file.getnframes())))
    return sounds


def test_what_is_heard_are_the_words_and_they_are_heard_when_they_are_said(folder: Path, loudspeaker: Path) -> None:
    """Each sound is the one that eSpeak NG makes of the words alone."""
    film = write_set(folder / "heard.mp4", "hip-lift-over-arched", 6.0)
    live = start(folder / "heard", "--source", film, "--no-window")
    with killing(live):
        ended = live.end()
    heard = read_sounds(loudspeaker)[1:]  # the first is the silence that tries the device
    words = live.words
    assert len(heard) == len(words) >= 7
    assert ended.notes[-1].startswith("formcheck: the film is over")
    for path in loudspeaker.iterdir():
        path.unlink()
    speech = Speech("en")
    for (_, text), (_, sound) in zip(words, heard, strict=True):
        for _ in range(TRIES):  # its speed is not always the one it was asked for
            with speech.start(text, Urgency.INFO) as process:
                assert process.wait(20.0) == 0
            if said := sound in [made for _, made in read_sounds(loudspeaker)]:
                break
        assert said, text
    speech.close()
    late_s = np.array([at_s for at_s, _ in heard]) - [time_s for time_s, _ in words]
    assert np.ptp(late_s) < 0.5
