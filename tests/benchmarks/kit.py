"""How long a school waits for its pack, from the command to the last file, and where that time goes.

    .venv/bin/python tests/benchmarks/kit.py [--times 3]

A measurement, not a test. The goal is 20 seconds. The profile is that of one more run inside this process.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

_GOAL_SECONDS = 20
_COMMAND = [sys.executable, "-m", "holdfast.cli", "kit"]


def main() -> None:
    """Print how long packs took, and what took longest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="how many packs are made")
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        taken = [_one_pack(Path(folder) / str(number)) for number in range(times)]
    met = "met" if max(taken) <= _GOAL_SECONDS else "not met"
    print(f"a pack: {statistics.median(taken):.1f} s ({min(taken):.1f} to {max(taken):.1f}), {times} times; "
          f"goal {_GOAL_SECONDS} s {met}")  # fmt: skip
    _print_profile()


def _one_pack(folder: Path) -> float:
    """Make a pack as a school does, and return how long it took."""
    folder.mkdir()
    subprocess.run([*_COMMAND, "--example", "school.yaml"], cwd=folder, check=True, capture_output=True)
    began = time.perf_counter()
    subprocess.run(
        [*_COMMAND, "--school", "school.yaml", "--out", "pack", "--zip"], cwd=folder, check=True, capture_output=True
    )
    return time.perf_counter() - began


def _print_profile() -> None:
    """Print what each kind of file takes, and the slowest files."""
    began = time.perf_counter()
    from holdfast.kit.pack import papers
    from holdfast.kit.school import EXAMPLE, read_school
    from holdfast.library import library

    todo = papers(library(), read_school(EXAMPLE))
    print(f"reading the course, its texts and its slides: {time.perf_counter() - began:.1f} s")
    files: list[tuple[float, str]] = []
    kinds: dict[str, list[float]] = defaultdict(list)
    for paper in todo:
        began = time.perf_counter()
        paper.make()
        files.append((time.perf_counter() - began, paper.name))
        kind = "slides " if paper.name.startswith("5-") else ""
        kinds[f"{kind}{paper.name.rpartition('.')[2]}"].append(files[-1][0])
    for kind, seconds in sorted(kinds.items(), key=lambda each: -sum(each[1])):
        print(f"{kind}: {len(seconds)} files, {sum(seconds):.1f} s")
    print("slowest:", ", ".join(f"{name} {seconds:.1f} s" for seconds, name in sorted(files, reverse=True)[:5]))


if __name__ == "__main__":
    main()
