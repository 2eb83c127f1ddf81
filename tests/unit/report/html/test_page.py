"""The page as a whole: it needs no network, shows texts as texts, says first what matters, and is not too large."""

from __future__ import annotations

import base64
import copy
import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.advisor import QUESTIONS, Advice, Question, Reason, advise
from formcheck.errors import OutputError
from formcheck.exercises.base import Exercise, Limit, Measured, Seen, Window
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.report.html import Report, check_report
from formcheck.results import Measure, NotMeasurable, RuleNotMeasurable
from formcheck.session import Session
from tests.synthetic import Lift, blind, hide, hip_lift_track, join
from tests.unit.advisor.cases import WELL
from tests.unit.report.html.pages import Page, judge_golden, write_in, write_page
from tests.unit.report.video.sets import Done, judge, lift_too_high

LIBRARY = 1_000_000
"""Letters of Bokeh, at least: our own scripts are shorter."""
LOADS = re.compile(r"""url\(|@import|\bimport\b|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|https?:""")
PICTURE = "data:image/jpeg;base64,"


@pytest.fixture(scope="module")
def faulty() -> Done:
    return judge_golden("hip-lift-d-top-200")


@pytest.fixture(scope="module")
def quick(faulty: Done) -> Done:
    """The same set, of whose landmarks nothing is left: a page without plots takes no time."""
    return dataclasses.replace(faulty, track=blind(faulty.track))


@pytest.fixture(scope="module")
def page(faulty: Done) -> Page:
    return Page(write_page(faulty))


# No network


@pytest.mark.parametrize("name", ["plank-c-sag-20", "clamshell-e-wrong-view"])
def test_a_browser_loads_nothing_from_elsewhere(name: str) -> None:
    page = Page(write_page(judge_golden(name)))
    loaded = [
        e.attributes[a]
        for e in page.elements
        for a in ("src", "href", "action", "data", "srcset", "poster")
        if a in e.attributes
    ]
    assert all(address.startswith(PICTURE) for address in loaded)
    assert not [e.tag for e in page.elements if e.tag in ("link", "base", "iframe", "object", "embed", "form")]
    own = [e.text for e in page.find("script") if len(e.text) < LIBRARY]
    assert len(own) == 2
    for text in (*own, *(e.text for e in page.find("style")), *(e.attributes.get("style", "") for e in page.elements)):
        assert LOADS.search(text) is None
    assert not any(value.startswith(("http", "//")) for e in page.elements for value in e.attributes.values())


