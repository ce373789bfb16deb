"""The steps, one by one and together, over drafts made by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DropItem

from harvester.items import Article, Draft, Gone, Link, Photo, Reject, Scraped
from harvester.ledger import Ledger
from harvester.pipelines import Counts, Outside, load_steps, run_steps
from harvester.pipelines.checks import digest
from harvester.pipelines.revisions import Revisions
from harvester.pipelines.topics import Topics
from harvester.source import Source

NOW = datetime(2025, 12, 2, 2, 0, tzinfo=UTC)
SOURCE = Source(title="Example Post", home="https://x.hk/", hosts=("x.hk",), article=r"/(?P<date>\d{8})/(?P<id>\d+)", kind="government", language="en",
                site_names=("Example",), migration_days=("2023-06-04",), captions_in_text=True)  # fmt: skip
URL = "https://x.hk/20251130/17"


def draft(url: str = URL, source: Source = SOURCE, **fields: object) -> Draft:
    scraped = Scraped(
        headline="A plan for the north", published="2025-11-30 10:00", paragraphs=["The Lands Department announced today a plan.\n\nMore."]
    )
    for name, value in fields.items():
        setattr(scraped, name, value)
    return Draft(source, "example", url, source.article_key(url), scraped, "layout:X", NOW, 200)


def record(**fields: object) -> Article:
    return run_steps(load_steps(Counts()), draft(**fields))


def test_a_record() -> None:
    article = record(
        headline="A plan for the north (with photos) - Example", byline=["By GANG WEN in Hong Kong"], keywords=["land, housing；rail"], description="A standfirst",
        photos=[Photo("/a.jpg", "A view. (ADAM LAM / CHINA DAILY)"), Photo("/a.jpg", "A view."), Photo("/b.jpg", None), Photo(None, None)],
        related=[Link("READ MORE: Else", "/20251129/3"), Link("Else", "/20251129/3"), Link("Third", "javascript:x"), Link(None, "/x")],
        translations=[Link(None, "/20251130/18", "zh-Hant-HK"), Link(None, URL, "en")], attachments=[Link("Annex", "/a.pdf"), Link("No", "mailto:x@y.hk")],
    )  # fmt: skip
    assert (article.id, article.headline, article.issuer, article.dateline) == (
        "example:17",
        "A plan for the north",
        "Lands Department",
        "Hong Kong",
    )
    assert [a.name for a in article.authors] == ["Gang Wen"]
    assert article.keywords == ["land", "housing", "rail"]
    assert [(i.url, i.caption, i.photographer, i.position) for i in article.images] == [
        ("https://x.hk/a.jpg", "A view.", "Adam Lam", 1),
        ("https://x.hk/b.jpg", None, None, 2),
    ]
    assert [(r.rel, r.title, r.url) for r in article.related] == [
        ("read-more", "Else", "https://x.hk/20251129/3"),
        ("related", "Third", None),
    ]
    assert [(t.language, t.url) for t in article.translations] == [("zh-Hant-HK", "https://x.hk/20251130/18")]
    assert [(m.url, m.title) for m in article.attachments] == [("https://x.hk/a.pdf", "Annex")]
    assert article.description == "A standfirst"


def test_chinese_keywords_may_be_parted_by_spaces_alone() -> None:
    assert record(keywords=["警方 拘捕  大埔"]).keywords == ["警方", "拘捕", "大埔"]
    assert record(keywords=["Tai Po fire"]).keywords == ["Tai Po fire"]
    assert record(keywords=["大埔 Tai Po"]).keywords == ["大埔 Tai Po"]


def test_a_dateline_may_close_the_story() -> None:
    assert record(paragraphs=["渡口的老榕树今年一百二十岁。\n\n船去水悠悠。（新华社广州11月27日电）"]).dateline == "广州"
    assert record(paragraphs=["新华社香港11月28日电 渡口的老榕树。\n\n（新华社广州11月27日电）"]).dateline == "香港"
    assert record(paragraphs=["渡口的老榕树今年一百二十岁。\n\n他说：新华社广州11月27日电"]).dateline is None


def test_captions_among_paragraphs_become_images() -> None:
    article = record(paragraphs=["Text here.\n\nA view of it. (JOY FONG / CHINA DAILY)\n\nMore text."])
    assert article.body == "Text here.\n\nMore text."
    assert [i.photographer for i in article.images] == ["Joy Fong"]


def test_a_description_made_from_the_body_is_none() -> None:
    assert record(description="The Lands Department announced today a…").description is None


@pytest.mark.parametrize(
    ("fields", "published", "modified", "precision"),
    [
        ({"published": "30 November 2025"}, "2025-11-30T00:00:00+08:00", None, "day"),
        ({"published": "30 November 2025", "published_meta": "2025-11-30T01:02:03Z"}, "2025-11-30T09:02:03+08:00", None, "minute"),
        ({"published": "30 November 2025", "published_meta": "2025-11-28T01:02:03Z"}, "2025-11-30T00:00:00+08:00", None, "day"),
        ({"published": "2025-11-30 10:00", "published_meta": "2025-11-30T02:00:21Z"}, "2025-11-30T10:00:21+08:00", None, "minute"),
        ({"published": "2 hours ago", "published_meta": "2025-12-02T00:10:00Z"}, "2025-12-02T08:10:00+08:00", None, "minute"),
        ({"published": "2 hours ago"}, "2025-12-02T08:00:00+08:00", None, "relative"),
        # hkej: the reader's yesterday may be another; the stated day is not
        ({"published": "昨日 00:30"}, "2025-12-01T00:30:00+08:00", None, "minute"),
        ({"published": "昨日 00:30", "published_meta": "2025-11-30"}, "2025-11-30T00:30:00+08:00", None, "minute"),
        ({"published": "今日 00:30", "published_meta": "2025-12-02"}, "2025-12-02T00:30:00+08:00", None, "minute"),
        ({"published": "昨日 00:30", "published_meta": "2025-11-01"}, "2025-12-01T00:30:00+08:00", None, "minute"),
        ({"published": "Updated: 2025-11-30 09:21"}, "2025-11-30T09:21:00+08:00", None, "minute"),
        (
            {"published": "2025-11-30 10:00", "updated": "2025-11-30 12:00"},
            "2025-11-30T10:00:00+08:00",
            "2025-11-30T12:00:00+08:00",
            "minute",
        ),
        ({"published": "2025-11-30 10:00", "updated": "2025-11-29 12:00"}, "2025-11-30T10:00:00+08:00", None, "minute"),
        ({"published": "2025-11-30 10:00", "updated_meta": "2025-11-30T02:00:05Z"}, "2025-11-30T10:00:00+08:00", None, "minute"),
        # a reader told of an update in the same minute (stheadline), data of seconds later that the page prints (hongkongfp.com), and data that repeat
        ({"published": "2025-11-30 10:00", "updated": "10:00 2025-11-30", "published_meta": "2025-11-30T02:00:21Z"}, "2025-11-30T10:00:21+08:00", "2025-11-30T10:00:21+08:00", "minute"),
        ({"published": "2025-11-30T10:00:13+08:00", "updated": "2025-11-30T10:00:22+08:00"}, "2025-11-30T10:00:13+08:00", "2025-11-30T10:00:22+08:00", "minute"),
        ({"published": "1764468008000", "updated": "1764468008000"}, "2025-11-30T10:00:08+08:00", None, "minute"),
        ({"published": "2021-04-14 01:36", "updated": "2023-06-04 19:28"}, "2021-04-14T01:36:00+08:00", None, "minute"),
        ({"published": "11月30日 10:00"}, "2025-11-30T10:00:00+08:00", None, "minute"),
    ],
)
def test_dates(fields: dict[str, str], published: str, modified: str | None, precision: str) -> None:
    article = record(**fields)
    assert (article.date_published, article.date_modified, article.date_precision) == (published, modified, precision)


def test_a_time_in_the_headline() -> None:
    article = record(headline="某事 (23:04)", published="2025年11月30日")
    assert (article.headline, article.date_published, article.date_precision) == ("某事", "2025-11-30T23:04:00+08:00", "minute")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"published": None}, "date_published missing"),
        ({"headline": ""}, "headline missing"),
        ({"paragraphs": []}, "body missing"),
        ({"headline": "å¤§åŸ”å®\x8fç¦\x8fè‹‘å¤§ç\x81«"}, "text is mojibake: bytes read in a wrong encoding"),
    ],
)
def test_rejects_say_why(fields: dict[str, object], reason: str) -> None:
    article = record(**fields)
    assert isinstance(article, Reject)
    assert reason in article.reasons


def test_relative_addresses_are_relative_to_the_page_s_base() -> None:
    made = draft(photos=[Photo("../a.jpg", "A view.")], related=[Link("Else", "../20251129/3")])
    made.base = "https://x.hk/htm/"
    article = run_steps(load_steps(Counts()), made)
    assert (article.images[0].url, article.related[0].url) == ("https://x.hk/a.jpg", "https://x.hk/20251129/3")


def test_a_date_that_cannot_be_true_is_null_and_kept_as_printed() -> None:
    article = record(published="2099-01-01 10:00")
    assert not isinstance(article, Reject)
    assert (article.date_published, article.raw.published) == (None, "2099-01-01 10:00")


def test_hostile_sizes_are_cut() -> None:
    counts = Counts()
    article = run_steps(
        load_steps(counts), draft(headline="T" * 1_000_000, byline=["By A B"] * 10_000, paragraphs=["x" * 2_000_000, "y" * 5])
    )
    assert len(article.headline or "") <= 20_000
    assert len(article.body or "") <= 1_000_000
    assert {"harvest/identity/cut/headline", "harvest/identity/cut/byline", "harvest/identity/cut/paragraphs"} <= set(counts)


def test_an_address_without_a_number_is_hashed() -> None:
    plain = Source(
        title="P", home="https://p.hk/", hosts=("p.hk",), article=r"/[a-z]+", kind="portal", language="en", canonical="https://p.hk/{id}"
    )
    article = run_steps(load_steps(Counts()), draft("https://p.hk/story?utm_source=x", plain, canonical="https://other.hk/story"))
    assert article.id.startswith("example:")
    assert len(article.id) == len("example:") + 16
    assert article.canonical_url == "https://p.hk/story"


def test_the_canonical_link_of_the_same_article_is_taken() -> None:
    assert record(canonical="https://x.hk/20251130/17/slug").canonical_url == "https://x.hk/20251130/17/slug"
    assert record(canonical="https://x.hk/20251130/18").canonical_url == URL


def test_the_canonical_link_that_has_no_number_stands_for_one_that_has() -> None:
    """hongkongfp.com/?p=544970 states /2025/12/02/slug/; another site's link is none."""
    source = Source(title="P", home="https://p.hk/", hosts=("p.hk",), article=(r"/\?p=(?P<id>\d+)$", r"/[a-z]+/$"), kind="portal", language="en")
    stated = {at: run_steps(load_steps(Counts()), draft("https://p.hk/?p=7", source, canonical=at)) for at in ("https://p.hk/slug/", "https://q.hk/slug/")}
    assert [(a.id, a.canonical_url) for a in stated.values()] == [("example:7", "https://p.hk/slug/"), ("example:7", "https://p.hk/?p=7")]


