"""A page as lines of text, for sites whose words are known and whose markup is not: the order of the lines is the contract."""

from __future__ import annotations

from harvester.layout import block_text
from harvester.page import Page

# captions stay where they stand; what no reader sees is left out
_SKIPPED = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea", "form", "nav", "head", "footer"))


def lines(page: Page) -> list[str]:
    """The page's text, a paragraph or a line each, white space tidied."""
    body = page.root.find("body")
    text = block_text(body if body is not None else page.root, skipped=_SKIPPED)
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]
