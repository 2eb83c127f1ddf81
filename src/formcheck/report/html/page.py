"""The page: what is on it, put into the template."""

from __future__ import annotations

import base64
import datetime as dt
import functools
from importlib.resources import files
from pathlib import Path
from typing import Any

from bokeh.embed import components
from bokeh.resources import Resources
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from formcheck.advisor import Advice
from formcheck.errors import OutputError
from formcheck.exercises.base import Exercise
from formcheck.files import check_writable, describe_os_error, write_atomically
from formcheck.messages import _, current_language, join_items, translate
from formcheck.pose import PoseTrack
from formcheck.report.blind import find_blind
from formcheck.report.html.charts import make_charts
from formcheck.report.html.curves import Curve, list_curves
from formcheck.report.html.moments import find_worst
from formcheck.report.html.stills import make_stills
from formcheck.report.html.tables import list_limit_rows, list_settings, make_unit_table
from formcheck.report.html.words import GRADES, WORDS
from formcheck.report.set_words import DECISION_HEADINGS, describe_set, list_emphasis, list_missing, list_unjudged
from formcheck.report.terminal import DISCLAIMER
from formcheck.report.words import capitalize, make_sentence, show_name, show_number, show_unit
from formcheck.results import Finding, Hold, Measure, Rep, SetResult

__all__ = ["Report", "check_report"]

_MOST_STEPS = 3
"""Things to do at a time. Source: our choice; more is not kept in mind on the floor."""
_BLIND_S = 0.3
"""For how long the body must be out of sight for it to be marked in the plots, s. Source: our choice."""
_LARGEST_FILM = 60_000_000
"""Bytes of a film that are put into the page; with larger ones browsers become slow."""
_NAMES = {"pause_s": _("pause before it")}
"""Measures that an exercise has no column for."""
_LIMITS = {
    ("watch", "above"): _("watch above {value:g}"),
    ("fault", "above"): _("fault above {value:g}"),
    ("watch", "below"): _("watch below {value:g}"),
    ("fault", "below"): _("fault below {value:g}"),
}


