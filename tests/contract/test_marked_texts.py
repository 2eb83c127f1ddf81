"""No text for people escapes the translation: what is said in the code is marked with ``_`` or ``_n``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck import errors
from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise, Rule
from formcheck.messages import Message
from tools.catalogs import SOURCE, list_catalogs, read_catalog

FILES = sorted(path for path in SOURCE.rglob("*.py") if path.name != "messages.py")
SAYING = {
    *errors.__all__,
    *("NotMeasurable", "warn", "print", "print_note", "echo", "secho", "confirm", "prompt"),
    *("Text", "flow", "make_sentence", "capitalize", "add_column", "add_row", "set_title", "set_xlabel", "set_ylabel"),
}
"""Functions and classes whose arguments are for people."""
SAYING_AND_NAMING = {"RuleNotMeasurable", "Emphasis", "Emphasized", "Reason", "make_jerky_rule", "make_too_fast_rule"}
"""Those that take names of rules, exercises and decisions besides."""
KEYWORDS = {
    *("cue", "seen", "never", "why", "reason", "help", "short_help", "epilog", "text", "title", "heading", "prompt"),
    *("above", "below", "posture", "view", "hidden", "up", "down", "question", "label", "notes", "warnings", "remark"),
}
"""Names of arguments that are for people, whatever they are given to."""
ATTRIBUTES = {"title", "how", "view", "placement", "drawing", "columns", "nothing_counted"}
"""What an exercise says, as its class attributes."""
NOT_WORDS = re.compile(
    r"\x00|formcheck|mediapipe|OpenCV|[\w.-]+[/_.][\w./-]+|--[\w-]+|\[/?\w+\]|^[a-z]+(-[a-z]+)+$|\bs\b"
)
"""Proper names, files, options, markup, names of rules, and what stands for a value."""
NAME = re.compile(r"[a-z]+([-.][a-z\x00]+)*")
STYLES = re.compile(r"(bold|dim|right|left|center|fold|white|black|on|red|green|yellow|italic|underline|\s)*")


def list_words(node: ast.expr) -> Iterator[str]:
    """Yield the English written out in an expression, where it is not marked."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _keep_words(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield from _keep_words("".join(str(v.value) if isinstance(v, ast.Constant) else "\x00" for v in node.values))
    elif isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.IfExp):
        parts = [node.body, node.orelse]
    elif isinstance(node, ast.Tuple | ast.List):
        parts = node.elts
    elif isinstance(node, ast.Dict):
        parts = node.values
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
        parts = [node.func.value]
    for part in parts:
        yield from list_words(part)


def _keep_words(said: str) -> list[str]:
    rest = NOT_WORDS.sub(" ", said)
    return [said] if re.search(r"[A-Za-z]{2,}", rest) and not STYLES.fullmatch(rest) else []


def find_unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the lines and texts for people that are not marked."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            says = name in SAYING
            given = list(node.args) if says or name in SAYING_AND_NAMING else []
            given += [k.value for k in node.keywords if k.arg in KEYWORDS or (says and k.arg not in (None, "end"))]
            found = [(value.lineno, words) for value in given for words in list_words(value)]
            yield from (f for f in found if name not in SAYING_AND_NAMING or not NAME.fullmatch(f[1]))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Exercise" for base in node.bases):
            for item in node.body:
                names = {getattr(t, "id", "") for t in getattr(item, "targets", [getattr(item, "target", None)])}
                value = getattr(item, "value", None)
                if names & ATTRIBUTES and value is not None:
                    yield from ((value.lineno, words) for words in list_words(value))


def find_unreadable(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield marks that Babel cannot read, because the text is not written out, and places where ``_`` is not ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "_n"):
            texts = node.args[: 1 if node.func.id == "_" else 2]
            if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
                yield node.lineno, "the text is not written out"
        if isinstance(node, ast.FunctionDef):
            names = [n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id == "_"]
            if len({type(n.ctx) for n in names}) > 1:
                yield node.lineno, f"{node.name} calls _ and gives it another value"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_text_for_people_is_marked(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert list(find_unmarked(tree)) == []
    assert list(find_unreadable(tree)) == []


@pytest.mark.parametrize(
    "code",
    [
        'raise VideoError("there is no such file")',
        'raise VideoError(f"{path}: empty")',
        'raise errors.TrackError("%s: empty" % path)',
        'raise InputError(("one " if x else "two ") + name)',
        'NotMeasurable("hidden")',
        'Rule(id="a.b", cue="Lower the hips.")',
        'Limit("line_deg", "above", seen=f"up by {x}")',
        'typer.Option(help="The clip.")',
        'app.command("analyze", help="Analyse a set.")',
        'console.print("Nothing yet.")',
        'Text("no rep and {x}".format(x=x), "bold")',
        'Reason("form", "adjust", f"in the video, {seen}")',
        'class A(Exercise):\n    title = "Hip lift"',
        'class A(Exercise):\n    how: ClassVar = (_("Lie down."), "Get up.")',
    ],
)
def test_the_check_finds_what_is_not(code: str) -> None:
    assert list(find_unmarked(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'raise VideoError(_("{path}: empty", path=path))',
        'raise ValueError("for programmers")',
        'Rule(id="hip-lift.fatigue", cue=_("Stop."))',
        'console.print(Text(" ", "bold white on red"))',
        'print(f"formcheck: {shown}", file=sys.stderr)',
    ],
)
def test_the_check_lets_pass_what_is_marked_or_no_text(code: str) -> None:
    assert list(find_unmarked(ast.parse(code))) == []


@pytest.mark.parametrize("code", ['_(f"{a}")', "_(text)", 'def f():\n    a, _ = g()\n    return _("text")'])
def test_the_check_finds_what_babel_cannot_read(code: str) -> None:
    assert list(find_unreadable(ast.parse(code)))


OURS = [e for e in list_exercises().values() if type(e).__module__.startswith("formcheck.")]
TRANSLATED = [{text.id for text in read_catalog(path) if text.id} for path in list_catalogs()]


def list_texts(exercise: Exercise) -> Iterator[str]:
    """Yield all that an exercise says."""
    yield from (exercise.title, *exercise.how, exercise.view, exercise.placement, exercise.drawing)
    yield from (exercise.nothing_counted, *exercise.columns.values(), *exercise.reasons.values())
    yield from (hint.why for hint in exercise.emphasis)
    for rule in exercise.rules:
        yield from filter(None, (rule.cue, rule.never))
        yield from list_seen(rule)


def list_seen(rule: Rule) -> Iterator[str]:
    for limits in (rule.limits, rule.trends, rule.spreads, rule.sides, rule.restarts):
        yield from (limit.seen for limit in limits)


@pytest.mark.parametrize("exercise", OURS, ids=lambda e: e.name)
def test_all_that_an_exercise_says_has_a_translation(exercise: Exercise) -> None:
    texts = list(list_texts(exercise))
    assert len(texts) > 20
    for text in texts:
        assert text, "an empty text"
        assert isinstance(text, Message), text
        assert all(text.template in catalog for catalog in TRANSLATED), text
