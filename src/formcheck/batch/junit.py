"""A run as JUnit XML, which CI servers show as tests: a test case for each clip."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from formcheck.batch.run import Run, Scored
from formcheck.batch.text import describe_change, describe_difference
from formcheck.files import write_atomically

__all__ = ["write_junit"]

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def write_junit(run: Run, path: Path) -> None:
    """Write the file: a clip that differs is a failure, one that could not be scored, or was not, an error. In English.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    suite = ET.Element("testsuite", name="formcheck", tests=str(len(run.manifest.entries) + len(run.gone)))
    count = Counter(scored.status for scored in run.scored)
    suite.set("failures", str(count["differs"] + len(run.gone)))
    suite.set("errors", str(count["failed"] + len(run.missing)))
    suite.set("time", f"{sum(scored.outcome.took_s for scored in run.scored):.3f}")
    for scored in run.scored:
        _add_scored(suite, scored)
    for entry in run.missing:
        case = _add_case(suite, entry.job.exercise, entry.name)
        ET.SubElement(case, "error", type="not done", message="not done: the run was stopped")
    for name in run.gone:
        case = _add_case(suite, "baseline", name)
        ET.SubElement(case, "failure", type="gone", message="is in the baseline, and no longer in the manifest")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    with write_atomically(path) as file:
        ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _add_case(suite: ET.Element, classname: str, name: str, took_s: float = 0.0) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=classname, name=_clean(name), time=f"{took_s:.3f}")


def _add_scored(suite: ET.Element, scored: Scored) -> None:
    case = _add_case(suite, scored.entry.job.exercise, scored.entry.name, scored.outcome.took_s)
    texts = [_clean(describe_difference(difference)) for difference in scored.differences]
    texts += [_clean(f"since the baseline: {describe_change(change)}") for change in scored.changes]
    if texts:
        kind = "error" if scored.status == "failed" else "failure"
        ET.SubElement(case, kind, type=scored.status, message=texts[0]).text = "\n".join(texts)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
