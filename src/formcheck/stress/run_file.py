"""A stress run as JSON."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from formcheck.batch.verdict import Failure
from formcheck.files import write_json_file
from formcheck.stress.comparison import Compared
from formcheck.stress.run import StressRun

__all__ = ["SCHEMA", "write_stress"]

SCHEMA = "formcheck.stress/1"


def write_stress(run: StressRun, path: Path) -> None:
    """Write what was seen of every variant and how it differs; the same clip gives the same file.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    same_findings = sum(compared.has_same_findings for compared in run.compared)
    data = {
        "schema": SCHEMA,
        "formcheck": version("formcheck"),
        "clip": run.clip,
        "exercise": run.exercise,
        "model": run.model,
        "same_count": sum(compared.has_same_count for compared in run.compared),
        "same_findings": same_findings if run.is_judged else None,
        "reference": asdict(run.reference),
        "variants": [_describe(compared) for compared in run.compared],
    }
    write_json_file(data, path, indent=1)


def _describe(compared: Compared) -> dict[str, Any]:
    named = {
        "variant": compared.variant.name,
        "what": str(compared.variant.what),
        "stability": compared.stability,
    }
    if isinstance(compared.seen, Failure):
        return {**named, "failed": str(compared.seen.text)}
    return {
        **named,
        "count_change": compared.count_change,
        "rules": [asdict(rule) for rule in compared.rules],
        "not_judged": list(compared.not_judged),
        "other_side": list(compared.other_side),
        "measures": [asdict(measure) for measure in compared.measures],
        "seen": asdict(compared.seen),
    }
