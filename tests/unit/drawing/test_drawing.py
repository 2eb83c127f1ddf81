"""Text that can be read, in both languages and at every size, and figures that stay in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.drawing.figure import FigureBrush
from formcheck.drawing.lettering import Lettering, Row, put
from formcheck.drawing.looks import COLOURS, NEAR, PLATE, WORDS, Colour, Picture, find_text_size
from formcheck.pose import N_LANDMARKS

JAPANESE = "腰を反らさないように、肩・お尻・ひざが一直線になるところで止めましょう。"


def draw(text: str, size: float = 40.0) -> Picture:
    return Lettering(size).plate((Row(text),))


def measure_ink(plate: Picture) -> tuple[int, int]:
    """Return the first and the last row with bright pixels."""
    rows = np.flatnonzero(plate.max(axis=(1, 2)) > 150)
    return int(rows[0]), int(rows[-1])


def test_japanese_is_drawn_and_not_the_sign_for_an_unknown_character() -> None:
    blank = draw("\U0010ffff" * 2)
    plates = [draw(text) for text in ("腰腰", "回回", "度度", "ひひ", "キキ")]
    for number, plate in enumerate(plates):
        assert plate.max() > 200
        for other in (blank, *plates[:number]):
            assert plate.shape != other.shape or np.count_nonzero(plate != other) > 100


@pytest.mark.parametrize(("width", "height"), [(640, 480), (1280, 720), (360, 640), (720, 1280)])
def test_text_is_4_percent_of_the_picture_high(width: int, height: int) -> None:
    size = find_text_size(width, height)
    top, bottom = measure_ink(draw("Hg", size))
    assert bottom - top + 1 >= 0.04 * height * (1.0 if width < height else 1.2)
    if width >= height:
        top, bottom = measure_ink(draw("H", size))
        assert bottom - top + 1 >= 0.039 * height


@pytest.mark.parametrize(
    "text", [JAPANESE, "Lift a little less high: stop when shoulder, hip and knee are in one line."]
)
@pytest.mark.parametrize("room", [180.0, 320.0, 600.0])
def test_lines_fit_and_lose_nothing(text: str, room: float) -> None:
    lettering = Lettering(27.0)
    lines = lettering.wrap(text, room, room - 60.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(lettering.measure(line) <= room for line in lines)
    assert lettering.measure(lines[0]) <= room - 60.0


def test_a_word_alone_on_the_last_line_gets_company() -> None:
    lettering = Lettering(27.0)
    room = lettering.measure("Keep the chest up, and the shins") + 2.0
    assert len(lettering.wrap("Keep the chest up, and the shins so", room)[-1]) > 4


def test_a_plate_is_kept_and_cannot_be_drawn_on() -> None:
    lettering = Lettering(20.0)
    first = lettering.plate((Row("1/10"),))
    assert lettering.plate((Row("1/10"),)) is first
    assert not first.flags.writeable


def luminance(colour: Colour) -> float:
    """Source: WCAG 2.1, relative luminance."""
    shares = [c / 255 for c in colour]
    linear = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_grades_differ_in_colour_and_sign_and_word_and_stand_out() -> None:
    lettering = Lettering(40.0)
    signs = []
    for grade, colour in COLOURS.items():
        assert (luminance(colour) + 0.05) / (luminance(PLATE) + 0.05) >= 4.5
        signs.append(lettering.plate((Row("x"),), grade, sign=True).max(axis=2)[:, 10:-20] > 90)
    assert all(np.count_nonzero(a ^ b) > 50 for i, a in enumerate(signs) for b in signs[:i])
    assert len(set(WORDS.values())) == len(WORDS)
    bright = [luminance(COLOURS[grade]) for grade in ("fault", "watch")]
    assert abs(bright[0] - bright[1]) > 0.2  # told apart even without any colour


@pytest.mark.parametrize("place", [(-500.0, -500.0), (10.0, 10.0), (5000.0, 5000.0)])
def test_a_plate_stays_in_the_picture(place: tuple[float, float]) -> None:
    picture = np.zeros((60, 80, 3), np.uint8)
    put(picture, np.full((20, 30, 3), 255, np.uint8), *place)
    assert np.count_nonzero(picture[..., 0]) == 600
    put(picture, np.full((90, 300, 3), 7, np.uint8), *place)
    assert (picture == 7).all()


@pytest.mark.parametrize("value", [np.nan, 1e6, -1e6])
def test_landmarks_that_are_missing_or_far_out_do_no_harm(value: float) -> None:
    picture = np.zeros((60, 80, 3), np.uint8)
    FigureBrush(3).draw(picture, np.full((N_LANDMARKS, 2), value), 1)
    if np.isnan(value):
        assert not picture.any()


def test_the_side_that_is_meant_is_the_stronger_one() -> None:
    points = np.zeros((N_LANDMARKS, 2))
    points[:, 1] = np.linspace(20, 180, N_LANDMARKS)
    points[1::2, 0], points[2::2, 0] = 60, 140
    points[:11] = (100, 20), *([(100, 30)] * 10)  # the head
    inks = []
    for side in (1, -1):
        picture = np.zeros((200, 200, 3), np.uint8)
        FigureBrush(6).draw(picture, points, side)
        strong = (picture == NEAR).all(axis=2)[80:]  # below the head
        inks.append((np.count_nonzero(strong[:, :100]), np.count_nonzero(strong[:, 100:])))
    assert inks[0][0] > 300 > 10 > inks[0][1]
    assert inks[1][1] > 300 > 10 > inks[1][0]
