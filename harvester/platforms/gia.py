"""Press releases as the Information Services Department writes them: on info.gov.hk, and reprinted word for word by bureaux and departments.

Wherever such a release stands it ends in the same lines, which tell its instant: "Ends/Friday, July 17, 2020", "Issued at HKT 17:01", "NNNN";
in Chinese "完", "2025年9月12日（星期五）", "香港時間16時00分".
"""

from __future__ import annotations

import re
from typing import Any

from harvester.items import Scraped
from harvester.layout import Layout, css, each, meta, text_of, xpath
from harvester.page import Page
from harvester.platforms.lines import lines

# "Ends/Friday, July 17, 2020" and "Issued at HKT 17:01", in one line or two
_ENDS = re.compile(r"\bEnds?/\s?[A-Z][a-z]+day,\s?[A-Z][a-z]{2,8} \d{1,2}, \d{4}(?:\s{0,3}Issued at HKT\s?\d{1,2}:\d{2})?")
# "2025年9月12日（星期五）" and "香港時間16時00分"
_ENDS_ZH = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\s?(?:[（(]星期.[）)])?\s{0,3}香港[時时][間间]\s?\d{1,2}[時时]\d{1,2}分")


def titled(links: list[Any]) -> list[Any]:
    """Links of videos with their titles, which stand in the box before: div.video_text, then another box with the link."""
    return [{"url": link.get("href"), "title": text_of(next(iter(link.xpath("preceding::div[contains(@class,'video_text')][1]")), ""))} for link in links]


def closing_lines(bodies: list[Any]) -> list[Any]:
    """The instant in a release's last lines, as printed."""
    found = [told for body in bodies if (told := _closing(text_of(body)[-500:]))]
    return found[-1:]


def _closing(text: str) -> str | None:
    english = list(_ENDS.finditer(text))
    if english:
        return english[-1][0]
    chinese = list(_ENDS_ZH.finditer(text))
    return chinese[-1][0] if chinese else None


class Since2016(Layout):
    """info.gov.hk's template of `Version Number = 01.01.14…`, in use since 2016."""

    landmark = "#pressrelease"
    headline = (css("#PRHeadlineSpan"), css("title"))
    paragraphs = css("#pressrelease")
    drop = ("div.controlDisplay2", "#rightContent", "div.mB15.f15", "h2[class^=attTypeTitle]", "a.attach_text", "div.RHSSubSession")
    # Until early 2016 the closing lines are mere text.
    published = (css("#pressrelease div.mB15.f15").joined(), css("#pressrelease").via(closing_lines))
    # The photo column; in a browser its clone inside the body comes first, with the same things in it.
    photos = each("#rightContent a.fancybox", url="::attr(href)", caption="::attr(title)")
    attachments = css("#rightContent a.attach_text")
    related = css("#rightContent a.contentref_text")
    videos = xpath("id('rightContent')//div[contains(@class,'RHSSubSession')]//a[@href]").via(titled)
    translations = {
        "zh-Hant-HK": xpath("id('hdrTCLnk')/parent::a/@href"),
        "en": xpath("id('hdrENLnk')/parent::a/@href"),
        "zh-Hans-CN": xpath("id('hdrSCLnk')/parent::a/@href"),
    }


class Reprint(Layout):
    """A release on another site, whatever its markup: the instant is read from the closing lines, the rest by the generic reader."""

    landmark = xpath("//body[contains(., 'Issued at HKT') or contains(., 'Ends/') or contains(., '香港時間') or contains(., '香港时间')]")
    headline = meta("og:title")

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """The closing lines' instant."""
        scraped.published = closing(page) or scraped.published


def closing(page: Page) -> str | None:
    """The instant a release's closing lines tell, as printed; None without such lines. Example: "Ends/Friday, July 17, 2020 Issued at HKT 17:01"."""
    return _closing(" ".join(lines(page)))
