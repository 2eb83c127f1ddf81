"""The table of clips (`clips.toml`): what each clip shows."""

import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

from samples.render.errors import RenderError
from samples.render.motion_profiles import Rep, Timeline

SETS = ("samples", "tune", "check")
EXERCISES = ("hip-lift", "none")
_PER_REP = tuple(f.name for f in fields(Rep))


@dataclass(frozen=True, slots=True)
class ClipSpec:
    """One clip. All fields but `name` and `set` are keys of its table in `clips.toml`.

    Attributes
    ----------
    name : str
        File name without ending.
    set : str
        "samples" (shown to users), "tune" (to set limits by) or "check" (not looked at while tuning).
    exercise : str
        "hip-lift", or "none" for an empty room.
    body, outfit, decor : str
        Who, in what, where; names of `bodies*.npz`, `outfits.OUTFITS` and `scene.DECORS`, independent of each
        other.
    azimuth_deg, elevation_deg : float
        Where the camera stands: azimuth 0 is the side view with the head to the left, 90 from the feet, 180
        the other side.
    distance : float
        Times the usual distance, which itself goes with the body's height.
    fov_deg : float
        Vertical field of view.
    width, height, fps : int
        Picture size in pixels, frames a second.
    mat, mirror : bool
        Whether there is a mat; whether the picture is flipped left to right.
    shank_deg : float
        Where the feet stand, given as the lean of the shanks from the vertical when shoulder, hip and knee
        are in one line; positive means feet far from the body.
    lead_in_s, lead_out_s : float
        Seconds of rest before the first and after the last rep.
    reps : tuple of Rep
        In the table a count, with the fields of `motion_profiles.Rep` beside it: one number for all reps or a
        list.
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
    shank_deg: float = 8.0
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


_FIELDS = tuple(f.name for f in fields(ClipSpec) if f.name not in ("name", "set", "reps"))


def _make_reps(name: str, table: dict[str, Any]) -> tuple[Rep, ...]:
    """Take the reps' keys out of `table` and return the reps."""
    count = table.pop("reps", 4)
    columns = {key: table.pop(key) for key in _PER_REP if key in table}
    for key, column in columns.items():
        if isinstance(column, list) and len(column) != count:
            raise RenderError(
                f"Clip {name}: {key} lists {len(column)} values for {count} reps; give {count} or one number."
            )
    return tuple(
        Rep(**{key: column[i] if isinstance(column, list) else column for key, column in columns.items()})
        for i in range(count)
    )


def make_spec(set_name: str, name: str, table: dict[str, Any]) -> ClipSpec:
    """Return the spec of a clip from its `table`; unknown keys and wrong names are errors."""
    rest = dict(table)
    reps = _make_reps(name, rest)
    unknown = sorted(set(rest) - set(_FIELDS))
    if unknown:
        raise RenderError(f"Clip {name}: unknown key {', '.join(unknown)}; known are {', '.join(_FIELDS + _PER_REP)}.")
    spec = ClipSpec(name=name, set=set_name, reps=reps, **rest)
    if spec.set not in SETS:
        raise RenderError(f"Clip {name}: there is no set {spec.set!r}; sets are {', '.join(SETS)}.")
    if spec.exercise not in EXERCISES:
        raise RenderError(f"Clip {name}: there is no exercise {spec.exercise!r}; there are {', '.join(EXERCISES)}.")
    return spec


def load_specs() -> dict[str, ClipSpec]:
    """Return all clips of `clips.toml` by name, in its order."""
    text = files("samples.render").joinpath("clips.toml").read_text(encoding="utf-8")
    sets = tomllib.loads(text)
    return {name: make_spec(s, name, table) for s, tables in sets.items() for name, table in tables.items()}


def choose(names: list[str], set_name: str | None) -> list[ClipSpec]:
    """Return the clips called `names` (all, if empty) that belong to `set_name` (any, if None)."""
    specs = load_specs()
    missing = [n for n in names if n not in specs]
    if missing:
        raise RenderError(f"There is no clip {', '.join(missing)}; --list shows those there are.")
    return [s for s in specs.values() if (not names or s.name in names) and set_name in (None, s.set)]
