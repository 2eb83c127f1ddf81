"""``formcheck diary``: list, show, add a note, answer the next-day questions, export, delete."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import DEFAULT_PERSON, DiaryFile, OnDay, Person, on_day
from formcheck.errors import InputError
from formcheck.messages import _

__all__ = ["app"]

SomePerson = Annotated[str | None, typer.Option("--person", metavar="NAME", help=_("Only if it is of this person."))]
app = typer.Typer(
    name="diary",
    rich_markup_mode=None,
    help=_("Your diary: what you did, how it felt, what was decided. Without a command, the list."),
)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, diary: DiaryFile = None, person: Person = DEFAULT_PERSON) -> None:
    if context.invoked_subcommand is None:
        list_(diary, person)
    elif diary is not None or person != DEFAULT_PERSON:
        raise InputError(
            _("give --diary and --person after {command}, not before it.", command=context.invoked_subcommand)
        )


@app.command("list", help=_("List sets, mornings after training, and notes."))
def list_(
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
    on: Annotated[dt.datetime | None, on_day(_("The last day to list; by default today."))] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("Show all, not only the last sets."))] = False,
) -> None:
    from formcheck.cli.run_diary import list_diary

    list_diary(diary, person, on, everything)


@app.command("show", help=_("Show one set: the decision, what was seen, what was answered."))
def show(
    number: Annotated[int, typer.Argument(help=_("The number of the set in the list."))],
    diary: DiaryFile = None,
    person: SomePerson = None,
) -> None:
    from formcheck.cli.run_diary import show_set

    show_set(diary, person, number)


@app.command("note", help=_("Keep a note on how the body feels."))
def note(
    text: Annotated[str, typer.Argument(help=_("What to write down, in quotation marks."))],
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
    on: OnDay = None,
) -> None:
    from formcheck.cli.run_diary import add_note

    add_note(diary, person, on, text)


@app.command("morning", help=_("Answer the questions on the day after training, if they are due."))
def morning(
    answers: Annotated[
        Path | None,
        typer.Option(help=_("Your answers, a TOML file; see docs/answers.toml. By default you are asked here.")),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help=_("Answer anew, even if nothing is due."))] = False,
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
    on: OnDay = None,
) -> None:
    from formcheck.cli.run_morning import answer_morning

    answer_morning(diary, person, on, answers, again)


@app.command("export", help=_("Write the diary to a file NAME.json, or to a folder of CSV files."))
def export(
    to: Annotated[Path, typer.Argument(metavar="PATH", help=_("The file NAME.json, or the folder."))],
    diary: DiaryFile = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help=_("Only this person; by default everybody."))
    ] = None,
) -> None:
    from formcheck.cli.run_diary import export

    export(diary, person, to)


@app.command("delete", help=_("Delete a set, a note, or everything of a person."))
def delete(
    number: Annotated[int | None, typer.Argument(help=_("The number of the set, or of the note."))] = None,
    note: Annotated[bool, typer.Option("--note", help=_("The number is that of a note."))] = False,
    person_data: Annotated[bool, typer.Option("--person-data", help=_("Everything of the person."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask whether that is meant."))] = False,
    diary: DiaryFile = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help=_("Whose; it has to be given with --person-data."))
    ] = None,
) -> None:
    from formcheck.cli.run_delete import delete_person, delete_set_or_note

    if person_data == (number is not None) or (person_data and note):
        raise InputError(_("give the number of a set, --note and the number of a note, or --person-data."))
    if number is not None:
        delete_set_or_note(diary, person, number, is_note=note, yes=yes)
    elif person is None:
        raise InputError(_("--person-data deletes everything of a person: say whose with --person NAME."))
    else:
        delete_person(diary, person, yes=yes)
