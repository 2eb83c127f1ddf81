import numpy as np
import pytest

from formcheck.motion.geometry import (
    compute_away_from_floor,
    compute_distance,
    compute_line_angle,
    compute_offset,
    compute_tilt,
)


def point(x: float, y: float) -> np.ndarray:
    return np.array([[x, y]])


# a body on a floor at y = 100 (y down): shoulder left, ankle right, knee high between them
SHOULDER, KNEE, ANKLE = point(0, 100), point(80, 20), point(90, 100)


@pytest.mark.parametrize(
    ("hip", "expected"),
    [
        (point(40, 60), 0.0),  # on the line from shoulder to knee
        (point(40, 100), -(180 - 116.565)),  # on the floor: angle of (-1, 0) with (1, -2)
        (point(0, 20), 90.0),  # straight above the shoulder, level with the knee: a right angle, above the line
    ],
)
def test_line_angle_is_signed_by_the_floor(hip: np.ndarray, expected: float) -> None:
    away = compute_away_from_floor(SHOULDER, ANKLE, KNEE)
    assert compute_line_angle(SHOULDER, hip, KNEE, away)[0] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("turn_deg", [0, 37, 90, 180, -90])
@pytest.mark.parametrize("mirror", [1, -1])
def test_line_angle_survives_turning_and_mirroring(turn_deg: float, mirror: int) -> None:
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    turn = np.array([[c, -s], [s, c]]) @ np.diag([mirror, 1])
    shoulder, hip, knee, ankle = (p @ turn.T for p in (SHOULDER, point(40, 100), KNEE, ANKLE))
    away = compute_away_from_floor(shoulder, ankle, knee)
    assert compute_line_angle(shoulder, hip, knee, away)[0] == pytest.approx(-63.435, abs=1e-3)


def test_away_from_floor_points_to_the_side_of_the_raised_point() -> None:
    assert compute_away_from_floor(SHOULDER, ANKLE, KNEE)[0] == pytest.approx([0, -1])
    assert compute_away_from_floor(ANKLE, SHOULDER, KNEE)[0] == pytest.approx([0, -1])


def test_offset_is_positive_away_from_the_floor() -> None:
    away = point(0, -1)
    assert compute_offset(point(5, 90), SHOULDER, ANKLE, away)[0] == pytest.approx(10)
    assert compute_offset(point(5, 110), ANKLE, SHOULDER, away)[0] == pytest.approx(-10)


@pytest.mark.parametrize(("knee_x", "expected"), [(90, 0.0), (10, 45.0), (170, -45.0)])
def test_tilt_is_positive_towards_forward(knee_x: float, expected: float) -> None:
    tilt = compute_tilt(ANKLE, point(knee_x, 20), point(0, -1), SHOULDER - ANKLE)
    assert tilt[0] == pytest.approx(expected)


def test_missing_points_give_nan() -> None:
    nan = point(np.nan, np.nan)
    away = compute_away_from_floor(SHOULDER, ANKLE, KNEE)
    assert np.isnan(compute_line_angle(nan, SHOULDER, KNEE, away)[0])
    assert np.isnan(compute_line_angle(SHOULDER, KNEE, ANKLE, nan)[0])
    assert np.isnan(compute_distance(nan, KNEE)[0])
    assert np.isnan(compute_away_from_floor(nan, ANKLE, KNEE)).all()
