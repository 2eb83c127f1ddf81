"""A run as JSON, as a whole or clip by clip, and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from formcheck.batch.baseline import Stored
from formcheck.batch.run import Run, Scored
from formcheck.batch.verdict import Outcome, parse_outcome
from formcheck.errors import InputError
from formcheck.files import describe_os_error, describe_text_error, write_json_file
from formcheck.messages import _

__all__ = ["SCHEMA", "read_baseline", "write_baseline", "write_run"]

SCHEMA = "formcheck.run/1"


def write_run(run: Run, path: Path) -> None:
    """Write what was expected and seen of every clip, and how well each rule was found.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    rules = [
        {**asdict(score), "precision": score.precision, "recall": score.recall, "f1": score.f1} for score in run.rules
    ]
    clips = [_describe(scored) for scored in run.scored]
    _write({"as_expected": run.as_expected, "interrupted": run.interrupted, "clips": clips, "rules": rules}, path)


def write_baseline(run: Run, path: Path) -> None:
    """Write the verdicts alone, without times, so that only a change of a verdict changes the file."""
    clips = [{"clip": s.entry.name, "exercise": s.entry.job.exercise, **_take_verdict(s.outcome)} for s in run.scored]
    _write({"clips": clips}, path)


def _take_verdict(outcome: Outcome) -> dict[str, Any]:
    data = outcome.to_dict()
    return {key: data[key] for key in ("seen", "failed") if key in data}


def _describe(scored: Scored) -> dict[str, Any]:
    expected = {key: value for key, value in asdict(scored.entry.expected).items() if value is not None}
    return {
        "clip": scored.entry.name,
        "exercise": scored.entry.job.exercise,
        "status": scored.status,
        **scored.outcome.to_dict(),
        "expected": expected,
        "differences": [_tell(asdict(difference)) for difference in scored.differences],
        "changes": [_tell(asdict(change)) for change in scored.changes],
    }


def _tell(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts in plain English."""
    return {key: str(text) for key, text in texts.items()}


def _write(data: dict[str, Any], path: Path) -> None:
    write_json_file({"schema": SCHEMA, "formcheck": version("formcheck"), **data}, path, indent=1)


def read_baseline(path: Path) -> dict[str, Stored]:
    """Return each clip of a stored run, by name.

    Raises
    ------
    InputError
        When the file cannot be read, or is no run.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise InputError(_("{path}: this is no run of formcheck batch ({schema}).", path=path, schema=SCHEMA))
        return {str(clip["clip"]): Stored(str(clip["exercise"]), parse_outcome(clip)) for clip in data["clips"]}
    except OSError as error:
        text = _(
            "{path}: the baseline cannot be read ({why}). Make one with --update-baseline.",
            path=path,
            why=describe_os_error(error),
        )
        raise InputError(text) from error
    except (ValueError, RecursionError) as error:
        why = describe_text_error(error)
        raise InputError(_("{path}: the baseline is damaged ({why}).", path=path, why=why)) from error
    except (LookupError, TypeError, AttributeError) as error:
        english = f"{type(error).__name__}: {error}"
        raise InputError(_("{path}: the baseline is damaged ({why}).", path=path, why=english)) from error
