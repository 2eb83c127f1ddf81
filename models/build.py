"""Build the pose models of formcheck from packages of public registries.

    python models/build.py             lite and full, into the folder of this script
    python models/build.py --heavy     heavy as well (31 MB, not in the repository)
    python models/build.py --check     are the bundles those recorded in sha256.json?

The networks are fetched by package name (`parts.py`), each sha256 is compared with the
table there, and MediaPipe's ``.task`` bundles are made of them (`task_bundle.py`).

Exit codes: 0 fine, 1 `--check` found a difference, 2 cannot be built or checked.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from parts import DETECTOR, LANDMARKS, download_packages, read_part
from task_bundle import BundleError, add_normalization, pack_bundle

HERE = Path(__file__).resolve().parent
RECORD = HERE / "sha256.json"
COMMITTED = ("lite", "full")

Entry = dict[str, str | int]


def bundle_name(variant: str) -> str:
    """Return the file name of the bundle of `variant`."""
    return f"pose_landmarker_{variant}.task"


def build_bundle(variant: str, parts: Path) -> bytes:
    """Return the bytes of the bundle of `variant`, made of the packages in `parts`.

    Raises
    ------
    BundleError
        A part is missing or is not the expected one.
    """
    networks = {
        "pose_detector": DETECTOR,
        "pose_landmarks_detector": LANDMARKS[variant],
    }
    return pack_bundle(
        {
            f"{name}.tflite": add_normalization(read_part(parts, part), name, part.mean, part.std)
            for name, part in networks.items()
        }
    )


def describe(content: bytes) -> Entry:
    """Return what the record says of a bundle: its sha256 and its length in bytes."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def read_record() -> dict[str, Entry]:
    """Return the recorded sha256 and length of each bundle.

    Raises
    ------
    BundleError
        The record is missing or is not JSON of that form.
    """
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
        return {str(name): dict(entry) for name, entry in record.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BundleError(f"cannot read {RECORD.name}: {error}; restore it, or run with --record") from error


def find_differences(folder: Path, variants: Sequence[str]) -> list[str]:
    """Return one line for each bundle in `folder` that is not the recorded one."""
    record, differences = read_record(), []
    for name in map(bundle_name, variants):
        path = folder / name
        if not path.is_file():
            differences.append(f"{name}: missing")
        elif describe(path.read_bytes()) != record.get(name):
            differences.append(f"{name}: differs from {RECORD.name}")
    return differences


def build(args: argparse.Namespace, variants: Sequence[str]) -> None:
    """Build the bundles of `variants`, compare or record them, and write them.

    Raises
    ------
    BundleError
        A bundle cannot be built or written, or is not the recorded one.
    """
    with tempfile.TemporaryDirectory() as temporary:
        parts = args.parts or Path(temporary)
        if args.parts is None:
            download_packages(parts)
        bundles = {bundle_name(name): build_bundle(name, parts) for name in variants}
    entries = {name: describe(content) for name, content in bundles.items()}
    try:
        if args.record:
            write_record(entries)
        assert_recorded(entries)
        args.out.mkdir(parents=True, exist_ok=True)
        for name, content in bundles.items():
            (args.out / name).write_bytes(content)
            print(f"{entries[name]['sha256']}  {name}  {len(content)} bytes")
    except OSError as error:
        raise BundleError(f"cannot write: {error}") from error


def write_record(entries: Mapping[str, Entry]) -> None:
    """Put `entries` into the record; bundles not named in them keep theirs."""
    known = read_record() if RECORD.exists() else {}
    text = json.dumps({**known, **entries}, indent=2) + "\n"
    RECORD.write_text(text, encoding="utf-8", newline="\n")


def assert_recorded(entries: Mapping[str, Entry]) -> None:
    """Raise `BundleError` unless each of `entries` is the recorded one."""
    record = read_record()
    for name, entry in entries.items():
        if entry != record.get(name):
            raise BundleError(
                f"{name} comes out with sha256 {entry['sha256']}, which is not that of "
                f"{RECORD.name}; nothing was written; --record takes it as the new one"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description="Build the pose models of formcheck.")
    add = parser.add_argument
    add("--out", type=Path, default=HERE, metavar="DIR", help="folder of the bundles")
    add("--parts", type=Path, metavar="DIR", help="take the two packages from here")
    add("--heavy", action="store_true", help="the heavy model as well")
    add("--check", action="store_true", help="only compare with sha256.json")
    add("--record", action="store_true", help="write sha256.json from what was built")
    args = parser.parse_args(arguments)
    variants = (*COMMITTED, "heavy") if args.heavy else COMMITTED
    try:
        if args.check:
            differences = find_differences(args.out, variants)
            print("\n".join(differences) or "bundles are as recorded")
            return 1 if differences else 0
        build(args, variants)
    except BundleError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
