"""Step 9: is it a record? Required fields, plausible values; then its digest. What fails becomes a Reject with reasons."""

from __future__ import annotations

import hashlib
from dataclasses import fields

import orjson

from harvester.items import Article, Draft, Reject
from harvester.pipelines import Step


class Checks(Step):
    """Article, or Reject naming every reason: "headline missing", "body missing", …"""

    name = "checks"

    def process(self, draft: Draft) -> Article:
        article = draft.record
        reasons = list(draft.problems)
        if not reasons:
            reasons = [f"{name} missing" for name in draft.source.required if not getattr(article, name)]
            if reasons == ["date_published missing"] and article.raw.published:
                self.count("date_unread")  # the page states one that cannot be read or cannot be true: kept as printed, never guessed
                reasons = []
        article.provenance.digest = digest(article)
        if not reasons:
            self.count("usable")
            return article
        for reason in reasons:
            self.count(f"reject/{reason.partition(':')[0]}")
        return Reject(**{f.name: getattr(article, f.name) for f in fields(Article)}, reasons=reasons)


def digest(article: Article) -> str:
    """What a revision is told by: headline, body, captions and stated dates."""
    told = [
        article.headline,
        article.body,
        [(i.caption, i.credit) for i in article.images],
        article.date_published if article.date_precision != "relative" else article.raw.published,
        article.date_modified,
    ]
    return "sha256:" + hashlib.sha256(orjson.dumps(told)).hexdigest()[:32]
