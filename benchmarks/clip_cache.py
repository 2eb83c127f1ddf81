"""Rendered clips and their landmarks, made when they are missing and kept for the next run."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from benchmarks.truths import exercise_of
from formcheck import analyze
from formcheck.errors import TrackError
from formcheck.exercises import find_exercise, list_exercises
from formcheck.sources.models import find_model, identify_model
from formcheck.sources.track_file import load_track
from samples.render.clips import choose

__all__ = ["ROOT", "Clip", "keep_ready", "list_clips", "list_old_tracks", "make_tracks", "provide_clips"]

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Clip:
    """A rendered clip: its video, and what is done in it ("none" in an empty room)."""

    path: Path
    spec_exercise: str

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def truth_path(self) -> Path:
        """Where its truth is."""
        return self.path.with_suffix(".truth.npz")

    @property
    def exercise(self) -> str:
        """The exercise as which it is analysed."""
        return exercise_of(self.spec_exercise)

    def track_path(self, model: str) -> Path:
        """Return where its landmarks are kept."""
        return self.path.with_name(f"{self.name}.{model}.pose.npz")


def list_clips(set_name: str, folder: Path, exercises: Collection[str] = ()) -> list[Clip]:
    """Return the clips of a set in the order of the table: of some exercises, or of all that formcheck knows."""
    known = set(list_exercises())
    clips = [Clip(folder / f"{spec.name}.mp4", spec.exercise) for spec in choose([], set_name)]
    asked = [clip for clip in clips if not exercises or clip.exercise in exercises]
    if unknown := sorted({clip.exercise for clip in asked} - known):
        print(f"Left out, because formcheck does not know them: {', '.join(unknown)}.", file=sys.stderr)
    return [clip for clip in asked if clip.exercise in known]


def provide_clips(clips: Sequence[Clip], set_name: str, workers: int) -> None:
    """Copy or render the clips that are missing."""
    for clip in clips:
        clip.path.parent.mkdir(parents=True, exist_ok=True)
        _copy_sample(clip)
    missing = [clip for clip in clips if not _is_rendered(clip)]
    if missing:
        folder = missing[0].path.parent.resolve()
        print(f"Rendering {len(missing)} clips into {folder} ...", file=sys.stderr)
        command = [sys.executable, "-m", "samples.render", *(clip.name for clip in missing), "--set", set_name]
        command += ["--out", str(folder), "--workers", str(workers)]
        subprocess.run(command, cwd=ROOT, check=True)


def _is_rendered(clip: Clip) -> bool:
    return clip.path.is_file() and clip.truth_path.is_file()


def _copy_sample(clip: Clip) -> None:
    """Bring a clip that is shipped in samples/clips up to date in its folder, unless it is that folder."""
    shipped = ROOT / "samples" / "clips"
    for target in (clip.path, clip.truth_path):
        source = shipped / target.name
        if source.is_file() and source.resolve() != target.resolve():
            same = target.is_file() and target.read_bytes() == source.read_bytes()
            if not same:
                shutil.copyfile(source, target)


def keep_ready(clips: Sequence[Clip], model: str) -> list[Clip]:
    """Return the clips that are rendered and whose landmarks are there and up to date."""
    sha256 = identify_model(find_model(model)).sha256
    ready = [clip for clip in clips if _is_rendered(clip) and _is_current(clip, model, sha256)]
    if len(ready) < len(clips):
        print(f"{len(clips) - len(ready)} of {len(clips)} clips are not ready and left out.", file=sys.stderr)
    return ready


def make_tracks(clips: Sequence[Clip], model: str, workers: int, *, fresh: bool = False) -> list[Path]:
    """Return the saved landmarks of the clips, and make those that are missing or out of date.

    Out of date is a track of another model or schema, of another surface than the clip's exercise follows, or older
    than its clip.
    """
    sha256 = identify_model(find_model(model)).sha256
    wanted = [clip for clip in clips if fresh or not _is_current(clip, model, sha256)]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = {pool.submit(_make_track, clip, model): clip for clip in wanted}
        for done, job in enumerate(as_completed(jobs), 1):
            job.result()
            print(f"landmarks {done} of {len(jobs)}: {jobs[job].name}", file=sys.stderr, flush=True)
    return [clip.track_path(model) for clip in clips]


def _is_current(clip: Clip, model: str, sha256: str) -> bool:
    path = clip.track_path(model)
    if not path.is_file() or path.stat().st_mtime < clip.path.stat().st_mtime:
        return False
    try:
        track = load_track(path)
    except TrackError:
        return False
    kind = find_exercise(clip.exercise).surface
    return (
        track.model is not None and track.model.sha256 == sha256 and track.surface_kind == (kind.name if kind else "")
    )


def _make_track(clip: Clip, model: str) -> None:
    path = clip.track_path(model)
    partial = path.with_name(f"{clip.name}.{model}.{os.getpid()}.part.pose.npz")
    analyze(clip.path, clip.exercise, model=model, save_track_to=partial)
    partial.replace(path)


def list_old_tracks(tracks: Sequence[Path]) -> list[Path]:
    """Return the tracks that are older than the code that makes them."""
    package = ROOT / "src" / "formcheck"
    sources = [*package.glob("sources/*.py"), package / "pose.py", package / "motion" / "view.py"]
    newest = max((path.stat().st_mtime for path in sources if path.is_file()), default=0.0)
    return [path for path in tracks if path.stat().st_mtime < newest]
