"""Static pages that the TRS content system makes for ministries of the mainland: one body class, one set of metas, numbered list pages.

Known from a feed generator's and crawlers' code for ndrc.gov.cn and a crawler's for hmo.gov.cn (2021): body in .TRS_Editor (or .TRS_UEDITOR, .article_con),
instant in <meta name="PubDate" content="2026-05-06 09:30:00">, addresses …/t20260506_1234567.html. The other metas are those that the
government's own rules for web sites ask for. No saved page exists; the generic reader carries what is wrong here.
"""

from __future__ import annotations

from harvester.discovery import Links, Listing
from harvester.layout import Layout, css, meta
from harvester.platforms.beneath import captioned, captions

# "/xwdt/xwfb/202605/t20260506_1390001.html", "…_ext.html" for a page that only leads on
ARTICLE = r"/(?:[\w-]+/){1,6}\d{6}/t(?P<date>\d{8})_(?P<id>\d+)(?:_ext)?\.s?html?"
BODY = ".TRS_Editor, .TRS_UEDITOR, .article_con, .trs_editor_view"


class Trs(Layout):
    """An article. 来源 stands in the date line; （责任编辑：…） and the share row are no body."""

    landmark = f"{BODY}, meta[name=PubDate]"
    headline = (meta("ArticleTitle"), css("div.pageHead h2, div.article_title, h2.article_title, .pages-title"), css("h1"))
    published = (css("div.pageHead h3 span").where(r"(\d{4}[-/年]\d{1,2}[-/月]\d{1,2}.{0,9})"), css("div.article-info, div.time, div.laiyuan, .pages-date").where(r"(\d{4}[-/年]\d{1,2}[-/月]\d{1,2}.{0,9})"))
    published_meta = meta("PubDate")
    section = meta("ColumnName")
    # a body may be split over several editors one inside the other: the outermost holds all
    paragraphs = (css("div.article_con"), css(".TRS_Editor"), css(".TRS_UEDITOR"), css(".trs_editor_view"))
    drop = ("style", "div.attachment", "div.fujian", "div.share", "div.bdsharebuttonbox", "div.print", captions)
    photos = css(".TRS_Editor p img, .TRS_UEDITOR p img, div.article_con p img").via(captioned)
    attachments = css("div.attachment a[href], div.fujian a[href], .TRS_Editor a[href$='.pdf'], .TRS_UEDITOR a[href$='.pdf'], div.article_con a[href$='.pdf']")
    keywords = meta("Keywords")


def column(url: str, *, about: str | None = None, items: str | None = None) -> Listing:
    """A column's list: index.html, index_1.html, index_2.html …, newest first; the system's own numbering, createPageHTML(10, 0, "index", "html") on the page.

    about: pattern of headlines worth following; items: CSS of an entry. Example: column("https://www.ndrc.gov.cn/xwdt/xwfb/")
    """
    return Listing(f"{url}index_{{page}}.html", first=0, front=url, items=Links(item=items, dated=True), about=about, empty=(404,), max_pages=100)