def test_a_short_address_and_the_articles_own_are_one_article() -> None:
    """hongkongfp.com/?p=544970 and /2025/12/02/slug/; without a stated address, or with another site's, the short one is all there is."""
    source = Source(title="P", home="https://p.hk/", hosts=("p.hk",), article=(r"/(?P<y>\d{4})/[a-z]+/$", r"/\?p=(?P<short>\d+)$"), kind="portal", language="en")

    def read(url: str, stated: str | None) -> tuple[str, str]:
        article = run_steps(load_steps(Counts()), draft(url, source, canonical=stated))
        return article.id, article.canonical_url

    own = read("https://p.hk/2025/slug/", None)
    assert read("https://p.hk/?p=7", "https://p.hk/2025/slug/") == own
    assert read("https://p.hk/2025/slug/", "https://p.hk/2025/other/") == own, "of two addresses without numbers none stands for the other"
    assert read("https://p.hk/?p=7", None) == read("https://p.hk/?p=7", "https://q.hk/2025/slug/") != own


def test_who_helped_comes_after_who_wrote() -> None:
    article = record(authors=["Jess Ma"], paragraphs=["Some text of a story.", "More text of it.", "Additional reporting by Lam Ka-sing"])
    assert [(a.name, a.role) for a in article.authors] == [("Jess Ma", "writer"), ("Lam Ka-sing", "contributor")]


