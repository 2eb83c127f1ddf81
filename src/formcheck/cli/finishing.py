"""What follows a set, recorded or live: questions, decision, diary, and the files that were asked for."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.advisor import Advice, Answers, advise, load_answers
from formcheck.analysis import heed_ctrl_c
from formcheck.cli.ask import ask_questions
from formcheck.cli.interrupt import INTERRUPTED
from formcheck.cli.keeping import check_diary, keep_set, load_past, wants_to_keep
from formcheck.cli.notes import print_note
from formcheck.cli.options import DEFAULT_PERSON, find_instant
from formcheck.cli.output import print_out, write_all
from formcheck.cli.pictures import check_pictures, make_report, write_film
from formcheck.cli.prompt import Tell, tell_nobody
from formcheck.errors import AnswersError, OutputError
from formcheck.exercises.base import Exercise
from formcheck.files import check_outputs
from formcheck.messages import _
from formcheck.pose import PoseTrack
from formcheck.report.set_words import summarize_advice
from formcheck.report.tables import check_folder, write_tables
from formcheck.report.terminal import print_verdict
from formcheck.result_file import write_json
from formcheck.results import SetResult
from formcheck.sources.track_file import TRACK_SUFFIX, is_track_file, save_track

if TYPE_CHECKING:
    from formcheck.mp4 import Film  # loads PyAV, which is not always needed

__all__ = ["Finish", "Outputs"]


@dataclass(frozen=True, slots=True)
class Outputs:
    """The options on what follows a set, as they stand on the command line; ``clip`` is None where there is no film."""

    clip: Path | None
    answers: Path | None
    ask: bool
    json: Path | None
    csv: Path | None
    save_track: Path | None
    html: Path | None
    video: Path | None
    skeleton_only: bool
    log: bool | None
    diary: Path | None
    person: str
    on: dt.datetime | None


class Finish:
    """Checked when it is made, before hours of work go into a set; `run` when the set is over.

    Parameters
    ----------
    reads, writes : files of the command besides those of ``asked``; none may be read and written, or written twice.

    Raises
    ------
    FormcheckError
        When an output cannot be written, or answers and instant do not make sense.
    """

    def __init__(
        self, asked: Outputs, *, reads: Iterable[Path | None] = (), writes: Iterable[Path | None] = ()
    ) -> None:
        if asked.answers and asked.ask:
            raise AnswersError(_("give --answers FILE or --ask, not both."))
        self._asked = asked
        self._given: Answers = load_answers(asked.answers) if asked.answers else {}
        self._done_at = find_instant(asked.on)
        self._check_outputs(reads, writes)

    @property
    def needs_track(self) -> bool:
        """Whether an output is made from the landmarks."""
        asked = self._asked
        return any(path is not None for path in (asked.save_track, asked.csv, asked.html, asked.video))

    def run(
        self,
        result: SetResult,
        track: PoseTrack | None,
        exercise: Exercise,
        tell: Tell = tell_nobody,
        film: Film | None = None,
        *,
        ask: bool = True,
    ) -> int:
        """Ask, decide, print and write; return the exit code.

        Ctrl-C ends the questions; it is heeded again when what was measured is written, and what is made of it is not.

        Parameters
        ----------
        tell : takes the questions and the decision too.
        film : of the set, where it is not that of the options.
        ask : False where nobody is there to answer any more.
        """
        asked, done_at, given = self._asked, self._done_at, self._given
        asks = asked.ask and ask
        keep = wants_to_keep(asked.log, asked.diary, asked.person, tell) if asks or asked.log else False
        history = load_past(asked.diary, asked.person, done_at.date()) if keep else None
        if asks:
            given = ask_questions(history, tell=tell)
        with heed_ctrl_c() as stopped:
            advice = advise(result, given, history)
            tell(summarize_advice(advice))
            outputs: list[Callable[[], None]] = []
            if (json := asked.json) is not None:
                outputs.append(lambda: write_json(result, advice, json))
            if keep:
                outputs.append(lambda: keep_set(asked.diary, asked.person, result, advice, given, done_at))
            if track is not None:
                outputs += self._list_data(result, track, exercise)
            outputs.append(lambda: print_out(lambda console: print_verdict(result, advice, console)))
            failed = write_all(outputs)
        pictures = [] if track is None else [*self._list_pictures(result, advice, track, exercise, film)]
        return _write_pictures(pictures, stopped) or failed

    def _check_outputs(self, reads: Iterable[Path | None], writes: Iterable[Path | None]) -> None:
        asked = self._asked
        written = (asked.json, asked.save_track, asked.html, asked.video, *writes)
        check_outputs(written, (asked.clip, asked.answers, asked.diary, *reads))
        if asked.save_track is not None and not is_track_file(asked.save_track):
            path = asked.save_track
            raise OutputError(_("{path}: give it a name that ends in {suffix}.", path=path, suffix=TRACK_SUFFIX))
        if asked.csv is not None:
            check_folder(asked.csv)
        check_pictures(asked.video, asked.html, asked.clip, skeleton_only=asked.skeleton_only)
        if asked.log:
            check_diary(asked.diary)  # the last, for it makes one

    def _list_data(self, result: SetResult, track: PoseTrack, exercise: Exercise) -> Iterator[Callable[[], None]]:
        """Yield what writes the landmarks and what was measured in them."""
        if (file := self._asked.save_track) is not None:
            yield lambda: save_track(track, file)
        if (folder := self._asked.csv) is not None:
            yield lambda: write_tables(result, track, exercise, folder)

    def _list_pictures(
        self, result: SetResult, advice: Advice, track: PoseTrack, exercise: Exercise, recorded: Film | None
    ) -> Iterator[tuple[Path, Callable[[], None]]]:
        """Yield the files that are made of it, and what writes each.

        The film is the last, for it takes longest; only then it is put into the report.
        """
        asked = self._asked
        clip, plain = recorded.path if recorded else asked.clip, asked.skeleton_only
        if (html := asked.html) is not None:
            person = "" if asked.person == DEFAULT_PERSON else asked.person
            photos, begins_s = None if plain else clip, recorded.begins_s if recorded else 0.0
            report = cache(
                lambda: make_report(result, advice, track, exercise, photos, begins_s, person, self._done_at)
            )
            yield html, lambda: report().write(html, recorded.path if recorded else None)
        if (video := asked.video) is not None and clip is not None:

            def finish() -> None:
                write_film(clip, track, result, video, exercise, skeleton_only=plain)
                if html is not None:
                    report().write(html, video)

            yield video, finish


def _write_pictures(pictures: Sequence[tuple[Path, Callable[[], None]]], stopped: threading.Event) -> int:
    """Write each; after Ctrl-C, before or meanwhile, say what was not written. Return the exit code."""
    done: list[Path] = []

    def go_on() -> Iterator[Callable[[], None]]:
        for path, write in pictures:
            if stopped.is_set():
                raise KeyboardInterrupt
            yield write
            done.append(path)

    try:
        failed = write_all(go_on())
    except KeyboardInterrupt:
        for path, _write in pictures[len(done) :]:
            print_note(_("stopped by Ctrl-C: {film} was not written.", film=path))
        return INTERRUPTED
    if stopped.is_set():
        print_note(_("stopped by Ctrl-C."))
        return failed or INTERRUPTED
    return failed
