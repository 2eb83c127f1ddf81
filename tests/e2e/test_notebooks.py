"""The notebooks run, and what is stored in them is what they show."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from tools.run_notebooks import clean_notebook, find_warnings

NOTEBOOKS = sorted(Path("notebooks").glob("*.ipynb"))
READ = ("benchmarks", "docs", "samples", "tests")
"""What the notebooks read in a checkout."""
SLOW = ("01-first-analysis",)
"""Those that read a video."""
LARGEST = 400_000


def load(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def list_code(notebook: NotebookNode) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def list_kinds(cell: Any) -> list[tuple[str, list[str]]]:
    return [(output.output_type, sorted(output.get("data", ()))) for output in cell.outputs]


def list_texts(cell: Any) -> list[str]:
    """Return what a cell printed and the tables it shows."""
    return [output.get("text") or output.get("data", {}).get("text/html", "") for output in cell.outputs]


def run(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.run_notebooks", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


def test_there_are_four() -> None:
    assert len(NOTEBOOKS) == 4
    assert all(path.stem in "".join(p.stem for p in NOTEBOOKS) for path in map(Path, SLOW))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_as_it_was_run_from_top_to_bottom(path: Path) -> None:
    notebook = load(path)
    nbformat.validate(notebook)
    cells = list_code(notebook)
    assert [cell.execution_count for cell in cells] == [*range(1, len(cells) + 1)]
    assert notebook.metadata.kernelspec.name == "python3"
    assert sum(bool(cell.outputs) for cell in cells) >= 5
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    assert find_warnings(notebook) == []
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_names_no_folder_of_a_machine(path: Path) -> None:
    text = re.sub(r'"image/png": ".*"', "", path.read_text("utf-8"))
    assert not re.search(r"/(ho" + r"me|root|tmp|work|Users)/", text)


@pytest.mark.parametrize("path", [*NOTEBOOKS, Path("notebooks/README.md")], ids=lambda path: path.stem)
def test_its_links_lead_somewhere(path: Path) -> None:
    text = "\n".join(c.source for c in load(path).cells if c.cell_type == "markdown") if path.suffix == ".ipynb" else ""
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text or path.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=p.stem, marks=[pytest.mark.slow] if p.stem in SLOW else []) for p in NOTEBOOKS],
)
def test_it_runs_and_shows_what_is_stored(path: Path, tmp_path: Path) -> None:
    for name in READ:
        (tmp_path / name).symlink_to(Path(name).resolve())
    folder = tmp_path / "notebooks"
    folder.mkdir()
    copy = folder / path.name
    shutil.copy(path, copy)
    done = subprocess.run(
        [sys.executable, "-m", "tools.run_notebooks", str(copy)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [p.name for p in folder.iterdir()] == [path.name], "it left something behind"
    stored, now = list_code(load(path)), list_code(load(copy))
    assert [list_kinds(cell) for cell in now] == [list_kinds(cell) for cell in stored]
    if path.stem not in SLOW:  # MediaPipe's last digits differ from machine to machine
        assert [list_texts(cell) for cell in now] == [list_texts(cell) for cell in stored]


def test_what_differs_from_run_to_run_is_taken_out() -> None:
    output = NotebookNode(output_type="execute_result", data=NotebookNode({"text/plain": "<Styler at 0x7f01ab>"}))
    cell = NotebookNode(cell_type="code", id="a1b2", metadata={"execution": {"x": "2025"}}, outputs=[output])
    notebook = NotebookNode(cells=[cell], metadata={"language_info": {"name": "python", "version": "3.11.7"}})
    cleaned = clean_notebook(notebook)
    assert cleaned.cells[0].id == "cell-1"
    assert not cleaned.cells[0].metadata
    assert cleaned.cells[0].outputs[0].data["text/plain"] == "<Styler>"
    assert "version" not in cleaned.metadata.language_info


def test_a_notebook_that_fails_or_warns_is_not_kept(tmp_path: Path) -> None:
    for code in ("1 / 0", "import warnings; warnings.warn('careful')"):
        path = tmp_path / "bad.ipynb"
        cell = nbformat.v4.new_code_cell(code)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
        before = path.read_bytes()
        assert run(path).returncode == 1
        assert path.read_bytes() == before
