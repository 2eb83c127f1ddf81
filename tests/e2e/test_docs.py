"""The README's code runs, its paths exist, and no page names a machine or a registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

README = Path("README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_readme_has_code_to_run() -> None:
    assert BLOCKS


@pytest.mark.slow
@pytest.mark.parametrize("code", BLOCKS)
def test_the_readmes_code_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines()[-1] == "adjust"


def test_the_readmes_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not Path(link).exists()] == []


def test_the_readme_shows_what_the_demo_prints() -> None:
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown
    assert shown.group(1).lstrip().startswith("ADJUST")


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split()
    suffixes = {".py", ".md", ".toml", ".txt", ".json", ""}
    hosts = re.compile(
        r"(files\.)?" + r"python" + r"hosted\.org|registry\." + r"npmjs|deb\." + r"debian\.org|/ho" + r"me/\w"
    )
    named = [f for f in files if Path(f).suffix in suffixes and hosts.search(Path(f).read_text("utf-8", "ignore"))]
    assert named == []
