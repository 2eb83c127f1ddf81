"""Make `bodies.npz` and `bodies_more.npz` anew from Anny; needed only to change or add bodies.

Run as `python -m samples.render.export_bodies [--out DIR]` in an environment of its own with `anny` 0.6.2 and
torch; without a graphics card it takes up to five minutes, most of it loading. Anny's code is Apache-2.0, the
MakeHuman data in it are CC0; its extra `smplx` is for non-commercial use and is not needed.
"""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Anny's phenotypes run from 0 to 1; gender 0 is male, 1 female; age 0.67 is a young adult, 1 is old.
BODIES: dict[str, dict[str, dict[str, float]]] = {
    "bodies.npz": {
        "A": {"gender": 0.0, "age": 0.62, "muscle": 0.55, "weight": 0.45, "height": 0.5, "proportions": 0.6},
        "B": {"gender": 1.0, "age": 0.62, "muscle": 0.5, "weight": 0.45, "height": 0.5, "proportions": 0.6},
        "C": {"gender": 1.0, "age": 0.75, "muscle": 0.4, "weight": 0.75, "height": 0.4, "proportions": 0.4},
        "D": {"gender": 0.0, "age": 0.80, "muscle": 0.5, "weight": 0.80, "height": 0.55, "proportions": 0.4},
    },
    "bodies_more.npz": {
        "E": {"gender": 1.0, "age": 0.55, "muscle": 0.5, "weight": 0.25, "height": 0.5, "proportions": 0.7},
        "F": {"gender": 1.0, "age": 0.9, "muscle": 0.35, "weight": 0.8, "height": 0.4, "proportions": 0.35},
        "G": {"gender": 0.0, "age": 0.9, "muscle": 0.45, "weight": 0.3, "height": 0.45, "proportions": 0.5},
        "H": {"gender": 0.0, "age": 0.68, "muscle": 0.6, "weight": 0.55, "height": 0.4, "proportions": 0.8},
    },
}
_BELLY = "stomach-pregnant-incr"
_DELTAS = {
    "bodies.npz": (
        "stomach-tone-incr",
        _BELLY,
        "stomach-navel-out",
        "torso-scale-depth-incr",
        "hip-scale-depth-incr",
        "measure-waist-circ-incr",
    ),
    "bodies_more.npz": (_BELLY,),
}


class Exporter:
    """Anny with its local shape changes switched on."""

    def __init__(self) -> None:
        torch = import_module("torch")
        torch.set_num_threads(1)
        self._anny: Any = import_module("anny")
        self._model: Any = self._anny.Anny(local_changes="all").to(dtype=torch.float32)

    def shape(self, phenotype: dict[str, float], change: dict[str, float]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return skin points (n, 3) and bone heads (104, 3) of the rest body, in metres."""
        out = self._model(pose_parameters=None, phenotype_kwargs=phenotype, local_changes_kwargs=change)
        return out["rest_vertices"][0].numpy().copy(), out["rest_bone_heads"][0].numpy().copy()

    def bodies(self, file: str) -> dict[str, NDArray[Any]]:
        """Return points, bones and shape changes (`p` by +1, `n` by -1) of the bodies of `file`."""
        arrays = {}
        for name, phenotype in BODIES[file].items():
            points, arrays[f"{name}_b"] = self.shape(phenotype, {})
            arrays[f"{name}_v"] = points
            for delta in _DELTAS[file]:
                for sign, ending in ((1.0, "p"), (-1.0, "n")):
                    changed, _ = self.shape(phenotype, {delta: sign})
                    arrays[f"{name}_{delta}_{ending}"] = (changed - points).astype(np.float16)
        return arrays

    def topology(self) -> dict[str, NDArray[Any]]:
        """Return what all bodies share: skin weights, triangles, bones, COCO points."""
        model, coco = self._model, self._anny.KeypointsRegressor.coco(self._model)
        weights = np.zeros((len(model.template_vertices), len(model.bone_labels)), np.float32)
        rows = np.arange(len(weights))[:, None]
        np.add.at(weights, (rows, model.vertex_bone_indices.numpy()), model.vertex_bone_weights.numpy())
        index, share = coco.regression_indices.numpy(), coco.regression_weights.numpy()
        points = np.zeros((len(coco.labels), len(weights)), np.float32)
        for row, (at, of) in enumerate(zip(np.broadcast_to(index, share.shape), share, strict=True)):
            np.add.at(points[row], at, of)
        return {
            "W": weights,
            "faces": model.get_triangular_faces().numpy().astype(np.int32),
            "bones": np.array(model.bone_labels),
            "parents": np.array(model.bone_parents),
            "coco": points.astype(np.float16),
            "coco_labels": np.array(coco.labels),
        }


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(prog="python -m samples.render.export_bodies", description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR")
    folder: Path = parser.parse_args().out
    exporter = Exporter()
    for file in BODIES:
        arrays = exporter.bodies(file) | (exporter.topology() if file == "bodies.npz" else {})
        np.savez_compressed(folder / file, allow_pickle=True, **arrays)


if __name__ == "__main__":
    main()
