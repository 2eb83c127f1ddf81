"""A program that shows a window until it is told to end, and writes what it saw: a line for each key, then times."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from formcheck.live.screen import CLOSED, Screen, View
from formcheck.messages import use_language
from formcheck.pose import N_LANDMARKS, PoseFrame

TITLE = "formcheck test"
MOST_S = 30.0
"""It ends by itself: a test that fails leaves no window behind."""


def make_frame(width: int, height: int) -> PoseFrame:
    """Return a body that stands at the left of the camera's picture."""
    frame = PoseFrame.empty(0.0, people=1)
    pixels = np.full((N_LANDMARKS, 2), np.nan, np.float32)
    pixels[:] = (0.2 * width, 0.4 * height)
    pixels[25:, 1] = 0.8 * height
    pixels[1::2, 0] += 0.02 * width
    return PoseFrame(0.0, pixels, frame.world, frame.visibility, 1, frame.surface)


def main() -> None:
    """Show pictures of a size, with a view, as told by the first argument in JSON."""
    told: dict[str, Any] = json.loads(sys.argv[1])
    use_language(told["language"])
    width, height = told["size"]
    rgb = np.full((height, width, 3), told["brightness"], np.uint8)
    frame, view = make_frame(width, height), View(**told["view"])
    screen = Screen(TITLE, full_screen=False)
    times_s, end_s = [], time.monotonic() + MOST_S
    print("open", flush=True)
    while time.monotonic() < end_s:
        start_s = time.perf_counter()
        key = screen.show(rgb, frame, view)
        times_s.append(time.perf_counter() - start_s)
        if key is not None:
            print(f"key {key}", flush=True)
        if key in ("q", CLOSED):
            break
        time.sleep(0.005)
    again = screen.show(rgb, frame, view) if key == CLOSED else None
    screen.close()
    print(json.dumps({"median_ms": 1e3 * float(np.median(times_s)), "pictures": len(times_s), "again": again}))


if __name__ == "__main__":
    main()
