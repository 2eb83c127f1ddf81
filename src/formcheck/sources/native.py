"""Import the libraries with compiled parts, and keep their chatter off the person's terminal."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from types import ModuleType

from formcheck.errors import FormcheckError, SetupError
from formcheck.messages import _

__all__ = ["CAMERA_THREAD", "capture_native_stderr", "import_native", "quiet_ffmpeg", "set_environment"]

CAMERA_THREAD = "camera"
"""Name of a thread that may be in a call of a camera's driver for good."""

_CAPTURING = threading.RLock()
"""File descriptor 2 belongs to the whole process: one thread at a time may turn it aside."""
_DEBIAN_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
}
_MISSING_LIBRARY = re.compile(r"(lib[\w.+-]+\.so[.\d]*)")


def import_native(name: str) -> ModuleType:
    """Import a module with compiled parts.

    Raises
    ------
    SetupError
        When a system library is missing: names the library and the Debian package that has it.
    """
    try:
        return importlib.import_module(name)
    except (ImportError, OSError) as error:
        raise explain_load_failure(name, error) from error


def explain_load_failure(name: str, error: Exception) -> SetupError:
    """Return a `SetupError` that says which system package to install for a failed import."""
    found = _MISSING_LIBRARY.search(str(error))
    library = found.group(1) if found else ""
    if package := _DEBIAN_PACKAGES.get(library):
        return SetupError(
            _(
                "the system library {library} is missing, which {module} needs. "
                "Install it, on Debian or Ubuntu: sudo apt-get install {package}",
                library=library,
                module=name,
                package=package,
            )
        )
    return SetupError(
        _(
            "{module} cannot be loaded ({english}). Reinstall it: pip install --force-reinstall formcheck",
            module=name,
            english=str(error),
        )
    )


@contextlib.contextmanager
def capture_native_stderr() -> Iterator[None]:
    """Hold back what native code writes to file descriptor 2; replay it if the block fails unexpectedly.

    MediaPipe and TensorFlow Lite write start-up notes there that no setting silences. A `FormcheckError` says itself
    what went wrong, and after Ctrl-C nothing did, so nothing is replayed then.
    """
    with _CAPTURING:
        yield from _capture()


def _capture() -> Iterator[None]:
    sys.stderr.flush()
    try:
        saved = os.dup(2)
    except OSError:  # no stderr at all (a windowed program): nothing to keep clean
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        failed = False
        try:
            yield
        except Exception as error:
            failed = not isinstance(error, FormcheckError)
            raise
        finally:
            sys.stderr.flush()
            os.dup2(saved, 2)
            os.close(saved)
            if failed:
                held.seek(0)
                os.write(2, held.read())


def quiet_ffmpeg() -> contextlib.AbstractContextManager[None]:
    """Make FFmpeg, in OpenCV, keep its notes on damaged pictures to itself; to be open around the opening of a file.

    OpenCV reads this setting from the environment when it opens its first file, and offers no other way. The notes
    come later, from the decoding threads.
    """
    return set_environment("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET


@contextlib.contextmanager
def set_environment(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment meanwhile; one that was set from outside is respected."""
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)
