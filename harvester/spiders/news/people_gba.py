"""People's Daily Online, Greater Bay Area channel. Verified on 12 saved pages. The source line ends in a comment counter; the editor is in div.edit."""

from __future__ import annotations

from harvester.discovery import Listing
from harvester.layout import Layout, css, meta, xpath
from harvester.platforms.beneath import captioned, captions
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

# not the button in the share line, nor the one that leads to the next page
PICTURES = "//img[not(ancestor::*[contains(@class,'paper_num')] or ancestor::table[parent::center][not(contains(@class,'pci_c'))])]"


class RmTxt(Layout):
    landmark = "div.rm_txt_con"
    textless = True
    headline = (css("div.rm_txt h1"), css("h1"))
    description = css("div.rm_txt h4.sub").first()
    published = css("div.rm_txt div.col-1-1")
    byline = css("div.rm_txt div.author").first()
    paragraphs = css("div.rm_txt_con").first()
    drop = ("div.edit", "div.bdshare", "div.rm_relevant", "div.box_pic", "p.desc", ".paper_num", "#paper_num", "div.zdfy", "div.page_n", captions)
    photos = xpath(f"(//div[contains(@class,'rm_txt_con')])[1]{PICTURES}").via(captioned)
    section = (meta("contentcategory"), css("#rwb_navpath a:last-of-type").where(r"^(?!人民网$)(.+)$"))
    keywords = meta("keywords")


class RwbZw(Layout):
    """The older template of people.com.cn (2019)."""

    landmark = "#rwb_zw"
    textless = True
    headline = (css("div.text_title h1"), css("h1"))
    description = css("div.text_title h4.sub").first()
    published = css("div.box01 div.fl")
    byline = css("div.text_title p.author").first()
    paragraphs = css("#rwb_zw")
    drop = ("div.edit", "div.box_pic", "div.zdfy", captions)
    photos = xpath(f"id('rwb_zw'){PICTURES}").via(captioned)
    section = css("#rwb_navpath a:last-of-type").where(r"^(?!人民网$)(.+)$")
    keywords = meta("keywords")


class PeopleGbaSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "people_gba"
    source = Source(
        title="人民网", home="http://gba.people.cn/", hosts=("gba.people.cn", ".people.com.cn"), article=r"/n1/(?P<y>\d{4})/(?P<m>\d{2})(?P<d>\d{2})/c(?P<id>\d+-\d+)\.html",
        kind="newspaper", country="CN", language="zh-Hans-CN", zone="Asia/Shanghai", site_names=("人民网", "大湾区频道", "大湾区频道--人民网"), captions_in_text=True,
        expect=Expect(per_day=(3, 60), silent_hours=48), delay=1.5,
    )  # fmt: skip
    discovery = (Listing("http://gba.people.cn/index{page}.html", front="http://gba.people.cn/index.html", max_pages=10, days=30, empty=(404,)),)
    layouts = (RmTxt, RwbZw)
