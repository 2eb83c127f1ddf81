"""Ctrl-C while a set is watched: the press of somebody who presses twice may come when the watching is over."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from formcheck import analysis
from formcheck.analysis import heed_ctrl_c


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_second_press_does_not_hit_what_follows() -> None:
    with heed_ctrl_c() as stopped:
        signal.raise_signal(signal.SIGINT)
    assert stopped.is_set()
    signal.raise_signal(signal.SIGINT)
    with heed_ctrl_c() as again:
        pass
    assert not again.is_set()
    signal.raise_signal(signal.SIGINT)


def test_a_later_press_does_what_it_did_before(monkeypatch: pytest.MonkeyPatch) -> None:
    with heed_ctrl_c():
        signal.raise_signal(signal.SIGINT)
    monkeypatch.setattr(analysis, "_TWICE_S", 0.0)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_a_press_all_is_as_before() -> None:
    with heed_ctrl_c():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
