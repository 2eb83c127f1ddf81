"""The report of one set as one web page that needs no network: for the person first, then for a physiotherapist."""

from __future__ import annotations

from formcheck.report.html.page import Report, check_report

__all__ = ["Report", "check_report"]
