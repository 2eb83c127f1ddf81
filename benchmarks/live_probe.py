"""Play one film through the parts of ``formcheck live`` and print what it took, as JSON: called by live.py.

python benchmarks/live_probe.py FILM MODEL WINDOW STEP_S    WINDOW is "window" or "none"; a sample each STEP_S
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from formcheck.cli.run_live import SWITCH_S
from formcheck.exercises import find_exercise
from formcheck.live.coach import Coach, Phase
from formcheck.live.looker import Looker
from formcheck.live.screen import Screen, View
from formcheck.live.voice import open_voice
from formcheck.live.window import keep_window, wait_without_window
from formcheck.pose import PoseFrame
from formcheck.session import Session
from formcheck.sources.camera import Camera
from formcheck.sources.watcher import Watcher

_EXERCISE = "hip-lift"


class _CountingScreen(Screen):
    """Counts the pictures that it draws."""

    drawn = 0

    def show(self, rgb: Any, frame: PoseFrame | None, view: View) -> str | None:
        self.drawn += 1
        return super().show(rgb, frame, view)


@dataclass
class _Sampler:
    """Notes now and then, in a thread, what has been done so far."""

    looker: Looker
    coach: Coach
    camera: Camera
    screen: _CountingScreen | None
    step_s: float
    samples: list[dict[str, float]] = field(default_factory=list)
    leaving: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        me = psutil.Process(os.getpid())
        while not self.leaving.wait(self.step_s):
            if self.coach.phase is not Phase.SET:
                continue
            self.samples.append(
                {
                    "at_s": time.perf_counter(),
                    "cpu_s": time.process_time(),
                    "mb": me.memory_info().rss / 1e6,
                    "looked": self.looker.looked,
                    "drawn": 0 if self.screen is None else self.screen.drawn,
                    "came": newest.number if (newest := self.camera.newest(0, 0.0)) else 0,
                }
            )


def _make_endless() -> Any:
    """Return the exercise with a dose that is never reached."""
    exercise = find_exercise(_EXERCISE)
    endless = type(exercise.name, (type(exercise),), {"dose": dataclasses.replace(exercise.dose, reps=100_000)})
    return endless()


@contextlib.contextmanager
def _sampling(sampler: _Sampler) -> Iterator[None]:
    thread = threading.Thread(target=sampler.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        sampler.leaving.set()
        thread.join()


def main() -> int:
    """Play the film to its end and print what was measured from the count-in on."""
    _, film, model, window, step_s = sys.argv
    sys.setswitchinterval(SWITCH_S)
    exercise = _make_endless()
    session, coach = Session(exercise), Coach(exercise)
    with (
        contextlib.closing(open_voice("en", mute=True, sound="none")) as voice,
        Camera(Path(film)) as camera,
        contextlib.ExitStack() as opened,
    ):
        screen = _CountingScreen("formcheck", full_screen=False) if window == "window" else None
        if screen is not None:
            opened.callback(screen.close)
        looker = Looker(camera, partial(Watcher, model, exercise.surface), session, coach, voice.say)
        sampler = _Sampler(looker, coach, camera, screen, float(step_s))
        with looker, _sampling(sampler):
            never = threading.Event()
            if screen is None:
                wait_without_window(looker, never, lambda _line: None, coach, voice)
            else:
                keep_window(screen, camera, looker, coach, voice, never)
        result, _ = looker.finish(film)
    delays = [(delay.landmarks_s, delay.rest_s) for delay in looker.delays]
    why = str(coach.reason_over)
    print(json.dumps({"samples": sampler.samples, "delays": delays, "reps": len(result.counted), "over": why}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
