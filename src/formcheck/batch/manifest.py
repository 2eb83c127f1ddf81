"""What to score: a manifest with the clips and what is expected of them, or a folder of clips.

Everything in a manifest is checked when it is read, and every slip is named with its place.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from formcheck.advisor import Answers, Decision, load_answers
from formcheck.analysis import make_session
from formcheck.batch.clip_files import is_address, show_clip
from formcheck.batch.job import Job
from formcheck.errors import FormcheckError, InputError
from formcheck.exercises import find_exercise
from formcheck.files import describe_os_error, describe_text_error, show_name
from formcheck.messages import Message, _, change_values, join_clauses
from formcheck.results import Form
from formcheck.sources.models import MODEL_NAMES, find_model
from formcheck.sources.track_file import TRACK_SUFFIX, is_track_file

__all__ = ["HOLD_TOLERANCE_S", "Entry", "Expected", "Manifest", "read_folder", "read_manifest"]

HOLD_TOLERANCE_S = 0.3
"""A hold is as long as expected within this, s. Source: docs/accuracy.md: up to so much is missed at its ends."""
CLIP_SUFFIXES = (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi", TRACK_SUFFIX)
"""What is taken for a clip in a folder."""
_MOST_SLIPS = 10
"""So many slips are told."""
Found = tuple[int, ...] | bool
"""The reps or holds in which a rule is broken; true where they do not matter."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a clip shall give; None is not compared. See `formcheck.batch.verdict.Verdict`."""

    reps: int | None = None
    partial_reps: int | None = None
    reps_not_seen: int | None = None
    holds_s: tuple[float, ...] | None = None
    form: str | None = None
    decision: str | None = None
    findings: Mapping[str, Found] | None = None
    not_measurable: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One clip: its name, as the manifest has it (see `show_clip`), what is to be done, and what is expected."""

    name: str
    job: Job
    expected: Expected = field(default_factory=Expected)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The clips, in order; ``path`` is where they stand, for messages."""

    path: Path
    entries: tuple[Entry, ...]
    hold_tolerance_s: float = HOLD_TOLERANCE_S


def read_manifest(path: Path, *, model: str | None = None) -> Manifest:
    """Read a manifest: TOML with a table ``[[clip]]`` for each clip, see docs/batch.md.

    Paths in it are relative to its folder. ``model`` replaces what it says of the landmark model.

    Raises
    ------
    InputError
        When it cannot be read, holds a key, exercise, rule or value that is not known, a clip that is not there, one
        twice, or none at all. Names the slips, each with its place, in one line.
    SetupError
        When there is no such ``model``.
    """
    data = _load(path)
    reader = _Reader(path)
    entries = reader.read(data, model)
    if slips := reader.slips[:_MOST_SLIPS]:
        if more := len(reader.slips) - len(slips):
            slips.append(_("and {n} more", n=more))
        text = _("{path}: {slips}", path=path, slips=join_clauses(slips))
        raise InputError(change_values(text, show_name))
    if model is not None:
        _check_model(model, [entry.job.clip for entry in entries])
    return Manifest(path, tuple(entries), float(data.get("hold_tolerance_s", HOLD_TOLERANCE_S)))


def read_folder(path: Path, exercise: str, *, model: str = "full") -> Manifest:
    """Take every clip and saved track of a folder, by name, as one exercise; nothing is expected of them.

    Raises
    ------
    InputError, SetupError
        When there is no such exercise, or no clip; no such model.
    """
    find_exercise(exercise)
    try:
        clips = sorted(file for file in path.iterdir() if _is_clip(file))
    except OSError as error:
        why = describe_os_error(error)
        raise InputError(_("{path}: the folder cannot be read ({why}).", path=path, why=why)) from error
    if not clips:
        text = _("{path}: there is no clip in this folder ({kinds}).", path=path, kinds=", ".join(CLIP_SUFFIXES))
        raise InputError(text)
    _check_model(model, map(str, clips))
    return Manifest(path, tuple(Entry(clip.name, Job(str(clip), exercise, model)) for clip in clips))


def _check_model(model: str, clips: Iterable[str]) -> None:
    """Raise a `SetupError` when there is no such model; saved tracks do not need it, but it must be one."""
    if model not in MODEL_NAMES or not all(is_track_file(show_clip(clip)) for clip in clips):
        find_model(model)


