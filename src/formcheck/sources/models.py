"""Find a landmark model bundle and its sha256."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

from formcheck.errors import SetupError
from formcheck.messages import _
from formcheck.provenance import ModelInfo

__all__ = ["COUNTER_MODEL", "MODEL_NAMES", "find_model", "identify_model"]

MODEL_NAMES = ("lite", "full", "heavy")
COUNTER_MODEL = "lite"
"""With which a second person is looked for, whatever the landmarks are found with."""


def find_model(name_or_path: str) -> Path:
    """Return the path of a bundle: one of `MODEL_NAMES`, or a path to a ``.task`` file.

    Raises
    ------
    SetupError
        When there is no such bundle.
    """
    if name_or_path not in MODEL_NAMES:
        path = Path(name_or_path)
        if path.suffix == ".task" and path.is_file():
            return path
        raise SetupError(
            _(
                "{model}: no such model. Use {known}, or the path of a .task file.",
                model=name_or_path,
                known=", ".join(MODEL_NAMES),
            )
        )
    package = Path(str(resources.files("formcheck")))
    file = f"pose_landmarker_{name_or_path}.task"
    for folder in (package / "models", package.parent.parent / "models"):  # installed; a checkout
        if (folder / file).is_file():
            return folder / file
    if name_or_path == "heavy":
        raise SetupError(
            _("the model heavy is not installed. Build it from a checkout: python models/build.py --heavy")
        )
    raise SetupError(
        _(
            "the model {model} is not installed. "
            "Reinstall formcheck, or build it from a checkout: python models/build.py",
            model=name_or_path,
        )
    )


def identify_model(path: Path) -> ModelInfo:
    """Return the name and sha256 of a bundle."""
    return ModelInfo(path.stem, hashlib.sha256(path.read_bytes()).hexdigest())
