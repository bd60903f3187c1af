"""Closed, frozen types of everything the course says and asks.

Every file below ``content/`` and ``assessments/keys/`` is one of these. Nothing here reads or writes;
`holdfast.library` is the only reader. An unknown key is an error (``extra="forbid"``), and values never change.
"""

from __future__ import annotations

from holdfast.model.common import MAX_AGE, Closed, Nation, Pathway, Place, Slug, Sources, StateName, Text
from holdfast.model.course import Assignment, AssignmentKind, Course, Misconception, Module, Objective, Route, Section
from holdfast.model.items import Answer, Explanation, Item, ItemKey, ItemType, Key, Option, Placement, Quiz
from holdfast.model.law import CaseFact, CaseQuestion, Element, LawEntry, LawVersion
from holdfast.model.registers import (
    Change,
    Channel,
    EvidenceRow,
    Figure,
    PlanField,
    PlanPart,
    Resource,
    Revision,
    Source,
    Stage,
    Statistic,
    Step,
    Term,
)
from holdfast.model.scenario import Branch, Choice, Decision, Ending, Node, Passage, Repair, Scenario

__all__ = [
    "MAX_AGE",
    "Answer",
    "Assignment",
    "AssignmentKind",
    "Branch",
    "CaseFact",
    "CaseQuestion",
    "Change",
    "Channel",
    "Choice",
    "Closed",
    "Course",
    "Decision",
    "Element",
    "Ending",
    "EvidenceRow",
    "Explanation",
    "Figure",
    "Item",
    "ItemKey",
    "ItemType",
    "Key",
    "LawEntry",
    "LawVersion",
    "Misconception",
    "Module",
    "Nation",
    "Node",
    "Objective",
    "Option",
    "Passage",
    "Pathway",
    "Place",
    "Placement",
    "PlanField",
    "PlanPart",
    "Quiz",
    "Repair",
    "Resource",
    "Revision",
    "Route",
    "Scenario",
    "Section",
    "Slug",
    "Source",
    "Sources",
    "Stage",
    "StateName",
    "Statistic",
    "Step",
    "Term",
    "Text",
]
