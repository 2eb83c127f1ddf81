"""The tables of clips (`tables/*.toml`, one for each exercise): what each clip shows."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from importlib.resources import files
from itertools import pairwise
from typing import Any

from samples.render.errors import RenderError
from samples.render.motion_profiles import Breath, Course, Rep, Timeline
from samples.render.poses import find_poser

SETS = ("samples", "tune", "check")
EMPTY = "none"
_PER_REP = tuple(f.name for f in fields(Rep) if f.name != "top")


@dataclass(frozen=True, slots=True)
class ClipSpec:
    """One clip. All fields but `name`, `set` and `setup` are keys of its table.

    Attributes
    ----------
    name : str
        File name without ending.
    set : str
        "samples" (shown to users), "tune" (to set limits by) or "check" (not looked at while tuning).
    exercise : str
        One of `poses.EXERCISES`, or "none" for an empty room; unless the table says it, the file's name.
    body, outfit, decor : str
        Who, in what, where; names of `bodies*.npz`, `outfits.OUTFITS` and `scene.DECORS`, independent of each
        other.
    azimuth_deg, elevation_deg : float
        Where the camera stands. For who lies, azimuth 0 is the side view with the head to the left, 90 from
        the feet, 180 the other side; for who stands, azimuth 0 is the front view, 90 from the left.
    distance : float
        Times the usual distance, which itself goes with the body's height.
    fov_deg : float
        Vertical field of view.
    width, height, fps : int
        Picture size in pixels, frames a second.
    mat, mirror : bool
        Whether there is a mat; whether the picture is flipped left to right.
    second_person : str
        Body of somebody who stands behind the first as the camera sees it; "" for nobody.
    breath_mm, breath_s, breath_held, breath_hold_share : float, float, bool, float
        How the belly breathes: `motion_profiles.Breath`.
    setup : dict
        What stays the same over the clip, with every key of the poser's `setup`; in the table the keys stand
        beside the others.
    lead_in_s, lead_out_s : float
        Seconds of rest before the first and after the last rep.
    reps : tuple of Rep
        In the table a count, with the fields of `motion_profiles.Rep` beside it: one number for all reps or a
        list. So with the keys of the poser's `top`, which may also be a course for all reps: a list of
        [seconds after the top is reached, value].
    """

    name: str
    set: str
    exercise: str = "hip-lift"
    body: str = "B"
    outfit: str = "grey-navy"
    decor: str = "cream"
    azimuth_deg: float = 0.0
    elevation_deg: float = 10.0
    distance: float = 1.0
    fov_deg: float = 42.0
    width: int = 640
    height: int = 480
    fps: int = 30
    mat: bool = True
    mirror: bool = False
    second_person: str = ""
    breath_mm: float = 0.0
    breath_s: float = 4.0
    breath_held: bool = False
    breath_hold_share: float = 1.0
    setup: Mapping[str, float] = field(default_factory=dict)
    lead_in_s: float = 1.0
    lead_out_s: float = 1.0
    reps: tuple[Rep, ...] = (Rep(),) * 4

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    @property
    def timeline(self) -> Timeline:
        """When the reps happen."""
        return Timeline(self.reps, self.lead_in_s, self.lead_out_s)

    @property
    def breath(self) -> Breath:
        """How the belly breathes."""
        return Breath(self.breath_mm, self.breath_s, self.breath_held, self.breath_hold_share)

    def as_table(self) -> dict[str, Any]:
        """Return the spec as a table says it, for JSON: keys of `setup` and of the reps' `top` beside the others."""
        table: dict[str, Any] = asdict(self)
        setup, reps = table.pop("setup"), table.pop("reps")
        flat = [{key: value for key, value in rep.items() if key != "top"} | rep["top"] for rep in reps]
        return {**table, **setup, "reps": flat}


_FIELDS = tuple(f.name for f in fields(ClipSpec) if f.name not in ("name", "set", "setup", "reps"))


def _is_course(column: object) -> bool:
    return isinstance(column, list) and bool(column) and all(isinstance(point, list) for point in column)


