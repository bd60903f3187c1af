"""The texts of the session pack (``content/kit/<id>.yaml``): parts, and the sections they are made of.

Texts are markdown: paragraphs, lists, tables, strong words. In them ``{id of a term}`` stands for the nation's
own word and ``{school.name}``, ``{school.lead.phone}`` and the like for what the school says of itself in its
``school.yaml`` (`holdfast.kit.facts` lists them all). A paragraph, an item or a row with something that the school has
not told of is left out. `holdfast.kit.texts` puts the words in; `holdfast.library` alone reads the files.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from holdfast.model.common import Closed, Nation, Slug, Sources, Text

Layout = Literal["sheet", "slips", "wallet", "poster"]
"""How pages lie on paper.

* ``sheet``: each page begins a sheet of A4 and may run over several.
* ``slips``: each page is a slip to cut out; several lie on a sheet.
* ``wallet``: the first page is the front of a small card, the second its back.
* ``poster``: one page in large letters.
"""
Format = Literal["pdf", "docx"]
Group = Literal["before", "room", "hand-out", "after"]


class _Part(Closed):
    """What every section has."""

    id: Slug
    title: str = ""  #: its heading; empty: it follows on from the section before
    nations: tuple[Nation, ...] = ()  #: whose schools it is for; empty: every nation's
    new_page: bool = False  #: whether it begins a new page, or a new slip


class KitWords(_Part):
    """A text of the pack's own. It names what it rests on, or says that it claims nothing."""

    kind: Literal["words"]
    text: Text
    sources: Sources = ()
    claims: Literal["none"] | None = None


class KitShared(_Part):
    """A section of another part, under a title of its own; cells of a module are taken from the module."""

    kind: Literal["shared"]
    part: Slug
    section: Slug


class KitCells(_Part):
    """Cells of a module's notebook, so that nothing is written twice."""

    kind: Literal["cells"]
    module: str
    cells: Annotated[tuple[str, ...], Field(min_length=1)]
    take: Literal["all", "lists", "message", "rest"] = "all"
    """What of them: lists alone; what each opens with, as a message to send; or all that follows that."""
    each_on_its_own: bool = False  #: whether each cell begins a new page, or a new slip
    put: dict[Text, Text] = Field(default={})  #: words of the cells, and what stands in their place


class KitSteps(_Part):
    """The five words, from ``course.yaml``."""

    kind: Literal["steps"]
    owner: Literal["every adult", "safeguarding lead"] | None = None  #: whose; None: all five
    brief: bool = False  #: whether only the words stand there, in one line
    with_never: bool = False  #: whether what is better left stands beside them


class KitServices(_Part):
    """Services of the register, with their numbers; those of another nation are left out."""

    kind: Literal["services"]
    services: Annotated[tuple[Slug, ...], Field(min_length=1)]
    brief: bool = False  #: whether only name and number stand there


class KitLocal(_Part):
    """The school's own people and numbers. A row with something that the school has not told of is left out."""

    kind: Literal["local"]
    head: Annotated[tuple[Text, ...], Field(max_length=4)] = ()
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=1)]


class KitFill(_Part):
    """Lines to write on."""

    kind: Literal["fill"]
    labels: Annotated[tuple[Text, ...], Field(min_length=1)]
    lines: Annotated[int, Field(ge=1, le=6)] = 1  #: how many, for each label


class KitTicks(_Part):
    """Boxes to tick."""

    kind: Literal["ticks"]
    items: Annotated[tuple[Text, ...], Field(min_length=1)]
    sources: Sources = ()
    claims: Literal["none"] | None = None


class KitGrid(_Part):
    """A table to write in."""

    kind: Literal["grid"]
    head: Annotated[tuple[Text, ...], Field(min_length=2, max_length=8)]
    rows: Annotated[tuple[Text, ...], Field(max_length=40)] = ()  #: the first column, where it is given
    confidence: bool = False  #: whether the course's own "I could ..." stand in the first column
    empty_rows: Annotated[int, Field(ge=0, le=60)] = 0  #: rows with nothing in them
    for_people: bool = False  #: whether there is a row for each person the school expects, where it says how many


class KitRow(Closed):
    """One line of a run sheet."""

    minutes: Annotated[float, Field(gt=0, le=60)]
    what: Text
    do: Text  #: what the trainer does
    late: Text  #: what goes when time runs short; "Never cut" where nothing does
    section: str = ""  #: whose slides are shown: of the module, "opening" or "our-school"; empty: no slides


class KitRun(_Part):
    """A run sheet: its times are counted from the start of the session."""

    kind: Literal["run"]
    minutes: Literal[20, 60, 90]
    module: str  #: the module whose deck is shown
    rows: Annotated[tuple[KitRow, ...], Field(min_length=1)]


KitSection = Annotated[
    KitWords | KitShared | KitCells | KitSteps | KitServices | KitLocal | KitFill | KitTicks | KitGrid | KitRun,
    Field(discriminator="kind"),
]


class KitPart(Closed):
    """One paper of the pack."""

    id: Slug  #: also its file name: neutral, because it may be seen on a screen or a shelf
    number: Annotated[int, Field(ge=1, le=99)]  #: its place in the pack
    title: Text
    audience: Text
    group: Group
    layout: Layout = "sheet"
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = ("pdf", "docx")
    large_print: bool = False  #: whether there is a second PDF in large letters
    sections: Annotated[tuple[KitSection, ...], Field(min_length=1)]

    def section(self, section_id: str) -> KitSection:
        """Return the section of that id; raise `KeyError` where there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)
