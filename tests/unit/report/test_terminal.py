import io
from dataclasses import replace

import pytest
from rich.console import Console

from formcheck.advisor import QUESTIONS, Answer, advise
from formcheck.exercises import find_exercise
from formcheck.report.set_words import summarize_advice
from formcheck.report.terminal import DISCLAIMER, print_advice, print_verdict
from formcheck.results import SetResult
from formcheck.session import Session
from tests.synthetic import Lift, blind, hip_lift_track
from tests.unit.advisor.cases import WELL


def make(*lifts: Lift, nobody: bool = False) -> SetResult:
    track = hip_lift_track(lifts)
    session = Session(find_exercise("hip-lift"))
    session.push(blind(track) if nobody else track)
    assert track.source is not None
    return session.finish(track.source, track.model)


def show(result: SetResult, answers: dict[str, Answer] | None, width: int = 80) -> str:
    out = io.StringIO()
    print_verdict(result, advise(result, answers), Console(file=out, width=width))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_decision_comes_first_and_no_line_is_too_long(width: int) -> None:
    text = show(make(*[Lift(top_deg=25)] * 3), WELL, width)
    assert text.strip().startswith("ADJUST")
    assert max(len(line) for line in text.splitlines()) <= width
    assert " ".join(DISCLAIMER.split()) in " ".join(text.split())


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        (WELL, "CONTINUE"),
        ({}, "UNDECIDED: rest until the questions are answered"),
        ({**WELL, "numb_seat": "yes"}, "SEE A DOCTOR. Go to an emergency department now"),
        ({**WELL, "fever": "yes"}, "SEE A DOCTOR. Call a doctor today"),
    ],
)
def test_the_decision_in_one_line_says_how_soon_to_see_a_doctor(answers: dict[str, Answer], line: str) -> None:
    summary = summarize_advice(advise(make(*[Lift()] * 3), answers))
    assert summary.startswith(line)
    assert all(part in show(make(*[Lift()] * 3), answers, 400) for part in summary.split(". ")[:2])


def test_every_rep_has_a_row_with_what_was_seen() -> None:
    text = show(make(Lift(), Lift(top_deg=25), Lift(top_deg=-34), Lift()), WELL)
    rows = [line.split() for line in text.splitlines() if line.strip()[:1].isdigit()]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert "lumbar-hyperextension" in rows[1]
    assert rows[2][-3:] == ["partial,", "not", "counted"]


def test_what_could_not_be_judged_is_said_once_with_its_rules() -> None:
    text = " ".join(show(make(Lift(), nobody=True), WELL).split())
    assert text.count("no person was found") == 1
    assert "lumbar-hyperextension, incomplete-lift" in text


def test_questions_that_are_missing_are_asked_in_words() -> None:
    text = " ".join(show(make(*[Lift()] * 3), None).split())
    assert text.startswith("UNDECIDED")
    assert all(f"{q.text} [{q.key}]" in text for q in QUESTIONS[:5])
    assert "and 25 more questions" in text


def test_with_a_danger_sign_nothing_else_is_asked_for() -> None:
    text = show(make(*[Lift()] * 3), {"numbness": "yes"})
    assert text.strip().startswith("SEE A DOCTOR")
    assert "Not answered yet" not in text


def test_pain_is_shown_with_its_zone_what_to_do_and_what_to_leave_be() -> None:
    pain: dict[str, Answer] = {"pain_during": 4, "pain_where": "back", "pain_kind": "ache"}
    text = " ".join(show(make(*[Lift()] * 3), {**WELL, **pain}).split())
    assert "You had pain during the set (4 of 10)." in text
    assert "The worst pain was 4 of 10 (3 to 5, in the middle). These zones were made for pain of knee" in text
    assert "What to leave be - Enduring it and carrying on." in text


def test_advice_without_a_set_shows_no_camera() -> None:
    out = io.StringIO()
    print_advice(advise(None, WELL), Console(file=out, width=80))
    assert out.getvalue().strip().startswith("ADJUST")
    assert "camera" not in out.getvalue()
    assert "no diagnosis" in out.getvalue()


def test_reps_lost_from_sight_are_counted_apart() -> None:
    result = replace(make(*[Lift()] * 3), reps_not_seen=1)
    assert "3 reps, 1 rep not seen whole" in show(result, WELL)


def test_text_from_outside_is_not_read_as_markup() -> None:
    result = make(*[Lift()] * 3)
    odd = replace(result, source=replace(result.source, path="[red]x[/red].mp4"))
    assert "\x1b" not in show(odd, WELL)


def test_a_set_of_an_exercise_that_is_gone_is_shown_by_its_name() -> None:
    text = show(replace(make(*[Lift(top_deg=25)] * 3), exercise="gone"), WELL)
    assert "  gone, 3 reps, view: side" in text
    assert "lumbar-hyperextension" in text


def test_of_holds_none_are_counted_as_reps() -> None:
    track = blind(hip_lift_track([Lift()]))
    session = Session(find_exercise("plank"))
    session.push(track)
    assert track.source is not None
    assert "Plank, 0 holds" in show(session.finish(track.source, track.model), WELL)


def test_the_reps_are_texts_where_a_table_does_not_fit() -> None:
    text = " ".join(show(make(*[Lift(top_deg=25)] * 3), WELL, width=40).split())
    assert "…" not in text
    assert text.count("seen lumbar-hyperextension") == 3