def _make_course(name: str, key: str, column: list[list[float]]) -> Course:
    ordered = all(a[0] < b[0] for a, b in pairwise(column))
    if not ordered or any(len(point) != 2 for point in column):
        raise RenderError(f"Clip {name}: {key} must list [seconds, value] in order of time.")
    return tuple((float(time_s), float(value)) for time_s, value in column)


def _columns(name: str, count: int, table: dict[str, Any], keys: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    """Take `keys` out of `table` and return what each is in each rep."""
    columns: dict[str, tuple[Any, ...]] = {}
    for key in keys:
        if key not in table:
            continue
        column = table.pop(key)
        if _is_course(column):
            columns[key] = (_make_course(name, key, column),) * count
            continue
        if isinstance(column, list) and len(column) != count:
            raise RenderError(
                f"Clip {name}: {key} lists {len(column)} values for {count} reps; give {count} or one number."
            )
        columns[key] = tuple(column) if isinstance(column, list) else (column,) * count
    return columns


def _make_reps(name: str, table: dict[str, Any], usual_top: Mapping[str, float]) -> tuple[Rep, ...]:
    """Take the reps' keys out of `table` and return the reps."""
    count = table.pop("reps", 4)
    phases = _columns(name, count, table, _PER_REP)
    tops = _columns(name, count, table, tuple(usual_top))
    for key, column in phases.items():
        if any(isinstance(value, tuple) for value in column):
            raise RenderError(f"Clip {name}: {key} cannot be a course; give one number or one for each rep.")
    return tuple(
        Rep(
            top={**usual_top, **{key: column[i] for key, column in tops.items()}},
            **{key: column[i] for key, column in phases.items()},
        )
        for i in range(count)
    )


def make_spec(set_name: str, name: str, table: dict[str, Any], exercise: str = "hip-lift") -> ClipSpec:
    """Return the spec of a clip from its `table`; unknown keys and wrong names are errors.

    `exercise` is what is done unless the table says it.
    """
    rest = {"exercise": exercise} | table
    poser = None if rest["exercise"] == EMPTY else find_poser(rest["exercise"])
    top: Mapping[str, float] = poser.top if poser else {}
    setup: Mapping[str, float] = poser.setup if poser else {}
    reps = _make_reps(name, rest, top)
    setup = {key: float(rest.pop(key, usual)) for key, usual in setup.items()}
    unknown = sorted(set(rest) - set(_FIELDS))
    if unknown:
        known = ("reps", *_FIELDS, *_PER_REP, *setup, *top)
        raise RenderError(f"Clip {name}: unknown key {', '.join(unknown)}; known are {', '.join(known)}.")
    if set_name not in SETS:
        raise RenderError(f"Clip {name}: there is no set {set_name!r}; sets are {', '.join(SETS)}.")
    return ClipSpec(name=name, set=set_name, setup=setup, reps=reps, **rest)


def load_specs() -> dict[str, ClipSpec]:
    """Return all clips of `tables/` by name, file by file, in the order of each."""
    specs: dict[str, ClipSpec] = {}
    tables = (f for f in files("samples.render").joinpath("tables").iterdir() if f.name.endswith(".toml"))
    for file in sorted(tables, key=lambda f: f.name):
        sets = tomllib.loads(file.read_text(encoding="utf-8"))
        for set_name, entries in sets.items():
            for name, table in entries.items():
                if name in specs:
                    raise RenderError(f"Clip {name} of tables/{file.name} is there twice; names must differ.")
                specs[name] = make_spec(set_name, name, table, file.name.removesuffix(".toml"))
    return specs


def choose(names: list[str], set_name: str | None) -> list[ClipSpec]:
    """Return the clips called `names` (all, if empty) that belong to `set_name` (any, if None)."""
    specs = load_specs()
    missing = [n for n in names if n not in specs]
    if missing:
        raise RenderError(f"There is no clip {', '.join(missing)}; --list shows those there are.")
    return [s for s in specs.values() if (not names or s.name in names) and set_name in (None, s.set)]
