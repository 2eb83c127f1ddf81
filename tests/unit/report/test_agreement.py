"""Program and physiotherapist: counts worked out by hand, kappa where it is defined, and ticks that are left out."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from formcheck.report.agreement import PUBLISHED, Agreement, compare_ticks
from formcheck.report.agreement_text import print_agreement
from formcheck.report.kappa import Table, compute_kappa
from formcheck.report.ratings import Tick
from tests.unit.report.sets import make_hold, make_rep, make_set

COUNTS = st.integers(0, 60)
TABLES = st.builds(Table, COUNTS, COUNTS, COUNTS, COUNTS)


@pytest.mark.parametrize(
    ("table", "agreement", "kappa"),
    [
        # the textbook: 20 and 15 alike of 50, 35 alike; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5
        (Table(20, 5, 10, 15), 0.7, 0.4),
        (Table(4, 0, 0, 6), 1.0, 1.0),
        (Table(0, 5, 5, 0), 0.0, -1.0),
        (Table(25, 25, 25, 25), 0.5, 0.0),
    ],
)
def test_kappa_by_hand(table: Table, agreement: float, kappa: float) -> None:
    assert table.agreement == pytest.approx(agreement)
    found = compute_kappa(table)
    assert found is not None
    assert found.value == pytest.approx(kappa)
    assert found.low <= kappa <= found.high


@pytest.mark.parametrize("table", [Table(0, 0, 0, 9), Table(9, 0, 0, 0), Table(0, 3, 0, 6), Table(3, 0, 6, 0)])
def test_where_one_always_said_the_same_there_is_no_kappa(table: Table) -> None:
    assert compute_kappa(table) is None
    assert table.agreement is not None


def test_of_nothing_there_is_neither() -> None:
    assert compute_kappa(Table(0, 0, 0, 0)) is None
    assert Table(0, 0, 0, 0).agreement is None


@given(TABLES)
def test_kappa_lies_in_its_interval_and_does_not_care_who_is_first_or_what_is_yes(table: Table) -> None:
    kappa = compute_kappa(table)
    swapped = compute_kappa(Table(table.both, table.only_second, table.only_first, table.neither))
    turned = compute_kappa(Table(table.neither, table.only_first, table.only_second, table.both))
    if kappa is None:
        assert (swapped, turned) == (None, None)
        return
    assert -1.0 <= kappa.low <= kappa.value <= kappa.high <= 1.0 + 1e-9
    for other in (swapped, turned):
        assert other is not None
        assert (other.value, other.low, other.high) == pytest.approx((kappa.value, kappa.low, kappa.high), abs=0.002)


@pytest.mark.parametrize(("n", "yes", "true"), [(10, 0.5, 0.5), (20, 0.2, 0.2), (20, 0.5, 0.83), (40, 0.2, 0.83)])
def test_the_interval_covers_the_truth_as_often_as_it_says(n: int, yes: float, true: float) -> None:
    spread = yes * (1 - yes)
    shares = [yes**2 + true * spread, spread * (1 - true), spread * (1 - true), (1 - yes) ** 2 + true * spread]
    rng = np.random.default_rng(1)
    drawn = (compute_kappa(Table(*map(int, rng.multinomial(n, shares)))) for _ in range(400))
    covered = [k.low - 1e-9 <= true <= k.high + 1e-9 for k in drawn if k]
    assert 0.91 <= np.mean(covered) <= 0.99


def tick(rule: str, *said: tuple[int, bool], exercise: str = "hip-lift") -> list[Tick]:
    return [Tick(rep, f"{exercise}.{rule}", fault) for rep, fault in said]


REPS = (
    make_rep(1, "too-fast"),
    make_rep(2, "too-fast"),
    make_rep(3),
    make_rep(4),
    make_rep(5, up_s=None, down_s=None),
    make_rep(6, complete=False),
)


def test_rep_by_rep() -> None:
    ticks = tick("too-fast", (1, True), (2, False), (3, True), (4, False), (5, False), (6, True))
    (rule,) = compare_ticks(make_set(reps=REPS), ticks).rules
    assert (rule.rule, rule.table, rule.left_out) == ("hip-lift.too-fast", Table(1, 1, 1, 1), 2)


def test_reps_without_a_tick_do_not_count() -> None:
    (rule,) = compare_ticks(make_set(reps=REPS), tick("too-fast", (1, True))).rules
    assert rule.table == Table(1, 0, 0, 0)


def test_rules_of_the_whole_set_are_left_out() -> None:
    (rule,) = compare_ticks(make_set(reps=REPS), tick("fatigue", (1, True), (2, False))).rules
    assert (rule.table.n, rule.left_out) == (0, 2)


def test_holds_show_fatigue_when_they_are_long_enough() -> None:
    plank = make_set("plank", holds=(make_hold(1, 10.0, "fatigue"), make_hold(2, 10.0), make_hold(3, 4.0)))
    ticks = tick("fatigue", (1, True), (2, True), (3, False), exercise="plank")
    (rule,) = compare_ticks(plank, ticks).rules
    assert (rule.table, rule.left_out) == (Table(1, 0, 1, 0), 1)


def test_all_together() -> None:
    ticks = tick("too-fast", (1, True), (3, False)) + tick("jerky", (1, True), (3, False))
    agreement = compare_ticks(make_set(reps=REPS), ticks)
    assert [rule.rule for rule in agreement.rules] == ["hip-lift.jerky", "hip-lift.too-fast"]
    assert agreement.total == Table(1, 0, 1, 2)


def show(agreement: Agreement, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_agreement(agreement, console)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


MIXED = (
    tick("too-fast", (1, True), (2, False), (3, True), (4, False), (5, False))
    + tick("jerky", *((i, False) for i in range(1, 5)))
    + tick("lumbar-hyperextension", *((i, i == 4) for i in range(1, 5)))
)


def test_the_table_in_the_terminal() -> None:
    shown = show(compare_ticks(make_set(reps=REPS), MIXED))
    rows = [line.split() for line in shown.splitlines()]
    # the ends of the interval by hand: 4 k^2 / (1 - k^2) = 3.841, so k = 0.70
    assert ["too-fast", "4", "1", "1", "1", "1", "50", "0.00", "(-0.7..0.7)"] in rows
    assert ["jerky", "4", "0", "0", "0", "4", "100", "-"] in rows
    assert ["lumbar-hyperextension", "4", "0", "0", "1", "3", "75", "-"] in rows
    assert any(row[:3] == ["all", "together", "12"] for row in rows)
    assert max(map(len, shown.splitlines())) <= 80


def test_what_the_figures_do_not_say_is_said() -> None:
    shown = show(compare_ticks(make_set(reps=REPS), MIXED), width=300)
    assert "No kappa for lumbar-hyperextension, jerky: one of the two said the same every time" in shown
    assert "1 tick is left out, as the program could not judge that: too-fast 1." in shown
    assert "Two physiotherapists, six exercises for knee and hip: 83 % agree; kappa not known (Biebl 2021)." in shown


def test_published_figures_have_a_source() -> None:
    assert [(study.agreement, study.kappa) for study in PUBLISHED] == [(0.833, None), (0.84, 0.57)]
    assert all("only" in study.source for study in PUBLISHED)


def test_one_rule_needs_no_sum() -> None:
    assert "all together" not in show(compare_ticks(make_set(reps=REPS), tick("jerky", (1, True))))
