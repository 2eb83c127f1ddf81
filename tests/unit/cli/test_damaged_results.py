"""Result files that are damaged or of something else: every command that reads one says so in one line, exit code 2."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.advisor import advise
from formcheck.result_file import parse_advice, parse_result, to_json_dict, write_json
from formcheck.results import SCHEMA
from formcheck.sources.track_file import save_track
from tests.synthetic import Lift, hip_lift_track
from tests.unit.cli.running import Done, run
from tests.unit.diary.samples import WELL, make_plank, make_result

Command = Callable[[Path], Done]
Way = tuple[str | int, ...]
LIFTS = to_json_dict(make_result("hip-lift-d-top-200"), advise(make_result("hip-lift-d-top-200"), WELL))
PLANK = to_json_dict(make_plank(), advise(make_plank(), WELL))
WHOLE = json.dumps(LIFTS).encode()


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands need besides: good results, ratings, answers, landmarks."""
    folder = tmp_path_factory.mktemp("others")
    for name, result in (("hip-lift", make_result("hip-lift-h-too-fast")), ("plank", make_plank())):
        write_json(result, advise(result, WELL), folder / f"{name}.json")
    (folder / "ratings.csv").write_text("rep,rule,fault\n1,too-fast,1\n")
    (folder / "answers.toml").write_text("".join(f"{key} = {answer!r}\n" for key, answer in WELL.items()))
    save_track(hip_lift_track([Lift(top_deg=0.0)], fps=10.0), folder / "lift.pose.npz")
    return folder


def list_commands(others: Path) -> dict[str, Command]:
    """Return every command that reads a result, by name, for a path to one."""
    good, ratings, answers, clip = (
        str(others / name) for name in ("hip-lift.json", "ratings.csv", "answers.toml", "lift.pose.npz")
    )
    sheet, out = others / "sheet.csv", str(others / "out.json")

    def make_sheet(path: Path) -> Done:
        sheet.unlink(missing_ok=True)
        return run("agree", str(path), "--make-sheet", str(sheet))

    return {
        "compare first": lambda path: run("compare", str(path), good),
        "compare second": lambda path: run("compare", good, str(path), "--json", out),
        "compare itself": lambda path: run("compare", str(path), str(path)),
        "agree": lambda path: run("agree", str(path), ratings),
        "agree --make-sheet": make_sheet,
        "advise": lambda path: run("advise", str(path), "--answers", answers, "--json", out),
        "analyze --baseline": lambda path: run("analyze", clip, "--exercise", "hip-lift", "--baseline", str(path)),
    }


COMMANDS = list(list_commands(Path()))


def change(document: dict[str, Any], way: Way, value: object) -> dict[str, Any]:
    """Return a document with the value at one place changed."""
    changed = copy.deepcopy(document)
    part: Any = changed
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = value
    return changed


def dump(*way: str | int, value: object) -> bytes:
    return json.dumps(change(LIFTS, way, value)).encode()


FIRST_UP = ("reps", 0, "measures", "up_s")
DAMAGES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "this is not JSON"),
    "blank": (b" \n\n", "this is not JSON"),
    "text": (b"rep,rule,fault\n1,too-fast,1\n", "this is not JSON"),
    "binary": (bytes(range(256)), "this is not JSON"),
    "zeros": (bytes(4096), "this is not JSON"),
    "UTF-16": (WHOLE.decode().encode("utf-16"), "this is not JSON"),
    "deep": (b"[" * 200_000, "this is not JSON"),
    "deep object": (b'{"a":' * 200_000, "this is not JSON"),
    "a number of many digits": (b"1" * 10_000, "this is not JSON"),
    "two of them": (WHOLE + WHOLE, "this is not JSON"),
    "too large": (b" " * 20_000_001, "this is larger than 20 MB, so it is no result"),
    "list": (b"[]", "this is no result of formcheck"),
    "number": (b"3", "this is no result of formcheck"),
    "null": (b"null", "this is no result of formcheck"),
    "object": (b"{}", "this is no result of formcheck"),
    "advice": (b'{"schema": "formcheck.advice/1"}', "this is no result of formcheck"),
    "plan": (b'{"schema": "formcheck.plan/1"}', "this is no result of formcheck"),
    "comparison": (b'{"schema": "formcheck.compare/1"}', "this is no result of formcheck"),
    "older": (b'{"schema": "formcheck.result/1"}', f"this is formcheck.result/1, and this formcheck reads {SCHEMA}"),
    "newer": (dump("schema", value="formcheck.result/99"), "this is formcheck.result/99, and this formcheck reads"),
    "odd version": (dump("schema", value="formcheck.result/\n" + "9" * 999), "this is no result of formcheck"),
    "nothing in it": (json.dumps({"schema": SCHEMA}).encode(), "'exercise' is missing @ result"),
    "form": (dump("form", value="splendid"), "'splendid' is none of good, adjust, not-measurable @ result.form"),
    "severity": (dump("findings", 0, "severity", value="bad"), "'bad' is none of watch, fault @ result.findings"),
    "side": (dump("side", value="up"), "'up' is none of left, right @ result.side"),
    "unit": (dump(*FIRST_UP, "unit", value=3), "3 is no text @ result.reps[0].measures['up_s'].unit"),
    "NaN": (dump(*FIRST_UP, "value", value=float("nan")), "nan is no number"),
    "infinite": (dump(*FIRST_UP, "value", value=float("inf")), "inf is no number"),
    "huge": (dump(*FIRST_UP, "value", value=1e300), "1e+300 is no number, or far too large a one"),
    "half a character": (dump("findings", 0, "cue", value="\ud800"), "has characters that cannot be printed"),
    "a command to the terminal": (dump("exercise", value="\x1b[2J"), "has characters that cannot be printed"),
    "negative error": (dump(*FIRST_UP, "uncertainty", value=-1), "measures.up_s has an uncertainty below 0"),
    "negative error of a finding": (dump("findings", 0, "uncertainty", value=-1), "has an uncertainty below 0"),
    "reps that there are not": (dump("findings", 0, "reps", value=[1, 99]), "are about [1, 99], and there are only"),
    "reps out of order": (dump("reps", value=LIFTS["reps"][::-1]), "reps are not in their order"),
    "one rep twice": (dump("reps", value=[LIFTS["reps"][0]] * 2), "reps are not in their order"),
    "reps from 0": (dump("reps", 0, "index", value=0), "reps are counted from 0"),
    "times back": (dump("reps", 0, "end_s", value=0), "that do not follow each other"),
    "coverage": (dump("view", "coverage", value=7), "view.coverage is 7.0"),
}


