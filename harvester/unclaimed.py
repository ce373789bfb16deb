"""The source of pages that no source claims: read by the generic reader, published under their host's name."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from harvester.items import Draft, Found
from harvester.listing import is_listing
from harvester.page import Page
from harvester.source import Source
from harvester.spider import ArticleSpider


class GenericSpider(ArticleSpider):
    """Any page. It has nothing to crawl: `harvester read` uses it."""

    name = "generic"
    source = Source(title="", home="", hosts=("*",), article=r"/", kind="portal", language="en")

    def read_page(self, page: Page, *, url: str, fetched: datetime, status: int | None = None, found: Found | None = None) -> Draft:
        """As ever, under the host's name, with the site's own name where the page tells it."""
        draft = super().read_page(page, url=url, fetched=fetched, status=status, found=found)
        if not draft.problems and is_listing(page, draft.scraped):
            self.count("blocked/a list of articles")
            draft.problems.append("no article: a list of articles")
        parts = urlsplit(url)
        host = parts.hostname or ""
        title = next(iter(page.metas.get("og:site_name", ())), host) or host
        language = "zh-Hant-HK" if (page.root.get("lang") or "").lower().startswith("zh") else "en"
        draft.source = Source(title=title, home=f"{parts.scheme}://{host}/", hosts=(host or "*",), article=r"/", kind="portal", language=language, site_names=(host,))
        return draft
