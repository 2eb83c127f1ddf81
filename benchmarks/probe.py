"""Run one thing in this process and print what it took, as JSON: called by throughput.py in a fresh process.

python benchmarks/probe.py analyze CLIP MODEL    the memory peak of one analysis
"""

from __future__ import annotations

import json
import resource
import sys
import time

from formcheck import analyze

_KIB = 1024 if sys.platform != "darwin" else 1
"""ru_maxrss is in KiB on Linux, in bytes on macOS."""


def main() -> int:
    """Analyse a clip and print its frames, seconds and the peak of resident memory in MB."""
    _, _, clip, model = sys.argv
    start = time.perf_counter()
    result = analyze(clip, model=model)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB / 1e6
    print(json.dumps({"frames": result.source.frames, "reps": len(result.counted), "s": seconds, "peak_mb": peak}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
