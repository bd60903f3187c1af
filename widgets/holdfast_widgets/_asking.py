"""What the widgets that ask questions have in common: which of their questions are asked, and whether they are open."""

from __future__ import annotations

import traitlets

from holdfast_widgets._base import HoldfastWidget


class AskingWidget(HoldfastWidget):
    """A widget whose host may ask a part of its questions, or close it. A browser decides neither."""

    asked = traitlets.List(
        traitlets.Unicode(),
        default_value=None,
        allow_none=True,
        help="Ids of the questions that are asked, in order; None asks all. Set by the host.",
    ).tag(sync=True)
    closed = traitlets.Unicode(help="Why nothing can be answered now, in one sentence; set by the host.").tag(sync=True)
