"""The plan as a JSON file. Texts for people are in English."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from formcheck.files import write_json_file
from formcheck.planning import Plan

__all__ = ["SCHEMA", "write_plan"]

SCHEMA = "formcheck.plan/1"


def write_plan(plan: Plan, path: str | Path) -> None:
    """Write the JSON file; an old one is replaced only when the new one is complete.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    data = {"schema": SCHEMA, "formcheck": version("formcheck"), **plan.to_dict()}
    write_json_file(data, path)