def test_topics_asked_for() -> None:
    item = draft(paragraphs=["Nothing of the kind."])
    steps = [Topics(Counts(), frozenset(("railway",))) if s.name == "topics" else s for s in load_steps(Counts())]
    with pytest.raises(Outside):
        run_steps(steps, item)

    def all_the_way() -> None:
        passed: object = item
        for step in steps:
            passed = step.process_item(passed)

    with pytest.raises(DropItem):
        all_the_way()
    assert "railway" in run_steps(steps, draft(paragraphs=["The Northern Link is a railway."])).topics


def test_steps_let_other_things_pass() -> None:
    other = {"not": "a draft"}
    assert all(step.process_item(other) is other for step in load_steps(Counts()))


def test_digest_tells_what_is_told() -> None:
    one, two = record(), record()
    assert digest(one) == digest(two)
    two.body = "Changed."
    assert digest(one) != digest(two)


# --- revisions -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def revisions(tmp_path: Path) -> Revisions:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    failed: dict[str, str] = {}
    spider = SimpleNamespace(name="example", source=SOURCE, failed=failed, fail=failed.__setitem__)
    ledger.start_run("20251202T000000Z-example", "example", None, NOW)
    return Revisions(Counts(), ledger, "20251202T000000Z-example", spider)  # type: ignore[arg-type]


