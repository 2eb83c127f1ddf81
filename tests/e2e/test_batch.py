"""`formcheck batch` as CI runs it: what stops a clip stops no other, and what stops a run loses little."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path
from typing import Any

import pexpect  # type: ignore[import-untyped]
import psutil  # type: ignore[import-untyped]
import pytest

from tests.e2e.batches import (
    GOLDEN,
    TRACK,
    are_gone,
    batch,
    install_trouble,
    list_workers,
    make_command,
    wait_until,
    write_manifest,
)
from tests.e2e.clips import SAMPLES, keep_until, read_clip, write_clip

GOOD = {"file": TRACK, "exercise": "hip-lift", "reps": 4, "findings": {}}


def copy_track(folder: Path, name: str) -> Path:
    return Path(shutil.copy(TRACK, folder / f"{name}.pose.npz"))


def write_many(folder: Path, count: int, exercise: str = "does-pause") -> Path:
    """Write a manifest of so many names that lead to one track."""
    names = [f"{number}.pose.npz" for number in range(count)]
    track = copy_track(folder, "track")
    for name in names:
        (folder / name).hardlink_to(track)  # a symbolic link would make one clip of them
    return write_manifest(folder / "many.toml", [{"file": name, "exercise": exercise, "reps": 4} for name in names])


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def count_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def mark_kept(journal: Path) -> set[float]:
    """Give the outcomes in a journal times of their own, by which they are known again, and return these."""
    kept = [json.loads(line) for line in journal.read_text().splitlines()]
    times = [1000.0 + number for number in range(len(kept))]
    lines = [json.dumps({**outcome, "took_s": took_s}) for outcome, took_s in zip(kept, times, strict=True)]
    journal.write_text("\n".join(lines) + "\n")
    return {*times}


def test_a_limit_that_was_changed_is_told_with_clip_rule_and_both_values(tmp_path: Path) -> None:
    shutil.copytree("src/formcheck", tmp_path / "formcheck", ignore=shutil.ignore_patterns("__pycache__"))
    source = tmp_path / "formcheck/exercises/hip_lift.py"
    text = source.read_text()
    for before, after in (
        ("watch=Threshold(-10.0,", "watch=Threshold(-30.0,"),
        ('(-15.0, "deg", _SCIENCE)', '(-35.0, "deg", "")'),
    ):
        assert text.count(before) == 1
        text = text.replace(before, after)
    source.write_text(text)
    track = GOLDEN / "hip-lift-h-tiring.pose.npz"
    expected = {"hip-lift.fatigue": True, "hip-lift.incomplete-lift": [7]}
    manifest = write_manifest(
        tmp_path / "m.toml", [GOOD, {"file": track, "exercise": "hip-lift", "findings": expected}]
    )
    whole, faulty = (
        batch(manifest, env={**os.environ, "PYTHONPATH": path, "COLUMNS": "500"}) for path in ("", str(tmp_path))
    )
    assert whole.returncode == 0, whole.stdout
    assert faulty.returncode == 1, faulty.stderr
    (line,) = [line for line in faulty.stdout.splitlines() if "hip-lift.incomplete-lift: " in line]
    assert line.endswith(
        f"{track.name}: hip-lift.incomplete-lift: expected in 7, got not found; "
        "line_at_top_deg 6.1, 5.8, 4.2, 0.0, -3.9, -11.9, -21.7 deg (limit: < -30)"
    )


def test_clips_that_crash_leave_fail_or_take_too_long_have_failed_and_the_others_go_on(tmp_path: Path) -> None:
    env, target, junit = install_trouble(tmp_path / "site"), tmp_path / "run.json", tmp_path / "run.xml"
    doings = ("crash", "leave", "fail", "sleep", "crash", "pause")
    for number in range(len(doings)):
        copy_track(tmp_path, str(number))
    clips = [{"file": f"{n}.pose.npz", "exercise": f"does-{doing}", "reps": 4} for n, doing in enumerate(doings)]
    manifest = write_manifest(tmp_path / "m.toml", clips)
    done = batch(manifest, "--json", target, "--junit", junit, "--workers", "2", "--timeout", "5", env=env)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["Scoring 6 clips with 2 processes ..."]
    run = read(target)
    assert [clip["clip"] for clip in run["clips"]] == [clip["file"] for clip in clips]
    assert [clip["status"] for clip in run["clips"]] == [*["failed"] * 5, "as expected"]
    why = [clip["differences"][0]["got"] for clip in run["clips"][:5]]
    assert "Segmentation fault" in why[0]
    assert "Segmentation fault" in why[4]
    assert "SystemExit" in why[1]
    assert "Odd: 1" in why[2]
    assert "after 5 s" in why[3]
    suite = ET.parse(junit).getroot()[0]
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("6", "5", "0")
    assert not list(tmp_path.glob("*.partial.jsonl"))


def test_a_killed_run_is_resumed_and_leaves_no_process_behind(tmp_path: Path) -> None:
    env, target = install_trouble(tmp_path / "site"), tmp_path / "run.json"
    manifest, journal = write_many(tmp_path, 16), tmp_path / "run.json.partial.jsonl"
    command = make_command(manifest, "--json", target, "--workers", "2")
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: count_lines(journal) >= 3)
    workers = list_workers(process)
    assert len(workers) >= 2
    process.kill()
    process.wait()
    wait_until(lambda: are_gone(workers), 10)
    kept = mark_kept(journal)
    assert not target.exists()
    with journal.open("a") as file:
        file.write('{"key": "cut o')
    done = batch(manifest, "--json", target, "--resume", "--workers", "2", env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    clips = read(target)["clips"]
    assert len(clips) == 16
    assert len(kept) >= 3
    assert kept <= {clip["took_s"] for clip in clips}  # as they were, and not done again
    assert not journal.exists()


def test_what_has_changed_since_is_done_again(tmp_path: Path) -> None:
    env, target = install_trouble(tmp_path / "site"), tmp_path / "run.json"
    clips = [copy_track(tmp_path, name) for name in "abc"]
    table = [{"file": clip.name, "exercise": "hip-lift"} for clip in clips]
    journal, manifest = tmp_path / "run.json.partial.jsonl", tmp_path / "m.toml"
    process = subprocess.Popen(
        make_command(write_manifest(manifest, [*table, {"file": TRACK, "exercise": "does-sleep"}]), "--json", target),
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: count_lines(journal) >= 3)
    process.kill()
    process.wait()
    kept = mark_kept(journal)
    shutil.copy(GOLDEN / "hip-lift-h-tiring.pose.npz", clips[0])
    table[1]["side"] = "left"
    write_manifest(manifest, [*table[:2], {**table[2], "reps": 9}])
    assert batch(manifest, "--json", target, "--resume", env=env).returncode == 1
    new, other, same = read(target)["clips"]
    assert new["seen"]["reps"] == 7
    assert other["took_s"] not in kept
    assert same["took_s"] in kept
    assert same["differences"] == [{"what": "reps", "expected": "9", "got": "4", "because": ""}]


@pytest.mark.parametrize("moment", ["while processes start", "while clips are read"])
def test_ctrl_c_says_one_line_and_leaves_no_process_behind(moment: str, tmp_path: Path) -> None:
    env, target = install_trouble(tmp_path / "site"), tmp_path / "run.json"
    manifest, journal = write_many(tmp_path, 40), tmp_path / "run.json.partial.jsonl"
    process = subprocess.Popen(
        make_command(manifest, "--json", target, "--workers", "2"),
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(
        lambda: len(list_workers(process)) >= 2 and (moment != "while clips are read" or count_lines(journal) > 2)
    )
    workers = list_workers(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[1:] == ["formcheck: stopped by Ctrl-C; go on with --resume."]
    wait_until(lambda: are_gone(workers), 10)  # one that keeps track of locks ends a moment later
    assert not target.exists()


def test_processes_that_cannot_start_are_an_error_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif any('spawn_main' in a for a in sys.orig_argv):\n    os._exit(3)\n"
    )
    done = batch(write_manifest(tmp_path / "m.toml", [GOOD]), env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "formcheck: the processes for the work cannot be started (All workers expired)."
    ]


def test_a_python_that_cannot_be_run_is_an_error_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import multiprocessing\nmultiprocessing.set_executable('/nowhere')\n")
    done = batch(write_manifest(tmp_path / "m.toml", [GOOD]), env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "formcheck: the processes for the work cannot be started (/nowhere cannot be run)."
    ]


def test_a_process_that_dies_before_it_has_a_clip_costs_none(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, pathlib, sys\n"
        f"mark = pathlib.Path({str(tmp_path / 'mark')!r})\n"
        "if any('spawn_main' in a for a in sys.orig_argv) and not mark.exists():\n    mark.touch()\n    os._exit(3)\n"
    )
    done = batch(write_manifest(tmp_path / "m.toml", [GOOD]), env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert (tmp_path / "mark").exists()
    assert done.returncode == 0, done.stderr


def test_a_full_disk_ends_the_run_in_one_line_and_it_can_go_on(tmp_path: Path) -> None:
    manifest, target = write_many(tmp_path, 8, "hip-lift"), tmp_path / "run.json"
    full = subprocess.run(
        make_command(manifest, "--json", target, "--workers", "1"),
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (4000, 4000)),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert full.returncode == 2
    journal = tmp_path / "run.json.partial.jsonl"
    assert full.stderr.splitlines()[1:] == [
        f"formcheck: {journal}: could not be written (File too large). Free some space or write elsewhere."
    ]
    assert count_lines(journal) >= 1
    assert batch(manifest, "--json", target, "--resume").returncode == 0
    assert len(read(target)["clips"]) == 8


@pytest.mark.parametrize("option", ["--json", "--junit", "--summary"])
def test_an_output_that_cannot_be_written_is_told_and_takes_no_other_with_it(option: str, tmp_path: Path) -> None:
    manifest, other = write_manifest(tmp_path / "m.toml", [GOOD]), tmp_path / "other"
    second = "--summary" if option != "--summary" else "--junit"
    (tmp_path / "full").symlink_to("/dev/full")
    done = batch(manifest, option, tmp_path / "full", second, other)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2
    assert "No space left on device" in done.stderr
    assert other.stat().st_size > 0
    assert "1 clip, as expected." in done.stdout


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    manifest, target = write_manifest(tmp_path / "m.toml", [GOOD]), tmp_path / "run.json"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        make_command(manifest, "--json", target),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=240,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 0
    assert done.stderr.splitlines() == ["Scoring 1 clip ..."]
    assert read(target)["as_expected"]


def test_saved_tracks_are_scored_without_mediapipe_and_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "site/mediapipe").mkdir(parents=True)
    (tmp_path / "site/mediapipe/__init__.py").write_text("raise RuntimeError('mediapipe was loaded')")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    manifest, target = write_many(tmp_path, 5, "hip-lift"), tmp_path / "run.json"
    runs = []
    for workers in ("1", "3"):
        done = batch(manifest, "--json", target, "--workers", workers, env=env)
        assert done.returncode == 0, done.stdout
        run = read(target)
        for clip in run["clips"]:
            del clip["took_s"]
        runs.append((run, done.stdout))
    assert runs[0] == runs[1]


def test_memory_does_not_grow_with_the_number_of_clips(tmp_path: Path) -> None:
    most = {}
    for count in (100, 1000):
        folder = tmp_path / str(count)
        folder.mkdir()
        manifest = write_many(folder, count, "single-leg-stance")
        process = subprocess.Popen(
            make_command(manifest, "--workers", "2", "--json", folder / "run.json"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        watched, rss = psutil.Process(process.pid), []
        while process.poll() is None:
            rss.append(watched.memory_info().rss / 1e6)
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        most[count] = max(rss)
        assert len(read(folder / "run.json")["clips"]) == count
    assert most[1000] - most[100] < 30  # MB, 33 kB a clip


def test_names_of_every_kind_stand_in_all_outputs(tmp_path: Path) -> None:
    names = ["腰上げ 1", 'a&b <c> "d"', "[bold]e[/bold]", "[/f]", "g|h*i_j`k", "sub/same", "same"]
    for name in names:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        copy_track(tmp_path / "in", name)
    clips = [{"file": f"{name}.pose.npz", "exercise": "hip-lift", "reps": 4} for name in names]
    manifest = write_manifest(tmp_path / "in/m.toml", clips)
    outputs = [tmp_path / name for name in ("run.json", "run.xml", "run.md")]
    done = batch(manifest, "--json", outputs[0], "--junit", outputs[1], "--summary", outputs[2], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in names:
        assert f"{name}.pose.npz" in done.stdout
    assert [clip["clip"] for clip in read(outputs[0])["clips"]] == [clip["file"] for clip in clips]
    cases = ET.parse(outputs[1]).getroot()[0]
    assert [case.get("name") for case in cases] == [clip["file"] for clip in clips]
    summary = outputs[2].read_text("utf-8")
    assert r"g\|h\*i\_j\`k.pose.npz" in summary
    assert r"a\&b \<c\>" in summary
    assert all(line.replace(r"\|", "").count("|") == 7 for line in summary.splitlines() if line.startswith("|"))


def test_the_bar_shows_any_name_and_goes_away(tmp_path: Path) -> None:
    env, names = install_trouble(tmp_path / "site"), ["[/f]", "[bold]e", "腰"]
    for name in names:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        copy_track(tmp_path / "in", name)
    manifest = write_manifest(
        tmp_path / "in/m.toml", [{"file": f"{name}.pose.npz", "exercise": "does-pause"} for name in names]
    )
    command = make_command(manifest, "--workers", "1")
    terminal = pexpect.spawn(
        command[0],
        command[1:],
        env={**env, "TERM": "xterm", "COLUMNS": "100"},
        dimensions=(40, 100),
        timeout=120,
        encoding="utf-8",
    )
    terminal.expect_exact("0/3")
    terminal.expect_exact("1/3")
    terminal.expect_exact("[/f].pose.npz")
    terminal.expect_exact("3 clips scored.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


def test_a_folder_with_a_name_that_is_no_text_is_scored(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/\xff\x1b.pose.npz", "wb") as file:  # noqa: PTH123
        file.write(TRACK.read_bytes())
    (folder / "._a.mp4").touch()
    outputs = [tmp_path / name for name in ("run.json", "run.xml", "run.md")]
    done = batch(folder, "--exercise", "hip-lift", "--json", outputs[0], "--junit", outputs[1], "--summary", outputs[2])
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "4 reps" in done.stdout
    assert len(read(outputs[0])["clips"]) == 1
    assert ET.parse(outputs[1]).getroot()[0][0].get("name") == "\N{REPLACEMENT CHARACTER}" * 2 + ".pose.npz"
    assert "4 reps" in outputs[2].read_text("utf-8")


def test_a_plug_in_that_is_broken_is_told_once(tmp_path: Path) -> None:
    env = install_trouble(tmp_path / "site")
    (tmp_path / "site/trouble-0.1.0.dist-info/entry_points.txt").write_text(
        "[formcheck.exercises]\nbad = nothing:AT_ALL\n"
    )
    done = batch(write_many(tmp_path, 3, "hip-lift"), "--workers", "2", env=env)
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 2
    assert "the exercise bad of the package trouble is left out" in done.stderr


def test_two_runs_at_once_share_one_cache(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", keep_until(read_clip(SAMPLES / "hip-lift-too-fast.mp4"), 1.5))
    manifest = write_manifest(tmp_path / "m.toml", [{"file": film.name, "exercise": "hip-lift", "model": "lite"}])
    cache = tmp_path / "cache"
    runs = [
        subprocess.Popen(make_command(manifest, "--cache", cache), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    for run in runs:
        said, _ = run.communicate(timeout=240)
        assert run.returncode == 0, said
    assert len([*cache.iterdir()]) == 1
    again = batch(manifest, "--cache", cache, "--json", tmp_path / "run.json")
    assert again.returncode == 0, again.stdout + again.stderr
    assert [clip["cached"] for clip in read(tmp_path / "run.json")["clips"]] == [True]
