"""From measures to findings: one rep or hold against the rules, then the set as a whole."""

from formcheck.judging.common import MIN_JUDGED
from formcheck.judging.sets import find_in_set
from formcheck.judging.summary import emphasize, judge_form, list_not_measurable, sum_breathing, sum_broken_s
from formcheck.judging.units import find_in_hold, find_in_rep

__all__ = [
    "MIN_JUDGED",
    "emphasize",
    "find_in_hold",
    "find_in_rep",
    "find_in_set",
    "judge_form",
    "list_not_measurable",
    "sum_breathing",
    "sum_broken_s",
]
