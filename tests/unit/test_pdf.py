"""PDF papers become paragraphs; what is no readable PDF says why."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester import pdf
from harvester.commands.read import PageError, Reader, load_page
from harvester.items import Found, Reject
from harvester.pdf import html_of, is_pdf, lines_of, paragraphs
from harvester.pipelines import run_steps
from harvester.sources import Catalogue
from tests.unit.pdfs import make_pdf

ENGLISH = [
    [
        "LC Paper No. CB(1)35/2026(03)",
        "Legislative Council Panel on Development",
        "1.  This paper tells Members of the first parcel of land in the new town,",
        "and of the day on which it will be handed over to those who build on it.",
        "2.  The parcel is of 3.2 hectares, of which half is for flats and the rest",
        "for a school.",
        "- 1 -",
    ],
    ["(a)  Members are invited to note the contents of this paper, and to say which", "of the two roads should come first.", "Development Bureau", "March 2026", "- 2 -"],
]
CHINESE = [["立法會發展事務委員會", "1.  本文件向委員簡介新市鎮首幅土地的面積和用途，並說明移交日期，", "以及當局如何通知附近居民。", "發展局", "2026年3月"]]
URL = "https://www.legco.gov.hk/yr2026/english/panels/dev/papers/dev20260324cb1-35-3-e.pdf"


def test_lines_become_paragraphs() -> None:
    assert paragraphs(lines_of(make_pdf(ENGLISH))) == [
        "LC Paper No. CB(1)35/2026(03)",
        "Legislative Council Panel on Development",
        "1. This paper tells Members of the first parcel of land in the new town, and of the day on which it will be handed over to those who build on it.",
        "2. The parcel is of 3.2 hectares, of which half is for flats and the rest for a school.",
        "(a) Members are invited to note the contents of this paper, and to say which of the two roads should come first.",
        "Development Bureau",
        "March 2026",
    ]


def test_chinese_lines_join_without_a_space() -> None:
    assert paragraphs(lines_of(make_pdf(CHINESE)))[1] == "1. 本文件向委員簡介新市鎮首幅土地的面積和用途，並說明移交日期，以及當局如何通知附近居民。"


def test_what_every_page_repeats_is_left_out() -> None:
    pages = [["Restricted to Members", f"This page tells something else, which is numbered {word} of all.", str(n)] for n, word in enumerate(("first", "second", "third"), 1)]
    assert paragraphs(pages) == [f"This page tells something else, which is numbered {word} of all." for word in ("first", "second", "third")]


@pytest.mark.parametrize(
    ("body", "fault"),
    [(b"%PDF-1.4 broken", "cannot be read"), (make_pdf([[]]), "no text"), (make_pdf(ENGLISH)[:700], "cannot be read")],
    ids=["broken", "scan", "cut"],
)
def test_a_pdf_without_text_says_why(body: bytes, fault: str) -> None:
    assert fault.encode() in html_of(body)
    record = Reader(Catalogue.load()).read(body, URL, datetime(2026, 11, 24, tzinfo=UTC))
    assert isinstance(record, Reject)
    assert any(fault in reason for reason in record.reasons)


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 900))
def test_any_bytes_are_borne(noise: bytes, at: int) -> None:
    good = make_pdf(CHINESE)
    assert b'<div id="pdf"' in html_of(good[:at] + noise + good[at + len(noise) :])


def test_a_paper_is_a_record(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(make_pdf(ENGLISH))
    assert is_pdf(file.read_bytes())
    record = Reader(Catalogue.load()).read(load_page(file, pdf=True), URL, datetime(2026, 11, 24, tzinfo=UTC))
    assert (record.id, record.source, record.language, record.section) == ("legco_en:dev20260324cb1-35-3-e", "legco_en", "en", "panels/dev")
    assert record.body is not None
    assert "half is for flats and the rest for a school" in record.body


ITEM = {
    "legco_en": (
        "english", "fc/fc/papers/f26-03e.pdf", "A footbridge at Hung Shui Kiu", [[
        "For discussion", "on 22 May 2026", "", "ITEM FOR FINANCE COMMITTEE", "", "Members are invited to approve a new commitment of $148 million for a covered",
        "footbridge over the light rail at Hung Shui Kiu. The estimate is at prices of 31 December 2024."]],
        "Members are invited to approve a new commitment of $148 million for a covered footbridge over the light rail at Hung Shui Kiu.",
    ),
    "legco_tc": (
        "chinese", "fc/fc/papers/f26-03c.pdf", "洪水橋行人天橋", [[
        "供2026年5月22日討論", "", "財務委員會討論文件", "", "請各委員批准一筆為數1億4,800萬元的新承擔額，用以在洪水橋興建", "一條跨越輕鐵的有蓋行人天橋。費用按2024年12月31日的價格計算。"]],
        "請各委員批准一筆為數1億4,800萬元的新承擔額，用以在洪水橋興建一條跨越輕鐵的有蓋行人天橋。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ITEM))
@pytest.mark.parametrize(("told", "published"), [("2026-05-05", "2026-05-05T00:00:00+08:00"), (None, None)], ids=["held", "to come"])
def test_a_papers_title_and_day_are_the_indexes(name: str, told: str | None, published: str | None) -> None:
    language, path, title, pages, sentence = ITEM[name]
    url = f"https://www.legco.gov.hk/yr2026/{language}/{path}"
    reader = Reader(Catalogue.load())
    spider = reader.spider_for(url)
    draft = spider.read_page(spider.page_of(url, make_pdf(pages)), url=url, fetched=datetime(2026, 5, 7, tzinfo=UTC), found=Found(url, told, None, title))
    record = run_steps(reader.steps, draft)
    assert not isinstance(record, Reject)
    assert (record.source, record.headline, record.date_published) == (name, title, published)
    assert record.body is not None
    assert sentence in record.body


def test_a_pdf_elsewhere_is_no_page(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(make_pdf(ENGLISH))
    with pytest.raises(PageError, match="no HTML"):
        load_page(file)


def test_a_pdf_that_unfolds_to_text_without_end_is_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """2 KB that unfold to 30 MB of text: the third megabyte alone takes seven seconds."""
    monkeypatch.setattr(pdf, "CPU_SECONDS", 1)
    shown = zlib.compress(b"BT /F1 12 Tf " + b"<4f60> Tj T* " * 2_500_000 + b"ET", 9)
    before, _, rest = make_pdf([["x"]]).rpartition(b"<< /Length ")
    bomb = before + b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(shown) + shown + rest[rest.index(b"\nendstream") :]
    assert b"takes longer than 1 s of CPU; refused" in html_of(bomb)
