"""The window: the person mirrored, the skeleton, one big number and one big line of text."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import sys
from dataclasses import dataclass

import numpy as np

from formcheck.drawing.figure import FigureBrush
from formcheck.drawing.lettering import EDGE, SIGN, Lettering, Row, put
from formcheck.drawing.looks import DIM, GROUND, OUTLINE, PLATE, Grade, Picture
from formcheck.errors import ScreenError
from formcheck.messages import _, translate
from formcheck.pose import PoseFrame
from formcheck.sources.native import import_native

__all__ = ["CLOSED", "Canvas", "Screen", "View"]

cv2 = import_native("cv2")
WIDTH, HEIGHT = 1280, 720
"""Of what is drawn, px, whatever the camera gives; the window shows it at any size. Source: our choice: as the film."""
CLOSED = "closed"
"""What `Screen.show` returns when the person has closed the window."""
_NUMBER = 0.28
"""Size of the number, of the height. Its digits are 0.21 high: 3.7 cm on a laptop of 14 inches, 42 minutes of arc from
3 m, where 5 are enough for good eyes. Source: our choice: a sixth at least, and a digit is 0.75 of its size.
"""
_LINE = (0.115, 0.095, 0.078)
"""Sizes of the line of text, of the height: the largest in which it takes no more than two lines, or else the smallest.

Source: our choice: capitals of the smallest are 1 cm high on the same laptop, 12 minutes of arc from 3 m.
"""
_LINES = 2
_LINE_PADDING, _SIGN_PADDING = EDGE + 0.6, SIGN + 0.6
"""Room that a plate takes beside its text, and beside that with the sign, in sizes of the text."""
_SMALL = 0.042
"""Size of what is read at the desk, of the height: keys, pictures a second. Source: our choice."""
_THICKNESS = 7
"""Of the figure's lines, px. Source: our choice: as in the film of this size."""
_KEPT = 8
"""Plates of each kind that are kept: a large one takes 0.4 MB."""
_MARGIN, _GAP = 16, 8
"""Between plates and the edge, and among plates, px."""
_NAMES = {27: "esc", 13: "enter", 10: "enter", 32: "space"}
"""Keys that write no letter."""
_QT_SILENT = ("QT_LOGGING_RULES", "default.warning=false")
"""Qt in OpenCV misses fonts that we do not use, and says so on the terminal."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown with a picture; texts are in the person's language.

    Attributes
    ----------
    number : count or seconds, large; empty for none.
    line : what is said, large; empty for none.
    grade : of the line.
    keys : what the keys do, at the lower edge.
    dropped : pictures of the camera that were not looked at.
    fps : pictures a second.
    """

    number: str
    line: str
    grade: Grade
    keys: str
    dropped: int
    fps: float
    muted: bool


class Canvas:
    """Draws what the window shows: 1280 x 720 px; a picture of another shape stands in its middle.

    Parameters
    ----------
    mirror : turn pictures and landmarks round, as in a mirror; text never is.
    """

    def __init__(self, *, mirror: bool) -> None:
        self._mirror = mirror
        self._ground = np.full((HEIGHT, WIDTH, 3), GROUND, np.uint8)
        self._figure = FigureBrush(_THICKNESS)
        self._number, self._small = (Lettering(size * HEIGHT, _KEPT) for size in (_NUMBER, _SMALL))
        self._lines = [Lettering(size * HEIGHT, _KEPT) for size in _LINE]
        self._make_line = functools.lru_cache(_KEPT)(self._wrap_line)
        self._make_number = functools.lru_cache(_KEPT)(self._draw_number)
        self._low = False

    def draw(self, rgb: Picture, frame: PoseFrame | None, view: View) -> Picture:
        """Return a picture, (720, 1280, 3) RGB, of the camera's, (h, w, 3) RGB, with all that is to be seen in it."""
        height, width = rgb.shape[:2]
        scale = min(WIDTH / width, HEIGHT / height)
        picture, left, top = self._place(rgb, scale)
        body = None
        if frame is not None:
            x, y = (frame.pixels * np.float32(scale)).T
            x = round(width * scale) - 1 - x if self._mirror else x
            self._figure.draw(picture, np.column_stack((x + left, y + top)), 0)
            body = (float(y.min()) + top, float(y.max()) + top) if np.isfinite(y).all() else None
        self._write(picture, view, body)
        return picture

    def _place(self, rgb: Picture, scale: float) -> tuple[Picture, int, int]:
        """Return a canvas with the camera's picture in its middle, and the place of its upper left corner."""
        height, width = (round(side * scale) for side in rgb.shape[:2])
        if (height, width) != rgb.shape[:2]:
            rgb = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_LINEAR)
        left, top = (WIDTH - width) // 2, (HEIGHT - height) // 2
        canvas = self._ground.copy()
        place = canvas[top : top + height, left : left + width]
        place[:] = cv2.flip(rgb, 1) if self._mirror else rgb
        return canvas, left, top

    def _write(self, picture: Picture, view: View, body: tuple[float, float] | None) -> None:
        number = self._make_number(view.number)
        put(picture, number, 0, 0, _MARGIN)
        keys = self._small.plate((Row(view.keys, DIM),))
        put(picture, keys, 0, HEIGHT, _MARGIN)
        foot = self._write_state(picture, view, keys)
        if not view.line:
            return
        left = number.shape[1] + 2 * _MARGIN
        high = self._make_line(view.line, view.grade, WIDTH - left - _MARGIN)
        low = self._make_line(view.line, view.grade, WIDTH - 2 * _MARGIN)
        below = foot - low.shape[0] - _GAP
        self._choose_place(body, high.shape[0] + _MARGIN, below)
        if self._low:
            put(picture, low, (WIDTH - low.shape[1]) / 2, below)
        else:
            put(picture, high, left, 0, _MARGIN)

    def _choose_place(self, body: tuple[float, float] | None, upper: float, lower: float) -> None:
        """Take the line from where it hides the body to where it hides nothing; without such a place it stays."""
        if body is None:
            return
        hides_high, hides_low = body[0] < upper, body[1] > lower
        if hides_high != hides_low:
            self._low = hides_high

    def _write_state(self, picture: Picture, view: View, keys: Picture) -> int:
        """Write at the right what goes on, above the keys where there is no room beside them; return its upper end."""
        said = translate(_("{fps} pictures/s, {dropped} dropped", fps=round(view.fps), dropped=view.dropped))
        muted = [Row(translate(_("Sound is off")), size=1.3)] if view.muted else []
        state = self._small.plate((*muted, Row(said, DIM)))
        bottom = HEIGHT - _MARGIN
        if keys.shape[1] + state.shape[1] + 3 * _MARGIN > WIDTH:
            bottom -= keys.shape[0] + _GAP
        top = int(bottom - state.shape[0])
        put(picture, state, WIDTH, top, _MARGIN)
        return min(top, int(HEIGHT - _MARGIN - keys.shape[0]))

    def _draw_number(self, text: str) -> Picture:
        """Return the plate of the number, without the room that letters need above and below."""
        if not text:
            return np.empty((0, 0, 3), np.uint8)
        plate = self._number.plate((Row(text),))
        rows, columns = (
            np.flatnonzero(ink) for ink in ((plate > PLATE).any(axis=(1, 2)), (plate > PLATE).any(axis=(0, 2)))
        )
        padding = 2 * _MARGIN
        top, left = max(0, rows[0] - padding), max(0, columns[0] - padding)
        return plate[top : rows[-1] + padding, left : columns[-1] + padding]

    def _wrap_line(self, text: str, grade: Grade, width: int) -> Picture:
        """Return the plate of the line in the largest size in which it fits into a width, px."""
        for lettering in self._lines:
            lines = lettering.wrap(
                text, width - _LINE_PADDING * lettering.size_px, width - _SIGN_PADDING * lettering.size_px
            )
            if len(lines) <= _LINES:
                break
        return lettering.plate(tuple(map(Row, lines)), grade, True)


