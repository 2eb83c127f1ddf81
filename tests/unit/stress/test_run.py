"""A clip in all its variants, with made-up verdicts; shown and written."""

from __future__ import annotations

import contextvars
import io
import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from formcheck.batch.verdict import Failure, Outcome
from formcheck.errors import InputError, SetupError, VideoError
from formcheck.messages import use_language
from formcheck.stress.job import StressJob
from formcheck.stress.run import StressRun, check_clip, stress
from formcheck.stress.run_file import write_stress
from formcheck.stress.text import print_stress
from formcheck.stress.variants import choose_variants
from formcheck.wrapping import measure_width
from tests.unit.stress.verdicts import make_hold, make_reps
from tests.unit.test_schemas import STRESS

ARCH, FAST = "hip-lift.lumbar-hyperextension", "hip-lift.too-fast"
OUTCOMES = {
    "as-it-is": make_reps(),
    "mirrored": make_reps(sides=("right", "right", None)),
    "rotated+5": make_reps(findings={ARCH: (2, 3), FAST: (1,)}, measures={"line_at_top_deg": (2.0, 18.0, 20.0)}),
    "scaled-0.25": make_reps(reps=0, findings={}, form="not-measurable", sides=(), not_measurable=(ARCH, FAST)),
    "blurred-1": make_reps(reps=2, findings={}, sides=("left", "left")),
    "noisy-25": Outcome(Failure("it crashed")),
}
NAMES = [name for name in OUTCOMES if name != "as-it-is"]


def work(jobs: Iterable[tuple[int, StressJob]], outcomes: dict[str, Outcome]) -> Iterator[tuple[int, Outcome]]:
    """Do the jobs from the last to the first."""
    for number, job in reversed([*jobs]):
        yield number, outcomes[job.variant.name]


def make_run(outcomes: dict[str, Outcome], exercise: str = "hip-lift") -> StressRun:
    chosen = choose_variants([name for name in outcomes if name != "as-it-is"])
    return stress(Path("clip.mp4"), exercise, "full", chosen, partial(work, outcomes=outcomes))


def show(run: StressRun, width: int = 80) -> str:
    out = io.StringIO()
    print_stress(run, Console(file=out, width=width))
    return out.getvalue()


def test_each_variant_is_compared_with_the_clip_as_it_is_whatever_is_done_first() -> None:
    run = make_run(OUTCOMES)
    assert {c.variant.name: c.stability for c in run.compared} == {
        "mirrored": "same",
        "rotated+5": "differs",
        "scaled-0.25": "abstained",
        "blurred-1": "differs",
        "noisy-25": "failed",
    }


def test_each_variant_that_is_done_is_told() -> None:
    told: list[str] = []
    stress(Path("a.mp4"), "hip-lift", "full", choose_variants(NAMES), partial(work, outcomes=OUTCOMES), told.append)
    assert sorted(told) == sorted(OUTCOMES)


def test_a_clip_that_cannot_be_read_as_it_is_ends_it_at_once() -> None:
    done: list[int] = []

    def work_in_order(jobs: Iterable[tuple[int, StressJob]]) -> Iterator[tuple[int, Outcome]]:
        for number, _job in jobs:
            done.append(number)
            yield number, Outcome(Failure("a.mp4: no picture"))

    with pytest.raises(InputError, match=r"^a\.mp4: no picture$"):
        stress(Path("a.mp4"), "hip-lift", "full", choose_variants(), work_in_order)
    assert done == [0]


def test_a_clip_in_which_nothing_was_counted_ends_it_at_once() -> None:
    done: list[int] = []

    def work_in_order(jobs: Iterable[tuple[int, StressJob]]) -> Iterator[tuple[int, Outcome]]:
        for number, _job in jobs:
            done.append(number)
            yield number, make_reps(reps=0, findings={}, form="not-measurable", sides=(), measures={})

    with pytest.raises(InputError, match=r"^a\.mp4: nothing was counted in the clip as it is, so there is nothing"):
        stress(Path("a.mp4"), "hip-lift", "full", choose_variants(), work_in_order)
    assert done == [0]


