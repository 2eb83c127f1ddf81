"""What the window shows, without a window: where things are, how large, and that text hides no body."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pytest

from formcheck.drawing.looks import COLOURS, GROUND, NEAR, PLATE, WHITE, Colour, Picture
from formcheck.live.screen import HEIGHT, WIDTH, Canvas, View, _name_key
from formcheck.pose import N_LANDMARKS, Landmark, PoseFrame

VIEW = View("", "", "info", "m f q", 0, 30.0, muted=False)
BACKGROUND = (90, 60, 30)
LONG = {
    "en": "Lift a little less high: stop when shoulder, hip and knee are in one line, and keep your feet down.",
    "ja": "お尻を上げすぎです。肩・お尻・ひざが一直線になるところで止めて、ゆっくり下ろしましょう。",
}
Mask = npt.NDArray[np.bool_]


def make_rgb(width: int = 1280, height: int = 720) -> Picture:
    return np.full((height, width, 3), BACKGROUND, np.uint8)


def make_frame(left: float, top: float, right: float, bottom: float) -> PoseFrame:
    frame = PoseFrame.empty(0.0, people=1)
    limbs = N_LANDMARKS - Landmark.LEFT_SHOULDER
    body = np.column_stack((np.linspace(left, right, limbs), np.linspace(top, bottom, limbs)))
    pixels = np.vstack((np.repeat(body[:1], Landmark.LEFT_SHOULDER, axis=0), body))  # without a head
    return dataclasses.replace(frame, pixels=pixels.astype(np.float32))


def show(view: View = VIEW, rgb: Picture | None = None, frame: PoseFrame | None = None, mirror: bool = True) -> Picture:
    return Canvas(mirror=mirror).draw(make_rgb() if rgb is None else rgb, frame, view)


def find(picture: Picture, colour: Colour) -> Mask:
    found: Mask = (picture == np.array(colour, np.uint8)).all(axis=2)
    return found


def measure_rows(found: Mask) -> tuple[int, int]:
    rows = np.flatnonzero(found.any(axis=1))
    return int(rows[0]), int(rows[-1])


@pytest.mark.parametrize("number", ["1", "12", "0:35", "60"])
def test_the_number_is_a_sixth_of_the_height_at_least(number: str) -> None:
    found = find(show(dataclasses.replace(VIEW, number=number)), WHITE)
    top, bottom = measure_rows(found)
    assert bottom - top + 1 >= HEIGHT / 6
    assert np.flatnonzero(found.any(axis=0))[-1] < 0.45 * WIDTH


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("number", ["7", "0:35"])
def test_a_long_line_fits_beside_the_number_and_is_large(language: str, number: str) -> None:
    canvas = Canvas(mirror=True)
    bare = canvas.draw(make_rgb(), None, dataclasses.replace(VIEW, number=number))
    with_line = canvas.draw(make_rgb(), None, dataclasses.replace(VIEW, number=number, line=LONG[language]))
    changed = (bare != with_line).any(axis=2)
    assert not (changed & find(bare, WHITE)).any()  # the number and the rest are as they were
    _top, bottom = measure_rows(changed)
    assert bottom < 0.55 * HEIGHT
    edges = np.flatnonzero(changed.any(axis=0))
    assert edges[-1] < WIDTH


def test_what_is_said_is_larger_when_it_is_short() -> None:
    sizes = []
    for line in ("Better.", LONG["en"]):
        inked = find(show(dataclasses.replace(VIEW, line=line, grade="good")), COLOURS["good"]).any(axis=0)
        _edge, sign = np.split(np.flatnonzero(inked), np.flatnonzero(np.diff(np.flatnonzero(inked)) > 1) + 1)
        sizes.append(len(sign))
    assert sizes[0] > sizes[1] >= 0.06 * HEIGHT


def test_each_grade_has_its_colour_at_the_edge() -> None:
    for grade in ("good", "watch", "fault"):
        picture = show(dataclasses.replace(VIEW, line="text", grade=grade))
        assert np.count_nonzero(find(picture, COLOURS[grade])) > 1000


def test_pictures_are_mirrored_and_text_is_not() -> None:
    rgb = make_rgb()
    rgb[300:400, :200] = (0, 255, 0)
    view = dataclasses.replace(VIEW, number="7")
    plain, mirrored = show(view, rgb, mirror=False), show(view, rgb)
    assert find(plain, (0, 255, 0))[350, 0]
    assert find(mirrored, (0, 255, 0))[350, WIDTH - 1]
    assert (find(plain, WHITE) == find(mirrored, WHITE)).all()


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (720, 1280), (1920, 1080), (320, 180)])
@pytest.mark.parametrize("mirror", [True, False])
def test_the_figure_lies_on_the_body(size: tuple[int, int], mirror: bool) -> None:
    width, height = size
    rgb = make_rgb(width, height)
    left, top, right, bottom = (round(share * side) for share, side in zip((0.2, 0.5, 0.4, 0.7), size * 2, strict=True))
    rgb[top:bottom, left:right] = (0, 200, 0)
    picture = show(rgb=rgb, frame=make_frame(left, top, right, bottom), mirror=mirror)
    bare = show(rgb=rgb, mirror=mirror)
    figure = np.argwhere(find(picture, NEAR) & ~find(bare, NEAR))
    body = np.argwhere(find(bare, (0, 200, 0)))
    assert len(figure) > 100
    assert (figure.min(axis=0) >= body.min(axis=0) - 30).all()
    assert (figure.max(axis=0) <= body.max(axis=0) + 30).all()


@pytest.mark.parametrize("size", [(640, 480), (720, 1280), (4, 4000), (4000, 4)])
def test_a_picture_of_another_shape_stands_in_the_middle(size: tuple[int, int]) -> None:
    picture = show(rgb=make_rgb(*size))
    assert picture.shape == (HEIGHT, WIDTH, 3)
    columns = np.flatnonzero(find(picture, BACKGROUND).any(axis=0))
    assert abs((columns[0] + columns[-1]) / 2 - (WIDTH - 1) / 2) <= 1
    assert find(picture, GROUND).any()


def test_the_line_leaves_the_body_free_and_does_not_jump() -> None:
    canvas = Canvas(mirror=True)
    view = dataclasses.replace(VIEW, line="Bend your knees less.", grade="fault")

    def where(top: float, bottom: float) -> str:
        rows = np.flatnonzero(
            find(canvas.draw(make_rgb(), make_frame(500, top, 700, bottom), view), COLOURS["fault"])[:, :700].any(
                axis=1
            )
        )
        return "high" if rows[-1] < HEIGHT / 2 else "low"

    assert where(400, 650) == "high"  # lies
    assert where(20, 400) == "low"  # arms up
    assert where(200, 470) == "low"  # neither is in the way: it stays
    assert where(20, 700) == "low"  # both are: it stays
    assert where(400, 690) == "high"
    canvas.draw(make_rgb(), None, view)
    assert where(200, 470) == "high"


def test_a_body_that_was_not_found_or_is_far_out_does_no_harm() -> None:
    view = dataclasses.replace(VIEW, line="text")
    empty = show(view, frame=PoseFrame.empty(0.0))
    assert (empty == show(view)).all()
    show(view, frame=make_frame(-1e6, -1e6, 1e6, 1e6))


def test_keys_and_what_goes_on_stand_below_and_never_on_each_other() -> None:
    short = show(dataclasses.replace(VIEW, keys="m f q", dropped=3))
    top, _bottom = measure_rows(find(short, PLATE))
    assert top > 0.9 * HEIGHT
    long = dataclasses.replace(VIEW, keys="m sound off   f full screen   space pause   q end of the set", muted=True)
    right = find(show(long), PLATE)[:, WIDTH - 100 : WIDTH - 20]
    keys = find(show(long), PLATE)[HEIGHT - 40]
    assert measure_rows(right)[0] < 0.9 * HEIGHT
    assert keys[20:600].any()


def test_that_the_sound_is_off_is_shown() -> None:
    off = find(show(dataclasses.replace(VIEW, muted=True)), WHITE)
    assert np.count_nonzero(off) > 500
    assert not find(show(), WHITE).any()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (-1, None),
        (ord("m"), "m"),
        (ord("M"), "m"),
        (27, "esc"),
        (13, "enter"),
        (32, "space"),
        (0x100000 + ord("q"), "q"),
        (255, None),
        (9, None),
    ],
)
def test_keys_have_names(code: int, name: str | None) -> None:
    assert _name_key(code) == name
