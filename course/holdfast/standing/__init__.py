"""How a learner stands: pure rules over the course, their answers and their marked attempts. They keep nothing.

| question | answer |
|---|---|
| what a pathway asks for, and where to stop for today | `plan`, `stop_points` |
| where to go on, what is left, how each module stands | `next_step`, `minutes_left`, `module_map` |
| may this check be answered now, and which of its questions | `door`; what of it may be explained: `is_explained` |
| what the final has come to | `final_outcome`, `outcome_in_words`, `pass_mark_in_words`, `talk_to` |
| what is solid, and where to read about the rest | `objectives`, `reading` |
| what changed from before to the end | `measures`, `change_in_words` |
| is it complete, and when is the later check due | `is_complete`, `achieved`, `later_window` |
| what a booster asks, and what changed since | `booster`, `due_week`, `due_dates`, `changes_since` |
| what a group has learned | `cohort` |

Each of them takes a `Journey`, which `journey_of` makes of what the records return.
"""

from holdfast.standing.boosters import Booster, Question, booster, changes_since, due_dates, due_week
from holdfast.standing.change import Measure, Measures, change_in_words, measures
from holdfast.standing.cohort import FEWEST, Cohort, Figures, Mean, cohort
from holdfast.standing.completion import (
    Achieved,
    achieved,
    is_complete,
    is_read,
    later_check,
    later_is_open,
    later_window,
)
from holdfast.standing.doors import Door, door, is_explained
from holdfast.standing.forms import before_check, before_state, final_forms
from holdfast.standing.journey import DEFAULT_PATHWAY, Journey, journey_of, pathway_of
from holdfast.standing.objectives import ObjectiveStanding, objectives, reading
from holdfast.standing.outcome import PASS_SHARE, PROVISIONAL, TRIES, FinalOutcome, Try, final_outcome
from holdfast.standing.plan import BUILDS_ON, Part, Plan, plan, stop_points
from holdfast.standing.practice import next_practice, practice_left, practice_pool
from holdfast.standing.steps import (
    CheckStanding,
    ModuleStanding,
    Step,
    check_state,
    minutes_left,
    module_map,
    next_step,
)
from holdfast.standing.words import outcome_in_words, pass_mark_in_words, talk_to

__all__ = [
    "BUILDS_ON", "DEFAULT_PATHWAY", "FEWEST", "PASS_SHARE", "PROVISIONAL", "TRIES",
    "Achieved", "Booster", "CheckStanding", "Cohort", "Door", "Figures", "FinalOutcome", "Journey", "Mean", "Measure",
    "Measures", "ModuleStanding", "ObjectiveStanding", "Part", "Plan", "Question", "Step", "Try",
    "achieved", "before_check", "before_state", "booster", "change_in_words", "changes_since", "check_state", "cohort",
    "door", "due_dates", "due_week", "final_forms", "final_outcome", "is_complete", "is_explained", "is_read",
    "journey_of", "later_check", "later_is_open", "later_window", "measures", "minutes_left", "module_map",
    "next_practice", "next_step", "objectives", "outcome_in_words", "pass_mark_in_words", "pathway_of", "plan",
    "practice_left", "practice_pool", "reading", "stop_points", "talk_to",
]  # fmt: skip
