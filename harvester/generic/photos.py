"""Photos of the article, with the captions and credits that stand by them."""

from __future__ import annotations

import html
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harvester.generic.words import (
    ARROW,
    CREDITED,
    CREDITLIKE,
    CUT,
    DATE,
    MAX_ADDRESS,
    MAX_ELEMENTS,
    MAX_PHOTOS,
    MAX_PICTURES,
    PICTURED,
    STOP,
    TRIFLE,
    UNSEEN_CLASS,
    agree,
    are_few,
    clean,
    comparable,
    inline_elements,
    inner_html,
    is_bold,
    is_captioned,
    is_centered,
    names_of,
    size_of,
)
from harvester.items import Photo
from harvester.layout import SKIPPED, block_text, text_of

if TYPE_CHECKING:
    from harvester.generic.survey import Block, Survey


def caption_in(block: Block) -> str | None:
    """A caption that is all of a block's text, told by its own class or that of the inline element around it."""
    if len(block.text) > 800:
        return None
    for element in inline_elements(block.element):
        if element.get("class") and is_captioned(names_of(element)):
            words = text_of(element)
            if len(words) * 10 >= len(block.text) * 8:
                return words
    return None


_ICON = re.compile(r"(?:logo|icon|avatar|sprite|blank|spacer|placeholder|loading|qrcode|qr_code|pixel|1x1|emoji|button|arrow|gr[ae]y\.|/static/|/assets/|/themes?/|banner|share|-\d\dx\d\d\.|next_page|footer|ytimg\.com|gravatar|\.gif(?:$|\?)|\.svg(?:$|\?))", re.I)
_COUNTER = re.compile(r"\s\d{1,3}/\d{1,3}$")
_NO_CAPTION = re.compile(r"^(?:facebook|x|twitter|wechat|weibo|whatsapp|line|email|share(?: (?:on|to|via))?(?: \w{1,12})?|print|分享.{0,4}|image|photo|圖片|(?:點擊|点击|按此)\S{0,8}(?:圖片|图片|相片|放大|看圖|看图)|更多(?:圖片|图片|相片)|[圖图]?\s?\d{1,3}\s?(?:/|之)\s?\d{1,3}|\S+\.(?:jpe?g|png|webp|gif))$", re.I)


def photos_of(survey: Survey) -> list[Photo]:
    """Figures and captioned images of the article, in page order."""
    container = survey.container
    if container is None:
        return []
    around = container
    if survey.heading is not None:
        ancestors = set(survey.heading.iterancestors())
        around = next((e for e in (container, *container.iterancestors()) if e in ancestors or e is survey.heading), container)
        if around.tag in ("body", "html") and container.tag != "body":
            around = container
    photos: list[Photo] = []
    seen: set[str] = set()
    title = comparable(inner_html(survey.heading)) if survey.heading is not None else None
    stop = next((b.at for b in survey.blocks if b.at > survey.end and len(b.text) < 40 and CUT.match(b.text)), 1 << 60)  # "You may also like"
    further = _further_pages(survey)
    for element in itertools.islice(around.iter("figure", "img", "amp-img"), MAX_PICTURES):
        if len(photos) >= MAX_PHOTOS or survey.places.get(element.getparent(), 0) > stop:
            break
        above = list(element.iterancestors())
        if (survey.cut <= survey.end and survey.places.get(element.getparent(), 0) > survey.cut) or any(a in survey.asides and a.tag not in ("figure", "picture", "source") for a in above):
            continue
        inside = container in above
        if element.tag == "figure":
            photo = None if _in_figure(element, above) or _holds_several(element) else _figure(element, survey)
        else:
            photo = None if any(a.tag == "figure" and not _holds_several(a) for a in above) else _image(element, survey, inside)
        if any(a.tag == "a" and _leads_away(a.get("href")) and a.get("href") not in further for a in above[:6]):
            continue
        if photo is None or (not photo.caption and not photo.credit and not inside and (element.tag != "figure" or not photo.url or survey.places.get(element.getparent(), 0) > survey.end)):
            continue
        if photo.caption:
            photo.caption = _COUNTER.sub("", photo.caption)
            if comparable(photo.caption) == title:
                photo.caption = None  # given to a picture that has none
        if photo.url and _ICON.search(photo.url[-100:]):
            photo.url = None
        if not photo.url and not photo.caption:
            continue
        if photo.caption and any(p.caption and comparable(p.caption) == comparable(photo.caption) and (not p.url or not photo.url) for p in photos):
            continue
        key = f"{photo.url}\n{photo.caption}"
        if key not in seen:
            seen.add(key)
            photos.append(photo)
    photos.extend(_albums(survey, around, photos))
    return _with_captions(survey, photos)


