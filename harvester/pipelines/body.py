"""Step 3: the body's paragraphs, without related lines, trailers and doubles; and what its text tells: language, issuer, dateline."""

from __future__ import annotations

from harvester.items import Draft, Photo, Related
from harvester.normalize.body import join, read_body
from harvester.normalize.captions import is_caption
from harvester.normalize.datelines import read_dateline
from harvester.normalize.issuer import read_issuer
from harvester.normalize.language import read_language
from harvester.normalize.text import clean, flags, fold, mojibake, paragraphs
from harvester.pipelines import Step

# A related title is a line of its own, and no mere word
MIN_TITLE, MAX_TITLE = 8, 300


class BodyStep(Step):
    """Paragraphs joined by a blank line; READ MORE lines to `related`; furniture dropped and counted; nothing else touched."""

    name = "body"

    def process(self, draft: Draft) -> None:
        article, scraped = draft.record, draft.scraped
        blocks = paragraphs(scraped.paragraphs)
        if draft.source.captions_in_text:
            blocks = self.lift_captions(draft, blocks)
        captions = [p.caption for p in scraped.photos if p.caption]
        body = read_body(blocks, headline=article.headline, captions=captions, quotes=draft.source.group != "government")
        if body.dropped:
            self.count("dropped_lines", len(body.dropped))
        article.related = [Related(line.rel, line.title) for line in body.related if line.title]  # type: ignore[arg-type]
        draft.paragraphs = self.without_links(draft, list(body.paragraphs))
        article.body = join(draft.paragraphs) or None
        self.about_text(draft)

    def without_links(self, draft: Draft, blocks: list[str]) -> list[str]:
        """Without paragraphs that are nothing but titles of links the layout has as related (Now: 宏福苑五級火災．不斷更新), a line each."""
        titles = {fold(link.title) for link in draft.scraped.related if link.title and len(link.title) >= MIN_TITLE}
        if not titles:
            return blocks
        kept = [block for block in blocks if not _are_titles(block.split("\n"), titles)]
        if len(kept) < len(blocks):
            self.count("link_lines", len(blocks) - len(kept))
        return kept

    def lift_captions(self, draft: Draft, blocks: list[str]) -> list[str]:
        """Photo captions that a site prints as paragraphs, told by their credit, become photos."""
        kept = []
        known = {fold(p.caption) for p in draft.scraped.photos if p.caption}
        for block in blocks:
            if is_caption(block):
                if fold(block) not in known:
                    known.add(fold(block))
                    draft.scraped.photos.append(Photo(caption=block))
                    self.count("captions_lifted")
            else:
                kept.append(block)
        return kept

    def about_text(self, draft: Draft) -> None:
        """Language and script by the text; dateline from the opening; issuer for those who issue."""
        article, blocks = draft.record, draft.paragraphs
        sample = f"{article.headline or ''}\n{(article.body or '')[:3000]}"
        if not sample.isascii():
            for flag in flags(sample):
                self.count(f"unclean/{flag}")
        if mojibake(sample):
            draft.problems.append("text is mojibake: bytes read in a wrong encoding")
        article.language = read_language(sample, default=draft.source.language)
        if blocks:
            closing = blocks[-1][blocks[-1].rfind("（") :] if blocks[-1].endswith("）") else ""  # "（新华社北京11月27日电）"
            dateline = read_dateline(blocks[0]) or read_dateline(closing)
            article.dateline = dateline.place if dateline else None
            # A wire dateline names who wrote it; the dates step may use its month and day.
            draft.notes["dateline_agency"] = dateline.agency if dateline else None
        if article.description and article.body and _is_opening(article.description, article.body):
            article.description = None
        if draft.source.group == "government":
            article.issuer = clean(draft.scraped.issuer or "") or read_issuer(article.headline or "", blocks[:4])
            self.count("issuer" if article.issuer else "no_issuer")


def _are_titles(lines: list[str], titles: set[str]) -> bool:
    """Whether a paragraph's lines are a title each, or one title together. titles: folded."""
    return all(len(line) <= MAX_TITLE for line in lines) and (all(fold(line) in titles for line in lines) or fold("\n".join(lines)) in titles)


def _is_opening(description: str, body: str) -> bool:
    """Whether a description is only the body's opening, cut: made from the body, so no standfirst."""
    start = fold(description.rstrip(".… "))
    return bool(start) and fold(body[: 2 * len(description) + 200]).startswith(start[: max(20, len(start) - 4)])
