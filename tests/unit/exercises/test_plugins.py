"""Exercises of other packages: found by entry point; one that does not work warns and takes no other with it."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from typing import Any

import pytest

import formcheck.exercises
from formcheck.errors import ExercisePluginWarning
from formcheck.exercises import GROUP, find_exercise, list_exercises
from formcheck.exercises.base import Exercise

OURS = set(list_exercises())


@pytest.fixture(autouse=True)
def _forget_what_was_loaded() -> Iterator[None]:
    yield
    formcheck.exercises._load_exercises.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, **objects: Any) -> None:
    """Give entry points to the objects; the one called ``gone`` leads nowhere."""
    module = types.ModuleType("somebodys")
    for name, value in objects.items():
        setattr(module, name, value)
    monkeypatch.setitem(sys.modules, "somebodys", module)
    entries = [EntryPoint(name, f"somebodys:{name}", GROUP) for name in objects]
    monkeypatch.setattr(formcheck.exercises, "entry_points", lambda group: entries if group == GROUP else [])
    formcheck.exercises._load_exercises.cache_clear()


def make_exercise(**changes: object) -> Exercise:
    """Return a copy of the hip lift with other attributes."""
    made: Exercise = type("Changed", (type(find_exercise("hip-lift")),), changes)()
    return made


class _Bare(Exercise):
    name = "bare"

    observe: Any = None
    measure: Any = None


def test_an_exercise_of_another_package_is_one_like_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, BRIDGE=make_exercise(name="bridge"))
    assert set(list_exercises()) == OURS | {"bridge"}
    assert find_exercise("bridge").name == "bridge"


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (3, "TypeError: somebodys:BROKEN is no object of a subclass of formcheck.exercises.base.Exercise"),
        (make_exercise, "TypeError: somebodys:BROKEN is no object"),
        (make_exercise(), "ValueError: there is an exercise hip-lift already"),
        (_Bare(), "TypeError: somebodys:BROKEN lacks title, how, view"),
    ],
)
def test_a_broken_one_warns_and_is_left_out(monkeypatch: pytest.MonkeyPatch, broken: object, why: str) -> None:
    install(monkeypatch, BROKEN=broken, GOOD=make_exercise(name="good"))
    message = rf"the exercise BROKEN of the package somebodys is left out \({why}.*\)\.$"
    with pytest.warns(ExercisePluginWarning, match=message):
        found = list_exercises()
    assert set(found) == OURS | {"good"}


def test_whatever_it_raises_while_loading_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, GOOD=make_exercise(name="good"))
    del sys.modules["somebodys"]
    with pytest.warns(ExercisePluginWarning, match="GOOD .* left out .ModuleNotFoundError: No module named"):
        assert set(list_exercises()) == OURS
    assert set(list_exercises()) == OURS
