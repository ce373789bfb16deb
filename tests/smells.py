"""What no record may ever look like, whatever its source: rules that know nothing of the page, for cases and for the corpus."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from harvester.normalize.names import organization
from harvester.normalize.text import flags, fold, mojibake

# "&nbsp;", "&#8217;", "&amp;amp;"; not "R&D;" of running text
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|nbsp|amp|quot|apos|lt|gt|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|bull|copy);")
# "<p>", "</strong>", "<br/>", "<img src=…"; not "<3" or "a < b"
_TAG = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|img|ul|ol|li|figure|figcaption|script|style|iframe|h[1-6]|table|tr|td|section|article|font|center|blockquote)\b[^<>]{0,200}/?>", re.I)
# code and templates of the page: "function(", "{{hket:ul-video}}", "window.dataLayer"
_CODE = re.compile(r"function\s?\(|\{\{|\}\}|window\.\w+\s?=|document\.\w+\(|googletag|var \w+\s?=|\$\(")
# whole lines that are the site's, not the story's
_FURNITURE = re.compile(
    r"(?:NNNN|完|（完）|Ends?/.{0,60}|Advertisements?|Sponsored|廣告|广告|ADVERTISEMENT|Share(?: this| to .{3,20})?|分享(?:到.{0,10})?|返回頂部|返回顶部|Click to share.{0,40}|"
    r"(?:Read|See|Also|Related)(?: more| also| read)?\s?[:：].{0,200}|(?:READ MORE|ALSO READ)\b.{0,200}|(?:相關新聞|相关新闻|延伸閱讀|延伸阅读|更多文章|往下看更多文章|熱門新聞|编辑推荐)[:：]?.{0,80}|"
    r"立即下載.{0,60}|更多相片|放大圖片|.{0,12}(?:記者|记者)[攝摄]|[（(][㐀-鿿]{2,4}[攝摄][）)]|更多新聞，請瀏覽.{0,20}|.{0,6}報料熱線.{0,80}|下載.{0,20}(?:APP|App|應用程式).{0,40}|Why you can trust .{3,60}|Listen to this article|Reading Time.{0,20}|"
    r"(?:Copyright|©|All rights reserved|版權所有|版权所有|本文版權).{0,120}|Subscribe (?:to|now).{0,80}|Follow us .{0,80}|Sign up (?:to|for) .{0,80}|"
    r"(?:By|記者|记者|撰文|文)\s?[:：].{1,40}|By [A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){1,3}|(?:责编|責編|责任编辑|責任編輯|編輯|编辑)\s?[:：].{1,30}|"
    r"(?:Last )?[Uu]pdated?\s?[:：].{4,40}|(?:發佈|發布|发布|更新)(?:時間|时间)?[:：].{4,40}|(?:標籤|标签|關鍵字|关键词|Tags?)\s?[:：].{1,200})"
)
# "（麥偉康攝）", "(Photo: RTHK)" left in a caption that has its credit apart
_CREDIT_LEFT = re.compile(r"(?:攝|摄)\s?[）)】]\s*$|[（(]\s?(?:Photo|Photos|PHOTO|Picture|圖片來源|图片来源)\s?[:：][^()（）]{1,60}[)）]\s*$")
_NAME_NOISE = re.compile(r"[:：\n<>{}|=@]|https?:|攝影|记者|記者|撰文|\d{3}|^(?:By|by|BY) |^[\W_]|[,，;；、]$")
# "新華社", "本報記者", "China Daily Reporter" as the name of a person
_ORGANIZATION = re.compile(
    r"(?:通訊社|通讯社|新華社|新华社|日報|日报|電視台|新聞網|新闻网|編輯部|编辑部|委員會|委员会|有限公司|大學|大学|集團|集团)$|(?:記者|记者|編輯|编辑|報道|报道)|"
    r"\b(?:Reporters?|Editors?|Newsroom|Staff|Desk|Agency|Newspaper|Limited|Ltd|Department|Bureau|Government|Correspondents?|Associated Press|Getty)\b"
)
MAX_NAME, MIN_CAPTION, MAX_HEADLINE = 60, 15, 300
FIRST_YEAR = 1996


def smells(record: dict[str, Any], *, fetched: datetime | None = None) -> list[str]:
    """What is wrong with a record at first sight; [] when nothing is.

    record   an Article as JSON; body as text or as a list of paragraphs
    fetched  aware instant of the download: nothing is published after it
    Example: smells({"headline": "Rail &amp; road", …}) == ["headline: entity '&amp;'"]
    """
    return [*_of_texts(record), *_of_body(record), *_of_images(record), *_of_authors(record), *_of_dates(record, fetched), *_of_links(record)]


def body_of(record: dict[str, Any]) -> list[str]:
    """The paragraphs of a record."""
    body = record.get("body") or []
    return body.split("\n\n") if isinstance(body, str) else list(body)


def _texts(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("headline", "description", "section", "issuer", "dateline"):
        if record.get(name):
            yield name, record[name]
    for number, paragraph in enumerate(body_of(record)):
        yield f"body[{number}]", paragraph
    for name, keys in (("images", ("caption", "credit", "photographer", "agency")), ("authors", ("name", "place")), ("related", ("title",)),
                       ("attachments", ("title",)), ("videos", ("title",))):  # fmt: skip
        for number, row in enumerate(record.get(name) or ()):
            for key in keys:
                if row.get(key):
                    yield f"{name}[{number}].{key}", row[key]
    for number, word in enumerate(record.get("keywords") or ()):
        yield f"keywords[{number}]", word


def _of_texts(record: dict[str, Any]) -> Iterator[str]:
    for place, text in _texts(record):
        if found := _ENTITY.search(text):
            yield f"{place}: entity {found[0]!r}"
        if found := _TAG.search(text):
            yield f"{place}: tag {found[0]!r}"
        if mojibake(text):
            yield f"{place}: mojibake {text[:40]!r}"
        if wrong := flags(text):
            yield f"{place}: {', '.join(sorted(wrong))} characters in {text[:40]!r}"
        if text != text.strip() or "  " in text or "\xa0" in text:
            yield f"{place}: untidy white space in {text[:40]!r}"


def _of_body(record: dict[str, Any]) -> Iterator[str]:
    paragraphs = body_of(record)
    title = fold(record.get("headline") or "")
    captions = {fold(i["caption"]) for i in record.get("images") or () if i.get("caption") and len(i["caption"]) >= MIN_CAPTION}
    names = [a["name"] for a in record.get("authors") or ()]
    releases = (record.get("publisher") or {}).get("kind") in ("government", "statutory_body")
    seen: dict[str, int] = {}
    told: dict[str, int] = {}
    if len(record.get("headline") or "") > MAX_HEADLINE:
        yield "headline: too long"
    for number, text in enumerate(paragraphs):
        key = fold(text)
        if not key:
            yield f"body[{number}]: no word in {text[:40]!r}"
        if _CODE.search(text):
            yield f"body[{number}]: code in {text[:60]!r}"
        for part in text.split("\n"):
            if _FURNITURE.fullmatch(part.strip()) and len(paragraphs) > 1:
                yield f"body[{number}]: furniture {part[:60]!r}"
        if key in captions:
            told[key] = told.get(key, 0) + 1
            if told[key] == 2:
                yield f"body[{number}]: a caption stands in the body twice: {text[:40]!r}"
        elif key and len(text) >= 40 and key in seen and not releases:  # a release says the same line of two days
            yield f"body[{number}]: repeats body[{seen[key]}]: {text[:40]!r}"
        seen.setdefault(key, number)
        if any(text.strip() in (name, f"By {name}") for name in names):
            yield f"body[{number}]: the byline {text!r}"
    if paragraphs and len(paragraphs) > 1 and title and fold(paragraphs[0]) == title:
        yield "body[0]: the headline again"


def _of_images(record: dict[str, Any]) -> Iterator[str]:
    urls: set[str] = set()
    for number, image in enumerate(record.get("images") or ()):
        caption, credit = image.get("caption") or "", image.get("credit") or ""
        if found := _CREDIT_LEFT.search(caption):
            yield f"images[{number}].caption: the credit {found[0]!r} left in it"
        if caption and caption == credit:
            yield f"images[{number}]: caption and credit are one: {caption!r}"
        if image.get("photographer") and _NAME_NOISE.search(image["photographer"]):
            yield f"images[{number}].photographer: {image['photographer']!r}"
        taken = image.get("date_taken")
        if taken and not FIRST_YEAR - 150 <= int(taken[:4]) <= 2100:
            yield f"images[{number}].date_taken: {taken}"
        url = image.get("url")
        if url and (not url.startswith(("http://", "https://")) or url in urls):
            yield f"images[{number}].url: {'twice' if url in urls else 'no address'}: {url[:80]!r}"
        urls.add(url or "")


def _of_authors(record: dict[str, Any]) -> Iterator[str]:
    seen = set()
    for number, author in enumerate(record.get("authors") or ()):
        name = author["name"]
        if len(name) > MAX_NAME or _NAME_NOISE.search(name):
            yield f"authors[{number}].name: {name!r}"
        if author["kind"] == "person" and (organization(name) or _ORGANIZATION.search(name)):
            yield f"authors[{number}]: the organization {name!r} as a person"
        if author["role"] == "editor":
            yield f"authors[{number}]: the editor {name!r}"
        if (name, author["role"]) in seen:
            yield f"authors[{number}]: {name!r} twice"
        seen.add((name, author["role"]))


def _of_dates(record: dict[str, Any], fetched: datetime | None) -> Iterator[str]:
    published, modified = record.get("date_published"), record.get("date_modified")
    if not published:
        return
    when = datetime.fromisoformat(published)
    if when.tzinfo is None:
        yield "date_published: no offset"
        return
    if when.year < FIRST_YEAR:
        yield f"date_published: {published}"
    if fetched is not None and when > fetched + timedelta(minutes=30):
        yield f"date_published: {published} is after the download {fetched.isoformat()}"
    if record.get("date_precision") == "day" and "T00:00:00" not in published:
        yield f"date_published: {published} with precision day"
    if modified and datetime.fromisoformat(modified) < when:
        yield f"date_modified: {modified} before {published}"


def _of_links(record: dict[str, Any]) -> Iterator[str]:
    for name in ("related", "attachments", "videos"):
        for number, row in enumerate(record.get(name) or ()):
            url = row.get("url")
            if url and not url.startswith(("http://", "https://")):
                yield f"{name}[{number}].url: {url[:80]!r}"
            if url and url == record.get("canonical_url"):
                yield f"{name}[{number}].url: the article itself"
    title, name = record.get("headline") or "", (record.get("publisher") or {}).get("name") or ""
    if title and title == name:
        yield "headline: the publisher's name"
    if name and len(name) > 3 and re.search(rf"[|｜\-–—]\s*{re.escape(name)}\s*$", title):
        yield f"headline: ends in the publisher's name: {title!r}"
    if title and html.unescape(title) != title:
        yield f"headline: entities in {title!r}"
