"""What holds no answer and is shown the same to everyone, as HTML that works without JavaScript.

Called by one-line cells of the notebooks and by the page templates. Each panel has `_repr_html_`, so it shows in
JupyterLab and Voila too. All text is escaped; nothing here decides what is true.

One file holds one panel: ``evidence``, ``services`` (the help register), ``law``, ``changes`` (then and now), ``terms``
(the glossary), ``drawings`` (figures with their tables), ``numbers`` (statistics) and ``standing``
(how far a learner is).
"""

from __future__ import annotations

from holdfast.panels._base import Panel, source_flag, source_links, sources_word
from holdfast.panels.changes import then_and_now
from holdfast.panels.drawings import figure
from holdfast.panels.evidence import evidence_table
from holdfast.panels.law import law_list, law_table
from holdfast.panels.numbers import numbers
from holdfast.panels.services import help_by_nation, help_list, services
from holdfast.panels.standing import Part, minutes_in_words, progress
from holdfast.panels.terms import glossary, term

__all__ = [
    "Panel",
    "Part",
    "evidence_table",
    "figure",
    "glossary",
    "help_by_nation",
    "help_list",
    "law_list",
    "law_table",
    "minutes_in_words",
    "numbers",
    "progress",
    "services",
    "source_flag",
    "source_links",
    "sources_word",
    "term",
    "then_and_now",
]
