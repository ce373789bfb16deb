"""ArticleLoader runs a Layout over a page and gives Scraped: strings only, no meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urljoin

from itemloaders import ItemLoader
from itemloaders.processors import Identity, TakeFirst

from harvester.inside import credited_beneath, figures, story_links
from harvester.items import Link, Scraped
from harvester.layout import Layout, values_for
from harvester.page import Page
from harvester.source import Source


class ArticleLoader(ItemLoader):
    """An ItemLoader over a Page.

    `fill(layout)` runs every pick and remembers in `found` which one gave each field (its rank among the field's picks
    is what `harvester try` shows); `load_item()` gives the Scraped.

    Example: ArticleLoader(page).fill(Since2018).headline
    """

    default_item_class = Scraped
    default_input_processor = Identity()
    default_output_processor = TakeFirst()
    byline_out = authors_out = paragraphs_out = photos_out = Identity()
    related_out = translations_out = videos_out = attachments_out = keywords_out = Identity()

    def __init__(self, page: Page, source: Source | None = None, **context: Any) -> None:
        super().__init__(**context)
        self.page, self.source = page, source
        self.empty: list[str] = []

    def fill(self, layout: type[Layout]) -> Scraped:
        """All fields of a layout. Fields whose picks found nothing are listed in `empty`."""
        page, found = self.page, self._values
        for name, picks in layout.picks.items():
            values = values_for(layout, name, picks, page)
            if values:
                found[name] = found[name] + values if name in found else values
            else:
                self.empty.append(name)
        links = self._translations(layout.languages)
        if links:
            found["translations"] = found.get("translations", []) + links
        scraped = self.load_item()
        figured, linked = next(page.root.iter("figure"), None) is not None, self.source is None or self.source.group != "government"
        if figured or linked:
            with page.bear(f"{layout.__name__}.inside"):
                bodies = layout.bodies(page)
                scraped.photos = [*scraped.photos, *figures(bodies, layout, scraped.photos)]
                if linked:  # what governments link is part of what they say
                    scraped.photos = [*scraped.photos, *credited_beneath(bodies, layout, scraped.photos)]
                    scraped.related = [*scraped.related, *story_links(bodies, layout, self._is_other_story)]
        with page.bear(f"{layout.__name__}.amend"):
            layout.amend(scraped, page)
        return scraped

    def _is_other_story(self, href: str) -> bool:
        """Whether an address of the page is another article's of the same publisher."""
        if self.source is None:
            return False
        try:
            key = self.source.article_key(urljoin(self.page.base, href))
        except ValueError:
            return False
        return key is not None and key != self.source.article_key(self.page.url)

    def load_item(self) -> Scraped:
        """The Scraped of all values found: lists whole, of the other fields the first value.

        itemloaders wraps its processors anew for every field of every item; those of this class never change.
        """
        item = self.item
        for name, values in self._values.items():
            value = getattr(self, f"{name}_out", self.default_output_processor)(values)
            if value is not None:
                setattr(item, name, value)
        return cast(Scraped, item)

    def _translations(self, languages: Mapping[str, Any]) -> list[Link]:
        links = []
        for tag, picks in languages.items():
            for link in values_for(Layout, "translations", picks, self.page)[:1]:
                links.append(Link(link.title, link.url, tag))
        return links
