"""Run notebooks and keep their outputs: ``python -m tools.run_notebooks [FILE ...]``, or ``make notebooks``.

Each runs in its own folder, in a kernel of this Python. What changes from run to run is left out, so that a file
changes only with what it says. One with an error, or a warning in its outputs, is not kept.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

__all__ = ["clean_notebook", "find_warnings", "run_notebook"]

FOLDER = Path(__file__).parents[1] / "notebooks"
_TIMEOUT_S = 300
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def run_notebook(path: Path) -> NotebookNode:
    """Return a notebook with its outputs, as they are now.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        When a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:  # for the kernel's history and files, instead of the user's
        os.environ |= dict.fromkeys(("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "TMPDIR"), folder)
        os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
        client = NotebookClient(
            notebook,
            timeout=_TIMEOUT_S,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
            config=Config(ConnectionFileMixin={"transport": "ipc", "ip": f"{folder}/kernel"}),  # no open port
        )
        client.execute()
    return clean_notebook(notebook)


def clean_notebook(notebook: NotebookNode) -> NotebookNode:
    """Take out of a notebook what differs from run to run and from machine to machine, and return it."""
    notebook.metadata = NotebookNode(kernelspec=_KERNEL, language_info={"name": "python"})
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata = NotebookNode()
        for output in cell.get("outputs", ()):
            plain = output.get("data", {}).get("text/plain")
            if plain:
                output.data["text/plain"] = _ADDRESS.sub("", plain)
    return notebook


def find_warnings(notebook: NotebookNode) -> list[str]:
    """Return what the cells wrote to stderr."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]


def main(names: list[str]) -> int:
    """Run notebooks, all when none is named, and return the exit code."""
    failed = 0
    for path in [Path(name).resolve() for name in names] or sorted(FOLDER.glob("*.ipynb")):
        notebook = run_notebook(path)
        if warnings := find_warnings(notebook):
            print(f"{path.name}: not kept, it warns:", *warnings, sep="\n", file=sys.stderr)
            failed = 1
            continue
        nbformat.write(notebook, path)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
