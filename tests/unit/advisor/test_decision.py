"""The decision table of docs/sources.md section 12, and its properties over the whole space of answers and pasts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docs.make_decision_table import make_document
from formcheck.advisor import (
    QUESTIONS,
    STRICTNESS,
    Answer,
    Answers,
    Decision,
    History,
    Morning,
    Question,
    Screened,
    advise,
)
from formcheck.advisor.questions import AGREEMENT, MORNING, PRESSING, SCREEN, SHORT_CHECK
from formcheck.exercises import find_exercise
from formcheck.results import Form, RuleNotMeasurable
from tests.unit.advisor.cases import (
    FORMS,
    PASTS,
    RESULTS,
    SPACE,
    TODAY,
    WELL,
    grade,
    make_morning,
    make_past_set,
    strip,
)

DANGER = [q for q in SCREEN if q.tier]
THREE = [q for q in MORNING if q.kind == "yes-no"]
PAIN = ["pain_during", "pain_after"]
SORE: dict[str, Answer] = {"pain_where": "muscles", "pain_kind": "sore"}
ACHE: dict[str, Answer] = {"pain_where": "back", "pain_kind": "ache"}
forms = pytest.mark.parametrize("form", RESULTS)


def decide(answers: Answers, form: Form = "good", history: History | None = None) -> Decision:
    return advise(RESULTS[form], answers, history).decision


# The rows of the table, as the domain gives them. The document made from the code is checked against them below.


@pytest.mark.parametrize("sign", ["numbness", "weakness", "bladder_or_bowel", "strong_pain_at_rest"])
@forms
def test_any_of_the_four_danger_signs_is_for_a_doctor(sign: str, form: Form) -> None:
    advice = advise(RESULTS[form], {**WELL, sign: "yes"})
    assert advice.decision == "see-a-doctor"
    assert advice.reasons[0].code == sign
    assert decide({sign: "yes"}, form) == "see-a-doctor"


@pytest.mark.parametrize("question", DANGER, ids=lambda q: q.key)
def test_every_danger_sign_says_how_soon_and_nothing_softens_it(question: Question) -> None:
    advice = advise(RESULTS["good"], {**WELL, question.key: "yes"})
    assert (advice.decision, advice.tier) == ("see-a-doctor", question.tier)
    steps = " ".join(advice.next_steps)
    assert {"go-now": "emergency department now", "urgent": "doctor today", "ask-first": "before you exercise again"}[
        question.tier or "go-now"
    ] in steps


@pytest.mark.parametrize("key", ["next_day_pain", "grows_with_movement", "affects_daily_life"])
@forms
def test_each_of_the_three_questions_is_enough_to_stop(key: str, form: Form) -> None:
    worse: Answer = 1 if key == "next_day_pain" else "yes"
    advice = advise(RESULTS[form], {**WELL, key: worse})
    assert advice.decision == "stop"
    assert advice.reasons[0].code == key


@pytest.mark.parametrize(
    "answers",
    [
        {"pain_during": 1, **ACHE},
        {"pain_after": 1, **ACHE},
        {"pain_free_range_clear": "no"},
        {"in_doubt": "yes"},
        {"in_doubt": "unsure"},
    ],
)
@forms
def test_pain_no_clear_range_or_doubt_is_a_stop_whatever_the_form(answers: dict[str, Answer], form: Form) -> None:
    assert decide({**WELL, **answers}, form) == "stop"


def test_no_pain_and_a_fault_is_for_adjusting_with_the_cue_first() -> None:
    advice = advise(RESULTS["adjust"], WELL)
    assert advice.decision == "adjust"
    assert advice.reasons[0].code == "hip-lift.lumbar-hyperextension"
    assert advice.next_steps[0].startswith("Lift a little less")


def test_no_pain_and_good_form_may_continue() -> None:
    advice = advise(RESULTS["good"], WELL)
    assert (advice.decision, advice.missing) == ("continue", ())
    assert [r.calls_for for r in advice.reasons] == ["continue"]


@pytest.mark.parametrize(
    ("exercise", "rule", "in_part"),
    [
        ("hip-lift", "hip-lift.lumbar-hyperextension", True),
        ("hip-lift", "hip-lift.fatigue", False),
        ("of-a-plug-in-that-is-gone", "hip-lift.lumbar-hyperextension", False),
    ],
)
def test_good_form_is_said_to_be_what_could_be_seen_where_not_all_of_it_was(
    exercise: str, rule: str, in_part: bool
) -> None:
    unseen = (RuleNotMeasurable(rule, "the clothes over the belly could not be followed"),)
    advice = advise(replace(RESULTS["good"], exercise=exercise, not_measurable=unseen), WELL)
    assert advice.decision == "continue"
    assert advice.reasons[0].text.endswith("as far as it could be seen") == in_part


def test_with_pain_and_faults_together_it_stays_stop_and_the_fault_is_said() -> None:
    advice = advise(RESULTS["adjust"], {**WELL, "pain_during": 3, **ACHE})
    assert advice.decision == "stop"
    assert [r.code for r in advice.reasons] == ["pain_during", "hip-lift.lumbar-hyperextension"]
    assert "3 of 10" in advice.reasons[0].text
    assert "Lift a little less" not in " ".join(advice.next_steps)
    assert advice.give_up == (
        "enduring it and carrying on",
        "pushing through by changing the form alone",
        "stretching again and again to get by",
    )


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.key in WELL], ids=lambda q: q.key)
def test_one_missing_answer_is_never_continue(question: Question) -> None:
    advice = advise(RESULTS["good"], strip(WELL, question.key))
    if question.key == "pain_changed":  # without any pain it has no meaning
        assert (advice.decision, advice.missing) == ("continue", ())
    else:
        assert (advice.decision, advice.missing) == ("undecided", (question.key,))


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.key in WELL], ids=lambda q: q.key)
def test_unsure_counts_as_doubt(question: Question) -> None:
    advice = advise(RESULTS["good"], {**WELL, question.key: "unsure"})
    assert advice.decision == ("adjust" if question.key == "breath_held" else "stop")
    assert "not sure" in advice.reasons[0].text


def test_a_clinician_s_agreement_settles_what_to_ask_first_and_nothing_else() -> None:
    assert decide({**WELL, "pregnancy": "yes"}) == "see-a-doctor"
    assert advise(RESULTS["good"], {**WELL, "pregnancy": "yes"}).missing == (AGREEMENT.key,)
    assert decide({**WELL, "pregnancy": "yes", AGREEMENT.key: "yes"}) == "continue"
    assert decide({**WELL, "numbness": "yes", AGREEMENT.key: "yes"}) == "see-a-doctor"


# Pain and soreness


@pytest.mark.parametrize("key", PAIN)
@pytest.mark.parametrize(("pain", "expected"), [(1, "continue"), (5, "continue"), (6, "stop"), ("unsure", "stop")])
def test_soreness_of_muscles_is_no_pain_unless_it_is_strong(key: str, pain: Answer, expected: str) -> None:
    assert decide({**WELL, key: pain, **SORE}) == expected


@pytest.mark.parametrize("key", PAIN)
@pytest.mark.parametrize(
    "told",
    [
        {},
        {"pain_where": "muscles"},
        {"pain_kind": "sore"},
        {**SORE, "pain_where": "unsure"},
        {**SORE, "pain_where": "leg"},
    ],
)
def test_what_is_not_told_to_be_soreness_is_pain(key: str, told: dict[str, Answer]) -> None:
    assert decide({**WELL, key: 1, **told}) == "stop"


def test_soreness_on_the_next_day_is_not_the_pain_that_lasts() -> None:
    sore: dict[str, Answer] = {"next_day_where": "muscles", "next_day_kind": "sore"}
    assert decide({**WELL, "next_day_pain": 4, **sore}) == "continue"
    assert decide({**WELL, "next_day_pain": 4, **sore, "next_day_kind": "ache"}) == "stop"


def test_the_pain_zone_is_shown_as_what_it_is() -> None:
    zone = advise(RESULTS["good"], {**WELL, "pain_during": 4, **ACHE}).zone
    assert zone is not None
    assert (zone.pain, zone.zone) == (4, "middle")
    assert "have not been checked for back pain" in zone.caveat
    assert advise(RESULTS["good"], WELL).zone is None
    assert advise(RESULTS["good"], {**WELL, "pain_during": 4, **SORE}).zone is None
    before = advise(RESULTS["good"], {**WELL, "pain_during": 4, **SORE, "pain_before": 2})
    assert before.zone is not None
    assert (before.decision, before.zone.pain) == ("continue", 2)
    assert before.reasons[0].text.startswith("no pain during or after the set")


def test_strong_pain_asks_the_short_check_again_even_when_the_diary_has_it() -> None:
    history = History(TODAY, (make_past_set(2),), (make_morning(1),), screened_well())
    now = {k: a for k, a in WELL.items() if k not in {q.key for q in (*SCREEN, *MORNING)}}
    assert advise(RESULTS["good"], now, history).missing == ()
    assert advise(RESULTS["good"], {**now, "pain_during": 6, **ACHE}, history).missing == SHORT_CHECK
    assert set(SHORT_CHECK) > {"numb_seat", "bladder_or_bowel", "both_legs", "numbness", "weakness"}
    assert advise(RESULTS["good"], {**now, "anything_new": "yes"}, history).missing == PRESSING
    assert set(PRESSING) == {q.key for q in DANGER if q.tier != "ask-first"}


def test_strong_pain_of_this_morning_asks_the_short_check_unless_it_was_answered_since() -> None:
    strong: dict[str, Answer] = {"next_day_pain": 8, "next_day_where": "leg", "next_day_kind": "electric"}
    now = {k: a for k, a in WELL.items() if k not in {q.key for q in (*SCREEN, *MORNING)}}
    history = History(TODAY, (make_past_set(1),), (make_morning(0, **strong),), screened_well())
    assert advise(RESULTS["good"], now, history).missing == SHORT_CHECK
    answered = {key: Screened("no", TODAY) for key in SHORT_CHECK}
    assert advise(RESULTS["good"], now, replace(history, screened={**history.screened, **answered})).missing == ()


def screened_well() -> dict[str, Screened]:
    return {q.key: Screened("no", make_past_set(3).day) for q in SCREEN if q != AGREEMENT}


def test_an_agreement_does_not_cover_what_was_told_later() -> None:
    before, after = (make_past_set(days).day for days in (9, 3))
    for asked, agreed, carried in ((before, after, True), (after, after, True), (after, before, False)):
        screened = {"pregnancy": Screened("yes", asked), AGREEMENT.key: Screened("yes", agreed)}
        history = History(TODAY, screened=screened)
        assert (AGREEMENT.key in history.carry({})) == carried
        assert AGREEMENT.key not in history.carry({"heart_or_dizziness": "yes"})


# What follows


def test_continue_raises_the_dose_only_when_it_was_done() -> None:
    good = RESULTS["good"]
    short = replace(good, dose=replace(good.dose, reps={"": 4}))
    whole = replace(good, dose=replace(good.dose, reps={"": 10}))
    assert "before you make it any harder" in advise(short, WELL).next_steps[0]
    assert "one at a time" in advise(whole, WELL).next_steps[0]


def test_without_a_set_it_is_never_continue() -> None:
    advice = advise(None, WELL)
    assert (advice.decision, advice.missing) == ("adjust", ())
    assert "form is not known" in advice.reasons[0].text
    assert "film the set" in advice.next_steps[0]


def test_without_a_set_nothing_is_asked_about_one() -> None:
    before = {k: a for k, a in WELL.items() if k not in ("pain_during", "pain_after", "breath_held", "in_doubt")}
    assert advise(None, before).missing == ()
    assert advise(RESULTS["good"], before).missing == ("pain_during", "pain_after", "breath_held", "in_doubt")


@forms
def test_without_answers_it_is_undecided_and_says_to_rest(form: Form) -> None:
    advice = advise(RESULTS[form])
    assert advice.decision == "undecided"
    assert advice.missing[: len(DANGER)] == tuple(q.key for q in DANGER)
    assert "Rest until" in advice.next_steps[0]


# Properties over the whole space


@given(answers=SPACE, form=FORMS, history=PASTS)
def test_every_combination_decides_and_says_why(answers: dict[str, Answer], form: Form, history: History) -> None:
    advice = advise(RESULTS[form], answers, history)
    assert advice.reasons
    assert advice.next_steps
    assert advice.decision == advice.reasons[0].calls_for
    strictness = [STRICTNESS[r.calls_for] for r in advice.reasons]
    assert strictness == sorted(strictness, reverse=True)
    assert (advice.tier is not None) == (advice.decision == "see-a-doctor")
    if advice.missing and advice.decision != "see-a-doctor":
        assert "unanswered" in [r.code for r in advice.reasons]


@settings(max_examples=100)
@given(answers=SPACE, form=FORMS, history=st.none() | PASTS, data=st.data())
def test_a_worse_answer_never_gives_a_milder_decision(
    answers: dict[str, Answer], form: Form, history: History | None, data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from([q for q in QUESTIONS if q.kind != "choice"]))
    strict = [STRICTNESS[decide({**answers, question.key: a}, form, history)] for a in grade(question)]
    assert strict == sorted(strict)


@given(answers=SPACE, form=FORMS, data=st.data())
def test_telling_that_it_was_soreness_is_the_only_milder_choice(
    answers: dict[str, Answer], form: Form, data: st.DataObject
) -> None:
    key, sore = data.draw(st.sampled_from([("where", "muscles"), ("kind", "sore")]))
    question = data.draw(st.sampled_from([q for q in QUESTIONS if q.kind == "choice" and q.key.endswith(key)]))
    mild = STRICTNESS[decide({**answers, question.key: sore}, form)]
    others = [a for a in [*(question.options or ()), "unsure"] if a != sore]
    assert all(STRICTNESS[decide({**answers, question.key: a}, form)] >= mild for a in others)


@given(answers=SPACE, history=st.none() | PASTS)
def test_form_never_makes_it_milder(answers: dict[str, Answer], history: History | None) -> None:
    good, *worse = (STRICTNESS[decide(answers, form, history)] for form in RESULTS)
    assert all(w >= good for w in worse)
    if not advise(RESULTS["good"], answers, history).missing:  # without a set there is less to ask
        assert STRICTNESS[advise(None, answers, history).decision] >= good


@given(answers=SPACE, form=FORMS, history=st.none() | PASTS, sign=st.sampled_from(DANGER))
def test_danger_signs_always_win(
    answers: dict[str, Answer], form: Form, history: History | None, sign: Question
) -> None:
    agreed = {AGREEMENT.key: "no"} if sign.tier == "ask-first" else {}
    assert decide({**answers, sign.key: "yes", **agreed}, form, history) == "see-a-doctor"


@given(answers=SPACE, form=FORMS)
def test_continue_needs_every_answer_and_good_form(answers: dict[str, Answer], form: Form) -> None:
    if decide(answers, form) == "continue":
        assert form == "good"
        assert set(WELL) - set(answers) <= {"pain_changed"}


@given(answers=SPACE, form=FORMS, history=PASTS)
def test_with_a_past_too_continue_needs_every_answer_from_now_or_before(
    answers: dict[str, Answer], form: Form, history: History
) -> None:
    advice = advise(RESULTS[form], answers, history)
    if advice.missing:
        assert STRICTNESS[advice.decision] >= STRICTNESS["undecided"]
    if advice.decision == "continue":
        known = {**history.include(answers).carry(answers), **answers}
        assert form == "good"
        assert set(WELL) - set(known) <= {"pain_changed"}
        assert not any(s.day == TODAY and STRICTNESS[s.decision] >= STRICTNESS["stop"] for s in history.sets)


@settings(max_examples=100)
@given(answers=SPACE, form=FORMS, history=PASTS, data=st.data())
def test_a_worse_set_in_the_past_never_makes_it_milder(
    answers: dict[str, Answer], form: Form, history: History, data: st.DataObject
) -> None:
    if not history.sets:
        return
    index = data.draw(st.integers(0, len(history.sets) - 1))
    strict = []
    for decision in sorted(STRICTNESS, key=STRICTNESS.__getitem__):
        sets = [replace(s, decision=decision) if i == index else s for i, s in enumerate(history.sets)]
        strict.append(STRICTNESS[decide(answers, form, replace(history, sets=tuple(sets)))])
    assert strict == sorted(strict)


@settings(max_examples=100)
@given(answers=SPACE, form=FORMS, history=PASTS, days=st.integers(0, 20), pain=st.none() | st.just(0))
def test_a_morning_half_answered_never_makes_it_milder(
    answers: dict[str, Answer], form: Form, history: History, days: int, pain: int | None
) -> None:
    """Neither beside the mornings before it, nor when the rest of a morning is told later that day."""
    day = TODAY - dt.timedelta(days)
    others = tuple(m for m in history.mornings if m.day != day)
    half = Morning(day, {"affects_daily_life": "no"} if pain is None else {"next_day_pain": pain})
    both = replace(history, mornings=tuple(sorted([*others, half], key=lambda m: m.day)))
    without = {k: a for k, a in answers.items() if k not in {q.key for q in MORNING}}
    alone = decide(without, form, replace(history, mornings=others))
    assert STRICTNESS[decide(without, form, both)] >= STRICTNESS[alone]


@given(answers=SPACE, form=FORMS, history=PASTS)
def test_a_bad_answer_of_this_morning_is_not_lost_by_telling_others(
    answers: dict[str, Answer], form: Form, history: History
) -> None:
    others = tuple(m for m in history.mornings if m.day != TODAY)
    hurt = replace(history, mornings=(*others, make_morning(0, next_day_pain=4)))
    told = {k: a for k, a in answers.items() if not k.startswith("next_day")}
    if history.last_day is not None:
        assert STRICTNESS[decide(told, form, hurt)] >= STRICTNESS["stop"]


@given(answers=SPACE, form=FORMS, history=PASTS)
def test_a_past_never_makes_it_milder_than_the_same_answers_without(
    answers: dict[str, Answer], form: Form, history: History
) -> None:
    """The diary answers for the person what it knows; with those answers given, its past can only add to them."""
    known = {**history.carry(answers), **answers}
    assert STRICTNESS[decide(answers, form, history)] >= STRICTNESS[decide(known, form)]


@given(answers=SPACE, form=FORMS, history=PASTS, bad=st.integers(1, 20))
def test_a_bad_morning_more_never_makes_it_milder(
    answers: dict[str, Answer], form: Form, history: History, bad: int
) -> None:
    others = [m for m in history.mornings if m.day != make_morning(bad).day]
    both = [
        History(TODAY, history.sets, tuple(sorted([*others, m], key=lambda m: m.day)), history.screened)
        for m in (make_morning(bad), make_morning(bad, next_day_pain=4, grows_with_movement="yes"))
    ]
    clear, worse = (STRICTNESS[decide(answers, form, history)] for history in both)
    assert worse >= clear


# The document, and words


def test_the_truth_table_is_made_from_the_code() -> None:
    assert Path("docs/decision.md").read_text("utf-8") == make_document()


def test_words_that_frighten_or_diagnose_are_not_used() -> None:
    avoided = ("diagnos", "damage", "dangerous", "weak glute", "abnormal", "treat", "cure", "unsafe", "wrong")
    texts = [text for q in QUESTIONS for text in (q.text, q.reason, q.doubt)]
    for form in RESULTS:
        for key in ("", *(q.key for q in QUESTIONS)):
            advice = advise(RESULTS[form], {**WELL, key: "yes"} if key else WELL)
            texts += [*advice.next_steps, *advice.give_up, *(r.text for r in advice.reasons)]
    for rule in find_exercise("hip-lift").rules:
        texts += [rule.cue, *(limit.seen for limit in rule.limits)]
    bad = make_morning(0, next_day_pain=5)
    for history in (
        History(TODAY, (make_past_set(2, "stop"),), (make_morning(1, next_day_pain=5), bad)),
        History(TODAY, (make_past_set(1),), (bad,)),
        History(TODAY, (make_past_set(0, "see-a-doctor"), make_past_set(0, "stop"))),
        History(TODAY, screened={q.key: Screened("yes", TODAY) for q in SCREEN}),
    ):
        advice = advise(None, None, history)
        texts += [*advice.next_steps, *(r.text for r in advice.reasons)]
    assert [t for t in texts if any(word in t.lower() for word in avoided)] == []
