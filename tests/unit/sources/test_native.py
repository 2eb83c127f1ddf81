import os
import sys
from pathlib import Path

import pytest

from formcheck.errors import SetupError
from formcheck.sources.models import find_model, identify_model
from formcheck.sources.native import capture_native_stderr, import_native


def fake(folder: Path, name: str, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / f"{name}.py").write_text(f"raise {error}")
    monkeypatch.syspath_prepend(str(folder))


@pytest.mark.parametrize(("library", "package"), [("libGL.so.1", "libgl1"), ("libGLESv2.so.2", "libgles2")])
def test_a_missing_system_library_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, package: str
) -> None:
    message = f"{library}: cannot open shared object file: No such file or directory"
    fake(tmp_path, f"needs_{package}", f"ImportError({message!r})", monkeypatch)
    with pytest.raises(SetupError, match=f"{library} is missing.*apt-get install {package}"):
        import_native(f"needs_{package}")


def test_another_failure_says_to_reinstall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "broken_module", "ImportError('bad magic')", monkeypatch)
    with pytest.raises(SetupError, match=r"cannot be loaded .bad magic.. Reinstall"):
        import_native("broken_module")


def fail() -> None:
    os.write(2, b"why it failed\n")
    raise OSError("negative")


def test_native_chatter_is_held_back_and_replayed_on_failure(capfd: pytest.CaptureFixture[str]) -> None:
    with capture_native_stderr():
        os.write(2, b"chatter\n")
    assert capfd.readouterr().err == ""
    with pytest.raises(OSError, match="negative"), capture_native_stderr():
        fail()
    assert capfd.readouterr().err == "why it failed\n"
    print("after", file=sys.stderr)
    assert capfd.readouterr().err == "after\n"


def test_the_committed_models_are_found_with_their_sha256() -> None:
    import json

    recorded = json.loads(Path("models/sha256.json").read_text())
    for name in ("lite", "full"):
        path = find_model(name)
        assert identify_model(path).sha256 in json.dumps(recorded)
        assert identify_model(path).name == f"pose_landmarker_{name}"


@pytest.mark.parametrize("name", ["huge", "missing.task", "README.md"])
def test_an_unknown_model_names_the_ones_there_are(name: str) -> None:
    with pytest.raises(SetupError, match="Use lite, full, heavy"):
        find_model(name)


def test_mediapipe_still_has_the_field_that_keeps_it_silent() -> None:
    base = pytest.importorskip("mediapipe.tasks.python.core.base_options_c")
    assert "ca_bundle_path" in dict(base.MpBaseOptionsC._fields_)