def test_the_page_forbids_the_browser_to_load_anything(page: Page) -> None:
    policy = next(
        e.attributes["content"]
        for e in page.find("meta")
        if "Content-Security-Policy" in e.attributes.get("http-equiv", "")
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert set(" ".join(rules.values()).split()) <= {"'none'", "'unsafe-inline'", "data:", "blob:"}


# Texts are texts

EVIL = "</script><img src=x onerror=alert(1)>{{{{ 7*7 }}}}'\"<!--<script>&amp; no {}"


class Evil:
    """Texts that would do harm if they were taken for more than texts; each with a number to know it by."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def make(self) -> str:
        self.given.append(EVIL.format(len(self.given)))
        return self.given[-1]


def make_evil(evil: Evil) -> tuple[Done, dict[str, Any]]:
    """Return a set of an exercise of another package, and options, with such a text wherever there can be one."""
    ours = lift_too_high(2, size=(320, 240))
    exercise = copy.copy(ours.exercise)
    units = {"deg": evil.make(), "s": evil.make()}

    def change(limit: Limit) -> Limit:
        watch = dataclasses.replace(limit.watch, unit=units.get(limit.watch.unit, "%"), source=evil.make())
        fault = limit.fault and dataclasses.replace(limit.fault, source=evil.make())
        return dataclasses.replace(limit, watch=watch, fault=fault, seen=evil.make() if shown(limit) else limit.seen)

    def shown(limit: Limit) -> bool:
        return limit.measure == "line_at_top_deg" and limit.beyond == "above"

    def measure(window: Window) -> Measured:
        measured = ours.exercise.measure(window)
        followed = {n: dataclasses.replace(f, unit=units.get(f.unit, f.unit)) for n, f in measured.followed.items()}
        measures = {
            n: dataclasses.replace(m, unit=units.get(m.unit, m.unit)) if isinstance(m, Measure) else m
            for n, m in measured.measures.items()
        }
        return Measured({**measures, "trunk_bend_pct": NotMeasurable(reason)}, measured.bounds_s, followed)

    reason, name = evil.make(), evil.make()
    rules = [rule for rule in ours.exercise.rules if rule.limits and not rule.trends]
    exercise.rules = tuple(
        dataclasses.replace(r, id=f"hip-lift.{evil.make()}", cue=evil.make(), limits=tuple(map(change, r.limits)))
        if any(map(shown, r.limits))
        else dataclasses.replace(r, limits=tuple(map(change, r.limits)))
        for r in rules
    )
    changed = {
        "title": evil.make(),
        "driver_unit": evil.make(),
        "columns": {**ours.exercise.columns, "line_at_top_deg": name},
    }
    for key, value in changed.items():
        setattr(exercise, key, value)
    exercise.reasons = {**ours.exercise.reasons, Seen.NOBODY: evil.make()}  # type: ignore[misc]
    exercise.measure = measure  # type: ignore[method-assign]
    done = watch(exercise, ours)
    file = "<img src=x onerror=alert(1)>{{ 7*7 }}'\"file.mp4"
    evil.given.append(file)
    result = dataclasses.replace(
        done.result,
        source=SourceInfo(f"/videos/me/{file}", 320, 240, 10.0, 150, warnings=(evil.make(),)),
        model=ModelInfo(evil.make(), evil.make()),
        notes=(evil.make(),),
        not_measurable=(RuleNotMeasurable(f"hip-lift.{evil.make()}", evil.make()),),
        own_bias={evil.make(): 1.0},
        own_thresholds={evil.make(): 1.0},
        view=dataclasses.replace(done.result.view, expected=evil.make(), seen=evil.make()),
    )
    advice = Advice("adjust", (Reason("form", "adjust", evil.make()),), (evil.make(), evil.make()), (evil.make(),))
    options = {"advice": advice, "person": evil.make()}
    return dataclasses.replace(done, result=result), options


def watch(exercise: Exercise, done: Done) -> Done:
    """Return the set as another exercise sees it, with nobody found in its last half second."""
    track = hide(done.track, done.track.time_s[-1] - 0.5, np.inf)
    session = Session(exercise)
    session.push(track)
    assert track.source is not None
    return Done(track, session.finish(track.source, track.model), exercise)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_texts_are_shown_and_never_taken_for_anything_else(language: str) -> None:
    evil = Evil()
    done, options = make_evil(evil)
    assert done.result.findings
    written = write_in(language, done, **options)
    page = Page(written)
    assert [e.attributes["src"][: len(PICTURE)] for e in page.find("img")] == [PICTURE] * len(done.result.findings)
    assert not [name for e in page.elements for name in e.attributes if name.startswith("on")]
    assert len(page.find("script")) == 3
    read = page.read()
    hidden = {done.exercise.driver_unit}  # a unit of a plot, drawn by the script
    assert [text for text in evil.given if text not in hidden and " ".join(text.split()) not in read] == []
    assert "49" not in read.replace("'\"", "")
    for script in page.find("script"):
        assert "onerror=alert(1)>" not in script.text or len(script.text) > LIBRARY
        assert "<!--" not in script.text or len(script.text) > LIBRARY


def test_the_clips_folder_is_nowhere(quick: Done) -> None:
    source = SourceInfo("/videos/anna/private folder/set.mp4", 640, 480, 20.0, 600)
    done = dataclasses.replace(quick, result=dataclasses.replace(quick.result, source=source))
    page = write_page(done, clip=Path("/videos/anna/private folder/set.mp4"))
    assert "set.mp4" in page
    assert "private folder" not in page
    assert "anna" not in Page(page).read()


def test_name_and_day_are_on_it_where_they_are_given(quick: Done) -> None:
    page = Page(write_page(quick, person="Anna & 花子", done_at=dt.datetime(2025, 3, 9, 7, 5)))
    assert "Anna & 花子" in page.read_in("about")
    assert "2025-03-09 07:05" in page.read_in("about")
    assert "·" not in Page(write_page(quick)).read_in("about")


# What matters comes first

STEPS = ("Go to a doctor.", "One.", "Two.", "Three.", "Four.")


@pytest.mark.parametrize("count", range(6))
def test_three_things_to_do_and_none_is_lost(count: int, quick: Done) -> None:
    advice = Advice("stop", (Reason("pain", "stop", "it hurt"),), STEPS[:count])
    page = Page(write_page(quick, advice))
    shown = [e.text for e in page.find("li") if e.parents[-1].tag == "ol"]
    more = [e.text for e in page.find("li") if e.parents[-2].tag == "details"]
    assert shown == [*STEPS[: min(count, 3)]]
    assert [*shown, *more] == [*STEPS[:count]]


def test_of_many_cues_the_first_is_to_be_done_beside_what_always_holds(quick: Done) -> None:
    finding = quick.result.findings[0]
    findings = tuple(dataclasses.replace(finding, rule=f"hip-lift.r{i}", cue=f"Cue {i}.") for i in range(4))
    result = dataclasses.replace(quick.result, findings=findings)
    page = Page(write_page(dataclasses.replace(quick, result=result), advise(result, WELL)))
    shown = [e.text for e in page.find("li") if e.parents[-1].tag == "ol"]
    more = [e.text for e in page.find("li") if e.parents[-2].tag == "details"]
    assert shown[0] == "Cue 0."
    assert not any(text.startswith("Cue") for text in shown[1:])
    assert more == ["Cue 1.", "Cue 2.", "Cue 3."]
    assert [*shown, *more] == sorted(advise(result, WELL).next_steps, key=[*shown, *more].index)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.tier], ids=lambda q: q.key)
def test_for_a_doctor_the_decision_why_and_what_to_do_come_before_all_else(question: Question, quick: Done) -> None:
    bad = next(answer for answer in ("yes", "no") if not question.is_reassured_by(answer))
    advice = advise(quick.result, {**WELL, question.key: bad})
    assert advice.decision == "see-a-doctor"
    page = Page(write_page(quick, advice, person="Anna"))
    read = page.read()
    read = read[read.index("SEE A DOCTOR", read.index("Report of a set")) :]  # what is before is the title
    reasons = [reason.text[1:] for reason in advice.reasons]
    places = [read.index(text) for text in ("SEE A DOCTOR", "Why", *reasons, "What to do", *advice.next_steps[:3])]
    assert places == sorted(places)
    assert max(places) < min(map(read.index, ("What the camera saw", "Film and plots", "For physiotherapists")))
    assert "Not answered yet" not in read
    assert next(e.text for e in page.find("h2")) == "SEE A DOCTOR"


def test_open_questions_are_asked_for_but_not_of_one_who_is_sent_to_a_doctor(quick: Done) -> None:
    assert "Not answered yet" in Page(write_page(quick, advise(quick.result))).read()
    sent = advise(quick.result, {"numbness": "yes"})
    assert sent.missing
    assert "Not answered yet" not in Page(write_page(quick, sent)).read()


# What is odd


def make_odd() -> dict[str, Done]:
    lifts = hip_lift_track([Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=1.0)] * 3)
    done = judge(lifts)
    rules = tuple(RuleNotMeasurable(rule.id, "it was dark") for rule in done.exercise.rules)
    measures = {name: NotMeasurable("it was dark") for name in done.result.reps[0].measures}
    reps = tuple(dataclasses.replace(rep, measures=measures) for rep in done.result.reps)
    dark = dataclasses.replace(done.result, reps=reps, not_measurable=rules, form="not-measurable")
    assert lifts.source is not None
    stopped = dataclasses.replace(lifts.source, interrupted=True, warnings=("stopped by Ctrl-C at 3.0 s.",))
    return {
        "no picture": judge(lifts.slice(0, 0)),
        "one picture": judge(lifts.slice(0, 1)),
        "two pictures": judge(lifts.slice(0, 2)),
        "nobody": judge(blind(lifts)),
        "no rep": judge(lifts.slice(0, 20)),
        "stopped": judge(dataclasses.replace(lifts.slice(0, 200), source=stopped)),
        "nothing measurable": dataclasses.replace(done, result=dark),
        "no model": dataclasses.replace(done, result=dataclasses.replace(done.result, model=None)),
    }


ODD = make_odd()


@pytest.mark.parametrize("kind", ODD)
def test_odd_sets_have_a_page(kind: str) -> None:
    done = ODD[kind]
    page = Page(write_in("ja", done))
    assert page.find("html")[0].attributes["lang"] == "ja"
    body = page.find("tbody")
    assert len([e for e in page.find("button", "seek") if "td" in {p.tag for p in e.parents}]) == len(done.result.reps)
    assert body
    assert "nan" not in page.read().lower().split()


def test_a_set_that_was_stopped_says_so() -> None:
    assert "stopped by Ctrl-C at 3.0 s." in Page(write_page(ODD["stopped"])).read().replace("Stopped", "stopped")


def test_a_set_in_which_nothing_was_measurable_is_not_praised() -> None:
    read = Page(write_page(ODD["nothing measurable"])).read()
    assert "No fault was seen" not in read
    assert "all within the limits" not in read.lower()
    assert "It was dark." in read


def test_a_good_set_is_said_to_have_no_fault() -> None:
    assert "No fault was seen in what could be judged." in Page(write_page(judge_golden("plank-d-correct"))).read()


@pytest.mark.parametrize("kind", ["no picture", "nobody", "no rep"])
def test_a_set_in_which_nothing_was_counted_is_not_praised(kind: str) -> None:
    read = Page(write_page(ODD[kind])).read()
    assert "No fault was seen" not in read
    assert "Nothing was counted." in read


# Size and time


def repeat(name: str, count: int) -> Done:
    return judge(join(*[judge_golden(name).track] * count))


def test_a_minute_is_a_page_of_less_than_three_megabytes() -> None:
    done = repeat("hip-lift-d-top-200", 3)
    assert (done.track.time_s[-1] > 60, len(done.result.reps)) == (True, 12)
    page = write_page(done)
    assert len(page.encode()) < 3_000_000
    assert len(page.encode()) > LIBRARY


def test_half_an_hour_of_hundreds_of_reps_is_small() -> None:
    done = repeat("hip-lift-d-top-200", 89)
    assert done.track.time_s[-1] > 1800
    assert len(done.result.reps) > 350
    assert len(write_page(done).encode()) < 2_200_000


@pytest.mark.parametrize("name", ["clamshell-c-too-fast", "single-leg-stance-c-foot-down-twice"])
def test_each_finding_has_its_picture_and_each_plot_its_words(name: str) -> None:
    done = judge_golden(name)
    page = Page(write_in("ja", done))
    assert len(page.find("article")) == len(page.find("img")) == len(done.result.findings) > 0
    assert all(e.attributes["alt"] for e in page.find("img"))
    charts = page.find("figure", "chart")
    assert len(charts) == len(page.find("div", "plot")) > 1
    assert all(e.attributes["aria-hidden"] == "true" for e in page.find("div", "plot"))


def test_slider_and_plots_begin_with_the_first_picture(faulty: Done) -> None:
    """As after a live set, whose landmarks begin when the person is in position."""
    later = dataclasses.replace(faulty.track, time_s=faulty.track.time_s + 12.5)
    page = Page(write_page(judge(later)))
    slider = next(e.attributes for e in page.find("input") if e.attributes.get("id") == "time")
    assert [slider[key] for key in ("min", "value", "max")] == ["12.50", "12.50", f"{later.time_s[-1]:.2f}"]
    whole = page.find("option")[0].attributes["value"]
    assert whole == f"12.50 {later.time_s[-1]:.2f}"
    plots = next(e.text for e in page.find("script") if "docs_json" in e.text and len(e.text) < LIBRARY)
    assert set(re.findall(r'"name":"times"[^}]*"start":([0-9.]+)', plots)) == {"12.5"}


# The film


def test_a_film_is_put_in_and_comes_out_the_same(quick: Done, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(range(256)) * 40)
    page = Page(write_page(quick, film=film))
    data = next(e.text for e in page.find("script") if e.attributes.get("id") == "film-data")
    assert base64.b64decode(data) == film.read_bytes()
    assert page.find("input", "hidden") == []


def test_a_film_that_is_too_large_is_left_out(quick: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.report.html.page._LARGEST_FILM", 1000)
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(1000))
    assert "film-data" in {e.attributes.get("id") for e in Page(write_page(quick, film=film)).find("script")}
    film.write_bytes(bytes(1001))
    page = Page(write_page(quick, film=film))
    assert "film-data" not in {e.attributes.get("id") for e in page.find("script")}
    assert page.find("input", "hidden")


def test_a_film_that_cannot_be_read_is_one_line_and_no_page(quick: Done, tmp_path: Path) -> None:
    report = Report(quick.result, advise(quick.result), quick.track, quick.exercise)
    path = tmp_path / "page.html"
    report.write(path)
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"none\.mp4: the film could not be put into the report \(No such file"):
        report.write(path, tmp_path / "none.mp4")
    with pytest.raises(OutputError, match=r"\(Is a directory\)"):
        report.write(path, tmp_path)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("name", ["report", "report.htm.txt", "report.pdf", ".html"])
def test_a_report_is_a_web_page(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"the report is a web page\. Give it a name that ends in \.html"):
        check_report(tmp_path / name)


@pytest.mark.parametrize("name", ["report.html", "Report.HTML", "r.htm"])
def test_what_is_named_as_a_web_page_may_be_written(name: str, tmp_path: Path) -> None:
    check_report(tmp_path / name)
    assert not (tmp_path / name).exists()


def test_writing_again_replaces_the_old_page(quick: Done, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    Report(quick.result, advise(quick.result), quick.track, quick.exercise).write(path)
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert path.stat().st_mode & 0o077 == 0
