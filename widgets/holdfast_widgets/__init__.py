"""The course's widgets: one line each in any notebook.

Example:
    >>> from holdfast_widgets import Assessment, Quiz, Scenario
    >>> Scenario("friday-twenty-past-three")  # doctest: +SKIP
    >>> Quiz("m4-first-minute")  # doctest: +SKIP
    >>> Assessment("m4-responding")  # doctest: +SKIP
"""

from __future__ import annotations

from holdfast_widgets.action_plan import ActionPlan
from holdfast_widgets.assessment import Assessment
from holdfast_widgets.offence_finder import OffenceFinder
from holdfast_widgets.quiz import Quiz
from holdfast_widgets.scenario import Scenario
from holdfast_widgets.stage_timeline import StageTimeline

__all__ = ["ActionPlan", "Assessment", "OffenceFinder", "Quiz", "Scenario", "StageTimeline"]