def test_where_the_form_could_not_be_judged_no_finding_is_called_stable(tmp_path: Path) -> None:
    unjudged = make_reps(findings={}, form="not-measurable", not_measurable=(ARCH, FAST))
    run = make_run({"as-it-is": unjudged, "mirrored": unjudged, "fps-15": make_reps(findings={ARCH: (2, 3)})})
    shown = show(run)
    assert shown.splitlines()[0] == "clip.mp4 as it is: 3 reps; the form could not be judged"
    rows = {line.split()[0]: line.split()[1:4] for line in shown.splitlines() if line.strip()}
    assert rows["mirrored"] == ["3", "not", "judged"]
    assert rows["fps-15"] == ["3", "1", "gained"]
    text = " ".join(shown.split())
    assert "Count stable in 1 of 2; the form in the clip as it is could not be judged." in text
    assert "findings in" not in text
    write_stress(run, tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (data["same_count"], data["same_findings"]) == (1, None)
    STRESS.validate(data)


def test_a_person_sees_what_changed_and_what_was_left_open() -> None:
    shown = show(make_run(OUTCOMES))
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line.strip()}
    assert shown.startswith("clip.mp4 as it is: 3 reps; hip-lift.lumbar-hyperextension in 2, 3")
    assert rows["mirrored"] == ["3", "same", "+0.0", "+0.0", "0"]
    assert rows["rotated+5"] == ["3", "1", "gained", "-2.0", "-", "5"]
    assert rows["scaled-0.25"] == ["0", "(-3)", "not", "judged", "-", "-", "-"]
    assert rows["noisy-25"] == ["-", "failed", "-", "-", "-"]
    text = " ".join(shown.split())
    assert f"rotated+5 (turned by +5 deg): {FAST} found in 1, and not in the clip as it is" in text
    assert "blurred-1 (blurred by 1.0 % of its height): 2 counted (-1); " in text
    assert "noisy-25 (noise of 25 of 255 levels): it crashed" in text
    assert "Count stable in 2 of 5, findings in 1 of 5." in text
    assert "Left something open in 1: scaled-0.25." in text
    assert "Said something else in 2: rotated+5, blurred-1." in text
    assert "Failed in 1: noisy-25." in text


def test_a_rule_that_is_found_by_one_measure_and_has_lost_another_is_told() -> None:
    shown = show(make_run({"as-it-is": make_reps(), "scaled-0.25": make_reps(not_measurable=(ARCH,))}))
    text = " ".join(shown.split())
    assert f"could not be judged any more, or not by all measures: {ARCH}" in text
    assert "Left something open in 1: scaled-0.25." in text


def test_a_form_that_changes_with_the_same_rules_is_told() -> None:
    shown = show(make_run({"as-it-is": make_reps(), "compressed-45": make_reps(findings={ARCH: (3,)}, form="good")}))
    assert "other form" in shown
    assert "form: good; in the clip as it is faults" in " ".join(shown.split())
    assert "Said something else in 1: compressed-45." in shown


def test_where_nothing_changes_nothing_is_listed() -> None:
    shown = show(make_run({"as-it-is": make_hold(), "fps-15": make_hold(holds_s=(8.25,))}, "plank"))
    assert "What changed" not in shown
    assert "1 hold; no finding" in shown
    assert ["fps-15", "1", "same", "+0.2", "+0.0", "+0.0", "0"] in [line.split() for line in shown.splitlines()]
    assert shown.splitlines()[-1] == "Count stable in 1 of 1, findings in 1 of 1."


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [60, 80])
def test_no_line_is_wider_than_the_terminal(language: str, width: int) -> None:
    context = contextvars.copy_context()
    context.run(use_language, language)
    shown = context.run(show, make_run(OUTCOMES), width)
    assert max(measure_width(line) for line in shown.splitlines()) <= width


def test_the_file_has_all_of_it(tmp_path: Path) -> None:
    write_stress(make_run(OUTCOMES), tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    STRESS.validate(data)
    assert data["schema"] == "formcheck.stress/1"
    assert (data["same_count"], data["same_findings"]) == (2, 1)
    assert data["reference"]["findings"] == {ARCH: [2, 3]}
    variants = {variant["variant"]: variant for variant in data["variants"]}
    assert variants["rotated+5"]["rules"][1]["outcome"] == "gained"
    assert variants["rotated+5"]["measures"][0]["largest"] == -2.0
    assert variants["noisy-25"]["failed"] == "it crashed"


def test_a_file_without_a_key_or_with_one_more_does_not_keep_to_the_schema(tmp_path: Path) -> None:
    write_stress(make_run(OUTCOMES), tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    for key in data:
        assert not STRESS.is_valid({k: v for k, v in data.items() if k != key})
        assert not STRESS.is_valid({**data, key: {"odd": 3.5}})
    assert not STRESS.is_valid({**data, "more": 1})
    for variant in data["variants"]:
        for key in variant:
            broken = {k: v for k, v in variant.items() if k != key}
            assert not STRESS.is_valid({**data, "variants": [broken]})
        assert not STRESS.is_valid({**data, "variants": [{**variant, "more": 1}]})


@pytest.mark.parametrize(
    ("clip", "exercise", "model", "error", "says"),
    [
        ("a.pose.npz", "plank", "full", InputError, "a.pose.npz: these are saved landmarks, and it takes pictures"),
        ("none.mp4", "plank", "full", VideoError, "none.mp4: there is no such file"),
        ("empty.mp4", "plank", "full", VideoError, "empty.mp4: the file is empty"),
        ("a.mp4", "swimming", "full", InputError, "swimming: no such exercise"),
        ("a.mp4", "plank", "enormous", SetupError, "enormous"),
    ],
)
def test_what_cannot_be_used_is_told_before_the_work(
    clip: str,
    exercise: str,
    model: str,
    error: type[Exception],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.mp4").write_bytes(b"film")
    Path("empty.mp4").touch()
    with pytest.raises(error, match=says):
        check_clip(Path(clip), exercise, model)
