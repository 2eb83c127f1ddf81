from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.diary import Diary, open_diary


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "diary.sqlite"


@pytest.fixture
def diary(path: Path) -> Iterator[Diary]:
    with open_diary(path) as diary:
        yield diary