def _is_clip(file: Path) -> bool:
    hidden = file.name.startswith(".")  # such as macOS makes beside each file on a stick
    return not hidden and file.name.lower().endswith(CLIP_SUFFIXES) and file.is_file()


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        why = describe_os_error(error)
        raise InputError(
            _("{path}: the manifest cannot be read ({why}). Check the name.", path=path, why=why)
        ) from error
    except (ValueError, RecursionError) as error:
        why = describe_text_error(error)
        raise InputError(_("{path}: this is not a manifest in TOML: {why}.", path=path, why=why)) from error


class _Reader:
    """Reads one manifest and gathers what is wrong with it in ``slips``."""

    def __init__(self, path: Path) -> None:
        self._folder, self._place = path.parent, Message("")
        self.slips: list[Message] = []

    def read(self, data: dict[str, Any], model: str | None) -> list[Entry]:
        self._check_keys(data, ("clip", *_OF_ALL))
        common = self._read_common(data, model)
        tables = data.get("clip")
        if isinstance(tables, dict):
            self._note(_("[clip] stands there: write [[clip]], with two brackets, before each clip"))
            return []
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            self._note(_("there is no clip in it: give each a table [[clip]] with file and exercise"))
            return []
        entries = [self._read_clip(number, {**common, **table}, model) for number, table in enumerate(tables, 1)]
        self._place = Message("")
        names: dict[str, list[str]] = {}
        for entry in entries:
            if entry.name:
                names.setdefault(_find_place(entry), []).append(entry.name)
        for same in sorted(names.values()):
            if len(same) > 1:
                self._note(_("{name} stands in it twice", name=same[0]))
        return entries

    def _read_common(self, data: dict[str, Any], model: str | None) -> dict[str, Any]:
        """Return what holds for each clip that does not say otherwise; a slip in it is noted here, once."""
        common = {key: value for key, value in self._check_kinds(data, _OF_ALL).items() if key in _OF_CLIP}
        if "answers" in common and self._try(lambda: load_answers(self._folder / common["answers"])) is None:
            del common["answers"]
        if "model" in common and model is None and self._try(lambda: find_model(self._find_model(common))) is None:
            del common["model"]
        return common

    def _read_clip(self, number: int, table: dict[str, Any], model: str | None) -> Entry:
        name = show_clip(table["file"]) if isinstance(table.get("file"), str) else ""
        self._place = (
            _("clip {number} ({name}): ", number=number, name=name) if name else _("clip {number}: ", number=number)
        )
        self._check_keys(table, (*_OF_CLIP, *_EXPECTED))
        good = self._check_kinds(table, {**_OF_CLIP, **_EXPECTED})
        for key in ("file", "exercise"):
            if key not in table:
                self._note(_("{key} is missing", key=key))
        job = self._make_job(good, model)
        rules = self._list_rules(job.exercise)
        findings: Mapping[str, Any] = good.get("findings") or {}
        for rule in (*findings, *(good.get("not_measurable") or ())):
            if rules and rule not in rules:
                self._note(
                    _(
                        "{rule}: no such rule of {exercise}{hint}",
                        rule=rule,
                        exercise=job.exercise,
                        hint=_suggest(rule, rules),
                    )
                )
        expected = {key: good[key] for key in _EXPECTED if key in good}
        if "findings" in expected:
            expected["findings"] = {rule: v if isinstance(v, bool) else tuple(v) for rule, v in findings.items()}
        for key in ("holds_s", "not_measurable"):
            if key in expected:
                expected[key] = tuple(expected[key])
        return Entry(name, job, Expected(**expected))

    def _make_job(self, good: dict[str, Any], model: str | None) -> Job:
        """Return what is to be done, and note what cannot be."""
        clip = str(good.get("file", ""))
        if clip and not is_address(clip):
            clip = str(self._folder / clip)
            self._check_is_file(clip)
        baseline, thresholds = (str(self._folder / good[k]) if k in good else None for k in ("baseline", "thresholds"))
        exercise, chosen = str(good.get("exercise", "")), model or self._find_model(good)
        job = Job(clip, exercise, chosen, good.get("side"), baseline, thresholds)
        if model is None:
            self._try(lambda: _check_model(chosen, [clip]))
        if job.exercise:
            self._try(lambda: make_session(job.exercise, job.baseline, job.thresholds, job.side))
        answers: Answers = {}
        if "answers" in good:
            answers = self._try(lambda: load_answers(self._folder / good["answers"])) or {}
        return replace(job, answers=answers)

    def _check_is_file(self, clip: str) -> None:
        try:
            if not Path(clip).is_file():
                self._note(_("there is no such file"))
        except OSError as error:  # no permission for its folder, a name that is too long
            self._note(_("the clip cannot be read ({why})", why=describe_os_error(error)))

    def _find_model(self, good: dict[str, Any]) -> str:
        chosen = str(good.get("model", "full"))
        return str(self._folder / chosen) if chosen.endswith(".task") else chosen

    def _try(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except FormcheckError as error:
            self._note(error.args[0])

    def _list_rules(self, exercise: str) -> list[str]:
        try:
            return [rule.id for rule in find_exercise(exercise).rules]
        except InputError:
            return []

    def _check_keys(self, table: Mapping[str, Any], known: Sequence[str]) -> None:
        for key in table:
            if key not in known:
                self._note(_("{key}: no such key{hint}", key=key, hint=_suggest(key, known)))

    def _check_kinds(self, table: Mapping[str, Any], kinds: Mapping[str, _Kind]) -> dict[str, Any]:
        """Return what is as it should be, and note the rest."""
        good = {}
        for key, kind in kinds.items():
            if key in table and kind.is_one(table[key]):
                good[key] = table[key]
            elif key in table:
                self._note(_("{key}: give {what}", key=key, what=kind.what))
        return good

    def _note(self, slip: Message) -> None:
        self.slips.append(_("{place}{slip}", place=self._place, slip=slip) if self._place else slip)


def _find_place(entry: Entry) -> str:
    """Return where a clip lies, however its path is written; addresses are told apart by what is shown of them."""
    return entry.name if is_address(entry.name) else os.path.abspath(entry.job.clip)  # noqa: PTH100


def _suggest(word: str, known: Sequence[str]) -> Message:
    close = difflib.get_close_matches(word, known, 1)
    return _("; did you mean {word}?", word=close[0]) if close else Message("")


@dataclass(frozen=True, slots=True)
class _Kind:
    is_one: Callable[[Any], bool]
    what: Message


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000


def _is_seconds(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e6


def _is_list_of(is_one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(is_one(item) for item in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_findings(value: Any) -> bool:
    places = _is_list_of(lambda place: _is_count(place) and place > 0)
    return isinstance(value, dict) and all(found is True or (places(found) and found) for found in value.values())


def _one_of(words: tuple[str, ...]) -> _Kind:
    return _Kind(lambda value: value in words, _("one of {words}", words=", ".join(words)))


_TEXT = _Kind(_is_text, _("a text"))
_COUNT = _Kind(_is_count, _("a whole number, 0 or more"))
_OF_ALL = {
    "model": _TEXT,
    "answers": _TEXT,
    "hold_tolerance_s": _Kind(_is_seconds, _("a number of seconds, 0 or more")),
}
"""Keys for the whole manifest."""
_OF_CLIP = {
    "file": _TEXT,
    "exercise": _TEXT,
    "shows": _TEXT,
    "model": _TEXT,
    "answers": _TEXT,
    "baseline": _TEXT,
    "thresholds": _TEXT,
    "side": _one_of(("left", "right")),
}
"""Keys of one clip, besides what is expected of it."""
_EXPECTED = {
    "reps": _COUNT,
    "partial_reps": _COUNT,
    "reps_not_seen": _COUNT,
    "holds_s": _Kind(_is_list_of(_is_seconds), _("a list of seconds, one for each hold")),
    "form": _one_of(get_args(Form)),
    "decision": _one_of(get_args(Decision)),
    "findings": _Kind(
        _is_findings, _('a table of rules, each with its reps or holds, as in { "RULE" = [1, 2] }, or true')
    ),
    "not_measurable": _Kind(_is_list_of(_is_text), _("a list of rules")),
}
