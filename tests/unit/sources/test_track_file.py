import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from formcheck.analysis import analyze
from formcheck.errors import OutputError, TrackError
from formcheck.sources.track_file import is_track_file, load_track, save_track
from tests.synthetic import Lift, hip_lift_track

TRACK = hip_lift_track([Lift()] * 3, noise_px=0.3)


def test_a_track_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "set.pose.npz"
    save_track(TRACK, path)
    loaded = load_track(path)
    for name in ("time_s", "pixels", "world", "visibility", "people", "surface"):
        assert np.array_equal(getattr(loaded, name), getattr(TRACK, name)), name
        assert getattr(loaded, name).dtype == getattr(TRACK, name).dtype, name
    assert (loaded.source, loaded.model) == (TRACK.source, TRACK.model)
    assert (loaded.width, loaded.height) == (TRACK.width, TRACK.height)
    assert analyze(path, "hip-lift").form == "good"


def test_only_named_tracks_are_tracks() -> None:
    assert is_track_file("a/b.pose.npz")
    assert not is_track_file("b.npz")


@pytest.mark.parametrize("damage", ["text", "empty", "cut", "other", "no-about", "odd-about"])
def test_a_damaged_track_is_one_clear_error(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "set.pose.npz"
    save_track(TRACK, path)
    whole = path.read_bytes()
    if damage == "text":
        path.write_text("hello")
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "other":
        with zipfile.ZipFile(path, "w") as other:
            other.writestr("x.txt", "x")
    elif damage == "no-about":
        np.savez(path, pixels=np.zeros(3))
    else:
        np.savez(path, about=np.array("[1]"))
    with pytest.raises(TrackError, match="not a pose track that can be read"):
        load_track(path)


def test_whatever_byte_is_damaged_it_is_an_error_of_the_track_or_none(tmp_path: Path) -> None:
    path, random = tmp_path / "set.pose.npz", np.random.default_rng(0)
    whole = Path("tests/golden/plank-c-sag-20.pose.npz").read_bytes()
    refused = 0
    for _ in range(300):
        damaged = bytearray(whole)
        place = int(random.integers(-len(whole), 0) if random.random() < 0.5 else random.integers(-1000, 0))
        damaged[place] ^= 1 << int(random.integers(8))
        path.write_bytes(damaged)
        try:
            load_track(path)
        except TrackError:
            refused += 1
    assert refused > 150


def test_a_name_that_is_too_long_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(TrackError, match="File name too long"):
        load_track(tmp_path / ("x" * 300 + ".pose.npz"))


def test_another_schema_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "set.pose.npz"
    np.savez(path, about=np.array(json.dumps({"schema": 99})))
    with pytest.raises(TrackError, match=r"schema 99.*Make it again"):
        load_track(path)


def test_a_missing_track_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TrackError, match="no such file"):
        load_track(tmp_path / "none.pose.npz")
    with pytest.raises(OutputError, match="there is no folder"):
        save_track(TRACK, tmp_path / "none" / "set.pose.npz")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "set.pose.npz"
    path.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(OutputError, match="No space left"):
        save_track(TRACK, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_analysing_a_track_loads_neither_opencv_nor_mediapipe(tmp_path: Path) -> None:
    path = tmp_path / "set.pose.npz"
    save_track(TRACK, path)
    code = (
        "import sys, formcheck\n"
        "assert 'numpy' not in sys.modules, 'import formcheck must load nothing'\n"
        f"assert len(formcheck.analyze({str(path)!r}, 'hip-lift').counted) == 3\n"
        "assert not {'cv2', 'mediapipe'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
