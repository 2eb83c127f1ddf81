"""The command line in Japanese, and how a language is chosen."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from formcheck.cli.commands import app
from formcheck.cli.language import choose_language, take_language
from formcheck.errors import InputError
from formcheck.exercises import find_exercise, list_exercises
from formcheck.exercises.limits import list_thresholds
from formcheck.messages import LANGUAGES, _
from formcheck.sources.track_file import load_track, save_track
from formcheck.wrapping import measure_width
from tests.unit.cli.running import find_english, run

GOLDEN = Path(__file__).parents[2] / "golden"
DISCLAIMER = "一般的な情報であり、医療機器でも診断でもありません。"
CLIPS = {
    "hip-lift": ("hip-lift-h-too-fast", "hip-lift-d-top-200", "hip-lift-h-tiring", "hip-lift-d-two-people"),
    "clamshell": ("clamshell-d-roll-25", "clamshell-e-wrong-view"),
    "plank": ("plank-h-drift-20", "plank-h-from-the-head"),
    "draw-in": ("draw-in-c-short", "draw-in-f-breath-held"),
    "overhead-squat": ("overhead-squat-f-front-valgus-22", "overhead-squat-e-side-arms-fall-35"),
    "single-leg-stance": ("single-leg-stance-c-foot-down-twice", "single-leg-stance-g-side"),
}


def test_a_forgotten_text_is_found() -> None:
    assert find_english("動画では、the hips sagged。") == ["the", "hips", "sagged"]
    assert find_english("Stop now.") == ["Stop", "now"]
    assert find_english("hip-lift.too-fast：速めでした（--baseline、docs/answers.toml、MediaPipe、SPARC）。") == []


@pytest.mark.parametrize(
    ("exercise", "clip"), [(exercise, clip) for exercise, clips in CLIPS.items() for clip in clips], ids=str
)
def test_the_verdict_is_in_japanese(exercise: str, clip: str) -> None:
    path = str(GOLDEN / f"{clip}.pose.npz")
    done = run("analyze", path, "--exercise", exercise, "--language", "ja")
    assert done.code == 0
    assert DISCLAIMER in done.out
    assert find_english(done.out + done.err, [path]) == []
    assert "。。" not in done.out


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("exercise", sorted(CLIPS))
def test_no_line_is_wider_than_the_terminal(exercise: str, width: int) -> None:
    path = str(GOLDEN / f"{CLIPS[exercise][0]}.pose.npz")
    shown = run("--language", "ja", "analyze", path, "--exercise", exercise, width=width).out
    shown += run("--language", "ja", "exercises", exercise, width=width).out
    shown += run("--language", "ja", "exercises", width=width).out
    assert max(measure_width(line) for line in shown.splitlines()) <= width


@pytest.mark.parametrize("exercise", sorted(list_exercises()))
def test_all_about_an_exercise_is_in_japanese_but_for_the_sources(exercise: str) -> None:
    done = run("exercises", exercise, "--language=ja")
    found = find_exercise(exercise)
    sources = [threshold.source for threshold in list_thresholds(found).values()]
    sources += [found.dose.source, *(neutral.source for neutral in found.neutral.values())]
    assert (done.code, done.err) == (0, "")
    assert find_english(done.out, sources) == []


def test_the_list_of_exercises_is_in_japanese() -> None:
    done = run("exercises", "--language", "ja")
    assert "ヒップリフト" in done.out
    assert find_english(done.out) == []


def list_commands(command: typer.core.TyperGroup, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [before]
    for name, below in getattr(command, "commands", {}).items():
        found += list_commands(below, (*before, name))
    return found


ALL_COMMANDS = list_commands(typer.main.get_command(app))  # type: ignore[arg-type]


@pytest.mark.parametrize("command", ALL_COMMANDS, ids=" ".join)
def test_help_is_in_japanese(command: tuple[str, ...]) -> None:
    done = run("--language", "ja", *command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("使い方: formcheck")
    assert "オプション:" in done.out
    words = [word for names in ALL_COMMANDS for word in names]
    assert find_english(done.out, [*words, *(f"docs/{word}.md" for word in words)]) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [c for c in ALL_COMMANDS if len(c) < 2], ids=" ".join)
def test_no_help_is_cut_off(command: tuple[str, ...], language: str) -> None:
    lines = run("--language", language, *command, "--help", width=80).out.splitlines()
    assert [line for line in lines[1:] if line.endswith("...")] == []


@pytest.mark.parametrize("command", ALL_COMMANDS, ids=" ".join)
def test_help_is_in_english_without(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.code == 0
    assert done.out.isascii()
    assert done.out.startswith("Usage: formcheck")


WRONG = {
    "no exercise": (["analyze", "clip.mp4"], "--exercise is missing. See formcheck analyze --help."),
    "no clip": (["analyze", "--exercise", "plank"], "clip is missing. See formcheck analyze --help."),
    "no command": (["analyse"], "analyse: there is no such command. Did you mean analyze? See formcheck --help."),
    "odd command": (["zzzz"], "zzzz: there is no such command. See formcheck --help."),
    "no option": (["--zzzz"], "--zzzz: there is no such option. See formcheck --help."),
    "option near": (
        ["analyze", "a", "--exercis", "plank"],
        "--exercis: there is no such option. Did you mean --exercise? See formcheck analyze --help.",
    ),
    "no value": (["analyze", "--exercise"], "--exercise: there is nothing after it. See formcheck analyze --help."),
    "a value": (["analyze", "--ask=1"], "--ask: nothing can be given to it. See formcheck analyze --help."),
    "too much": (["exercises", "a", "b"], "b: this is too much. See formcheck exercises --help."),
    "unknown exercise": (["exercises", "zzzz"], "zzzz: no such exercise. There are: "),
    "no file": (["analyze", "a.mp4", "--exercise", "plank"], "a.mp4: there is no such file. Check the name"),
    "no track": (["analyze", "a.pose.npz", "--exercise", "plank"], "a.pose.npz: there is no such file."),
    "no side": (["analyze", "a.mp4", "--exercise", "plank", "--side", "up"], "up: no such side."),
    "both": (["analyze", "a", "--exercise", "plank", "--ask", "--answers", "b"], "give --answers FILE or --ask"),
    "no folder": (["analyze", "a", "--exercise", "plank", "--json", "x/y"], "x/y: there is no folder x."),
    "language": (["--language", "xx"], "xx: no such language. There are: en, ja."),
    "which language": (["exercises", "--language"], "--language: the language is missing. There are: en, ja."),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_one_line(case: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, said = WRONG[case]
    done = run(*arguments)
    last = done.err.splitlines()[-1]
    assert done.code == 2
    assert last.startswith(f"formcheck: {said}")
    assert len([line for line in done.err.splitlines() if not line.startswith("Reading")]) == 1


@pytest.mark.parametrize("case", [case for case in WRONG if "language" not in case])
def test_what_is_wrong_is_said_in_japanese(case: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = WRONG[case][0]
    done = run("--language", "ja", *arguments)
    assert done.code == 2
    assert done.err.strip()
    assert find_english(done.err, arguments) == []


FILES: dict[str, tuple[str, str | bytes]] = {
    "no-toml": ("--thresholds", "a = ["),
    "no-text": ("--thresholds", b"\xff\xfe"),
    "no-table": ("--thresholds", "hip-lift = 1"),
    "unknown": ("--thresholds", '[hip-lift]\n"zzz" = 1\n"too-fast.up_s.below.watc" = 1\n[zzzz]\na = 1'),
    "not-a-number": ("--thresholds", '[hip-lift]\n"too-fast.up_s.below.watch" = "a"'),
    "infinite": ("--thresholds", '[hip-lift]\n"too-fast.up_s.below.watch" = inf'),
    "senseless": ("--thresholds", '[hip-lift]\n"too-fast.up_s.below.watch" = 99'),
    "reversed": ("--thresholds", '[hip-lift]\n"too-fast.up_s.below.watch" = 0.3'),
    "no-json": ("--baseline", "{"),
    "no-result": ("--baseline", "{}"),
    "old": ("--baseline", '{"schema": "formcheck.result/1"}'),
    "other": ("--baseline", '{"schema": "formcheck.result/2", "exercise": "plank"}'),
    "folder": ("--baseline", ""),
}


@pytest.mark.parametrize("case", FILES)
def test_files_that_cannot_be_used_are_explained_in_japanese(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    option, content = FILES[case]
    path = Path("1.file")
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.write_text(content, "utf-8")
    else:
        path.mkdir()
    done = run("--language", "ja", "analyze", "1.mp4", "--exercise", "hip-lift", option, str(path))
    assert done.code == 2
    assert done.err.startswith("formcheck: 1.file: ")
    assert done.err.count("\n") == 1
    assert find_english(done.err, ["zzzz", "zzz", "too-fast.up_s.below.watc", "'a'", "inf"]) == []


def test_a_saved_track_keeps_its_warnings_in_every_language(tmp_path: Path) -> None:
    track = load_track(GOLDEN / "hip-lift-h-too-fast.pose.npz")
    assert track.source is not None
    warning = _("the file ends early: {read:.1f} s of {expected:.1f} s could be read.", read=1.0, expected=2.0)
    save_track(replace(track, source=replace(track.source, warnings=(warning,))), tmp_path / "1.pose.npz")
    done = run("--language", "ja", "analyze", str(tmp_path / "1.pose.npz"), "--exercise", "hip-lift")
    assert "ファイルが途中で終わっています。2.0秒のうち1.0秒を読めました。" in done.err
    assert load_track(tmp_path / "1.pose.npz").source.warnings == (warning,)  # type: ignore[union-attr]


def test_a_file_of_results_is_the_same_in_every_language(tmp_path: Path) -> None:
    for language in ("en", "ja"):
        clip = str(GOLDEN / "hip-lift-h-too-fast.pose.npz")
        run("--language", language, "analyze", clip, "--exercise", "hip-lift", "--json", str(tmp_path / language))
    english, japanese = (json.loads((tmp_path / language).read_text("utf-8")) for language in ("en", "ja"))
    assert english == japanese
    assert json.dumps(english, ensure_ascii=False).isascii()


@pytest.mark.parametrize(
    ("arguments", "rest", "language"),
    [
        (["analyze", "a"], ["analyze", "a"], None),
        (["--language", "ja", "analyze"], ["analyze"], "ja"),
        (["analyze", "--language=ja", "a"], ["analyze", "a"], "ja"),
        (["--language", "ja", "a", "--language", "en"], ["a"], "en"),
        (["a", "--", "--language", "ja"], ["a", "--", "--language", "ja"], None),
    ],
)
def test_the_language_may_stand_anywhere(arguments: list[str], rest: list[str], language: str | None) -> None:
    assert take_language(arguments) == (rest, language)


@pytest.mark.parametrize("arguments", [["--language"], ["--language", ""], ["--language", "--help"]])
def test_a_language_that_is_not_given_is_missed(arguments: list[str]) -> None:
    with pytest.raises(InputError, match="the language is missing"):
        take_language(arguments)


def test_an_empty_language_is_none() -> None:
    with pytest.raises(InputError, match="no such language"):
        choose_language(take_language(["--language="])[1] or "")


def test_the_machines_language_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.cli.find_language", lambda: "ja")
    assert "ヒップリフト" in run("exercises").out
    assert "Hip lift" in run("exercises", "--language", "en").out
    assert "この言語はありません" in run("--language", "xx").err


def test_an_exercise_of_another_package_speaks_as_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = copy.copy(find_exercise("hip-lift"))
    monkeypatch.setattr(plain, "title", "My lift", raising=False)
    rule = replace(plain.rules[3], cue="Slower, {last}.")
    plain.rules = (rule,)
    monkeypatch.setattr("formcheck.exercises._load_exercises", lambda: {"hip-lift": plain})
    done = run("--language", "ja", "exercises", "hip-lift")
    assert "My lift（hip-lift）、運動" in done.out
    assert "「Slower, so many reps.」" in done.out
