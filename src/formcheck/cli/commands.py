"""The commands of ``formcheck`` and the options before them."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from formcheck.cli.advise import advise
from formcheck.cli.agree import agree
from formcheck.cli.analyze import analyze
from formcheck.cli.batch import batch
from formcheck.cli.compare import compare
from formcheck.cli.diary import app as diary
from formcheck.cli.exercises import exercises
from formcheck.cli.language import choose_language
from formcheck.cli.live import live
from formcheck.cli.plan import plan
from formcheck.cli.stress import stress
from formcheck.cli.trend import trend
from formcheck.messages import LANGUAGES, _, translate

__all__ = ["app"]


class _Commands(TyperGroup):
    """Tells Ctrl-C apart from a command that ends with its exit code: Typer makes one of the other, without a word."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Abort from None


app = typer.Typer(
    name="formcheck",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("Sees how you do your low-back exercises, and says whether to carry on. General information, no diagnosis."),
)
app.command(
    "analyze",
    short_help=_("Analyse one recorded set: one decision, with its reasons."),
    help=_(
        "Analyse one recorded set and print one decision: see a doctor, stop, adjust or continue, with its reasons."
    ),
)(analyze)
app.command(
    "live",
    short_help=_("Watch and guide you while you exercise."),
    help=_("Watch you through a camera while you exercise: count aloud, say one thing at a time, decide at the end."),
)(live)
app.command(
    "advise",
    short_help=_("Decide whether to carry on, from answers and diary."),
    help=_("Decide whether to carry on, from your answers, your diary, and the result of a set if you give one."),
)(advise)
app.command(
    "exercises",
    short_help=_("List the exercises, or tell all about one."),
    help=_(
        "List the exercises; with a name, say how it is done, where the camera goes, the dose, the rules and limits."
    ),
)(exercises)
app.command("plan", help=_("Say what is due today, how much of it, and why."))(plan)
app.command(
    "trend",
    short_help=_("Show form, pain and dose week by week."),
    help=_("Show form, pain and dose week by week, and which changes are larger than the measurement error."),
)(trend)
app.command(
    "compare",
    short_help=_("Compare two sets of one exercise."),
    help=_("Show two sets beside each other, and which changes are larger than the measurement error."),
)(compare)
app.command(
    "agree",
    short_help=_("Compare a physiotherapist's ticks with the program."),
    help=_("Compare a physiotherapist's ticks, rep by rep and rule by rule, with what the program found."),
)(agree)
app.command(
    "batch",
    short_help=_("Score many clips against what is expected of them, for CI."),
    help=_(
        "Score many clips or saved tracks against what is expected of them. "
        "The exit code is 0 when all is as expected, 1 when something differs, 2 when the input cannot be used."
    ),
)(batch)
app.command(
    "stress",
    short_help=_("Tell how stable the verdict on one clip is."),
    help=_(
        "Analyse one clip mirrored, turned, scaled, darkened, blurred and so on, and tell what of its verdict changes. "
        "The exit code is 0 also when much of it does: it is a measurement."
    ),
)(stress)
app.add_typer(diary, short_help=_("What you did, how it felt, what was decided."))


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import version

    from formcheck.sources.models import find_model, identify_model

    model = identify_model(find_model("full"))
    typer.echo(f"formcheck {version('formcheck')}")
    typer.echo(f"mediapipe {version('mediapipe')}, OpenCV {version('opencv-contrib-python')}")
    typer.echo(translate(_("model {name}, sha256 {sha256}", name=model.name, sha256=model.sha256)))
    raise typer.Exit


def _choose_language(language: str | None) -> None:
    """Choose the language where `formcheck.cli.main`, which reads it wherever it stands, was not called."""
    if language is not None:
        choose_language(language)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=_("Print the versions and exit."))
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(LANGUAGES),
            callback=_choose_language,
            is_eager=True,
            help=_("The language; by default that of this machine's settings."),
        ),
    ] = None,
) -> None:
    pass
