"""What an answer is worth in the browser: the vectors that Python is held to."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Page

from asked import VECTORS, vector_item, worth
from holdfast_widgets._base import composed
from holdfast_widgets._items import item_view


@pytest.mark.parametrize("name", sorted(VECTORS["items"]))
def test_the_browser_gives_every_answer_the_share_that_python_gives(page: Page, name: str) -> None:
    item, key = vector_item(name)
    cases: list[dict[str, Any]] = [case for case in VECTORS["cases"] if case["item"] == name and "error" not in case]
    script = base64.b64encode(composed("js", "_marks").encode()).decode()
    shares = page.evaluate(
        """async ({ script, item, correct, answers }) => {
          const { share } = await import(`data:text/javascript;base64,${script}`);
          return answers.map((answer) => share(item, correct, answer));
        }""",
        {
            "script": script,
            "item": item_view(item),
            "correct": list(key.correct),
            "answers": [case["answer"] for case in cases],
        },
    )
    assert len(cases) >= 2
    assert shares == [pytest.approx(worth(case), abs=1e-12) for case in cases]
