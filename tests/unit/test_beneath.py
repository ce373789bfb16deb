"""Captions beneath their pictures: which line is one, and which is the story's."""

from __future__ import annotations

import pytest
from lxml import html

from harvester.layout import block_text
from harvester.platforms.beneath import captioned, captions

FIRST = "<p>渡口的老榕树今年一百二十岁。</p>"
NEXT = '<p style="text-indent: 2em;">村民用旧船板撑住树干，今年春天它又发了新芽。</p>'
PICTURE = '<p style="text-align: center;"><img src="a.jpg" alt=""></p>'


def centered(text: str) -> str:
    return f'<p style="text-align: center;">{text}</p>'


def read(inside: str) -> tuple[list[str | None], list[str]]:
    """Each picture's caption, and the paragraphs that are left, the first and the last of the story's taken away."""
    body = html.fromstring(f"<div>{FIRST}{inside}{NEXT}</div>")
    left = block_text(body, set(captions(body))).split("\n\n")
    assert left[0] == "渡口的老榕树今年一百二十岁。"
    assert left[-1] == "村民用旧船板撑住树干，今年春天它又发了新芽。"
    return [row["caption"] or None for row in captioned(body.xpath(".//img"))], left[1:-1]


@pytest.mark.parametrize(
    ("inside", "caption"),
    [
        (PICTURE + centered("渡口旁的榕树"), "渡口旁的榕树"),
        (PICTURE + '<p><span desc="desc">渡口旁的榕树。</span></p>', "渡口旁的榕树。"),
        (PICTURE + "<p>图为渡口旁的榕树。</p>", "图为渡口旁的榕树。"),
        (PICTURE + "<p>▲渡口旁的榕树</p>", "渡口旁的榕树"),
        (PICTURE + "<p>渡口旁的榕树。新华社记者 才扬 摄</p>", "渡口旁的榕树。新华社记者 才扬 摄"),
        (PICTURE + "<br><p> </p>" + centered("隔了空段"), "隔了空段"),
        (PICTURE + '<p>　　<font color="navy" face="楷体">三月，渡口旁。</font></p><p><font color="navy">新华社记者 才扬 摄</font></p>', "三月，渡口旁。 新华社记者 才扬 摄"),
        (PICTURE + centered("三月，渡口旁。") + centered("新华社发（才扬摄）"), "三月，渡口旁。 新华社发（才扬摄）"),
        (PICTURE + '<p>三月，渡口旁。</p><p>新华社记者 才扬 摄<b style="display:none">pagebreak</b></p>', "三月，渡口旁。 新华社记者 才扬 摄"),
        (PICTURE + "<p>三月，渡口旁。</p><p>当日，村里过节。</p><p>（才扬摄）</p>", "三月，渡口旁。 当日，村里过节。 （才扬摄）"),
        ('<p align="center"><img src="a.jpg"><br>渡口旁的榕树</p>', "渡口旁的榕树"),
        ('<p><img src="a.jpg"><br><span>渡口旁的榕树。（才扬摄）</span></p>', "渡口旁的榕树。（才扬摄）"),
        ('<center><img src="a.jpg"></center><center>渡口旁的榕树</center>', "渡口旁的榕树"),
        ('<img src="a.jpg">' + centered("渡口旁的榕树"), "渡口旁的榕树"),
        ('<table><tr><td><a href="b.html"><img src="a.jpg"></a></td></tr><tr><td>渡口旁的榕树</td></tr></table>', "渡口旁的榕树"),
        ('<div><img src="a.jpg"><p class="pic-text">渡口旁的榕树</p></div>', "渡口旁的榕树"),
        ('<p><img src="a.jpg"></p><p>Banyans by the ferry pier. [Photo provided to China Daily]</p>', "Banyans by the ferry pier. [Photo provided to China Daily]"),
        ('<p><img src="a.jpg"></p><p>Banyans. LIU GUOXING/FOR CHINA DAILY</p>', "Banyans. LIU GUOXING/FOR CHINA DAILY"),
        ('<p><img src="a.jpg"></p><p>Banyans. Photo by Zhu Xingxin</p>', "Banyans. Photo by Zhu Xingxin"),
    ],
)
def test_a_caption_is_the_pictures_and_not_the_storys(inside: str, caption: str) -> None:
    assert read(inside) == ([caption], [])


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        (PICTURE, []),
        (PICTURE + "<p>去年的三场台风吹断了两根主枝。</p>", ["去年的三场台风吹断了两根主枝。"]),
        (PICTURE + "<p>三场台风。</p><p>两根主枝。</p><p>旧船板。</p><p>新华社记者 才扬 摄</p>", ["三场台风。", "两根主枝。", "旧船板。", "新华社记者 才扬 摄"]),
        (PICTURE + "<p>去年的三场台风吹断了两根主枝。</p><p>船板撑住了树，木料由村民提供</p>", ["去年的三场台风吹断了两根主枝。", "船板撑住了树，木料由村民提供"]),
        (PICTURE + centered("<strong>风雨之后</strong>"), ["风雨之后"]),
        (PICTURE + centered("榕荫覆渡口") + centered("船去水悠悠"), ["榕荫覆渡口", "船去水悠悠"]),
        ('<p><img src="a.jpg"><br>去年的三场台风吹断了两根主枝。</p>', ["去年的三场台风吹断了两根主枝。"]),
        ('<p>他说：<img src="a.jpg">由村民提供</p>', ["他说：由村民提供"]),
        (PICTURE + "容器里的裸文字。", ["容器里的裸文字。"]),
        (PICTURE + "<p>The storms broke two branches.</p><p>(Source: Wen Wei Po; English Editor: Darius)</p>", ["The storms broke two branches.", "(Source: Wen Wei Po; English Editor: Darius)"]),
        (PICTURE + "<p>(Source: Wen Wei Po)</p>", ["(Source: Wen Wei Po)"]),
        ('<table><tr><td><img src="a.jpg"></td><td>渡船</td></tr></table>', ["\t渡船"]),
        ('<div><img src="a.jpg"></div><div><p>去年的台风。</p><p>由村民提供</p></div>', ["去年的台风。", "由村民提供"]),
    ],
)
def test_the_story_goes_on_beneath_a_picture_without_a_caption(inside: str, left: list[str]) -> None:
    assert read(inside) == ([None], left)


def test_of_two_pictures_the_nearer_one_has_the_caption() -> None:
    assert read(PICTURE + PICTURE + centered("一图在上")) == ([None, "一图在上"], [])
    assert read(PICTURE + centered("其一") + PICTURE + centered("其二")) == (["其一", "其二"], [])


def test_without_a_caption_the_alternative_text_is_taken() -> None:
    body = html.fromstring('<div><p><img src="a.jpg" alt="渡口旁的榕树。"></p><noscript><img src="count.gif"></noscript></div>')
    assert captioned(body.xpath(".//img")) == [{"url": "a.jpg", "caption": "渡口旁的榕树。"}]


def test_many_pictures_in_one_another_are_read_in_time() -> None:
    body = html.fromstring("<div>" * 100 + '<img src="a.jpg">' * 2000 + "<p>渡口</p>" + "</div>" * 100)
    assert len(captioned(body.xpath(".//img"))) == 400
    assert list(captions(body)) == []