def check_report(path: Path) -> None:
    """Check that a report can be written, before hours of work go into it.

    Raises
    ------
    OutputError
        When the name is of no web page, or it cannot be written.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise OutputError(_("{path}: the report is a web page. Give it a name that ends in .html.", path=path))
    check_writable(path)


class Report:
    """The report of one set.

    Parameters
    ----------
    track, exercise : those that the result was made from.
    clip : the video, for pictures of faults; None, or a saved track, for the figure on a plain ground.
    clip_begins_s : the time of its first picture in the track, s; that of the film that is put into the page too.
    person : a name, as plain text; "" for none.
    done_at : when the set was done.
    """

    def __init__(
        self,
        result: SetResult,
        advice: Advice,
        track: PoseTrack,
        exercise: Exercise,
        *,
        clip: Path | None = None,
        clip_begins_s: float = 0.0,
        person: str = "",
        done_at: dt.datetime | None = None,
    ) -> None:
        self._content = {
            "language": current_language(),
            "words": {key: translate(text) for key, text in WORDS.items()},
            "grades": {key: translate(text) for key, text in GRADES.items()},
            "about": _describe_occasion(result, exercise, person, done_at),
            **_describe_advice(result, advice),
            **_describe_seen(result, track, exercise, clip, clip_begins_s),
            "film_begins": clip_begins_s,
        }

    def write(self, path: Path, film: Path | None = None) -> None:
        """Write the page; an old one is replaced only when the new one is complete.

        Parameters
        ----------
        film : an mp4 file, which is put into the page; its times are the track's, from ``clip_begins_s`` on.

        Raises
        ------
        OutputError
            When it cannot be written, or the film not be read.
        """
        page = self.render(film)
        with write_atomically(path) as file:
            file.write(page.encode())

    def render(self, film: Path | None = None) -> str:
        """Return the page as HTML; ``film`` and errors as of `write`."""
        page: str = _load_template().render(**self._content, film=_read_film(film) if film else "")
        return page


@functools.cache
def _load_template() -> Any:
    environment = Environment(
        loader=PackageLoader("formcheck.report.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folder = files("formcheck.report.html")
    environment.globals["style"] = Markup((folder / "report.css").read_text("utf-8"))
    environment.globals["script"] = Markup((folder / "report.js").read_text("utf-8"))
    environment.globals["bokeh"] = Markup("\n".join(Resources(mode="inline", components=["bokeh"]).js_raw))
    return environment.get_template("report.html.jinja")


def _describe_occasion(
    result: SetResult, exercise: Exercise, person: str, done_at: dt.datetime | None
) -> dict[str, str]:
    when = f"{done_at:%Y-%m-%d %H:%M}" if done_at else ""
    title = capitalize(exercise.title)
    return {"exercise": title, "person": person, "when": when, "name": result.exercise}


def _describe_advice(result: SetResult, advice: Advice) -> dict[str, Any]:
    """Return the decision, its reasons and what to do: first one cue and what always holds, then what is left."""
    cues = [step for step in advice.next_steps if step in {f.cue for f in result.findings}]
    first = [step for step in advice.next_steps if step not in cues[1:]][:_MOST_STEPS]
    more = [step for step in advice.next_steps if step not in first]
    zone = [make_sentence(advice.zone.text), translate(advice.zone.caveat)] if advice.zone else []
    open_questions = [] if advice.decision == "see-a-doctor" else list_missing(advice)
    return {
        "decision": advice.decision,
        "heading": translate(DECISION_HEADINGS[advice.decision]),
        "reasons": [make_sentence(reason.text) for reason in advice.reasons],
        "zone": zone,
        "steps": [translate(step) for step in first],
        "more_steps": [translate(step) for step in more],
        "give_up": [make_sentence(text) for text in advice.give_up],
        "missing": [translate(line) for line in open_questions],
        "disclaimer": translate(DISCLAIMER),
    }


def _describe_seen(
    result: SetResult, track: PoseTrack, exercise: Exercise, clip: Path | None, clip_begins_s: float
) -> dict[str, Any]:
    """Return what was seen, with pictures and plots, and what could not be."""
    curves = list_curves(result, track, exercise)
    worst = {f.rule: find_worst(f, result, exercise, curves) for f in result.findings} if len(track) else {}
    times_s = [at_s for _unit, at_s in worst.values()]
    stills = make_stills(times_s, track, result, exercise, clip, clip_begins_s=clip_begins_s)
    blind = find_blind(track.time_s, exercise.observe(track).seen, _BLIND_S)
    units = result.holds or result.reps
    start_s, end_s = map(float, track.time_s[[0, -1]]) if len(track) else (0.0, result.source.duration_s)
    charts = make_charts(curves, units, [span[:2] for span in blind], (start_s, end_s))
    script, plots = components(charts, wrap_script=False) if charts else ("", ())
    return {
        "seen": [translate(line) for line in describe_set(result, exercise.title)],
        "findings": [_describe_finding(f, result, exercise, worst, stills) for f in result.findings],
        "is_faultless": not result.findings and _is_judged(result),
        "emphasis": [translate(line) for line in list_emphasis(result)],
        "notes": [make_sentence(text) for text in (*result.source.warnings, *result.notes)],
        "unjudged": [translate(line) for line in list_unjudged(result)],
        "blind": [
            {"start": start, "end": end, "text": make_sentence(exercise.reasons[why])} for start, end, why in blind
        ],
        "start": start_s,
        "end": end_s,
        "units": [{"index": u.index, "start": u.start_s, "end": u.end_s} for u in units],
        "charts": [
            {"plot": Markup(plot), "title": capitalize(show_name(curve.title)), "text": _describe_curve(curve)}
            for curve, plot in zip(curves, plots, strict=True)
        ],
        "chart_script": Markup(script.replace("</", "<\\/")),
        "table": make_unit_table(result, exercise),
        "limits": [*list_limit_rows(exercise)],
        "settings": [*list_settings(result, track)],
    }


def _is_judged(result: SetResult) -> bool:
    """Return whether anything was measured: without, there is no word of there being no fault."""
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.reps
    return any(isinstance(measure, Measure) for unit in units for measure in unit.measures.values())


def _describe_finding(
    finding: Finding,
    result: SetResult,
    exercise: Exercise,
    worst: dict[str, tuple[int, float]],
    stills: dict[float, bytes],
) -> dict[str, Any]:
    index, at_s = worst.get(finding.rule, (0, finding.start_s))
    unit = show_unit(finding.unit) if finding.unit not in ("x", "SPARC") else ""
    value = show_number(finding.value, finding.unit)
    uncertainty = show_number(finding.uncertainty, finding.unit, is_signed=False)
    picture = stills.get(at_s)
    numbers = ", ".join(map(str, finding.reps))
    where = _("hold {numbers}", numbers=numbers) if result.holds else _("rep {numbers}", numbers=numbers)
    told = {
        "where": where,
        "all": len(result.holds or result.counted),
        "measure": show_name(exercise.columns.get(finding.measure, _NAMES.get(finding.measure, finding.measure))),
        "value": f"{value} ± {uncertainty} {unit}".strip(),
        "limit": f"{finding.threshold:g} {unit}".strip(),
    }
    return {
        "rule": finding.rule.partition(".")[2],
        "severity": finding.severity,
        "seen": make_sentence(finding.seen),
        "cue": translate(finding.cue),
        "where": translate(where),
        "numbers": translate(_("{where} of {all}: {measure} {value}, limit {limit}.", **told)),
        "measure": told["measure"],
        "value": told["value"],
        "limit": told["limit"],
        "source": finding.source,
        "at": at_s,
        "index": index,
        "picture": base64.b64encode(picture).decode() if picture else "",
    }


def _describe_curve(curve: Curve) -> str:
    """Return a plot in words, for those who do not see it: where the limits are, and what was found when."""
    parts: list[str] = [_LIMITS[line.severity, line.beyond].format(value=line.value) for line in curve.limits]
    for word, grade in ((_("fault in {numbers}"), "fault"), (_("watch in {numbers}"), "watch")):
        numbers = [str(point.index) for point in curve.points if point.grade == grade]
        if numbers:
            parts.append(word.format(numbers=", ".join(numbers)))
    if curve.points and not any(point.grade for point in curve.points) and curve.limits:
        parts.append(_("all within the limits"))
    return make_sentence(join_items(parts)) if parts else ""


def _read_film(film: Path) -> str:
    """Return a film as base64, "" of one that is too large."""
    try:
        if film.stat().st_size > _LARGEST_FILM:
            return ""
        return base64.b64encode(film.read_bytes()).decode()
    except OSError as error:
        why = describe_os_error(error)
        raise OutputError(
            _("{film}: the film could not be put into the report ({why}).", film=film, why=why)
        ) from error
