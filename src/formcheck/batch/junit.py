"""A run as JUnit XML, which CI servers show as tests: a test case for each clip."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from formcheck.batch.run import Run, Scored
from formcheck.batch.text import describe_change, describe_difference
from formcheck.files import write_atomically

__all__ = ["write_junit"]

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def write_junit(run: Run, path: Path) -> None:
    """Write the file: a clip that differs is a failure, one that could not be scored an error. In English.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    suite = ET.Element("testsuite", name="formcheck", tests=str(len(run.scored) + len(run.gone)))
    for status, name in (("differs", "failures"), ("failed", "errors")):
        suite.set(
            name,
            str(sum(scored.status == status for scored in run.scored) + (len(run.gone) if status == "differs" else 0)),
        )
    suite.set("time", f"{sum(scored.outcome.took_s for scored in run.scored):.3f}")
    for scored in run.scored:
        _add_case(suite, scored)
    for name in run.gone:
        case = ET.SubElement(suite, "testcase", classname="baseline", name=_clean(name), time="0.000")
        ET.SubElement(case, "failure", message="is in the baseline, and no longer in the manifest")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    with write_atomically(path) as file:
        ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _add_case(suite: ET.Element, scored: Scored) -> None:
    time_s = f"{scored.outcome.took_s:.3f}"
    case = ET.SubElement(
        suite, "testcase", classname=scored.entry.job.exercise, name=_clean(scored.entry.name), time=time_s
    )
    texts = [_clean(describe_difference(difference)) for difference in scored.differences]
    texts += [_clean(f"since the baseline: {describe_change(change)}") for change in scored.changes]
    if texts:
        kind = "error" if scored.status == "failed" else "failure"
        ET.SubElement(case, kind, message=texts[0]).text = "\n".join(texts)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