def test_new_unchanged_revised(revisions: Revisions) -> None:
    first = revisions.process_item(record())
    assert first.revision == 1
    with pytest.raises(DropItem):
        revisions.process_item(record())
    changed = revisions.process_item(record(paragraphs=["Other text altogether."]))
    assert changed.revision == 2
    revisions.ledger.commit_run(revisions.run)
    again = revisions.process_item(record())
    assert again.revision == 3
    assert again.provenance.date_first_seen is not None
    assert revisions.process_item(record(paragraphs=[])).reasons == ["body missing"]
    assert revisions.process_item("anything") == "anything"
    with pytest.raises(TypeError):
        revisions.process(draft())


def test_withdrawn_after_two_looks_a_day_apart(revisions: Revisions) -> None:
    revisions.process_item(record())
    revisions.ledger.commit_run(revisions.run)
    with pytest.raises(DropItem):
        revisions.process_item(Gone("example", URL, "17", 404, NOW))
    with pytest.raises(DropItem):
        revisions.process_item(Gone("example", URL, "17", 404, NOW + timedelta(hours=3)))
    withdrawn = revisions.process_item(Gone("example", URL, "17", 410, NOW + timedelta(days=1)))
    assert (withdrawn.id, withdrawn.revision, withdrawn.status) == ("example:17", 2, "withdrawn")
    revisions.ledger.commit_run(revisions.run)
    with pytest.raises(DropItem):
        revisions.process_item(Gone("example", URL, "17", 404, NOW + timedelta(days=3)))
    back = revisions.process_item(record())
    assert (back.revision, back.status) == (3, "usable")


def test_a_page_never_published_is_a_failure(revisions: Revisions) -> None:
    with pytest.raises(DropItem):
        revisions.process_item(Gone("example", URL, "99", 404, NOW))
    assert revisions.spider.failed == {URL: "HTTP status 404"}


def test_lists_without_end_are_read_in_time() -> None:
    """A layout's pick may find five thousand of a thing, each as long as it likes."""
    long = "【　é】" + "记者" * 290
    began = time.process_time()
    article = record(
        byline=[f"{long}{n}" for n in range(5000)], authors=[f"{long}{n}" for n in range(5000)], keywords=[f"{long}{n}" for n in range(5000)],
        photos=[Photo(f"/{n}.jpg", f"{long}{n}", long) for n in range(5000)], related=[Link(f"{long}{n}", f"/20251129/{n}") for n in range(5000)],
        attachments=[Link(long, f"/{n}.pdf") for n in range(5000)], videos=[Link(long, f"/{n}.mp4") for n in range(5000)],
    )  # fmt: skip
    assert time.process_time() - began < 5
    assert max(map(len, (article.authors, article.keywords, article.images, article.related, article.attachments, article.videos))) <= 500
