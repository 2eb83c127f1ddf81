"""What is importable from the package itself, and that it costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import formcheck

HEAVY = {"numpy", "scipy", "cv2", "mediapipe", "matplotlib", "pandas", "rich", "av", "bokeh", "jinja2"}


@pytest.mark.parametrize("name", formcheck.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(formcheck, name) is not None
    assert name in dir(formcheck)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        _ = formcheck.analyse


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", f"import sys\n{code}"], check=True, timeout=60)


def test_importing_loads_none_of_its_modules_and_nothing_heavy() -> None:
    run(
        "import formcheck\n"
        "assert [name for name in sys.modules if name.startswith('formcheck.')] == []\n"
        f"assert not {HEAVY} & set(sys.modules)"
    )


def test_the_errors_are_there_without_an_import_of_their_own() -> None:
    run("import formcheck\nassert issubclass(formcheck.errors.VideoError, formcheck.errors.FormcheckError)")


def test_a_result_draws_and_describes_itself_only_when_asked() -> None:
    run(
        "import formcheck\n"
        "result = formcheck.analyze('tests/golden/plank-d-correct.pose.npz', 'plank')\n"
        "advice = formcheck.advise(result)\n"
        "assert not {'matplotlib', 'rich', 'cv2', 'mediapipe'} & set(sys.modules)\n"
        "result._repr_html_(), advice._repr_html_()\n"
        "assert 'matplotlib' not in sys.modules\n"
        "result.plot()\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
