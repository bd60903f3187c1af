"""Questions, what is right in them, and why. A question never holds its own key."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from holdfast.model.common import Closed, Nation, Pathway, Slug, Sources, Text

ItemType = Literal["single", "sentence", "multiple", "ordering", "matching", "sorting", "spot", "short"]
Placement = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=121)]
"""A word of an answer: an option id, or ``option:group`` where options are matched or sorted."""


class Option(Closed):
    """One thing that can be chosen, moved or placed; or one group that options are placed in."""

    id: Slug
    text: Text
    note: str = ""  #: a small label beside it, such as "Person under 18"


class Item(Closed):
    """A question without its key (``content/items/<id>.yaml``).

    * ``single``: one option is right. ``sentence``: the same, the options being sentences to say.
    * ``multiple``: some options are right. ``spot``: the same, the options being phrases of a passage.
    * ``ordering``: all options, in the right order.
    * ``matching``: each option goes with one group. ``sorting``: the same, with few groups for many options.
    * ``short``: the learner writes for themselves, then ticks which of the options their words had. Practice only: what
      is written stays on the page, and nothing is marked.
    """

    id: Slug
    type: ItemType
    objective: Slug
    pathways: tuple[Pathway, ...]
    exposure: Literal["practice", "marked"]  #: practice is explained at once or in a module's check; marked counts
    nations: tuple[Nation, ...]
    stem: tuple[Text, ...]
    question: Text
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]
    groups: Annotated[tuple[Option, ...], Field(max_length=8)] = ()  #: matching and sorting: what options go with
    passage: tuple[Text, ...] = ()  #: spot: paragraphs, in which ``{option id}`` stands for that option's text
    sources: Sources
    replaces: Slug | None = None
    because: str = ""


class Explanation(Closed):
    """Why an option is right or not, in the order it is read; the right act comes before the reason."""

    experience: Text  #: what the person in the story would experience
    instead: str = ""  #: what to do instead (wrong options)
    why: Text
    misconception: Slug | None = None  #: wrong options only
    sources: Sources


class Answer(Closed):
    """What is right in one item, and why."""

    item: Slug
    correct: Annotated[tuple[Placement, ...], Field(min_length=1)]  #: shaped as an answer is; of "short" all options
    options: dict[Slug, Explanation]  #: by option; where options are ordered or placed, why it belongs where it does


class ItemKey(Answer):
    """The key of one item of an assignment (``assessments/keys/<item id>.yaml``): what is right, why, what it is worth.

    It is never sent to a browser before the answer is marked.
    """

    points: Annotated[float, Field(gt=0, le=10)]


class Quiz(Closed):
    """Practice items, explained at once and never marked (``content/quizzes/<id>.yaml``). It is sent to browsers."""

    id: Slug
    title: Text
    module: str
    items: Annotated[tuple[Answer, ...], Field(min_length=1, max_length=12)]


class Key(Closed):
    """The keys of all items of an assignment, in its order. Never sent to a browser."""

    assignment: Slug
    items: tuple[ItemKey, ...]

    def item(self, item_id: str) -> ItemKey:
        """Return the key of that item; raise `KeyError` where there is none."""
        for key in self.items:
            if key.item == item_id:
                return key
        raise KeyError(item_id)
