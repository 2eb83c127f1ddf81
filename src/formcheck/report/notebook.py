"""A result and advice as HTML for notebooks: short, without scripts, in the notebook's own colours."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from formcheck.advisor import Advice
from formcheck.exercises import list_exercises
from formcheck.messages import _, translate
from formcheck.report.set_words import (
    DECISION_HEADINGS,
    describe_finding,
    describe_set,
    list_emphasis,
    list_missing,
    list_rows,
    list_unjudged,
)
from formcheck.report.terminal import DISCLAIMER
from formcheck.report.words import FORM_NAMES, make_sentence, show_name
from formcheck.results import SetResult

__all__ = ["make_advice_html", "make_result_html"]

_CELL = "padding:0.15em 0.6em;text-align:right;vertical-align:bottom;background:none"
_DIM = "opacity:0.7;font-size:smaller"


def make_result_html(result: SetResult) -> str:
    """Return what was seen in a set: count, form, findings, a table of the reps or holds, and what was not judged."""
    exercise = list_exercises().get(result.exercise)  # of another package, it may be gone since
    first, *more = describe_set(result, exercise.title if exercise else result.exercise)
    form = _("Form: {form}.", form=FORM_NAMES[result.form])
    parts = [_make_heading(translate(first)), *map(_make_line, map(translate, (form, *more)))]
    parts.append(_make_list("", (translate(describe_finding(finding, result)) for finding in result.findings)))
    if result.reps or result.holds:
        parts.append(_make_table(*list_rows(result, exercise.columns if exercise else {})))
    parts.append(_make_list(_("Put weight on"), map(translate, list_emphasis(result))))
    parts.append(_make_list(_("Could not be judged"), map(translate, list_unjudged(result))))
    parts += [_make_line(make_sentence(note), _DIM) for note in result.notes]
    return _wrap(parts)


def make_advice_html(advice: Advice) -> str:
    """Return a decision, its reasons, what to do, and what is still to be answered."""
    parts = [_make_heading(translate(DECISION_HEADINGS[advice.decision]))]
    parts.append(_make_list(_("Why"), (make_sentence(reason.text) for reason in advice.reasons)))
    if advice.zone:
        zone = _("{sentence} {next}", sentence=make_sentence(advice.zone.text), next=advice.zone.caveat)
        parts.append(_make_line(translate(zone), _DIM))
    parts.append(_make_list(_("What to do"), map(translate, advice.next_steps)))
    parts.append(_make_list(_("What to leave be"), map(make_sentence, advice.give_up)))
    if advice.decision != "see-a-doctor":  # then nothing else matters now
        parts.append(_make_list(_("Not answered yet"), map(translate, list_missing(advice))))
    return _wrap([*parts, _make_line(translate(DISCLAIMER), _DIM)])


def _wrap(parts: Iterable[str]) -> str:
    return f'<div style="line-height:1.4">{"".join(parts)}</div>'


def _make_heading(text: str) -> str:
    return f'<p style="margin:0.3em 0"><strong>{escape(text)}</strong></p>'


def _make_line(text: str, style: str = "") -> str:
    return f'<p style="margin:0.3em 0;{style}">{escape(text)}</p>'


def _make_list(title: str, lines: Iterable[str]) -> str:
    """Return lines, which are in the person's language, under a title; nothing when there are none."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    if not items:
        return ""
    heading = _make_heading(translate(title)) if title else ""
    return f'{heading}<ul style="margin:0.2em 0 0.5em;padding-left:1.5em">{items}</ul>'


def _make_table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    body = "".join(_make_row("td", map(escape, row)) for row in rows)
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;color:inherit">'
        f'<thead style="border-bottom:1px solid currentColor">{_make_row("th", map(_break, headings))}</thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _make_row(tag: str, cells: Iterable[str]) -> str:
    shown = "".join(f'<{tag} style="{_CELL}">{cell}</{tag}>' for cell in cells)
    return f'<tr style="background:none">{shown}</tr>'


def _break(heading: str) -> str:
    words, *unit = heading.split("\n")
    return "<br>".join(map(escape, (show_name(words), *unit)))
