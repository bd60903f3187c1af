"""What axe-core finds on a page. For every test of accessibility."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# What passes is neither collected nor sent over, and the script is put into each page once: most of a look is that.
_LOOK = """async within => {
  const { violations } = await axe.run(within || document, { resultTypes: ["violations"] });
  const first = nodes => nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join("; ");
  return violations.map(({ id, nodes }) => `${id}: ${first(nodes)}`);
}"""


def findings(page: Page, within: str = "") -> list[str]:
    """Return each rule that is broken and the first elements that break it.

    Args:
        page: The page, as it is now.
        within: A selector; empty looks at the whole page.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [str(each) for each in page.evaluate(_LOOK, within)]
