"""Sites on Next.js keep the article in script#__NEXT_DATA__; here are the shapes of their bodies."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from harvester.layout import fragment, text_of
from harvester.platforms.asides import is_marker
from harvester.platforms.players import films

# "1. Hong Kong families endure unimaginable loss as fire death toll rises" heads a part of a digest's own text
_NUMBERED = re.compile(r"\d{1,2}\.\s")
_WIDGETS = frozenset(("inline-ad-slot", "track-viewed-percentage", "inline-plus-widget", "inline-newsletter", "iframe", "script", "img", "video", "style"))


def scmp_nodes(values: list[Any]) -> list[Any]:
    """SCMP's body: {type, attribs, children, data} nodes, without widgets and pictures, as elements."""
    return [_scmp(value) for value in values if isinstance(value, dict) and value.get("type") not in _WIDGETS]


def _scmp(node: dict[str, Any]) -> Any:
    tag = node.get("type")
    element = etree.Element(tag if isinstance(tag, str) and tag.isalnum() and tag != "text" else "div")
    _fill(element, node)
    return element


def _fill(element: Any, node: dict[str, Any]) -> None:
    last = None
    if node.get("type") == "text":
        element.text = _plain(node.get("data"))
        return
    if isinstance(told := node.get("attribs"), dict):
        for name in ("class", "href"):  # a class tells the post of a network
            if told.get(name):
                element.set(name, _plain(told[name]))
    for child in node.get("children") or ():
        if not isinstance(child, dict):
            continue
        kind = child.get("type")
        if kind == "text":
            data = _plain(child.get("data"))
            if last is None:
                element.text = (element.text or "") + data
            else:
                last.tail = (last.tail or "") + data
        elif kind not in _WIDGETS and isinstance(kind, str) and kind.replace("-", "").isalnum():
            last = etree.SubElement(element, kind)
            _fill(last, child)


def _plain(value: Any) -> str:
    # XML knows no controls; a page's text may hold some
    return "".join(c for c in str(value or "") if c >= " " or c in "\n\t")


def scmp_pictures(values: list[Any]) -> list[Any]:
    """Pictures inside SCMP's body, whose captions are in attribs.title, and once more in alt."""
    return [{"url": told.get("src"), "title": told.get("title") or told.get("alt")} for told in _attributes(values, "img")]


def scmp_films(values: list[Any]) -> list[Any]:
    """Films inside SCMP's body: frames of a player."""
    return films(_attributes(values, "iframe"))


def _attributes(values: list[Any], kind: str) -> list[dict[str, Any]]:
    """The attributes of SCMP's nodes of a kind, in order."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == kind and isinstance(node.get("attribs"), dict):
                found.append(node["attribs"])
            for child in node.get("children") or ():
                walk(child)

    for value in values:
        walk(value)
    return found


def scmp_links(values: list[Any]) -> list[Any]:
    """Paragraphs and sub-heads of SCMP's body that are nothing but a link to another story: "– Hong Kong contractor has record of offences"."""
    found: list[Any] = []
    for element in scmp_nodes(values):
        for link in element.iter("a") if element.tag in ("p", "h2", "h3", "h4") else ():
            title = text_of(link).strip()
            if "/article/" in (link.get("href") or "") and text_of(element).lstrip("–—-• ") == title and not _NUMBERED.match(title):
                found.append(link)
    return found


# blocks whose tokens are a caption's, or which have none
_HK01_APART = frozenset(("image", "gallery", "video", "brightcove", "related", "code"))


def hk01_blocks(values: list[Any]) -> list[Any]:
    """HK01's blocks: summaries, texts and quotes as paragraphs; pictures, galleries, films, related lists and codes are not body."""
    texts: list[str] = []
    for block in values:
        if not isinstance(block, dict):
            continue
        kind = block.get("blockType")
        if kind == "summary":
            summary = block.get("summary") or ()
            texts.extend(map(str, [summary] if isinstance(summary, str) else summary))
        elif kind not in _HK01_APART:
            texts.extend("".join(map(_token, paragraph)) for paragraph in _paragraphs(block))
            if kind == "quote" and block.get("message"):
                texts.append(str(block["message"]))
    return ["\n\n".join(t for t in texts if t.strip())]


def _paragraphs(block: dict[str, Any]) -> list[list[Any]]:
    """The paragraphs of a block of HK01's, a list of tokens each."""
    tokens = block.get("htmlTokens")
    return [paragraph for paragraph in tokens if isinstance(paragraph, list)] if isinstance(tokens, list) else []


def _token(token: Any) -> str:
    if isinstance(token, str):
        return token
    if not isinstance(token, dict):
        return ""
    if isinstance(token.get("htmlTokens"), list):
        return "".join("".join(_token(x) for x in part) if isinstance(part, list) else _token(part) for part in token["htmlTokens"])
    return str(token.get("content") or token.get("text") or "")


def hk01_pictures(values: list[Any]) -> list[Any]:
    """Pictures of HK01's blocks, galleries included, in order."""
    found: list[Any] = []
    for block in values:
        if isinstance(block, dict):
            if isinstance(block.get("image"), dict):
                found.append(block["image"])
            found.extend(i for i in block.get("images") or () if isinstance(i, dict))
    return found


# "/突發/9209/不要放棄你的生命-請看看這些求助網站和熱線", "https://www.hk01.com/sns/article/60298123"
_HK01_ARTICLE = re.compile(r"(?:https?://(?:www\.)?hk01\.com)?(?:/[^/?#]{1,40}){1,2}/\d{4,8}(?:[/?#]|$)")


def hk01_links(values: list[Any]) -> list[Any]:
    """Links to other articles that are a paragraph of their own in HK01's texts, but for a mark: {"content": "【求助熱線】…", "link": "/突發/9209/…"}."""
    found = []
    for block in values:
        for paragraph in _paragraphs(block) if isinstance(block, dict) and block.get("blockType") == "text" else ():
            tokens = list(filter(None, map(_worded, paragraph)))
            if len(tokens) == 1 and isinstance(tokens[0], dict) and _HK01_ARTICLE.match(str(tokens[0].get("link") or "")):
                found.append(tokens[0])
    return found


def _worded(token: Any) -> Any:
    """A token if it has a letter or a figure; not "👉🏻" or "▍"."""
    return token if any(c.isalnum() for c in _token(token)) else None


def html_lines(values: list[Any]) -> list[Any]:
    """HTML strings whose paragraphs are parted by blank lines, as elements (TVB's desc)."""
    return [fragment(str(v).replace("\r\n", "\n").replace("\n", "<br>")) for v in values if isinstance(v, str)]


def links_alone(values: list[Any]) -> list[Any]:
    """Links that are a line of their own in such a text: another story's headline ("持續更新｜…")."""
    return [link for value in values if not isinstance(value, str) for link in value.iter("a") if link.get("href") and _alone(link)]


def _alone(link: Any) -> bool:
    """Whether nothing but a marker ("延伸閱讀：") stands beside a link on its line."""
    before, after = link.getprevious(), link.getnext()
    told = (link.getparent().text if before is None else before.tail) or ""
    return (not told.strip() or is_marker(told)) and not (link.tail or "").strip() and all(e is None or e.tag == "br" for e in (before, after))


def no_text(values: list[Any]) -> list[Any]:
    """An element without text: a body's second pick, for pages whose data tell that there is no text (`Layout.textless`)."""
    return [etree.Element("div")] if values else []
