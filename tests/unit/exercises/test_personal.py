"""A person's own baseline and limits: what they change, and each way in which a file is refused."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from formcheck.advisor import advise
from formcheck.errors import BaselineError, ThresholdsError
from formcheck.exercises import find_exercise, list_exercises
from formcheck.exercises.base import Exercise, Threshold
from formcheck.exercises.limits import list_thresholds, load_thresholds
from formcheck.exercises.personal import load_bias, personalize
from formcheck.result_file import to_json_dict
from formcheck.results import Measure, SetResult
from formcheck.session import Session
from tests.synthetic import MODEL, Lift, hip_lift_track

HIP_LIFT = find_exercise("hip-lift")
ARCH_WATCH = "lumbar-hyperextension.line_at_top_deg.above.watch"
ARCH_FAULT = "lumbar-hyperextension.line_at_top_deg.above.fault"
BODY_DEG = 12.0
"""How much too high the landmarks of the body in these tests read."""


def run(exercise: Exercise, *tops_deg: float) -> SetResult:
    """Return the result of lifts that read ``tops_deg`` at the top."""
    track = hip_lift_track([Lift(top_deg=top) for top in tops_deg])
    session = Session(exercise)
    session.push(track)
    assert track.source is not None
    return session.finish(track.source, track.model)


def to_dict(result: SetResult) -> dict[str, Any]:
    return to_json_dict(result, advise(result, None))


BASELINE = to_dict(run(HIP_LIFT, BODY_DEG, BODY_DEG, BODY_DEG))
Write = Callable[[object], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: object) -> Path:
        path = tmp_path / "given"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


# --- baseline


def test_the_bias_is_the_median_minus_what_a_good_rep_reads(write: Write) -> None:
    path = write(to_dict(run(HIP_LIFT, BODY_DEG - 1, BODY_DEG, BODY_DEG + 5)))
    bias, model = load_bias(path, HIP_LIFT)
    assert bias == {"line_at_top_deg": pytest.approx(BODY_DEG, abs=0.5)}
    assert model == MODEL.name


def test_a_baseline_takes_out_the_false_fault_and_narrows_the_margin(write: Write) -> None:
    own = personalize(HIP_LIFT, baseline=write(BASELINE))
    good, arched = [BODY_DEG + 4] * 4, [BODY_DEG + 14] * 4
    assert [f.rule for f in run(HIP_LIFT, *good).findings] == ["hip-lift.lumbar-hyperextension"]
    assert run(own, *good).form == "good"
    assert [(f.rule, f.severity) for f in run(own, *arched).findings] == [("hip-lift.lumbar-hyperextension", "watch")]
    assert run(HIP_LIFT, *[14.0] * 4).findings == (), "without a baseline the margin is wider"
    measure = run(own, *good).counted[0].measures["line_at_top_deg"]
    assert isinstance(measure, Measure)
    assert measure.value == pytest.approx(4.0, abs=0.5)
    assert measure.uncertainty == pytest.approx(HIP_LIFT.neutral["line_at_top_deg"].uncertainty, abs=0.1)


def test_the_result_says_how_it_was_judged(write: Write) -> None:
    own, without = run(personalize(HIP_LIFT, baseline=write(BASELINE)), 12, 12, 12), run(HIP_LIFT, 0, 0, 0)
    assert dict(own.own_bias or {}) == {"line_at_top_deg": pytest.approx(BODY_DEG, abs=0.5)}
    assert own.notes == ()
    assert without.own_bias is None
    assert re.search(r"wide margin.*--baseline", " ".join(without.notes))


def test_the_exercise_that_others_use_is_left_as_it_is(write: Write) -> None:
    path = write(BASELINE)
    before = list_thresholds(HIP_LIFT)
    personalize(HIP_LIFT, baseline=path)
    personalize(HIP_LIFT, thresholds=write(f'[hip-lift]\n"{ARCH_WATCH}" = 12'))
    assert HIP_LIFT.own_bias == {}
    assert HIP_LIFT.own_thresholds == {}
    assert list_thresholds(HIP_LIFT) == before


def test_partial_reps_do_not_count_and_holds_do(write: Write) -> None:
    def change(unit: dict[str, Any], value: float, **more: object) -> dict[str, Any]:
        return {**unit, "measures": {"line_at_top_deg": {"value": value, "unit": "deg", "uncertainty": 5}}, **more}

    one, other = BASELINE["reps"][:2]
    hold = {key: one[key] for key in ("index", "start_s", "end_s", "side", "findings")} | {"valid_s": 1, "lost": False}
    some = {**BASELINE, "findings": [], "reps": [change(one, 14.0, complete=False), change(other, 3.0)]}
    assert load_bias(write(some), HIP_LIFT)[0] == {"line_at_top_deg": 3.0}
    assert load_bias(write({**some, "reps": [], "holds": [change(hold, 5.0)]}), HIP_LIFT)[0] == {"line_at_top_deg": 5.0}


def test_a_baseline_of_another_landmark_model_is_told(write: Write) -> None:
    own = personalize(HIP_LIFT, baseline=write({**BASELINE, "model": {"name": "coarse", "sha256": ""}}))
    assert run(own, 12, 12, 12).notes == (
        "your baseline was made with the landmark model coarse, this with synthetic: make it anew",
    )
    assert run(personalize(HIP_LIFT, baseline=write({**BASELINE, "model": None})), 12, 12, 12).notes == ()


NOTHING = "nothing was measured in it. Film a good rep or hold, seen whole, and make it anew"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not a result", r"this is not JSON \(.*\). Make one of a coached good rep or hold with formcheck analyze"),
        ("[" * 100_000, "this is not JSON"),
        ([1, 2], "this is no result of formcheck. Make one"),
        ({"schema": "other/2"}, "this is no result of formcheck"),
        ({**BASELINE, "schema": "formcheck.result/1"}, "is formcheck.result/1, and this formcheck reads .*/3. Make it"),
        ({**BASELINE, "exercise": "plank"}, "this is a result of plank. Give one of hip-lift"),
        ({**BASELINE, "own_bias": {"line_at_top_deg": 1}}, "made with a baseline itself. Make it without --baseline"),
        ({**BASELINE, "reps": [], "findings": []}, NOTHING),
        ({**BASELINE, "reps": 7}, r"this result does not hold together \(.*reps\)"),
        (to_dict(run(HIP_LIFT, 16, 16, 16)), "this was no neutral rep or hold: .* reads 16.*, more than 15 off the 0"),
    ],
)
def test_what_is_no_baseline_is_refused(content: object, message: str, write: Write) -> None:
    path = write(content)
    with pytest.raises(BaselineError, match=f"^{re.escape(str(path))}: .*{message}.*\\.$"):
        personalize(HIP_LIFT, baseline=path)


def test_a_baseline_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"cannot be read \(No such file or directory\). Check the name."):
        personalize(HIP_LIFT, baseline=tmp_path / "none.json")


def test_an_exercise_without_bias_needs_no_baseline(write: Write) -> None:
    with pytest.raises(BaselineError, match=r"the clamshell needs no baseline. Leave --baseline out."):
        personalize(find_exercise("clamshell"), baseline=write(BASELINE))


# --- limits


def find_thresholds(value: object) -> Iterator[Threshold]:
    """Yield every threshold in a rule, wherever it stands."""
    if isinstance(value, Threshold):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from find_thresholds(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from find_thresholds(getattr(value, field.name))


@pytest.mark.parametrize("exercise", list_exercises().values(), ids=lambda e: e.name)
def test_every_limit_has_a_name_of_its_own(exercise: Exercise) -> None:
    found = list(list_thresholds(exercise).values())
    assert sorted(map(repr, found)) == sorted(map(repr, find_thresholds(exercise.rules)))


def test_limits_of_ones_own_replace_ours_and_say_so(write: Write) -> None:
    path = write(f'[hip-lift]\n"{ARCH_WATCH}" = 4\n"fatigue.smoothness.down.change" = 1\n[clamshell]\n')
    own = personalize(HIP_LIFT, thresholds=path)
    changed = list_thresholds(own)[ARCH_WATCH]
    assert (changed.value, changed.unit) == (4, "deg")
    assert changed.source.startswith(f"your own ({path}), instead of 10 deg: docs/sources.md")
    result = run(own, *[11.0] * 4)
    assert result.own_thresholds == {ARCH_WATCH: 4, "fatigue.smoothness.down.change": 1}
    (finding,) = result.findings
    assert (finding.rule, finding.threshold) == ("hip-lift.lumbar-hyperextension", 4)
    assert run(HIP_LIFT, *[11.0] * 4).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        f'[hip-lift]\n"{ARCH_WATCH}" = 12.0',
        f"[hip-lift]\n{ARCH_WATCH} = 12.0",
        "[hip-lift.lumbar-hyperextension.line_at_top_deg.above]\nwatch = 12.0",
        "hip-lift.lumbar-hyperextension.line_at_top_deg = {above = {watch = 12.0}}",
    ],
)
def test_a_name_can_be_quoted_or_nested(text: str, write: Write) -> None:
    assert load_thresholds(write(text)) == {"hip-lift": {ARCH_WATCH: 12.0}}


def test_the_limits_of_other_exercises_are_not_applied(write: Write) -> None:
    own = personalize(HIP_LIFT, thresholds=write('[clamshell]\n"heels-apart.heel_gap_pct.above.watch" = 8'))
    assert own.own_thresholds == {}
    assert list_thresholds(own) == list_thresholds(HIP_LIFT)


def test_the_example_in_docs_is_understood() -> None:
    values = load_thresholds("docs/thresholds.toml")
    assert values["hip-lift"] == {ARCH_WATCH: 8, ARCH_FAULT: 12}
    assert len(values["clamshell"]) == 2


RANGE = r"makes no sense: give 2.5 to 40 deg \(ours is 10\)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hip-lift = [", r"this is not TOML \(.*\). docs/thresholds.toml shows how."),
        ("a = " + "[" * 100_000, "this is not TOML"),
        ("[hiplift]", r"there is no exercise hiplift \(did you mean hip-lift\?\)"),
        ("hip-lift = 3", r"hip-lift is no table: write \[hip-lift\]"),
        (
            "[hip-lift]\njerkyy.smoothness.below.watch = -2",
            r"no limit jerkyy.*did you mean jerky.smoothness.below.watch",
        ),
        ("[hip-lift.lumbar]", "hip-lift: there is no limit lumbar"),
        (f'[hip-lift]\n{ARCH_WATCH} = "12"', f"hip-lift: {ARCH_WATCH} = '12' is not a number"),
        (f"[hip-lift]\n{ARCH_WATCH} = true", f"{ARCH_WATCH} = True is not a number"),
        (f"[hip-lift]\n{ARCH_WATCH} = nan", f"{ARCH_WATCH} = nan is not a finite number"),
        (f"[hip-lift]\n{ARCH_WATCH} = -inf", "is not a finite number"),
        (f"[hip-lift]\n{ARCH_WATCH} = 1{'0' * 400}", "is not a finite number"),
        (f"[hip-lift]\n{ARCH_WATCH} = -10", f"{ARCH_WATCH} = -10 {RANGE}"),
        (f"[hip-lift]\n{ARCH_WATCH} = 2.4", RANGE),
        (f"[hip-lift]\n{ARCH_WATCH} = 40.1", RANGE),
        ("[hip-lift]\njerky.smoothness.below.watch = -9", r"give -8.8 to -0.55 SPARC \(ours is -2.2\)"),
        (
            f"[hip-lift]\n{ARCH_WATCH} = 18",
            r"line_at_top_deg.above: watch \(18 deg\) lies beyond fault \(15 deg\); a value is watched before",
        ),
        ("[hip-lift]\njerky.smoothness.below.fault = -2", r"watch \(-2.2 SPARC\) lies beyond fault \(-2 SPARC\)"),
        ("[hip-lift]\na = 1\n[plonk]\n", r"there is no limit a; there is no exercise plonk \(did you mean plank\?\)"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_name(text: str, message: str, write: Write) -> None:
    path = write(text)
    with pytest.raises(ThresholdsError, match=f"(?s)^{re.escape(str(path))}: .*{message}"):
        personalize(HIP_LIFT, thresholds=path)


def test_limits_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ThresholdsError, match=r"the limits cannot be read \(No such file or directory\)"):
        personalize(HIP_LIFT, thresholds=tmp_path / "none.toml")
