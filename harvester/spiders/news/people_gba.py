"""People's Daily Online, Greater Bay Area channel. Verified on 12 saved pages, and on one each of two other channels.

The source line ends in a comment counter; the editor is in div.edit. Of 2026 only code is known: the text within in #rm_txt_zw, the time in #newstime, on the
theory channel div.show_text and p.sou in their places; films are named in a script, showPlayer({…}).
"""

from __future__ import annotations

from harvester.discovery import Listing
from harvester.layout import Layout, css, meta, xpath
from harvester.platforms.beneath import captioned, captions
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

# not the button in the share line, nor the one that leads to the next page
PICTURES = "//img[not(ancestor::*[contains(@class,'paper_num')] or ancestor::table[parent::center][not(contains(@class,'pci_c'))])]"


class RmTxt(Layout):
    landmark = "div.rm_txt_con, #rm_txt_zw"
    textless = True
    headline = (css("div.rm_txt h1"), css("h1"))
    description = css("div.rm_txt h4.sub").first()
    published = css("div.rm_txt div.col-1-1, #newstime").first()
    byline = css("div.rm_txt div.author, div.rm_txt p.author").first()
    paragraphs = css("div.rm_txt_con, #rm_txt_zw").first()
    drop = ("div.video-js", "div.edit", "div.bdshare", "div.rm_relevant", "div.box_pic", "p.desc", ".paper_num", "#paper_num", "div.zdfy", "div.page_n", captions)
    photos = xpath(f"(//div[contains(@class,'rm_txt_con') or @id='rm_txt_zw'])[1]{PICTURES}").via(captioned)
    videos = xpath("(//div[contains(@class,'rm_txt_con') or @id='rm_txt_zw'])[1]//script/text()").where(r"showPlayer\(.{0,2000}?\bsrc['\"]?\s{0,3}:\s{0,3}['\"]([^'\"]{1,400})")
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
