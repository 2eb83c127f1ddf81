from dataclasses import replace

import numpy as np
import pytest

from formcheck.pose import BELLY, BEND, N_LANDMARKS, N_ZONES, ROLL, PoseFrame, PoseTrack, SurfaceKind
from tests.synthetic import Lift, hip_lift_track

TRACK = hip_lift_track([Lift()])


def test_frames_stack_into_a_track_and_an_empty_one_too() -> None:
    frames = [PoseFrame.empty(0.0), PoseFrame.empty(0.1)]
    track = PoseTrack.from_frames(frames, 64, 48)
    assert len(track) == 2
    assert np.isnan(track.pixels).all()
    empty = PoseTrack.from_frames([], 64, 48)
    assert empty.pixels.shape == (0, N_LANDMARKS, 2)
    assert empty.surface.shape == (0, N_ZONES)


def test_arrays_are_copies_that_cannot_be_written() -> None:
    pixels = TRACK.pixels.copy()
    track = replace(TRACK, pixels=pixels)
    pixels[:] = 0
    assert track.pixels.any()
    with pytest.raises(ValueError, match="read-only"):
        track.pixels[0] = 0


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"world has shape.*visibility has shape.*time_s is not.*0x48"):
        PoseTrack(
            np.array([0.0, 0.0]),
            np.zeros((2, N_LANDMARKS, 2)),
            np.zeros((2, 3)),
            np.zeros(2),
            np.zeros(2, np.int8),
            np.zeros((2, 3)),
            0,
            48,
        )


@pytest.mark.parametrize("times", [[0.0, 0.1, 0.1], [0.2, 0.1, 0.3], [0.0, np.nan, 0.2]])
def test_time_must_rise(times: list[float]) -> None:
    part = TRACK.slice(0, 3)
    with pytest.raises(ValueError, match="strictly increasing"):
        replace(part, time_s=np.array(times))


def test_slices_and_concatenation_are_inverse() -> None:
    assert TRACK.source is not None
    assert TRACK.model is not None
    joined = PoseTrack.concatenate([TRACK.slice(0, 7), TRACK.slice(7, len(TRACK))], TRACK.source, TRACK.model)
    assert np.array_equal(joined.pixels, TRACK.pixels)
    assert np.array_equal(joined.time_s, TRACK.time_s)


def test_the_kind_of_surface_stays_with_slices_and_joined_blocks() -> None:
    assert TRACK.source is not None
    assert TRACK.model is not None
    part = replace(TRACK, surface_kind=ROLL.name).slice(0, 7)
    assert part.surface_kind == "roll"
    assert PoseTrack.concatenate([part], TRACK.source, TRACK.model).surface_kind == "roll"
    assert PoseTrack.concatenate([], TRACK.source, TRACK.model).surface_kind == ""


def test_kinds_of_surface_have_their_own_names() -> None:
    assert [kind.name for kind in (BEND, ROLL, BELLY)] == ["bend", "roll", "belly"]


@pytest.mark.parametrize("kind", [BEND, ROLL, BELLY], ids=lambda kind: kind.name)
def test_zones_lie_on_the_trunk_within_the_cut_out(kind: SurfaceKind) -> None:
    assert len(kind.zones) == N_ZONES
    for from_along, to_along, from_across, to_across in kind.zones:
        assert 0.0 <= from_along < to_along <= 1.0
        assert kind.across[0] <= from_across < to_across <= kind.across[1]
    assert [zone[0] for zone in kind.zones] == sorted(zone[0] for zone in kind.zones)
