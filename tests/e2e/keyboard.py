"""A person at the keyboard: Tab, Shift+Tab, arrows, Space and Enter, and nothing else."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

_FAR_ENOUGH = 120  # more stops than any page of ours has

# Focus is on something that is in view and that nothing (the sticky header least of all) lies over.
_IN_VIEW = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nothing has focus";
  const box = (at.matches("input") ? at.closest("label") ?? at : at).getBoundingClientRect();
  const x = box.left + Math.min(box.width / 2, 40), y = box.top + Math.min(box.height / 2, 12);
  if (y < 0 || y > innerHeight) return `focus is out of view at ${Math.round(y)}: ${at.outerHTML.slice(0, 80)}`;
  const over = document.elementFromPoint(x, y);
  const clear = over && (at.contains(over) || over.contains(at) || at.closest("label")?.contains(over));
  return clear ? "" : `focus is covered by ${over?.outerHTML.slice(0, 80)}`;
}"""


class Keyboard:
    """Drive a page by keys alone, and check after every step that focus is there and can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has focus."""
        expect(target).to_be_visible()
        for _ in range(_FAR_ENOUGH):
            if target.evaluate("element => element === document.activeElement"):
                self.focus_is_seen()
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Reach a link or button and press it."""
        self.reach(target)
        self.page.keyboard.press(key)

    def choose(self, group: Locator, option: str) -> None:
        """Choose one answer of a radio group with the arrow keys."""
        radios = group.get_by_role("radio")
        wanted = group.get_by_role("radio", name=option)
        checked = group.get_by_role("radio", checked=True)
        # An unanswered group is entered at its first radio, an answered one at its answer.
        self.reach(checked if checked.count() else radios.first)
        self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            if wanted.is_checked():
                self.focus_is_seen()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys never reach {option!r}")

    def tick(self, group: Locator, option: str) -> None:
        """Tick one box."""
        self.press(group.get_by_role("checkbox", name=option), "Space")
        expect(group.get_by_role("checkbox", name=option)).to_be_checked()

    def focus_is_seen(self) -> None:
        """Fail unless something has focus, in view, with nothing over it."""
        problem = self.page.evaluate(_IN_VIEW)
        assert problem == "", problem