def check_refusal(done: Done, path: Path, message: str) -> None:
    assert (done.code, done.out) == (2, ""), done
    assert done.err.startswith("formcheck: ")
    assert str(path) in done.err
    assert message in done.err
    assert done.err.count("\n") == 1
    assert len(done.err) - len(str(path)) < 450


@pytest.mark.parametrize("name", COMMANDS)
def test_each_damage_is_one_clear_line(name: str, others: Path, tmp_path: Path) -> None:
    command, path = list_commands(others)[name], tmp_path / "given.json"
    for content, message in DAMAGES.values():
        path.write_bytes(content)
        check_refusal(command(path), path, message)
    if os.geteuid():  # the administrator may read all
        path.chmod(0)
        check_refusal(command(path), path, "cannot be read (Permission denied)")
    check_refusal(command(tmp_path), tmp_path, "Is a directory")
    check_refusal(command(tmp_path / "none"), tmp_path / "none", "No such file or directory")
    if Path("/dev/zero").exists():  # a file without an end
        check_refusal(command(Path("/dev/zero")), Path("/dev/zero"), "larger than 20 MB")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_cut_off_anywhere_is_one_clear_line(name: str, others: Path, tmp_path: Path) -> None:
    command, path = list_commands(others)[name], tmp_path / "given.json"
    for length in np.linspace(1, len(WHOLE) - 1, 8).astype(int):
        path.write_bytes(WHOLE[:length])
        check_refusal(command(path), path, "this is not JSON")


@pytest.mark.parametrize("name", COMMANDS)
def test_flipped_bytes_lead_to_no_traceback(name: str, others: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(COMMANDS.index(name))
    command, path = list_commands(others)[name], tmp_path / "given.json"
    for count in [1] * 12 + [5] * 3:
        data = np.frombuffer(WHOLE, np.uint8).copy()
        data[rng.integers(0, len(data), count)] ^= np.uint8(1) << rng.integers(0, 8, count).astype(np.uint8)
        path.write_bytes(data.tobytes())
        check_end(command(path))


def test_what_an_editor_puts_before_a_file_does_no_harm(others: Path, tmp_path: Path) -> None:
    path = tmp_path / "given.json"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE)
    assert list_commands(others)["compare first"](path).code == 0


def check_end(done: Done) -> None:
    """Check that a command did its work, or refused in one line; a traceback is raised by itself."""
    assert (done.code, done.err.count("\n")) in ((0, 0), (0, 1), (2, 1)), done
    if done.code == 2:
        assert done.err.startswith("formcheck: ")
        assert len(done.err) < 600


VALUES: tuple[object, ...] = (
    *(None, True, 0, -1, 2**31, 1e12, -1e12, 0.5, float("nan"), 10**400),
    *("", "{x}", "{", "[/bold]", "\n", "😀" * 400, "left", "plank"),
    *([], [1], ["x"], {}, {"x": 1}, {"": ""}, {"not_measurable": "x"}),
)
GONE = object()


def list_ways(part: Any, way: Way = ()) -> Iterator[Way]:
    """Yield every place in a document; of lists only in the first and the last item."""
    keys: list[str | int] = [*part] if isinstance(part, dict) else []
    if isinstance(part, list):
        keys = [*dict.fromkeys((0, len(part) - 1))] if part else []
    for key in keys:
        yield (*way, key)
        yield from list_ways(part[key], (*way, key))


def list_changed(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for way in list_ways(document):
        for value in VALUES:
            yield change(document, way, value)
        changed = copy.deepcopy(document)
        part: Any = changed
        for key in way[:-1]:
            part = part[key]
        del part[way[-1]]
        yield changed


@pytest.mark.parametrize("document", [LIFTS, PLANK], ids=["reps", "holds"])
def test_any_value_at_any_place_is_taken_or_refused(document: dict[str, Any], others: Path, tmp_path: Path) -> None:
    """All are parsed, and of those that are taken one in thirty is given to a command, to each in turn."""
    commands, path = [*list_commands(others).values()], tmp_path / "given.json"
    taken, refused = 0, []
    for changed in list_changed(document):
        try:
            parse_result(changed)
            parse_advice(changed["advice"])
        except (ValueError, KeyError) as error:
            refused.append(str(error))
            continue
        if taken % 30 == 0:
            path.write_text(json.dumps(changed))
            check_end(commands[taken // 30 % len(commands)](path))
        taken += 1
    assert taken > 500
    assert len(refused) > 2000
    assert all("\n" not in message and len(message) < 250 for message in refused)
