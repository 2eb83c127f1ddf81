"""Rendered clips and their landmarks, made when they are missing and kept for the next run."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from formcheck import analyze
from formcheck.errors import TrackError
from formcheck.sources.models import find_model, identify_model
from formcheck.sources.track_file import load_track
from samples.render.clips import choose

__all__ = ["ROOT", "list_old_tracks", "make_tracks", "provide_clips", "track_path"]

ROOT = Path(__file__).resolve().parents[1]


def provide_clips(set_name: str, folder: Path, workers: int) -> list[Path]:
    """Return the clips of a set in the order of the table; copy or render those that are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [spec.name for spec in choose([], set_name)]
    for name in names:
        _copy_sample(name, folder)
    missing = [n for n in names if not ((folder / f"{n}.mp4").is_file() and (folder / f"{n}.truth.npz").is_file())]
    if missing:
        print(f"Rendering {len(missing)} clips into {folder} ...", file=sys.stderr)
        command = [sys.executable, "-m", "samples.render", *missing, "--set", set_name]
        command += ["--out", str(folder.resolve()), "--workers", str(workers)]
        subprocess.run(command, cwd=ROOT, check=True)
    return [folder / f"{name}.mp4" for name in names]


def _copy_sample(name: str, folder: Path) -> None:
    """Bring a clip that is shipped in samples/clips up to date in the folder, unless it is that folder."""
    shipped = ROOT / "samples" / "clips"
    for ending in (".mp4", ".truth.npz"):
        source, target = shipped / (name + ending), folder / (name + ending)
        if source.is_file() and source.resolve() != target.resolve():
            same = target.is_file() and target.read_bytes() == source.read_bytes()
            if not same:
                shutil.copyfile(source, target)


def track_path(clip: Path, model: str) -> Path:
    """Return where the landmarks of a clip are kept."""
    return clip.with_name(f"{clip.stem}.{model}.pose.npz")


def make_tracks(clips: Sequence[Path], model: str, workers: int, *, fresh: bool = False) -> list[Path]:
    """Return the saved landmarks of the clips, and make those that are missing or out of date.

    Out of date is a track of another model, or older than its clip.
    """
    sha256 = identify_model(find_model(model)).sha256
    wanted = [clip for clip in clips if fresh or not _is_current(clip, track_path(clip, model), sha256)]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = {pool.submit(_make_track, clip, model): clip for clip in wanted}
        for done, job in enumerate(as_completed(jobs), 1):
            job.result()
            print(f"landmarks {done} of {len(jobs)}: {jobs[job].stem}", file=sys.stderr, flush=True)
    return [track_path(clip, model) for clip in clips]


def _is_current(clip: Path, track: Path, sha256: str) -> bool:
    if not track.is_file() or track.stat().st_mtime < clip.stat().st_mtime:
        return False
    try:
        made_by = load_track(track).model
    except TrackError:
        return False
    return made_by is not None and made_by.sha256 == sha256


def _make_track(clip: Path, model: str) -> None:
    path = track_path(clip, model)
    partial = path.with_name(f"{clip.stem}.{model}.{os.getpid()}.part.pose.npz")
    analyze(clip, "hip-lift", model=model, save_track_to=partial)
    partial.replace(path)


def list_old_tracks(tracks: Sequence[Path]) -> list[Path]:
    """Return the tracks that are older than the code that makes them."""
    package = ROOT / "src" / "formcheck"
    sources = [*package.glob("sources/*.py"), package / "pose.py", package / "motion" / "view.py"]
    newest = max((path.stat().st_mtime for path in sources if path.is_file()), default=0.0)
    return [path for path in tracks if path.stat().st_mtime < newest]
