"""How the sets of an exercise went from week to week, and which changes are larger than the measurement error."""

from formcheck.trends.changes import Change, list_changes
from formcheck.trends.trend import Trend, find_trained, make_trend
from formcheck.trends.weeks import Week, list_weeks

__all__ = ["Change", "Trend", "Week", "find_trained", "list_changes", "list_weeks", "make_trend"]
