"""Make docs/live.png: a set that is played through ``formcheck live``, as the window shows it with its first cue.

Run it: python -m tools.live_picture. It needs Xvfb, openbox and xdotool (Linux), and takes half a minute.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from PIL import Image

from tests.e2e.displays import HEIGHT, WIDTH, open_displays
from tests.e2e.live_films import write_set
from tests.e2e.live_runs import killing, start

PICTURE = Path("docs/live.png")
SIZE = (960, 540)
COLOURS = 256
TO_THE_TOP_S = 2.2
"""From the cue, when a lift is over, to the top of the next one."""


def main() -> None:
    """Play, wait for the cue, and keep what is in the window."""
    with tempfile.TemporaryDirectory() as name, open_displays(Path(name), "display") as (display,):
        film = write_set(Path(name) / "film.mp4", "hip-lift-over-arched", 12.0)
        live = start(Path(name) / "live", "--source", film, "--language", "en", "--full-screen", display=display)
        with killing(live):
            display.do("mousemove", str(WIDTH), str(HEIGHT))
            live.await_word_of_set("one")
            time.sleep(TO_THE_TOP_S)
            picture = Image.fromarray(display.look().copy())
    height = WIDTH * SIZE[1] // SIZE[0]
    top = (HEIGHT - height) // 2
    picture = picture.crop((0, top, WIDTH, top + height))
    picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(COLOURS).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