_ALBUM = re.compile(r"fancybox|lightbox|photoswipe|gallery|colorbox|thickbox|magnific", re.I)


def _albums(survey: Survey, around: Any, photos: list[Photo]) -> Iterator[Photo]:
    """Captioned pictures that stand in a column of their own and open large, as the Government's press releases have them: <a class="fancybox" href="….jpg" title="…">."""
    known = {comparable(p.caption) for p in photos if p.caption}
    told: set[str | None] = set()  # a column may stand twice; two of its pictures may have one caption
    links = (link for link in itertools.islice(survey.root.iter("a"), MAX_ELEMENTS) if (href := link.get("href")) and _PICTURE_FILE.search(href[-200:]) and next(link.iter("img"), None) is not None)
    for link in itertools.islice(links, MAX_PHOTOS):
        words = next((w.strip() for w in map(link.get, (*_DATA_CAPTIONS, "title")) if w), "")
        if size_of(words) < (12 if _ALBUM.search(link.get("class") or "") or link.get("data-fancybox") else 30) or comparable(words) in known or link.get("href") in told or any(a is around or a in survey.asides for a in link.iterancestors()):
            continue
        told.add(link.get("href"))
        yield Photo(link.get("href"), clean(words))


def untold(photos: list[Photo], told: list[Photo]) -> list[Photo]:
    """Of the photos that a page's data tells those it does not show; a shown one without words gets what the data says of its file."""
    words = {_file(p.url): p for p in told if p.url}
    for photo in photos:
        found = words.get(_file(photo.url)) if photo.url and not photo.caption and not photo.credit else None
        if found is not None:
            photo.caption, photo.credit = found.caption, found.credit
    shown = {_file(p.url) for p in photos if p.url}
    unmatched: dict[str, list[Photo]] = {}
    for photo in photos:
        unmatched.setdefault(comparable(f"{photo.caption or ''}{photo.credit or ''}"), []).append(photo)
    more = []
    for photo in told:
        same = unmatched.get(comparable(f"{photo.caption or ''}{photo.credit or ''}"))
        if same:  # one of the same words, in another size or without its picture
            one = same.pop(0)
            one.url = one.url or photo.url
        elif _file(photo.url or "") not in shown:
            more.append(photo)
    return more


def _file(address: str) -> str:
    """What names a picture whatever host and size it is asked of: the longest part of its path."""
    return max(urlsplit(address).path.split("/"), key=len) if "://" in address[:9] or address.startswith("/") else address


def _in_figure(figure: Any, above: list[Any]) -> bool:
    """Whether a figure is a mere part of one: without a caption of its own inside another that has one."""
    return any(a.tag == "figure" for a in above) and figure.find(".//figcaption") is None


def _with_captions(survey: Survey, photos: list[Photo]) -> list[Photo]:
    """The photos, and those of which only the caption is in the source: their pictures come by script."""
    known = {comparable(p.caption) for p in photos if p.caption} | {comparable(f"{p.caption or ''}{p.credit}") for p in photos if p.credit}
    for block in survey.inside():
        if block.at >= survey.cut:
            break
        classed = is_captioned(survey.names.get(block.element, ""))
        words = block.text.replace("\n", " ") if classed and len(block.text) < 800 else caption_in(block)
        if words and len(words) > 5 and comparable(words) not in known and not _NO_CAPTION.match(words):
            known.add(comparable(words))
            bare = next((p for p in photos if p.url is not None and p.caption is None), None) if len(photos) == 1 else None
            if bare is not None:
                bare.caption = words
            else:
                photos.append(Photo(caption=words))
    return photos


# "【2】", "[2]", "2", "下一页", "下一頁>", "Next page »"
_PAGER = re.compile(r"[【\[(]?\s?\d{1,3}\s?[】\])]?|下一[页頁張张]\W{0,3}|next(?: page)?\W{0,3}", re.I)


def _further_pages(survey: Survey) -> frozenset[str]:
    """Addresses of the article's other pages, told by its pager: a picture that leads to one is the article's own, as people.cn sets them."""
    return frozenset(
        href for link in itertools.islice(survey.root.iter("a"), MAX_ELEMENTS) if (href := link.get("href")) and are_few(link, 3) and len(link.text or "") < 20 and _PAGER.fullmatch(text_of(link))
    )


def _leads_away(href: str | None) -> bool:
    """Whether a picture's link goes to another page, not to the picture: a teaser."""
    return bool(href) and not re.search(r"\.(?:jpe?g|png|webp|gif|avif)|/(?:image|photo|img)|^(?:#|javascript)", href or "", re.I)


