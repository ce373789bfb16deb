"""Commercial Radio (881903.com), a Vue application: only the rendered page is known (6 saved). The list is JSON; there is no h1."""

from __future__ import annotations

from harvester.discovery import Api, JsonItems
from harvester.layout import Layout, css, each, json_ld, meta, xpath
from harvester.platforms.asides import headlines_alone
from harvester.platforms.live import ROLLING
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

STORY = "(//div[contains(@class,'article-details-template')])[1]"
TITLE = xpath("//div[contains(@class,'article-details-template')][contains(@class,'__title')]").first()


class Template3(Layout):
    landmark = "div[class*=article-details-template]"
    textless = True
    headline = (TITLE, json_ld("headline"), meta("og:title"))
    live = TITLE.where(ROLLING)
    published = css("span[class*=__datetime]").where(r"發佈\s*(.{10,20})")
    updated = css("span[class*=__datetime]").where(r"最後更新\s*(.{10,20})")
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    section = css("span[class*=__cat-name]")
    paragraphs = xpath(f"{STORY}//div[contains(@class,'article-content-text')]")
    # two pictures a photo: a placeholder, then the one itself; in the page before its script only the placeholder
    photos = each(
        xpath(f"{STORY}//div[contains(concat(' ',normalize-space(@class),' '),' article-content ')][.//div[contains(@class,'article-content-image')]]"),
        url=("img:not([src^='/static'])::attr(src)",), caption="div[class*=info--caption]", credit="div[class*=info--source]",
    )  # fmt: skip
    related = headlines_alone(f"{STORY}//div[contains(@class,'article-content-text')]", "881903.com")
    # the house's own names are on every page
    keywords = json_ld("keywords").where(r"^(?!(?:商業電台|881903|新聞/財經|即時新聞|商台新聞)$)(.+)$")


class CrhkSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "crhk881903"
    source = Source(
        title="商業電台", home="https://www.881903.com/", hosts=("www.881903.com", "881903.com"), article=r"/news2?/(?P<section>[a-z0-9_-]+)/(?P<id>\d+)(?:/|$)", kind="broadcaster",
        canonical="https://www.881903.com/news/{section}/{id}", language="zh-Hant-HK", site_names=("商業電台 881903", "本地"), expect=Expect(per_day=(20, 200), silent_hours=12), delay=1.5,
    )  # fmt: skip
    discovery = (
        # 11 local; an answer names the mark of the next one
        Api("https://www.881903.com/api/news/section/morelist?news_column_id=11&limit=50&offset={cursor}", cursor="response.next_offset", days=14, max_pages=60,
            front="https://www.881903.com/api/news/section/morelist?news_column_id=11&limit=50",
            items=JsonItems("response.content[]", url="https://www.881903.com/news/local/{item_id}", date="display_ts || display_date", title="title")),
    )  # fmt: skip
    layouts = (Template3,)
