"""The decision table of docs/sources.md section 12, and its properties over the whole answer space."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.advisor import QUESTIONS, Answer, Decision, advise
from formcheck.exercises import find_exercise
from formcheck.results import Form, SetResult
from formcheck.session import Session
from tests.synthetic import Lift, hip_lift_track


def make_result(form: Form) -> SetResult:
    track = hip_lift_track({"good": [Lift()] * 3, "adjust": [Lift(top_deg=25)] * 3, "not-measurable": []}[form])
    session = Session(find_exercise("hip-lift"))
    session.push(track)
    assert track.source is not None
    result = session.finish(track.source)
    assert result.form == form
    return result


RESULTS = {form: make_result(form) for form in ("good", "adjust", "not-measurable")}
WELL: dict[str, Answer] = {q.key: "no" if q.worry == "yes" else "yes" for q in QUESTIONS}
DANGER = [q.key for q in QUESTIONS if q.kind == "danger"]
STOP = [q for q in QUESTIONS if q.kind == "stop"]
STRICTNESS: dict[Decision, int] = {"continue": 0, "adjust": 1, "undecided": 2, "stop": 3, "see-a-doctor": 4}

FORMS = st.sampled_from(sorted(RESULTS))
ANSWER = st.sampled_from(["yes", "no", "unsure", None])
SPACE = st.fixed_dictionaries({q.key: ANSWER for q in QUESTIONS}).map(
    lambda all_: {key: answer for key, answer in all_.items() if answer is not None}
)


@pytest.mark.parametrize("sign", DANGER)
@pytest.mark.parametrize("form", RESULTS)
def test_any_danger_sign_is_for_a_doctor(sign: str, form: str) -> None:
    advice = advise(RESULTS[form], {**WELL, sign: "yes"})
    assert advice.decision == "see-a-doctor"
    assert advice.reasons[0].code == sign
    assert advise(RESULTS[form], {sign: "yes"}).decision == "see-a-doctor"


@pytest.mark.parametrize("question", STOP, ids=lambda q: q.key)
@pytest.mark.parametrize("form", RESULTS)
def test_any_stop_answer_is_for_rest_whatever_the_form(question: object, form: str) -> None:
    key, worry = question.key, question.worry  # type: ignore[attr-defined]
    advice = advise(RESULTS[form], {**WELL, key: worry})
    assert advice.decision == "stop"
    assert advice.reasons[0].code == key


def test_with_pain_and_faults_together_it_stays_stop_and_the_fault_is_said() -> None:
    advice = advise(RESULTS["adjust"], {**WELL, "pain_during_set": "yes"})
    assert advice.decision == "stop"
    assert [r.code for r in advice.reasons] == ["pain_during_set", "hip-lift.lumbar-hyperextension"]
    assert "Lift a little less" not in " ".join(advice.next_steps)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.key)
def test_unsure_counts_as_doubt(question: object) -> None:
    key = question.key  # type: ignore[attr-defined]
    advice = advise(RESULTS["good"], {**WELL, key: "unsure"})
    assert advice.decision == "stop"
    assert "not sure" in advice.reasons[0].text


def test_no_pain_and_a_fault_is_for_adjusting_with_the_cue() -> None:
    advice = advise(RESULTS["adjust"], WELL)
    assert advice.decision == "adjust"
    assert advice.reasons[0].code == "hip-lift.lumbar-hyperextension"
    assert advice.next_steps[0].startswith("Lift a little less")


def test_no_pain_and_good_form_may_continue() -> None:
    advice = advise(RESULTS["good"], WELL)
    assert (advice.decision, advice.missing) == ("continue", ())


def test_form_that_could_not_be_judged_is_no_reason_to_continue() -> None:
    advice = advise(RESULTS["not-measurable"], WELL)
    assert advice.decision == "adjust"
    assert "could not be judged" in advice.reasons[0].text


@pytest.mark.parametrize("form", RESULTS)
def test_without_answers_it_is_undecided_and_says_to_rest(form: str) -> None:
    advice = advise(RESULTS[form])
    assert advice.decision == "undecided"
    assert advice.missing == tuple(q.key for q in QUESTIONS)
    assert advice.missing[: len(DANGER)] == tuple(DANGER)
    assert "Rest until" in advice.next_steps[0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.key)
def test_one_missing_answer_is_never_continue(question: object) -> None:
    key = question.key  # type: ignore[attr-defined]
    advice = advise(RESULTS["good"], {k: v for k, v in WELL.items() if k != key})
    assert (advice.decision, advice.missing) == ("undecided", (key,))


@given(answers=SPACE, form=FORMS)
def test_every_combination_decides_and_says_why(answers: dict[str, Answer], form: str) -> None:
    advice = advise(RESULTS[form], answers)
    assert advice.decision in STRICTNESS
    assert advice.next_steps
    assert advice.reasons or advice.decision == "undecided"
    assert set(advice.missing) == {q.key for q in QUESTIONS} - set(answers)


@given(answers=SPACE, form=FORMS, question=st.sampled_from(QUESTIONS))
def test_a_worse_answer_never_gives_a_milder_decision(answers: dict[str, Answer], form: str, question: object) -> None:
    key, worry = question.key, question.worry  # type: ignore[attr-defined]
    better: Answer = "no" if worry == "yes" else "yes"
    order = [advise(RESULTS[form], {**answers, key: a}).decision for a in (better, "unsure", worry)]
    strict = [STRICTNESS[d] for d in order]
    assert strict == sorted(strict)


@given(answers=SPACE)
def test_form_never_makes_it_milder(answers: dict[str, Answer]) -> None:
    good, *worse = (STRICTNESS[advise(RESULTS[f], answers).decision] for f in ("good", "adjust", "not-measurable"))
    assert all(w >= good for w in worse)


@given(answers=SPACE, form=FORMS)
def test_continue_needs_every_answer_and_good_form(answers: dict[str, Answer], form: str) -> None:
    if advise(RESULTS[form], answers).decision == "continue":
        assert answers == WELL
        assert form == "good"


def test_words_that_frighten_or_diagnose_are_not_used() -> None:
    avoided = ("diagnos", "damage", "dangerous", "weak glute", "abnormal", "treat", "cure", "unsafe", "wrong")
    texts = [q.reason for q in QUESTIONS]
    for form in RESULTS:
        for answers in ({}, WELL, {**WELL, "numbness": "yes"}, {**WELL, "in_doubt": "yes"}):
            advice = advise(RESULTS[form], answers)
            texts += [*advice.next_steps, *(r.text for r in advice.reasons)]
    for rule in find_exercise("hip-lift").rules:
        texts += [rule.cue, *(limit.seen for limit in rule.limits)]
    assert [t for t in texts if any(word in t.lower() for word in avoided)] == []


def test_the_result_is_not_changed() -> None:
    result = RESULTS["good"]
    before = replace(result)
    advise(result, WELL)
    assert result == before
