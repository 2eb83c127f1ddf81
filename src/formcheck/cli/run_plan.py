"""What ``formcheck plan`` does, apart from its options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from formcheck.advisor import History
from formcheck.cli.keeping import load_past
from formcheck.cli.notes import print_note
from formcheck.cli.output import print_out, write_all
from formcheck.diary import open_diary
from formcheck.diary.opening import find_default_path
from formcheck.errors import InputError
from formcheck.files import check_outputs
from formcheck.messages import _
from formcheck.planning import ANCHORS, AnchorChoice, make_plan
from formcheck.report.plan_file import write_plan
from formcheck.report.plan_text import print_plan

__all__ = ["run"]

_SETTING = "anchor"


def run(anchor: str | None, json: Path | None, diary: Path | None, person: str, today: dt.date) -> int:
    """Read the diary, plan, print, keep the choice; return the exit code."""
    chosen = _parse_anchor(anchor)
    check_outputs([json], [diary])
    history = load_past(diary, person, today) or History(today)
    anchors = _keep_or_find(chosen, diary, person)
    plan = make_plan(history, anchors)
    outputs: list[Callable[[], None]] = [lambda: print_out(lambda console: print_plan(plan, console))]
    if json is not None:
        outputs.append(lambda: write_plan(plan, json))
    return write_all(outputs)


def _parse_anchor(anchor: str | None) -> AnchorChoice | None:
    found = next((known for known in ANCHORS if known == anchor), None)
    if anchor is not None and found is None:
        raise InputError(
            _("--anchor {given}: no such moment. There are: {known}.", given=anchor, known=", ".join(ANCHORS))
        )
    return found


def _keep_or_find(chosen: AnchorChoice | None, diary: Path | None, person: str) -> AnchorChoice:
    """Return the moment of the day to train, chosen now or before; a choice is kept where there is a diary."""
    if not (diary or find_default_path()).exists():
        if chosen is not None:
            print_note(_("the moment of the day is not kept, for there is no diary yet."))
        return chosen or "both"
    with open_diary(diary) as opened:
        if chosen is not None:
            opened.put_setting(person, _SETTING, chosen)
            return chosen
        kept = opened.get_setting(person, _SETTING)
    return next((known for known in ANCHORS if known == kept), "both")
