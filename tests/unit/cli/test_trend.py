"""``formcheck trend`` as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.advisor import advise
from formcheck.diary import open_diary
from tests.unit.cli.running import Done, run
from tests.unit.diary.samples import NOON, WELL, days_later, make_plank, make_result


def trend(file: Path, *arguments: str, width: int = 400) -> Done:
    return run("trend", "--diary", str(file), "--on", "2025-03-20", *arguments, width=width)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "diary.sqlite"
    with open_diary(path) as diary:
        for name, day in (("hip-lift-h-tiring", NOON), ("hip-lift-c-correct", days_later(2))):
            result = make_result(name)
            diary.add_set("me", result, advise(result, WELL), WELL, day)
        diary.add_set("me", make_plank(), advise(make_plank(), WELL), WELL, days_later(4))
    return path


def test_every_exercise_of_the_diary_is_shown(file: Path) -> None:
    done = trend(file)
    assert (done.code, done.err) == (0, "")
    assert "Hip lift, 2 sets from 2025-03-10 to 2025-03-12" in done.out
    assert "Plank, 1 set from 2025-03-14 to 2025-03-14" in done.out
    assert "Hip line: " in done.out


def test_lines_fit_the_terminal(file: Path) -> None:
    assert max(len(line) for line in trend(file, width=80).out.splitlines()) <= 80


def test_one_exercise_and_few_weeks(file: Path) -> None:
    assert "Hip lift" not in trend(file, "--exercise", "plank").out
    assert "Hip lift" not in trend(file, "--weeks", "1").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--exercise", "planks"], "planks: no such exercise. Did you mean plank?"),
        (["--exercise", "draw-in"], "there is no set of draw-in in your diary in the last 12 weeks."),
        (["--person", "Kei"], "there is no set in the diary of Kei in the last 12 weeks."),
        (["--picture", "trend.jpg"], "trend.jpg: a picture is a .png or .svg file."),
        (["--picture", "none/trend.png"], "there is no folder none."),
        (
            ["--picture", "trend.png"],
            "--picture shows one exercise. Name it with --exercise; there are: hip-lift, plank.",
        ),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    file: Path, arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    done = trend(file, *arguments)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1
    assert [p.name for p in file.parent.iterdir()] == [file.name]


def test_without_a_diary_none_is_made(tmp_path: Path) -> None:
    done = trend(tmp_path / "none.sqlite")
    assert (done.code, done.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_the_picture_is_drawn(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "trend.png"
    done = trend(file, "--exercise", "hip-lift", "--picture", str(path))
    assert (done.code, done.err) == (0, "")
    assert path.read_bytes().startswith(b"\x89PNG")
