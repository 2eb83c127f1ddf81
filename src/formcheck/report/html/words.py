"""The words of the page that do not depend on the set."""

from __future__ import annotations

from formcheck.messages import _
from formcheck.results import Severity

__all__ = ["GRADES", "WORDS"]

GRADES: dict[Severity, str] = {"fault": _("fault"), "watch": _("watch")}
WORDS: dict[str, str] = {
    "report": _("Report of a set"),
    "why": _("Why"),
    "do": _("What to do"),
    "more": _("And also"),
    "give_up": _("What to leave be"),
    "missing": _("Not answered yet"),
    "seen": _("What the camera saw"),
    "nothing_found": _("No fault was seen in what could be judged."),
    "emphasis": _("Put weight on"),
    "unjudged": _("Could not be judged"),
    "worst": _("at its worst, {time} s"),
    "worst_picture": _("The set at {time} s: {seen}"),
    "show": _("show"),
    "go_to": _("Go to {time} s"),
    "limit": _("limit"),
    "film": _("Film and plots"),
    "film_help": _("Click or tap a plot, or move the slider: film and plots go to that time."),
    "film_label": _("Film of the set"),
    "choose": _("To see the film beside the plots, choose the clip or its film. It stays on this machine."),
    "choose_label": _("Choose a video"),
    "not_played": _("This browser cannot play that video. Choose the film that formcheck wrote (--video)."),
    "time": _("Time in the set"),
    "time_value": _("{time} s"),
    "shown": _("Shown"),
    "whole": _("the whole set"),
    "rep_number": _("rep {n}"),
    "hold_number": _("hold {n}"),
    "no_script": _("Film and plots need JavaScript, which is switched off here. Everything else is in the tables."),
    "plots_note": _(
        "Thin upright lines bound the reps or holds; grey is where the body was not seen. Each mark is the value that "
        "was judged, with its standard uncertainty: circle within the limits, triangle watch, square fault. Dashed "
        "line: watch from here; full line: fault."
    ),
    "physio": _("For physiotherapists"),
    "values": _("Every measure"),
    "values_note": _(
        "Value ± standard uncertainty. A limit counts as passed only when the value is beyond it by more than its "
        "uncertainty."
    ),
    "rep": _("rep"),
    "hold": _("hold"),
    "begins": _("begins at"),
    "nothing": _("Nothing was counted."),
    "found": _("What was found"),
    "rule": _("rule"),
    "measure": _("measure"),
    "grade": _("grade"),
    "value": _("value"),
    "from": _("seen in"),
    "source": _("source"),
    "limits": _("Limits and their sources"),
    "blind": _("When the body could not be used"),
    "span": _("{start} to {end} s"),
    "settings": _("Recording and settings"),
}
