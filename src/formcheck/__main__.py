"""``python -m formcheck``."""

from formcheck.cli import run

run()
