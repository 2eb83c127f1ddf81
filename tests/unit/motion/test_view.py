import numpy as np
import pytest

from formcheck.motion.view import Posture, View, classify_posture, classify_view, compute_body_axes
from formcheck.pose import N_LANDMARKS, Landmark

UP, DOWN, RIGHT, LEFT, AWAY, TOWARDS = (0, -1, 0), (0, 1, 0), (1, 0, 0), (-1, 0, 0), (0, 0, 1), (0, 0, -1)


def body(head: tuple[int, int, int], left: tuple[int, int, int]) -> np.ndarray:
    """Return world landmarks (1, 33, 3) of a trunk whose head and left side point the given ways."""
    world = np.zeros((1, N_LANDMARKS, 3))
    h, side = np.array(head, float), np.array(left, float)
    for index, along, across in (
        (Landmark.LEFT_SHOULDER, 0.5, 0.18),
        (Landmark.RIGHT_SHOULDER, 0.5, -0.18),
        (Landmark.LEFT_HIP, 0.0, 0.1),
        (Landmark.RIGHT_HIP, 0.0, -0.1),
    ):
        world[0, index] = along * h + across * side
    return world


@pytest.mark.parametrize(
    ("head", "left", "posture", "view"),
    [
        (UP, RIGHT, Posture.UPRIGHT, View.FRONT),  # standing, facing the camera
        (UP, LEFT, Posture.UPRIGHT, View.BACK),
        (UP, TOWARDS, Posture.UPRIGHT, View.SIDE),
        (LEFT, AWAY, Posture.SUPINE, View.SIDE),  # on the back, head to the left of the picture
        (RIGHT, TOWARDS, Posture.SUPINE, View.SIDE),
        (LEFT, TOWARDS, Posture.PRONE, View.SIDE),
        (AWAY, RIGHT, Posture.SUPINE, View.FEET),
        (TOWARDS, LEFT, Posture.SUPINE, View.HEAD),
        (LEFT, UP, Posture.SIDE_LYING, View.FRONT),
    ],
)
def test_trunk_axes_tell_posture_and_view(
    head: tuple[int, int, int], left: tuple[int, int, int], posture: Posture, view: View
) -> None:
    axes = compute_body_axes(body(head, left))
    assert classify_posture(axes)[0] == posture
    assert classify_view(axes)[0] == view


@pytest.mark.parametrize(
    ("yaw_deg", "view"), [(0, View.SIDE), (30, View.SIDE), (45, View.OBLIQUE), (60, View.HEAD), (-60, View.FEET)]
)
def test_view_turns_from_side_to_feet(yaw_deg: float, view: View) -> None:
    yaw = np.radians(yaw_deg)
    turn = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    axes = compute_body_axes(body(LEFT, AWAY) @ turn)
    assert classify_view(axes)[0] == view


def test_nobody_is_unknown() -> None:
    axes = compute_body_axes(np.full((2, N_LANDMARKS, 3), np.nan))
    assert (classify_posture(axes) == Posture.UNKNOWN).all()
    assert (classify_view(axes) == View.UNKNOWN).all()
