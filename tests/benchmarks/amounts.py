"""How often and how long each part measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """The amounts of one run."""

    bursts: dict[int, int]  #: visitors at once -> how often
    stock_bursts: int
    pages: int
    stock_pages: int
    starts: int
    marks: int
    looks: int
    stock_looks: int
    slow_looks: int
    stock_slow_looks: int
    learners: int  #: whose memory is measured, in each of three rounds
    active_seconds: float
    growth: dict[int, float]  #: learners -> for how many seconds
    submissions: int  #: 0 leaves autograding out


FULL = Amounts(
    bursts={30: 10, 100: 3, 200: 3},
    stock_bursts=2,
    pages=200,
    stock_pages=5,
    starts=3,
    marks=10,
    looks=10,
    stock_looks=3,
    slow_looks=5,
    stock_slow_looks=2,
    learners=50,
    active_seconds=15,
    growth={10: 12, 30: 12, 100: 12, 300: 12, 1000: 30},
    submissions=40,
)
QUICK = Amounts(
    bursts={30: 2, 100: 1, 200: 1},
    stock_bursts=1,
    pages=50,
    stock_pages=1,
    starts=1,
    marks=2,
    looks=2,
    stock_looks=1,
    slow_looks=1,
    stock_slow_looks=0,
    learners=30,
    active_seconds=3,
    growth={10: 4, 100: 4, 1000: 4},
    submissions=0,
)
