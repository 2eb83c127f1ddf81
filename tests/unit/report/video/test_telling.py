"""What the film says and when: counts, clock, phases, cues, and what was not judged."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Seen
from formcheck.report.video.captions import Caption, list_captions, name_unjudged
from formcheck.report.video.timeline import Moment, Timeline
from formcheck.results import Measure, NotMeasurable
from tests.synthetic import Lift, Opening, clamshell_track, hide, hip_lift_track, plank_track, view_from
from tests.synthetic.plank import hold
from tests.unit.report.video.sets import Done, judge, lift_too_high


def tell(done: Done) -> tuple[Timeline, list[Caption]]:
    seen = done.exercise.observe(done.track).seen
    captions = list_captions(done.exercise, done.result, done.track.time_s, seen)
    return Timeline(done.exercise, done.result, captions), captions


def say(done: Done) -> list[Moment]:
    timeline, _captions = tell(done)
    return [timeline.at(t) for t in done.track.time_s.tolist()]


def test_reps_are_counted_when_they_are_over_and_none_before_the_first_or_after_the_last() -> None:
    done = lift_too_high(3)
    timeline, _captions = tell(done)
    first, second, third = done.result.counted
    assert timeline.at(0.0) == dataclasses.replace(timeline.at(0.0), count="0/10", counted="reps", phase="")
    assert [timeline.at(rep.end_s - 0.01).count for rep in (first, second, third)] == ["0/10", "1/10", "2/10"]
    assert [timeline.at(rep.end_s).count for rep in (first, second, third)] == ["1/10", "2/10", "3/10"]
    last = timeline.at(float(done.track.time_s[-1]))
    assert (last.count, last.phase) == ("3/10", "")


def test_phases_are_those_that_were_measured() -> None:
    done = lift_too_high()
    rep = done.result.reps[0]
    timeline, _captions = tell(done)
    seen = [timeline.at(float(t)).phase for t in np.arange(rep.start_s, rep.end_s, 0.02)]
    assert list(dict.fromkeys(seen)) == ["up", "hold", "down"]
    measure = rep.measures["hold_s"]
    assert isinstance(measure, Measure)
    assert 0.02 * seen.count("hold") == pytest.approx(measure.value, abs=0.05)


def test_sides_are_counted_apart() -> None:
    done = judge(clamshell_track([Opening(up_s=1.2, hold_s=0.8, down_s=1.2, rest_s=1.0)] * 3), "clamshell")
    timeline, _captions = tell(done)
    side = done.result.counted[-1].side
    assert timeline.at(1000.0).counted == f"reps, {side}"
    assert timeline.at(1000.0).count == "3/10"


def test_the_cue_of_a_rep_comes_after_it() -> None:
    done = lift_too_high(2)
    timeline, _captions = tell(done)
    cue = done.result.findings[0].cue
    first, second = done.result.counted
    during = [timeline.at(float(t)).caption for t in np.arange(0.0, first.end_s - 0.05, 0.1)]
    assert cue not in [caption.text for caption in during if caption]
    shown = timeline.at(first.end_s + 0.1).caption
    assert shown is not None
    assert (shown.text, shown.grade) == (cue, "fault")
    assert timeline.at(second.end_s + 0.1).caption is not None


def test_the_worst_finding_is_cued_and_the_first_rule_before_others() -> None:
    done = lift_too_high()
    rep = done.result.reps[0]
    fault = rep.findings[0]
    watch = dataclasses.replace(fault, severity="watch", cue="Less.")
    other = dataclasses.replace(fault, cue="Later.")
    rep = dataclasses.replace(rep, findings=(watch, fault, other))
    result = dataclasses.replace(done.result, reps=(rep,))
    timeline, _captions = tell(dataclasses.replace(done, result=result))
    caption = timeline.at(rep.end_s).caption
    assert caption is not None
    assert caption.text == fault.cue


def test_what_was_not_judged_is_said_and_nothing_is_called_good() -> None:
    lift = Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=1.0)
    done = judge(hip_lift_track([lift] * 4))
    assert done.result.form == "good"
    assert name_unjudged(done.exercise, done.result) == "not judged: fatigue"
    said = {moment.caption.text for moment in say(done) if moment.caption}
    assert said == {"fatigue: it takes 6 reps or more to see it; there were 4."}
    assert "good" not in " ".join(said)


def test_from_the_wrong_view_the_reason_is_said_all_the_time() -> None:
    lift = Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=1.0)
    done = judge(view_from(hip_lift_track([lift] * 3), 90.0))
    assert not done.result.reps
    assert name_unjudged(done.exercise, done.result) == "nothing was judged"
    moments = say(done)[:-1]
    assert {m.caption.text for m in moments if m.caption} <= set(done.exercise.reasons.values())
    assert all(moment.caption and moment.caption.grade == "unjudged" for moment in moments)
    assert {moment.count for moment in moments} == {"0/10"}


def test_being_out_of_sight_within_a_set_is_said_there() -> None:
    lifts = [Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=4.0)] * 2
    track = hip_lift_track(lifts)
    done = judge(hide(track, 6.0, 8.0))
    assert len(done.result.counted) == 2
    timeline, _captions = tell(done)
    caption = timeline.at(7.0).caption
    assert caption is not None
    assert caption.text == done.exercise.reasons[Seen.NOBODY]


def test_a_partial_rep_is_said_not_to_count() -> None:
    lifts = [Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=2.0, top_deg=top) for top in (0.0, 0.0, -34.0)]
    done = judge(hip_lift_track(lifts))
    assert len(done.result.partial) == 1
    timeline, _captions = tell(done)
    caption = timeline.at(done.result.partial[0].end_s + 0.1).caption
    assert caption is not None
    assert caption.text == "partial, not counted"
    assert timeline.at(1000.0).count == "2/10"


def test_a_rep_that_could_not_be_measured_says_why() -> None:
    done = lift_too_high()
    rep = done.result.reps[0]
    measures = dict.fromkeys(rep.measures, NotMeasurable("too dark"))
    result = dataclasses.replace(done.result, reps=(dataclasses.replace(rep, measures=measures, findings=()),))
    timeline, _captions = tell(dataclasses.replace(done, result=result))
    caption = timeline.at(rep.end_s).caption
    assert caption is not None
    assert (caption.text, caption.grade) == ("too dark", "unjudged")


def test_the_clock_of_a_hold_stands_while_it_is_broken_and_ends_with_the_good_time() -> None:
    done = judge(plank_track([hold(14.0, bad_s=(5.0, 9.0), bad_deg=-30.0)]), "plank")
    only = done.result.holds[0]
    sag = next(f for f in only.findings if f.rule == "plank.hip-sag")
    timeline, _captions = tell(done)
    assert timeline.at(0.0).count == "0.0"
    assert timeline.at(only.start_s + 2.0).count == "2.0"
    assert timeline.at(only.start_s + 2.0).phase == "holding"
    assert timeline.at(sag.start_s + 1.0).phase == "not counted"
    assert timeline.at(sag.start_s + 1.0).count == timeline.at(sag.end_s - 0.1).count
    assert timeline.at(only.end_s).count == timeline.at(1000.0).count == f"{only.valid_s:.1f}"
    assert timeline.at(0.0).counted == "of 30 s"
    counts = [float(moment.count) for moment in say(done)]
    assert counts == sorted(counts)


def test_the_cue_of_a_hold_is_there_while_the_fault_is() -> None:
    done = judge(plank_track([hold(14.0, bad_s=(5.0, 9.0), bad_deg=-30.0)]), "plank")
    sag = next(f for f in done.result.holds[0].findings if f.rule == "plank.hip-sag")
    timeline, _captions = tell(done)
    for at_s in (sag.start_s, sag.end_s - 0.1):
        caption = timeline.at(at_s).caption
        assert caption is not None
        assert caption.text == sag.cue


def test_a_finding_over_the_set_is_cued_where_it_showed_and_at_the_end() -> None:
    tops = [5.0, 5.0, 4.0, 3.0, -1.0, -4.0, -7.0, -9.0]
    lifts = [Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=2.5, top_deg=top) for top in tops]
    done = judge(hip_lift_track(lifts, tail_s=8.0))
    fatigue = next(f for f in done.result.findings if f.rule == "hip-lift.fatigue")
    timeline, captions = tell(done)
    late = done.result.reps[fatigue.reps[0] - 1]
    for at_s in (late.end_s + 0.1, done.result.reps[-1].end_s + 6.0):
        caption = timeline.at(at_s).caption
        assert caption is not None
        assert caption.text == fatigue.cue
    assert captions


def test_an_exercise_that_draws_nothing_is_told_all_the_same() -> None:
    assert find_exercise("hip-lift").drawn
    plain = type("Plain", (type(find_exercise("hip-lift")),), {"drawn": ()})()
    done = dataclasses.replace(lift_too_high(), exercise=plain)
    assert say(done)[-1].count == "1/10"
