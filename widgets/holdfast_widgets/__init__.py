"""The course's widgets: one line each in any notebook.

Example:
    >>> from holdfast_widgets import Assessment, Scenario
    >>> Scenario("friday-twenty-past-three")  # doctest: +SKIP
    >>> Assessment("m4-responding")  # doctest: +SKIP
"""

from __future__ import annotations

from holdfast_widgets.assessment import Assessment
from holdfast_widgets.scenario import Scenario

__all__ = ["Assessment", "Scenario"]