def _address(image: Any) -> str | None:
    for name in ("data-src", "data-original", "data-lazy-src", "data-url", "src"):
        url = (image.get(name) or "").strip()
        if url and not url.startswith(("data:", "blob:", "about:")):
            return str(url)
    sets = (image.get("srcset") or image.get("data-srcset") or "").strip()[:MAX_ADDRESS].partition(",")[0].split()  # "/a.jpg 300w, /b.jpg 600w"; "," is none
    return sets[0] if sets and not sets[0].startswith("data:") else None


def _holds_several(figure: Any) -> bool:
    """Whether a figure is a gallery: figures inside it, or several pictures and no caption for all of them."""
    return figure.find(".//figure") is not None or (figure.find(".//figcaption") is None and sum(1 for _ in figure.iter("img", "amp-img")) > 1)


def _figure(figure: Any, survey: Survey) -> Photo | None:
    image = next(figure.iter("img", "amp-img"), None)
    words, credit = _words(figure)
    if image is not None and not words:
        holders = [image, *(a for a in image.iterancestors() if figure in a.iterancestors()), figure]
        words = next((w.strip() for e in holders for w in (e.get(n) for n in _DATA_CAPTIONS) if w and not _NO_CAPTION.match(w)), None) or _alt(image, survey) or ""
    url = _address(image) if image is not None else None
    return Photo(url, words or None, credit) if url or words or credit else None


def _words(holder: Any) -> tuple[str, str | None]:
    """Caption and credit that the element around a picture holds: a figcaption or an element of a caption's class; a credit of a class of its own."""
    caption = next((c for c in holder.iter("figcaption") if text_of(c) and not CREDITLIKE.search(names_of(c))), None)
    overlay = _overlay(holder, caption) if caption is not None and holder.tag == "figure" else None
    if caption is None:
        caption = next((e for e in holder.iter("p", "div", "span", "td", "small", "em", "dd") if is_captioned(names_of(e)) and text_of(e) and next(e.iter("img"), None) is None), None)
    credit = next((e for e in holder.iter("span", "div", "p", "small", "cite", "em", "figcaption") if e is not caption and not (caption is not None and e in caption.iterancestors()) and not is_captioned(names_of(e).replace("figcaption", "")) and e.get("class") and CREDITLIKE.search(names_of(e)) and 1 < len(text_of(e)) < 120), None)
    words, printed = _seen(caption, credit), _seen(credit, None) or overlay
    return ("", words) if caption is not None and credit is None and CREDITLIKE.search(names_of(caption)) else (words, printed)


def _overlay(figure: Any, caption: Any) -> str | None:
    """A short line in a figure that has a caption, outside it: the credit over the picture, as the BBC prints it."""
    if any(a.tag == "figure" for a in caption.iterancestors() if a is not figure and figure in a.iterancestors()):
        return None
    text = _seen(figure, caption)
    return text if 2 < len(text) <= 60 and not STOP.search(text) and not _NO_CAPTION.match(text) and not TRIFLE.match(text) else None


def _seen(element: Any, without: Any) -> str:
    """An element's text on one line, what only machines read ("Image source, ") and one element inside it left out."""
    if element is None:
        return ""
    drop = {e for e in element.iter() if e.get("class") and UNSEEN_CLASS.search(names_of(e))}
    return " ".join(block_text(element, drop | {without}, skipped=_CAPTION_SKIPPED).split())


_CAPTION_SKIPPED = SKIPPED - {"figure", "figcaption"}
# where galleries and lightboxes keep a caption
_DATA_CAPTIONS = ("data-caption", "data-desc", "data-description", "data-sub-html", "data-title", "data-alt-caption", "data-image-caption", "data-lightbox-caption")


def _below(image: Any, survey: Survey) -> str | None:
    """A line right under a picture that is its caption: centered, marked by an arrow or "图为", or ending in a credit."""
    at = survey.places.get(image)
    if at is None:
        return None
    holder = image.getparent()
    if holder.tag in ("p", "div", "center", "td") and are_few(holder, 5) and (own := text_of(holder)) and size_of(own) < 300 and next(holder.iter("br"), None) is not None:
        if CREDITED.search(own) or PICTURED.match(own):  # <p><img><br><em>紅樹林。（資料圖片）</em></p>
            return ARROW.sub("", own)
    number = bisect_right(survey.order, at)
    block = survey.blocks[number] if number < len(survey.blocks) else None
    before = survey.blocks[number - 1] if number else None
    if block is None or len(block.text) > 200 or block.at - at > 12 or (before is not None and image in before.element.iter("img") and "\n" not in before.text):
        return None
    text = block.text.strip()
    after = survey.blocks[number + 1] if number + 1 < len(survey.blocks) else None
    # headings are centered, too, but bold; verse, but line by line
    centered = _in_center(block) and not is_bold(block.element) and (after is None or not _in_center(after) or CREDITED.search(after.text) is not None)
    if STOP.search(text[-2:]) and not centered and not PICTURED.match(text):
        return None
    marked = centered or PICTURED.match(text) or CREDITED.search(text)
    return ARROW.sub("", text.replace("\n", " ")) if marked and not DATE.fullmatch(text) and not block.linked * 2 > len(text) else None


