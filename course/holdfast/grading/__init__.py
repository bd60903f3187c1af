"""What an answer is worth. Pure: it reads no file, keeps nothing, and is the only place that says so.

The rule of partial credit, as a share of the points (rounded to two decimals):

* **Scenario**: each decision on the path is worth one point. The best choice earns 1; a weaker choice earns 0.5 when it
  was repaired and 0 when it was not. The maximum is the number of decisions on the longest path.
* **Single choice, choose the sentence**: the one right option earns all; anything else nothing.
* **Multiple choice, spot in text**: (right options chosen - wrong options chosen) / number of right options.
* **Ordering**: (pairs in the right order - pairs in the wrong order) / number of pairs.
* **Matching, sorting**: (rightly placed - wrongly placed / (number of groups - 1)) / number of options.
* Never below 0. **Starred objective** (safety-critical): all or nothing, whatever the type.
* **"I don't know"**, which the checks before and some weeks after the course offer: nothing, of every type.
* **Short written answer**: never marked. In practice, the share is that of the points the learner ticked.

The browser does the same for a scenario's path and for practice; both sides run the cases in ``tests/vectors/``.
"""

from __future__ import annotations

from holdfast.grading.items import DO_NOT_KNOW, ImpossibleAnswer, check_answer, grade_item, is_unknown, share
from holdfast.grading.order import order, seed_of
from holdfast.grading.result import Result
from holdfast.grading.scenario import (
    REPAIR,
    ImpossiblePath,
    Replay,
    Taken,
    decisions_on_longest_path,
    grade_scenario,
    replay,
)

__all__ = [
    "DO_NOT_KNOW",
    "REPAIR",
    "ImpossibleAnswer",
    "ImpossiblePath",
    "Replay",
    "Result",
    "Taken",
    "check_answer",
    "decisions_on_longest_path",
    "grade_item",
    "grade_scenario",
    "is_unknown",
    "order",
    "replay",
    "seed_of",
    "share",
]
