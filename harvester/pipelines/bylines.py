"""Step 4: who wrote it, in which role and from where: the byline line, the names given as data, and what the story says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.items import Author, Draft
from harvester.normalize.body import join
from harvester.normalize.bylines import Byline, Name, byline_in_text, merge, read_byline, read_names
from harvester.normalize.datelines import read_dateline
from harvester.normalize.names import is_house
from harvester.normalize.text import clean
from harvester.pipelines import Step

MAX_AUTHORS = 40


class Bylines(Step):
    """Visible bylines first, then names in the text, then names given as data; editors are never writers, and the house is no author."""

    name = "bylines"

    def process(self, draft: Draft) -> None:
        article, scraped = draft.record, draft.scraped
        lines = list(dict.fromkeys(scraped.byline))[:MAX_AUTHORS]
        if draft.notes.get("headline_byline"):
            lines.append(draft.notes["headline_byline"])
        visible = merge(*(read_byline(clean(line)) for line in lines))
        inside, only_byline = byline_in_text(draft.paragraphs[:2], draft.paragraphs[-4:], draft.paragraphs[2:-4])
        data = Byline(read_names(list(dict.fromkeys(scraped.authors))[:MAX_AUTHORS]), None, None)
        byline = merge(visible, inside, data)
        if only_byline:
            if article.raw.byline is None:
                article.raw.byline = "\n".join(dict.fromkeys(p for p in draft.paragraphs if p in only_byline))
            draft.paragraphs = [p for p in draft.paragraphs if p not in only_byline]
            article.body = join(draft.paragraphs) or None
            self.count("lines_lifted", len(only_byline))
            if article.dateline is None and draft.paragraphs and (opening := read_dateline(draft.paragraphs[0])):
                article.dateline = opening.place  # the byline's line stood before the dateline's
        if byline.names:
            article.authors = self.authors(byline.names, article.publisher.name)
        if article.dateline is None:
            article.dateline = byline.place
        self.count("with_people" if any(a.kind == "person" for a in article.authors) else "without_people")
        if (lines or scraped.authors) and not byline.names and not byline.agency:
            self.count("unread")

    def authors(self, names: Sequence[Name], publisher: str) -> list[Author]:
        """Who of those named wrote. Editors are read so that they are no writers; they are no authors either. Nor is the publisher, which the record names already."""
        ours = [n for n in names if n.kind == "organization" and is_house(n.name, publisher)]
        self.count("house", len(ours))
        self.count("editors", sum(n.role == "editor" for n in names))
        wrote = sorted((n for n in names if n.role != "editor" and n not in ours), key=lambda n: n.role == "contributor")  # "Additional reporting by …" comes last
        return [_author(n) for n in wrote][:MAX_AUTHORS]


def _author(name: Name) -> Author:
    return Author(name.name, name.kind, name.role, name.place)  # type: ignore[arg-type]