# "來源：商台新聞" under "有市民自發整合資訊　謝曉雅攝" is the house that took it over, beside the photographer
_SOURCE = re.compile(r"(?:來源|来源|source)\s?[:：]", re.I)


def _in_center(block: Block) -> bool:
    return any(is_centered(e) for e in (block.element, *list(inline_elements(block.element))[:2]))


def _image(image: Any, survey: Survey, inside: bool) -> Photo | None:
    link = _lightbox(image)
    url = _address(image)
    if not url or _ICON.search(url[-100:]):
        # an album's tile: a picture of the design over the photo that the link opens
        url = next((u for u in (link.get("data-href"), link.get("href")) if u and _PICTURE_FILE.search(u)), None) if link is not None else None
        if not url or _ICON.search(url[-100:]):
            return None
    words = next((w.strip() for w in map(image.get, _DATA_CAPTIONS) if w), None)
    title = (image.get("title") or "").strip()
    if not words and title and (inside or (survey.heading_at <= survey.places.get(image, -1) <= survey.end and title != (image.get("alt") or "").strip())):
        words = title
    if (not words or _NO_CAPTION.match(words)) and link is not None:
        names = (*_DATA_CAPTIONS, "title") if link is image.getparent() or any(_PICTURE_FILE.search(u) for u in (link.get("href"), link.get("data-href")) if u) else _DATA_CAPTIONS
        words = next((w.strip() for w in map(link.get, names) if w), None)
    credit = None
    if words and survey.heading is not None and comparable(words) == comparable(inner_html(survey.heading)):
        words = None  # a picture without a caption is given the headline
    if not words or _NO_CAPTION.match(words):
        words, credit = _around(image, survey)
        words = words or _below(image, survey) or _alt(image, survey)
    return Photo(url, clean(re.sub(r"<[^<>]{0,300}>", " ", html.unescape(words))) if words else None, credit)


_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|[?#])", re.I)


def _lightbox(image: Any) -> Any:
    """The link around a picture that shows it large, with no other picture in it: <a class="photoSwipe" data-href="….jpg" data-title="…">."""
    above = image.getparent()
    for _up in range(4):
        if above is None or not are_few(above, 4):
            return None
        if above.tag == "a":
            return above if next(itertools.islice(above.iter("img", "amp-img"), 1, None), None) is None else None
        above = above.getparent()
    return None


def _around(image: Any, survey: Survey) -> tuple[str | None, str | None]:
    """Caption and credit in the smallest element around a picture that has one, and no other picture."""
    holder = image.getparent()
    for _up in range(4):
        if holder is None or holder is survey.container or not are_few(holder, 12) or next(itertools.islice((e for e in holder.iter("img", "amp-img") if not _is_design(e)), 1, None), None) is not None:
            break
        words, credit = _words(holder)
        if not words:  # <div data-fancybox="gallery" data-caption="…"><div><img></div></div>
            words = next((w.strip() for w in map(holder.get, _DATA_CAPTIONS[:3]) if w), "")
        if (words or credit) and not (words and _NO_CAPTION.match(words)):
            return words or None, None if credit and _SOURCE.match(credit) and CREDITED.search(words or "") else credit
        holder = holder.getparent()
    return None, None


def _is_design(image: Any) -> bool:
    """Whether a picture is none of the article's: an icon, or what stands where a lazy one will be."""
    return bool(_ICON.search((_address(image) or "")[-100:]))


# "Fires have been raging for hours. Photo: Karma Lo", "… Photo shows (from left) …", "人員檢走大批文件等證物。"
_TELLING_ALT = re.compile(r"photo shows\b|[图圖](?:为|為|示)|(?:\bPhotos?|\bPicture|\bImage|\bIllustration|[图圖]片|相片)\s?[:：/]\s?\S.{0,80}$|[\u3400-\u9fff」”）][。！]$|[(（\[][^()（）\[\]]{2,40}[)）\]]\.?$|(?:[攝摄]|[图圖]片|提供|截[图圖])[）)]?$", re.I)


def _alt(image: Any, survey: Survey) -> str | None:
    """An alternative text that reads as a caption: it names its photographer or says what the photo shows; never the headline."""
    words = clean(image.get("alt") or "")
    if size_of(words) < 16 or not _TELLING_ALT.search(words) or (survey.heading is not None and agree(comparable(words), comparable(inner_html(survey.heading)))):
        return None
    return words
