from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck.errors import CameraError, VideoError
from formcheck.sources import capture
from formcheck.sources.capture import explain_silence, hide_password, open_feed

MJPG, YUYV = (cv2.VideoWriter.fourcc(*name) for name in ("MJPG", "YUYV"))


class Device:
    """A webcam as OpenCV shows it; ``fails`` so many reads first."""

    def __init__(self, *, opens: bool = True, jpeg: bool = True, fails: int = 0) -> None:
        self.opens, self.jpeg, self.fails = opens, jpeg, fails
        self.asked: list[tuple[int, float]] = []
        self.arguments: tuple[Any, ...] = ()
        self.hardware_transforms: str | None = None
        self.released = False

    def open(self, *arguments: Any) -> bool:
        self.arguments = arguments
        self.hardware_transforms = os.environ.get("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS")
        return self.opens

    def set(self, property_: int, value: float) -> bool:
        self.asked.append((property_, value))
        return True

    def get(self, property_: int) -> float:
        return float(MJPG if self.jpeg else YUYV) if property_ == cv2.CAP_PROP_FOURCC else 0.0

    def read(self) -> tuple[bool, Any]:
        self.fails -= 1
        return (False, None) if self.fails >= 0 else (True, np.full((2, 2, 3), (1, 2, 3), np.uint8))

    def release(self) -> None:
        self.released = True


@pytest.fixture
def plug_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    def plug(device: Device) -> Device:
        monkeypatch.setattr(cv2, "VideoCapture", lambda: device)
        return device

    return plug


@pytest.mark.parametrize(("jpeg", "size"), [(True, (1280, 720)), (False, (640, 480))])
def test_a_webcam_is_asked_for_what_it_can_give_30_times_a_second(
    plug_in: Any, jpeg: bool, size: tuple[int, int]
) -> None:
    device = plug_in(Device(jpeg=jpeg))
    feed = open_feed(3)
    assert device.arguments == (3, cv2.CAP_ANY)
    assert device.asked == [
        (cv2.CAP_PROP_FOURCC, MJPG),
        (cv2.CAP_PROP_FRAME_WIDTH, size[0]),
        (cv2.CAP_PROP_FRAME_HEIGHT, size[1]),
        (cv2.CAP_PROP_FPS, 30),
    ]
    assert device.hardware_transforms == "0"
    assert "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS" not in os.environ
    assert not feed.is_film
    picture = feed.read()
    assert picture is not None
    assert picture.rgb[0, 0].tolist() == [3, 2, 1]


def test_a_webcam_may_fail_on_its_first_pictures(plug_in: Any) -> None:
    plug_in(Device(fails=5))
    assert open_feed(0).read() is not None


def test_a_webcam_that_gives_nothing_any_more_says_so(plug_in: Any) -> None:
    plug_in(Device(fails=10_000))
    assert open_feed(0).read() is None


@pytest.mark.parametrize(
    ("devices", "mode", "says"),
    [
        ([], 0o600, "camera 0: this computer has no camera. Plug one in"),
        (["video2", "video10", "video-odd"], 0o600, r"camera 0: there is no such camera. .* numbers: 2, 10\."),
        (["video0"], 0o600, "camera 0: no picture comes from it. Close other programs"),
    ],
)
def test_what_to_do_about_a_webcam_on_linux(
    plug_in: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, devices: list[str], mode: int, says: str
) -> None:
    monkeypatch.setattr(capture, "_DEVICES", tmp_path)
    for name in devices:
        (tmp_path / name).touch(mode)
    device = plug_in(Device(opens=False))
    with pytest.raises(CameraError, match=f"^{says}"):
        open_feed(0)
    assert device.released


def test_a_webcam_that_belongs_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "_DEVICES", tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the tests may run as root, who may use all
    (tmp_path / "video0").touch()
    assert "you may not use" in str(explain_silence(0))
    assert "usermod -aG video" in str(explain_silence(0))


@pytest.mark.parametrize("system", ["Windows", "Darwin"])
def test_what_to_do_about_a_webcam_elsewhere(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    assert "privacy settings" in str(explain_silence(0))


def test_a_number_that_no_camera_has_is_one_line_and_opencv_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CameraError, match="camera 97"):
        open_feed(97)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "url", ["foo://x", "http://127.0.0.1:9/video", "rtsp://127.0.0.1:9/live", "http://[::1", "http://"]
)
def test_an_address_where_nothing_is(url: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CameraError, match="no picture comes from there") as caught:
        open_feed(url)
    assert str(caught.value).startswith(url)
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="there is no such file"):
        open_feed(tmp_path / "none.mp4")
    (tmp_path / "notes.txt").write_text("not a film\n" * 100)
    with pytest.raises(VideoError, match="not a video"):
        open_feed(tmp_path / "notes.txt")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://me:secret@cam:554/a@1:2@", "rtsp://me:***@cam:554/a@1:2@"),
        ("rtsp://me@cam:554/live", "rtsp://me@cam:554/live"),
        ("http://cam:8080/x@2", "http://cam:8080/x@2"),
        ("http://me:a:b@c@cam/", "http://me:***@cam/"),
        ("http://:secret@cam/", "http://:***@cam/"),
        ("http://me:secret@cam/v?Password=secret&fps=15", "http://me:***@cam/v?Password=***&fps=15"),
        ("rtsp://cam/user=me&passwd=secret/1?access_token=secret", "rtsp://cam/user=me&passwd=***/1?access_token=***"),
    ],
)
def test_a_password_is_not_shown(url: str, shown: str) -> None:
    assert hide_password(url) == shown
    assert "secret" not in str(explain_silence(url))
