"""The short form of the soak: two lives of a used server, and a restart between them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.soak import Plan, Sample, Soak


def test_a_used_server_that_is_killed_and_started_again_loses_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    plan = Plan(lives=2, life=2.0, long=1.0, every=1.0, warm=False, visitors=3)
    soak = Soak(plan=plan, folder=tmp_path)
    assert soak.run() == []
    assert {sample.life for sample in soak.samples} == {0, 1}
    assert soak.shared.saved > 0


def test_growth_beyond_a_bound_is_found(tmp_path: Path) -> None:
    soak = Soak(plan=Plan.of(1), folder=tmp_path)
    last = soak.plan.lives - 1
    for n in range(10):
        sample = Sample(
            at=n, life=last, memory=300 + n, files=200 + 5 * n, processes=4, threads=30, saved=n, slowest=0.1
        )
        soak.samples.append(sample)
    assert soak.grown() == ["files grew from 200 to 235, by more than 20"]