class Screen:
    """The window; used by the main thread only.

    Parameters
    ----------
    title : of the window, and its name: two windows have two titles.
    full_screen : begin with it; the key f changes it.
    mirror : as in `Canvas`.

    Raises
    ------
    ScreenError
        When there is no display.
    """

    def __init__(self, title: str, *, full_screen: bool, mirror: bool = True) -> None:
        _check_display()
        self._title, self._full = title, full_screen
        self._canvas = Canvas(mirror=mirror)
        os.environ.setdefault(*_QT_SILENT)
        _load_system_x11()
        self._bgr = np.full((HEIGHT, WIDTH, 3), OUTLINE, np.uint8)
        try:
            cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(title, WIDTH, HEIGHT)
            self._set_full_screen()
            cv2.imshow(title, self._bgr)
            cv2.waitKey(1)
        except cv2.error as error:  # OpenCV without windows
            raise ScreenError(_("no window can be opened here: the voice alone guides you")) from error

    def show(self, rgb: Picture, frame: PoseFrame | None, view: View) -> str | None:
        """Show a picture of the camera, (h, w, 3) uint8 RGB, with what was seen in it.

        Returns the key that was pressed, a small letter or "esc", "enter", "space", ``CLOSED`` once the window is
        closed, or None. The key f is acted on here, and returned like others.
        """
        if self._is_closed():
            return CLOSED  # to show a picture would open it again
        cv2.cvtColor(self._canvas.draw(rgb, frame, view), cv2.COLOR_RGB2BGR, dst=self._bgr)
        cv2.imshow(self._title, self._bgr)
        key = _name_key(cv2.pollKey())
        if self._is_closed():
            return CLOSED
        if key == "f":
            self._full = not self._full
            self._set_full_screen()
        return key

    def close(self) -> None:
        """Close the window, if it is open."""
        with contextlib.suppress(cv2.error):
            cv2.destroyWindow(self._title)
            cv2.waitKey(1)

    def _set_full_screen(self) -> None:
        shape = cv2.WINDOW_FULLSCREEN if self._full else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, shape)

    def _is_closed(self) -> bool:
        try:
            return bool(cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1)
        except cv2.error:
            return True


def _name_key(code: int) -> str | None:
    """Return the name of a key by the code that OpenCV gives, -1 for none."""
    if code < 0:
        return None
    code &= 0xFF
    return _NAMES.get(code) or (chr(code).lower() if 32 < code < 127 else None)


def _check_display() -> None:
    """See that there is a display: without one Qt, in OpenCV, ends the whole program.

    Raises
    ------
    ScreenError
        When there is none, or it cannot be reached.
    """
    if not sys.platform.startswith("linux"):
        return
    if not os.environ.get("DISPLAY") or not _reaches_display():
        raise ScreenError(_("there is no display here (DISPLAY): the voice alone guides you"))


def _load_system_x11() -> None:
    """Have Qt, in OpenCV, use the system's libX11-xcb, where there is one, and not the copy that comes with OpenCV.

    Both that copy and the system's libX11 write into one structure, whose layout they need not agree on. Then libX11
    goes on taking events that Qt waits for; on a busy machine one of five windows never learned that it was open, and
    stayed blank, with its keys at work. What is loaded for all, before Qt, goes before what Qt has with it.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            ctypes.CDLL("libX11-xcb.so.1", mode=ctypes.RTLD_GLOBAL)


def _reaches_display() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")  # OpenCV needs it, so it is there
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
