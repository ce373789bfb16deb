"""Step 7: links: related stories, the same release in other languages, videos, attached files."""

from __future__ import annotations

from harvester.items import Draft, Link, Media, Related, Translation
from harvester.normalize.related import read_related
from harvester.normalize.text import clean, fold
from harvester.normalize.urls import canonical, join_url
from harvester.pipelines import Step

RELS = frozenset(("read-more", "also-read", "see-also", "infographic", "related"))


class Links(Step):
    """Each link once, absolute, http or https; a related line of the text gets its address from the link of the same title."""

    name = "links"

    def process(self, draft: Draft) -> None:
        article, scraped = draft.record, draft.scraped
        article.related = self.related(draft, article.related, scraped.related)
        for link in scraped.translations:
            address = join_url(draft.base or draft.url, link.url)
            folded = canonical(address) if address and link.rel else None
            if folded and link.rel and folded != article.canonical_url:
                article.translations.append(Translation(link.rel, folded))
        article.videos = self.media(draft, scraped.videos)
        article.attachments = self.media(draft, scraped.attachments)

    def related(self, draft: Draft, lines: list[Related], links: list[Link]) -> list[Related]:
        """Lines of the text first, then the links that no line named."""
        by_title = {fold(line.title): line for line in lines}
        for link in links:
            title = clean(link.title or "")
            read = read_related(title)
            if read is not None and read.title:
                title = read.title
            if not title:
                continue
            address = join_url(draft.base or draft.url, link.url)
            known = by_title.get(fold(title))
            if known is not None:
                known.url = known.url or address
                continue
            rel = link.rel if link.rel in RELS else read.rel if read is not None else "related"
            line = Related(rel, title, address)  # type: ignore[arg-type]
            by_title[fold(title)] = line
            lines.append(line)
        return lines

    def media(self, draft: Draft, links: list[Link]) -> list[Media]:
        """Videos or attachments, each address once."""
        found: dict[str, Media] = {}
        for link in links:
            address = join_url(draft.base or draft.url, link.url)
            if address is None:
                self.count("skipped")
                continue
            found.setdefault(address, Media(address, clean(link.title or "") or None))
        return list(found.values())
