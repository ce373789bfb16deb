"""Press releases as the Information Services Department writes them: on info.gov.hk, and reprinted word for word by bureaux and departments.

Wherever such a release stands it ends in the same lines, which tell its instant: "Ends/Friday, July 17, 2020", "Issued at HKT 17:01", "NNNN";
in Chinese "完", "2025年9月12日（星期五）", "香港時間16時00分".
"""

from __future__ import annotations

import re
from typing import Any

from harvester.generic import read_generic
from harvester.items import Link, Scraped
from harvester.layout import Layout, block_text, css, each, meta, text_of, xpath
from harvester.page import Page

# "Ends/Friday, July 17, 2020" and "Issued at HKT 17:01", in one line or two
_ENDS = re.compile(r"\bEnds?/\s?[A-Z][a-z]+day,\s?[A-Z][a-z]{2,8} \d{1,2}, \d{4}(?:\s{0,3}Issued at HKT\s?\d{1,2}:\d{2})?")
# "2025年9月12日（星期五）" and "香港時間16時00分"
_ENDS_ZH = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\s?(?:[（(]星期.[）)])?\s{0,3}香港[時时][間间]\s?\d{1,2}[時时]\d{1,2}分")


# headings that are no headline: the channel's, with or without the department's name before it
CHANNEL = (
    r"(?:[^|\-–:：]{2,60}\s?[|\-–:：]\s?)?(?:(?:(?:Latest|Major|Publications?|Press|Releases?|Speeches|Presentations?|Articles?|News|Media|Corner|Centre|Room|and|&)[ ,]{0,2}){1,8}|My Blog"
    r"|新聞公報|新闻公报|新聞稿|新闻稿|演辭|演辞|演[講讲][辭辞及、和與与簡简介]{1,6}|最新消息|傳媒專區|传媒专区|刊物及新聞公報)\s*$"
)
_CHANNEL = re.compile(CHANNEL)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?)(?:$|[?#])", re.I)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def titled(links: list[Any]) -> list[Any]:
    """Links of videos with their titles, which stand in the box before: div.video_text, then another box with the link."""
    wanted, title = set(links), ""
    found = []
    for element in links[0].getroottree().getroot().iter("div", "a"):
        if element in wanted:
            found.append({"url": element.get("href"), "title": title})
        elif element.tag == "div" and "video_text" in (element.get("class") or ""):
            title = text_of(element)
    return found


def closing_lines(bodies: list[Any]) -> list[Any]:
    """The instant in a release's last lines, as printed."""
    found = [told for body in bodies if (told := _closing(text_of(body, None)[-500:]))]
    return found[-1:]


def _closing(text: str) -> str | None:
    found = _closed(text)
    return found[0] if found else None


def _closed(text: str) -> re.Match[str] | None:
    found = list(_ENDS.finditer(text)) or list(_ENDS_ZH.finditer(text))
    return found[-1] if found else None


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
    """A release on another site, whatever its markup: between its headline and its closing lines stands the text, nothing else.

    The headline is the page's og:title where that is a line of the page, else the last heading above the first long line; a page without
    such lines is the generic reader's, like the photos of all.
    """

    landmark = xpath("//body[contains(., 'Issued at HKT') or contains(., 'Ends/') or contains(., '香港時間') or contains(., '香港时间')]")
    headline = meta("og:title").where(f"^(?!{CHANNEL})(.+)$")

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """The closing lines' instant, and what stands above them."""
        body = page.root.find("body")
        text = "\n".join(" ".join(line.split(" ")).strip() for line in block_text(body if body is not None else page.root).split("\n"))
        closed = _closed(text)
        if closed is None:
            return
        scraped.published = " ".join(closed[0].split())
        above = text[: closed.start()].split("\n")
        at = _head(above, scraped.headline, page)
        if at is None:
            return
        scraped.headline = above[at]
        scraped.paragraphs = ["\n".join(above[at + 1 :])]
        scraped.photos = scraped.photos or read_generic(page, wanted=frozenset(("photos",))).scraped.photos
        scraped.attachments = scraped.attachments or [
            Link(text, link.get("href")) for link in page.root.iter("a") if _FILE.search(link.get("href") or "") and (text := text_of(link)) and text in scraped.paragraphs[0]
        ]


def _head(lines: list[str], stated: str | None, page: Page) -> int | None:
    """Which of the lines above a release's end is its headline; None where none is surely."""
    wanted = _key(stated or "")
    if wanted:
        same = [n for n, line in enumerate(lines) if (key := _key(line)) and (key == wanted or (len(key) >= 8 and wanted.startswith(key)))]
        if same:
            return same[-1]
    headings = {_key(text_of(element)) for element in page.root.iter("h1", "h2", "h3", "h4")} - {""}
    first = next((n for n, line in enumerate(lines) if len(line) + len(_HAN.findall(line)) >= 80 and _key(line) not in headings), len(lines))
    return next((n for n in range(first - 1, -1, -1) if _key(lines[n]) in headings and not _CHANNEL.match(lines[n])), None)


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
