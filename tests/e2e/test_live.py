"""Whole sets through `formcheck live`: films in real time, a real window, a phone's stream, keys, Ctrl-C."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from formcheck.cli.options import DEFAULT_PERSON
from formcheck.diary import open_diary
from formcheck.sources.track_file import load_track
from tests.e2e.displays import Display, Rgb, has, open_displays
from tests.e2e.live_films import read_set, write_degraded_set, write_empty_room, write_set
from tests.e2e.live_runs import GO_JA, Ended, is_watched, killing, start
from tests.e2e.streams import serve_set
from tests.unit.cli.running import run

pytestmark = [pytest.mark.slow, pytest.mark.realtime]

TITLE = "formcheck"
TRIES = 3
SAID_AFTER_S = 1.5
"""A count is said so soon after its rep: 0.3 s by design, the rest for a busy machine."""
YELLOW, BLUE, VERMILION = (240, 228, 66), (86, 180, 233), (255, 122, 40)
"""The colours of a cue, of the near side of the body, and of a stop."""
THREE_REPS_S = 15.2
LESS_HIGH = "Lift a little less high: stop when shoulder, hip and knee are in one line."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="module")
def displays(folder: Path) -> Iterator[list[Display]]:
    with open_displays(folder, "left", "right") as found:
        yield found


@dataclass(frozen=True)
class Played:
    """A set that was played, and what was on the display in the meantime."""

    ended: Ended
    pictures: dict[str, Rgb]


@pytest.fixture(scope="module")
def sets(folder: Path, displays: list[Display]) -> tuple[Played, Played]:
    """Play a set with a fault, in English, and a good one in a bad room, in Japanese."""
    faulty = write_set(folder / "faulty.mp4", "hip-lift-over-arched")
    degraded = write_degraded_set(folder / "degraded.mp4")
    return (
        play(folder / "english", faulty, "en", displays[0], "Go.", ("one", "Stop")),
        play(folder / "japanese", degraded, "ja", displays[1], GO_JA, ("いち",)),
    )


def play(folder: Path, film: Path, language: str, display: Display, go: str, words: tuple[str, ...]) -> Played:
    """Play a set, and look at the display half a second after some words.

    It is played again when the machine was too busy to watch it: that can be told from the record.
    """
    for attempt in range(TRIES):
        own = folder.with_name(f"{folder.name}-{attempt}")
        kept = ("--log", "--diary", own / "diary.sqlite", "--person", "Aki", "--html", own / "set.html")
        live = start(own, "--source", film, "--language", language, *kept, display=display)
        live.go = go
        pictures: dict[str, Rgb] = {}
        with killing(live):
            for word in words:
                live.await_word_of_set(word)
                time.sleep(0.5)
                pictures[word] = display.look()
            played = Played(live.end(), pictures)
        if is_watched(played.ended):
            break
    return played


def check_times(played: Played, counts: Sequence[str]) -> None:
    """Each count is said when its rep is over."""
    said_s = [next(time_s for time_s, text in played.ended.live.of_set if text.startswith(count)) for count in counts]
    ends_s = [rep["end_s"] for rep in played.ended.result["reps"]][: len(counts)]
    late_s = np.subtract(said_s, ends_s)
    assert np.all((late_s > 0.0) & (late_s < SAID_AFTER_S)), late_s


def test_a_faulty_set_is_counted_cued_once_and_stopped(sets: tuple[Played, Played]) -> None:
    played, _ = sets
    assert played.ended.code == 0
    texts = played.ended.texts
    assert texts[:6] == ["I can see you.", "Ready.", "three", "two", "one", "Go."]
    assert texts[6:9] == [f"one. {LESS_HIGH}", "two", "three"]
    assert texts[9].startswith("Stop. Rest now")
    assert texts[10:] == []
    assert played.ended.live.texts[-1] == "ADJUST: make it easier"
    check_times(played, ["one", "two", "three", "Stop"])


def test_what_was_measured_live_is_in_json_diary_and_report(sets: tuple[Played, Played]) -> None:
    ended = sets[0].ended
    result = ended.result
    assert len(result["reps"]) == 4
    assert result["form"] == "adjust"
    assert "hip-lift.lumbar-hyperextension" in {finding["rule"] for finding in result["findings"]}
    with open_diary(ended.live.folder / "diary.sqlite", make=False) as diary:
        assert [*diary.people()] == ["Aki"]
        assert diary.get_set(1, "Aki").result == {k: v for k, v in result.items() if k != "advice"}
    assert "<html" in (ended.live.folder / "set.html").read_text("utf-8")
    assert "ADJUST" in ended.out


def test_the_recorded_set_gives_the_same_result_but_for_nothing(sets: tuple[Played, Played]) -> None:
    for played in sets:
        result, again = played.ended.result, played.ended.analyze_again()
        assert result.keys() == again.keys()
        for key in result:
            assert result[key] == again[key], key


def test_a_bad_room_does_not_keep_the_set_from_being_counted(sets: tuple[Played, Played]) -> None:
    _, played = sets
    assert played.ended.code == 0
    result = played.ended.result
    assert [rep["complete"] for rep in result["reps"]] == [True, True, True]
    assert result["findings"] == []
    check_times(played, ["いち", "に", "さん"])


def test_getting_into_position_is_not_in_the_record(sets: tuple[Played, Played]) -> None:
    for played in sets:
        track = load_track(played.ended.live.folder / "set.pose.npz")
        go_s = played.ended.live.words[played.ended.live.texts.index(played.ended.live.go)][0]
        assert go_s <= track.time_s[0] < go_s + 0.5
        assert len(track) == played.ended.result["source"]["frames"]


def test_number_line_and_body_are_in_the_picture(sets: tuple[Played, Played]) -> None:
    english, japanese = (played.pictures for played in sets)
    assert has(english["one"], YELLOW)
    assert has(english["one"], BLUE)
    assert has(english["Stop"], VERMILION)
    assert has(japanese["いち"], BLUE)


def test_a_phone_that_breaks_off_and_comes_back_goes_on_with_the_set(folder: Path) -> None:
    """It is away during the second of three lifts, which is not seen; the other two are."""
    pictures = read_set("hip-lift-correct", THREE_REPS_S)
    with serve_set(pictures) as phone:
        live = start(folder / "phone", "--camera", phone.url("/video"), "--no-window")
        with killing(live):
            live.await_word_of_set("one")
            phone.broken.set()
            live.await_text("I cannot see anything: the camera is gone.")
            phone.broken.clear()
            live.await_text("I see you again.")
            live.await_word_of_set("two")
            live.process.send_signal(signal.SIGINT)
            ended = live.end()
    assert ended.code == 130
    assert [rep["complete"] for rep in ended.result["reps"]] == [True, True]
    track = load_track(live.folder / "set.pose.npz")
    assert 1.0 < np.max(np.diff(track.time_s)) < 8.0
    assert ended.analyze_again() == ended.result


def test_keys_and_a_closed_window_end_it_and_m_is_silent_at_once(folder: Path, displays: list[Display]) -> None:
    film = write_set(folder / "keys.mp4", "hip-lift-correct", 1.0)
    lives = [start(folder / f"keys-{k}", "--source", film, display=displays[k]) for k in (0, 1)]
    with killing(lives[0]), killing(lives[1]):
        displays[0].press(TITLE, "m")
        lives[1].await_text("Ready.")
        displays[0].press(TITLE, "q")
        displays[1].press(TITLE, "alt+F4")
        by_key, by_closing = (live.end(10.0) for live in lives)
    assert "Ready." not in lives[0].texts
    for ended in (by_key, by_closing):
        assert ended.code == 2
        assert ended.out == ""
        assert ended.notes[-1].startswith("formcheck: the set did not begin. What was said last: ")


def test_without_a_display_the_voice_alone_guides_until_the_film_is_over_or_ctrl_c(folder: Path) -> None:
    film = write_empty_room(folder / "empty.mp4", 7.0)
    whole, cut = (start(folder / f"no-display-{name}", "--source", film) for name in ("whole", "cut"))
    with killing(whole), killing(cut):
        cut.await_text("I cannot see you yet.")
        cut.process.send_signal(signal.SIGINT)
        of_cut, of_whole = cut.end(10.0), whole.end()
    assert (of_cut.code, of_whole.code) == (130, 2)
    for ended in (of_cut, of_whole):
        assert ended.notes == [
            "formcheck: there is no display here (DISPLAY): the voice alone guides you",
            "I cannot see you yet.",
            'formcheck: the set did not begin. What was said last: "I cannot see you yet."',
        ]
        assert ended.live.texts == ["I cannot see you yet."]
        assert ended.out == ""
        assert not (ended.live.folder / "result.json").exists()


def test_a_set_is_kept_when_ctrl_c_is_pressed_twice_and_when_the_terminal_goes(folder: Path) -> None:
    film = write_set(folder / "broken-off.mp4", "hip-lift-correct")
    diaries = [folder / "twice.db", folder / "gone.db"]
    twice, gone = (start(folder / d.stem, "--source", film, "--no-window", "--log", "--diary", d) for d in diaries)
    with killing(twice), killing(gone):
        for live, signals in ((twice, [signal.SIGINT, signal.SIGINT]), (gone, [signal.SIGHUP])):
            live.await_word_of_set("one")
            for number in signals:
                live.process.send_signal(number)
                time.sleep(0.05)
        ends = twice.end(), gone.end()
    assert [ended.code for ended in ends] == [130, 129]
    for ended, diary in zip(ends, diaries, strict=True):
        assert [rep["complete"] for rep in ended.result["reps"]][:1] == [True]
        assert ended.result["reps"] == ended.analyze_again()["reps"]
        with open_diary(diary) as kept:
            assert len(kept.list_sets(DEFAULT_PERSON)) == 1


@pytest.mark.parametrize(
    ("camera", "why"),
    [
        ("7", "camera 7: "),
        ("http://127.0.0.1:1/video", "no picture comes from there"),
        ("nowhere.mp4", "--camera: give the number of a camera"),
    ],
)
def test_a_camera_that_is_not_there_is_one_line(tmp_path: Path, camera: str, why: str) -> None:
    done = run("live", "--exercise", "hip-lift", "--camera", camera, "--json", str(tmp_path / "a.json"))
    assert (done.code, done.out) == (2, "")
    assert why in done.err.splitlines()[-1]
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "options",
    [
        ["--exercise", "pull-up"],
        ["--json", "nowhere/a.json"],
        ["--record", "nowhere/a.pose.npz"],
        ["--html", "nowhere/a.html"],
        ["--csv", "README.md"],
        ["--words", "nowhere/a.txt"],
        ["--model", "none"],
        ["--answers", "nowhere.toml"],
        ["--side", "both"],
    ],
)
def test_what_makes_no_sense_is_refused_before_the_camera_is_opened(options: list[str]) -> None:
    """The camera, which is not there, is not spoken of."""
    done = run("live", "--exercise", "hip-lift", "--camera", "7", *options)
    assert (done.code, done.out) == (2, "")
    (note,) = done.err.splitlines()
    assert options[-1] in note
    assert "camera" not in note
