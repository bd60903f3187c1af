"""What a learner answered, in the words they saw: the question and what they chose. Never what is right, nor why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast import grading, recording
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Item, Nation, Scenario
from holdfast.terms import in_words

_CERTAINTIES = {"not-sure": later("Not sure"), "fairly-sure": later("Fairly sure"), "sure": later("Sure")}
_PLAN = "action-plan"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One record, as a person reads it."""

    key: str  #: as the records name it
    about: str  #: the question, or what the record is
    answer: tuple[str, ...]


class Words:
    """Puts records into words. What the course no longer has keeps the words of the record."""

    def __init__(self, library: Library, nation: Nation | None) -> None:
        """Take the course, and the nation whose words the learner saw."""
        self._library = library
        self._nation: Nation | None = nation

    def said(self, key: str, value: Sequence[str]) -> Said:
        """Return one record in words."""
        about, answer = self._said(key, value)
        return Said(key=key, about=self._own(about), answer=tuple(self._own(text) for text in answer))

    def about(self, key: str) -> str:
        """Return what a record is about."""
        return self.said(key, ()).about

    def _own(self, text: str) -> str:
        return in_words(text, self._library.glossary, self._nation)

    def _said(self, key: str, value: Sequence[str]) -> tuple[str, Sequence[str]]:
        course = self._library
        if key in course.items:
            return _asked(course.items[key]), _chosen(course.items[key], value)
        if key in course.scenarios:
            return course.scenarios[key].title, _walked(course.scenarios[key], value)
        name, _, last = key.partition("/")
        if last == "order":
            return say("The number that shuffles the options of {title}", title=self._title(name)), value
        if last == "certainty" and name in course.items:
            asked = say("How sure you were of: {question}", question=_asked(course.items[name]))
            return asked, [say(_CERTAINTIES[word]) if word in _CERTAINTIES else word for word in value]
        if name in recording.CONFIDENCE_TIMES:
            return self._confidence(name, last), value
        return self._of_a_page(key, value)

    def _of_a_page(self, key: str, value: Sequence[str]) -> tuple[str, Sequence[str]]:
        """Say what is no question: what was read, the stages, the action plan."""
        course = self._library
        sections = {f"{m.id}/{s.id}": f"{m.title}: {s.title}" for m in course.course.modules for s in m.sections}
        if key in sections:
            return sections[key], [say("read to the end") if word in recording.DONE else word for word in value]
        if key == recording.STAGES:
            stages = course.stages
            chosen = [stages[word].title if word in stages else word for word in value]
            return say("Where you would break the chain"), chosen
        fields = {f"{_PLAN}/{field.id}": field.label for part in course.action_plan.values() for field in part.fields}
        if key in fields:
            return say("Action plan: {label}", label=fields[key]), value
        return key, value

    def _confidence(self, time: str, number: str) -> str:
        if time == "confidence-then":
            return say("How confident you were before, statement {number} (1 to 5)", number=number)
        return say("How confident you are now, statement {number} (1 to 5)", number=number)

    def _title(self, name: str) -> str:
        assignments = {entry.id: entry.title for entry in self._library.course.assignments}
        quizzes = {entry.id: entry.title for entry in self._library.quizzes.values()}
        return assignments.get(name) or quizzes.get(name) or name


def _asked(item: Item) -> str:
    """Return a question with its story; a passage has its phrases in it."""
    phrases = {option.id: option.text for option in item.options}
    passage = [_filled(text, phrases) for text in item.passage]
    return "\n".join([*item.stem, *passage, item.question])


def _filled(text: str, phrases: dict[str, str]) -> str:
    for option_id, phrase in phrases.items():
        text = text.replace(f"{{{option_id}}}", phrase)
    return text


def _chosen(item: Item, value: Sequence[str]) -> list[str]:
    if grading.is_unknown(value):
        return [say("I don’t know")]
    options = {option.id: option.text for option in item.options}
    groups = {group.id: group.text for group in item.groups}
    said = []
    for word in value:
        option, colon, group = word.partition(":")
        text = options.get(option, option)
        said.append(f"{text} → {groups.get(group, group)}" if colon else text)
    return said


def _walked(scenario: Scenario, path: Sequence[str]) -> list[str]:
    """Return each step of a path: the question there, and what the learner did."""
    choices = {choice.id: (node, choice) for node in scenario.decisions for choice in node.choices}
    said = []
    last = ""
    for word in path:
        if word == grading.REPAIR:
            repair = choices[last][1].repair if last in choices else None
            said.append(repair.text if repair else word)
        elif word in choices:
            node, choice = choices[word]
            said.append(f"{node.question} {choice.text}")
        else:
            said.append(word)
        last = word
    return said
