"""Step 2: the headline as the reader sees it, the standfirst, the section and the publisher's keywords."""

from __future__ import annotations

import re
from urllib.parse import unquote

from harvester.items import Draft
from harvester.normalize.headline import read_headline
from harvester.normalize.text import clean, flags
from harvester.pipelines import Step

# "land, housing；Northern Metropolis" in one meta element
_KEYWORD_SEPARATOR = re.compile(r"[,，、;；|]")
_CHINESE_WORDS = re.compile(r"[㐀-鿿·]+(?:\s+[㐀-鿿·]+)+")


class HeadlineStep(Step):
    """Site's name and flags off the headline; the raw one stays in `raw`."""

    name = "headline"

    def process(self, draft: Draft) -> None:
        article, scraped, source = draft.record, draft.scraped, draft.source
        text = clean(scraped.headline or "")
        if text:
            for flag in flags(scraped.headline or ""):
                self.count(f"unclean/{flag}")
            headline = read_headline(text, site_names=(source.title, *source.site_names))
            article.headline = headline.text or None
            if headline.text != text:
                self.count("trimmed")
            draft.notes["headline_time"] = headline.time
            draft.notes["headline_byline"] = headline.byline
        article.description = clean(scraped.description or "") or None
        stated = draft.key.parts.get("section") if draft.key is not None else None
        article.section = clean(scraped.section or "") or clean(unquote(stated or "")) or None  # "/node/%E6%94%BF%E7%B6%93/…" is 政經
        article.keywords = _keywords(scraped.keywords)


def _keywords(values: list[str]) -> list[str]:
    """The publisher's keywords, each once, without bullets: "·Wang Fuk Court". Chinese ones may be parted by spaces alone: "警方 拘捕 大埔"."""
    if len(values) == 1:
        values = _KEYWORD_SEPARATOR.split(values[0][:5000])
    if len(values) == 1 and _CHINESE_WORDS.fullmatch(values[0].strip()):
        values = values[0].split()
    return list(dict.fromkeys(word for word in (clean(v).lstrip("·•‧#＃ ") for v in values) if word))
