"""The command: `python -m samples.render [NAME ...] [--set SET] [--out DIR] [--workers N] [--list]`."""

import argparse
import sys
from pathlib import Path

from samples.render.clips import SETS, choose
from samples.render.errors import RenderError
from samples.render.workers import make_clips


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m samples.render", description="Render exercise clips with known angles."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="clips of tables/*.toml; all of them if none is given")
    parser.add_argument("--set", choices=SETS, help="only clips of this set")
    parser.add_argument(
        "--out", type=Path, default=Path("clips"), metavar="DIR", help="folder to write to (default: clips)"
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default: 1)")
    parser.add_argument("--list", action="store_true", help="list the clips and stop")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0 fine, 2 cannot be done."""
    asked = _arguments(arguments)
    try:
        specs = choose(asked.names, asked.set)
        if asked.list:
            for s in specs:
                print(f"{s.name}\t{s.set}\tbody {s.body}\t{len(s.reps)} reps\t{s.timeline.duration_s:.1f} s")
        else:
            for made in make_clips(specs, asked.out, asked.workers):
                print(
                    f"{made.name}: {made.size / 1000:.0f} kB, {made.seconds:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
    except RenderError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
