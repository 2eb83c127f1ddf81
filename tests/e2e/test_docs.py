"""The code on every page runs, links and paths lead somewhere, and no page names a machine or a registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

README = Path("README.md")
PAGES = [README, *sorted(Path("docs").glob("*.md"))]
BLOCKS = {
    f"{page.stem}-{number}": block
    for page in PAGES
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL), 1)
}
LAST_LINES = {
    "README-1": "adjust",
    "python-1": "adjust 6",
    "python-2": "6 0.383 s 0.060 ['hip-lift.too-fast']",
    "python-4": "adjust in the video, the way up was fast",
    "python-5": "(384,) (384, 33, 2) (384, 33, 3)",
    "python-6": "no-such-clip.mp4: there is no such file. Check the name and the folder.",
}


def mark(name: str) -> Any:
    return pytest.param(name, marks=[pytest.mark.slow] if ".mp4" in BLOCKS[name] else [])


def test_the_pages_have_code_to_run() -> None:
    assert {name.rpartition("-")[0] for name in BLOCKS} >= {"README", "data", "python"}
    assert set(LAST_LINES) <= set(BLOCKS)


@pytest.mark.parametrize("name", [mark(name) for name in BLOCKS])
def test_the_code_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("docs", "samples", "tests"):
        (tmp_path / folder).symlink_to(Path(folder).resolve())
    monkeypatch.chdir(tmp_path)  # some of them write files
    exec(compile(BLOCKS[name], name, "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    if name in LAST_LINES:
        assert printed[-1] == LAST_LINES[name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)\s]*\)", text) if "://" not in link]
    assert links or "](" not in text
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_shows_what_the_demo_prints() -> None:
    shown = re.search(r"```text\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert shown
    assert shown.group(1).lstrip().startswith("ADJUST")


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split()
    suffixes = {".py", ".md", ".toml", ".txt", ".json", ".ipynb", ""}
    hosts = re.compile(
        r"(files\.)?" + r"python" + r"hosted\.org|registry\." + r"npmjs|deb\." + r"debian\.org|/ho" + r"me/\w"
    )
    texts = [path for path in map(Path, files) if path.suffix in suffixes and path.is_file()]
    assert [path for path in texts if hosts.search(path.read_text("utf-8", "ignore"))] == []
