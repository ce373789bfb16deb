"""Pages that the sources are known to have (from code, texts and archives) and that nobody has saved: older generations, AMP, galleries, live stories.

Each row is a page in the structure that is known of it, in our own words, and what its record must hold. Layout or generic reader, either may give it.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from harvester.cases import Case, cases
from harvester.commands.read import Reader, load_page
from harvester.feeds import line
from harvester.items import Reject
from harvester.sources import Catalogue

FETCHED = datetime.fromisoformat("2025-12-03T16:00:00+08:00")


def html(title: str, body: str, head: str = "", lang: str = "zh-Hant") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


ZH = [
    "碼頭的新泊位昨日啟用，首班船載走四十二名乘客，比原定時間早了五分鐘，岸上的居民拍手送行。",
    "運輸署說舊泊位會改為維修船的停靠處，工程需時三個月，期間渡輪班次維持不變，輪候通道亦會加裝上蓋。",
    "區議員認為泊位旁應設單車停放處，署方答應在明年的海濱規劃中一併研究，並會諮詢附近的商戶。",
]
HANS = [
    "渡口的新泊位昨天启用，首班船载走四十二名乘客，比原定时间早了五分钟，岸上的居民鼓掌送行。",
    "交通部门说旧泊位将改为维修船的停靠处，工程需时三个月，其间渡轮班次维持不变，候船通道也会加装顶棚。",
]
EN = [
    "The pier's new berth opened on Sunday, and its first boat took forty-two people across the harbor five minutes ahead of its time.",
    "The old berth will serve the repair barges, the Transport Department said, and the work on it is to take three months.",
    "Councilors asked for bicycle racks beside the gangway, which the department promised to look at when the promenade is drawn next year.",
]


def paragraphs(texts: list[str], frame: str = "<p>{}</p>") -> str:
    return "\n".join(frame.format(text) for text in texts)


NOW = {
    "newsId": "627600", "categoryName": "財經", "title": "新泊位啟用　渡輪加開班次(羅泳思報道)", "publishDate": 1764223881000, "lastModifyDate": 1764234395000,
    "imageList": [{"image2Url": "https://d1x4njjgkw4jf2.cloudfront.net/a1.jpg", "caption": "首班船離岸。(政府新聞處圖片)", "seq": "1"}, {"image2Url": "https://d1x4njjgkw4jf2.cloudfront.net/a2.jpg", "caption": "岸上的居民。", "seq": "2"}],
    "newsTags": [{"newsId": "627600", "tag": "渡輪", "newsObject": None}],
}  # fmt: skip
HK01 = {
    "articleId": 60299999, "title": "宏福苑大火災．直播｜新泊位啟用　渡輪加開班次", "authors": [{"publishName": "陳大文"}, {"publishName": "李小美"}], "publishTime": 1764170663, "lastModifyTime": 1764178294,
    "mainCategory": "突發", "tags": [{"tagName": "渡輪"}],
    "blocks": [
        {"blockType": "summary", "summary": [ZH[0]]},
        {"blockType": "text", "htmlTokens": [[{"type": "text", "content": "【11月29日 16:33 更新】"}], [{"type": "text", "content": ZH[1][:20]}, {"type": "boldText", "content": ZH[1][20:]}]]},
        {"blockType": "gallery", "images": [{"cdnUrl": "https://cdn.hk01.com/g1.jpg", "caption": "首班船離岸。（羅日昇攝）"}, {"cdnUrl": "https://cdn.hk01.com/g2.jpg", "caption": "岸上的居民。（資料圖片）"}]},
        {"blockType": "video", "video": {"title": "另一段影片的名字"}},
        {"blockType": "quote", "message": ZH[2], "author": "區議員"},
        {"blockType": "code", "htmlCode": "<iframe src='https://www.facebook.com/plugins/post.php'></iframe>"},
        {"blockType": "related", "articles": [{"data": {"title": "舊碼頭的最後一夜", "publishUrl": "https://www.hk01.com/x/1/y"}}]},
    ],
}  # fmt: skip

def node(kind: str, *children: Any, **attribs: str) -> dict[str, Any]:
    """A node of SCMP's body."""
    return {"type": kind, "attribs": attribs, "children": [{"type": "text", "data": child} if isinstance(child, str) else child for child in children]}


OTHER = "https://www.scmp.com/news/hong-kong/society/article/3330001/other"
SCMP = {
    "headline": "New berth opens a year early", "subHeadline": {"text": "It took forty-two people"}, "publishedDate": 1764287483000, "updatedDate": 1764287483000, "liveArticle": None,
    "authors": [{"name": "Fiona Sun", "location": "Hong Kong", "types": []}, {"name": "SCMP Reporters", "location": None, "types": ["no_byline"]}],
    "images": [{"type": "leading", "url": "https://cdn.i-scmp.com/a.jpg", "title": "The first boat leaves. Photo: Sam Tsang"}],
    "body": {"json": [
        node("script", "window.widget()"), node("h3", node("a", "1. The last night of the old pier", href=OTHER)), node("p", EN[0]), node("h2", "What next?"), node("p", EN[1]),
        node("div", node("img", src="https://cdn.i-scmp.com/b.jpg", title="", alt="People wait. Photo: Xinhua")), node("div", node("iframe", src="//www.youtube.com/embed/aaaaaaaaaaa", title="YouTube video player"), node("iframe", src="https://datawrapper.dwcdn.net/x/1/")),
        node("div", node("blockquote", node("p", "The pier is full, says a post of somebody's"), **{"class": "twitter-tweet"})), node("h3", node("a", "Ferry crews learn to steer again", href=OTHER)), node("p", EN[2]),
        node("p", node("em", "Additional reporting by Reuters and Holly Chik")),
    ]},
}  # fmt: skip
VARIANTS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "tkww, the mobile page": (
        "https://m.tkww.hk/s/202511/29/AP692a364de4b032040a14fba1.html",
        "tkww",
        html("新泊位啟用 - 大公文匯網", f"<div class='main-box'><h1 class='story-title'>新泊位啟用</h1><div class='story-info'>香港即時 <span>2025.11.29 20:15:51</span></div><div class='story-body'>{paragraphs(ZH)}"
             "<p>（大公文匯全媒體記者劉鴻霖報道）</p><p>相關閱讀:</p><p><a href='https://www.tkww.hk/a/202511/28/AP6928a4dce4b032040a14f46b.html'>舊碼頭的最後一夜</a></p></div><div class='editor'>編輯：西音</div></div>"),
        {"headline": "新泊位啟用", "date_published": "2025-11-29T20:15:51+08:00", "body": ZH, "authors": [("劉鴻霖", "person", "writer")]},
    ),
    "tkww, related links below the text": (
        "https://www.tkww.hk/a/202511/29/AP692a364de4b032040a14fba1.html",
        "tkww",
        html("新泊位啟用", f"<div class='content-title'><h1 class='content-title-text'>新泊位啟用</h1><div class='content-title-tag'><a class='content-title-tag-left'>香港即時</a><span class='content-title-tag-right'>2025.11.29 20:15:51</span></div></div>"
             f"<div class='content-body-inner'>{paragraphs(ZH)}<p>相關閱讀：</p><p><a href='/a/202511/28/AP6928a4dce4b032040a14f46b.html'>舊碼頭的最後一夜</a></p><p><a href='/a/202511/28/AP6928a4dce4b032040a14f46c.html'>渡輪公司添置電動船</a></p></div>"
             "<div class='content-body-bottom'><div class='content-body-editor'>編輯：西音</div></div>"),
        {"body": ZH, "related": ["舊碼頭的最後一夜", "渡輪公司添置電動船"], "authors": []},
    ),
    "people, a photo with its note": (
        "http://hm.people.com.cn/n1/2021/0615/c42272-31153719.html",
        "people_gba",
        html("渡口的新泊位启用--港澳--人民网", "<div class='path'><a href='http://www.people.com.cn/'>人民网</a>&gt;&gt;<a href='http://hm.people.com.cn/'>港澳频道</a></div><div class='layout rm_txt cf'><div class='col col-1'><h1>渡口的新泊位启用</h1><h4 class='sub'>旧泊位改停维修船</h4>"
             "<div class='channel cf'><div class='col-1-1 fl'>2021年06月15日08:18 | 来源：<a>人民网-港澳频道</a></div></div><div class='rm_txt_con cf'><div class='bza'></div>"
             f"<p style='text-align:center'><img src='/mediafile/a.jpg' alt='首班船离岸。人民网 严小晶摄'></p><p class='desc'>首班船离岸。人民网 严小晶摄</p>{paragraphs(HANS)}<p class='paper_num'>《 人民日报海外版 》（ 2021年06月15日 第 04 版）</p><div class='edit cf'>(责编：贾文婷、刘慧)</div></div></div></div>", lang="zh"),
        {"headline": "渡口的新泊位启用", "description": "旧泊位改停维修船", "date_published": "2021-06-15T08:18:00+08:00", "body": HANS, "images": [("首班船离岸。", "人民网 严小晶摄", "严小晶")], "authors": []},
    ),
    "now.com, an album, the reporter in the title": (
        "https://news.now.com/home/finance/player?newsId=627600",
        "nownews",
        html("新泊位啟用 | Now 新聞", f"<article><h1 class='newsTitle'>{NOW['title']}</h1><time class='published'>2025年11月27日 14:11</time><div class='newsLeading'><p>【Now財經台】{ZH[0]}</p><p>{ZH[1]}</p><ul><li>每日加開六班</li><li>尾班船延至十一時</li></ul></div></article>"
             f"<script>var newsData = {json.dumps(NOW, ensure_ascii=False)};</script>"),
        {"headline": "新泊位啟用 渡輪加開班次", "section": "財經", "date_published": "2025-11-27T14:11:21+08:00", "date_modified": "2025-11-27T17:06:35+08:00", "body": [f"【Now財經台】{ZH[0]}", ZH[1], "每日加開六班\n尾班船延至十一時"],
         "authors": [("羅泳思", "person", "writer")], "images": [("首班船離岸。", "政府新聞處圖片", None), ("岸上的居民。", None, None)], "keywords": ["渡輪"]},
    ),
    "i-cable, a table, a captioned figure, a rolling story": (
        "https://www.i-cable.com/%e6%96%b0%e8%81%9e%e8%b3%87%e8%a8%8a/414126/x",
        "icable",
        html("【持續更新】新泊位啟用 | i-CABLE", "<article class='post-detail-wrap'><h1 class='single-post-title'>【持續更新】新泊位啟用　渡輪加開班次</h1><div class='post-info'><div class='post-meta single-post-meta'><ul><li><i class='fa fa-user-o'></i>有線新聞</li><li><i class='fa fa-clock-o'></i>2025年11月27日</li></ul></div></div>"
             f"<p>【有線新聞】{ZH[0]}</p><figure class='wp-block-image'><img src='https://icable-prod.s3.ap-southeast-1.amazonaws.com/a.jpg'><figcaption>首班船離岸。（資料圖片）</figcaption></figure><p>{ZH[1]}</p>"
             "<figure class='wp-block-table'><table><tbody><tr><td>航線</td><td>班次</td></tr><tr><td>中環</td><td>六</td></tr></tbody></table></figure></article>", "<meta property='article:published_time' content='2025-11-26T18:50:08+00:00'>"),
        {"date_published": "2025-11-27T02:50:08+08:00", "body": [f"【有線新聞】{ZH[0]}", ZH[1], "航線 班次\n中環 六"], "live": True, "images": [("首班船離岸。", "資料圖片", None)], "authors": []},
    ),
    "i-cable, the editor before blocks": (
        "https://www.i-cable.com/%e6%96%b0%e8%81%9e%e8%b3%87%e8%a8%8a/121126/x",
        "icable",
        html("新泊位啟用 | i-CABLE", "<article class='post-detail-wrap'><h1 class='single-post-title'>新泊位啟用　渡輪加開班次</h1><div class='post-info'><div class='post-meta single-post-meta'><ul><li><i class='fa fa-user-o'></i>有線新聞</li><li><i class='fa fa-clock-o'></i>2025年11月27日</li></ul></div></div>"
             f"<p>{ZH[0]}</p><div id='attachment_7' class='wp-caption aligncenter' style='width: 800px'>" + "<img class='wp-image-7' src='https://icable-prod.s3.ap-southeast-1.amazonaws.com/a.jpg'><p class='wp-caption-text'>首班船離岸。（資料圖片）</p></div>"
             f"<p>{ZH[1]}</p><p><img class='alignnone size-full wp-image-8' src='https://icable-prod.s3.ap-southeast-1.amazonaws.com/b.jpg' alt=''></p></article>", "<meta property='article:published_time' content='2025-11-26T18:50:08+00:00'>"),
        {"body": [ZH[0], ZH[1]], "images": [("首班船離岸。", "資料圖片", None), (None, None, None)]},
    ),
    "points-media, the editor before blocks": (
        "https://points-media.com/%e6%9c%80%e6%96%b0/%e6%96%b0%e6%b3%8a%e4%bd%8d%e5%95%9f%e7%94%a8/",
        "pointsmedia",
        html("新泊位啟用 - 棱角媒體", "<header><h1 class='entry-title'>新泊位啟用　渡輪加開班次</h1><time class='entry-date' datetime='2022-11-27T02:50:08+08:00'>2022 年 11 月 27 日</time></header><div class='td-post-content'>"
             f"<p>{ZH[0]}</p><div class='wp-caption alignnone'><img class='wp-image-7' src='https://points-media.com/wp-content/uploads/2022/11/a.jpg'><p class='wp-caption-text'>首班船離岸。（資料圖片）</p></div><p>{ZH[1]}</p></div>"),
        {"body": [ZH[0], ZH[1]], "images": [("首班船離岸。", "資料圖片", None)]},
    ),
    "the witness, the editor before blocks": (
        "https://thewitnesshk.com/%e6%96%b0%e6%b3%8a%e4%bd%8d%e5%95%9f%e7%94%a8/",
        "thewitness",
        html("新泊位啟用 - 法庭線", "<h1 class='elementor-heading-title'>新泊位啟用　渡輪加開班次</h1><ul class='elementor-post-info'><li><time>2022-11-27</time></li></ul><div class='elementor-widget-theme-post-content'>"
             f"<p>{ZH[0]}</p><div class='wp-caption alignnone'><img class='wp-image-7' src='https://thewitnesshk.com/wp-content/uploads/2022/11/a.jpg'><p class='wp-caption-text'>首班船離岸。（資料圖片）</p></div><p>{ZH[1]}</p></div>"),
        {"body": [ZH[0], ZH[1]], "images": [("首班船離岸。", "資料圖片", None)]},
    ),
    "hk01, blocks of every kind": (
        "https://www.hk01.com/%E7%AA%81%E7%99%BC/60299999/x",
        "hk01",
        html("新泊位啟用 | 香港01", "<div id='__next'></div>" + f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps({'props': {'initialProps': {'pageProps': {'article': HK01}}}}, ensure_ascii=False)}</script>"),
        {"authors": [("陳大文", "person", "writer"), ("李小美", "person", "writer")], "date_published": "2025-11-26T23:24:23+08:00", "live": True, "body": [ZH[0], "【11月29日 16:33 更新】", ZH[1], ZH[2]],
         "images": [("首班船離岸。", "羅日昇攝", "羅日昇"), ("岸上的居民。", "資料圖片", None)], "related": ["舊碼頭的最後一夜"]},
    ),
    "scmp, AMP": (
        "https://amp.scmp.com/news/hong-kong/society/article/3251842/new-berth-opens",
        "scmp",
        html("New berth opens a year early | South China Morning Post",
             "<article class='article'><h1 class='headline'>New berth opens a year early</h1><div class='author'>Fiona Sun in Hong Kong</div><div class='date'>Published: 10:22pm, 14 Feb 2024</div>"
             f"<amp-img src='https://cdn.i-scmp.com/a.jpg' width='1' height='1'></amp-img><p class='caption'>The first boat leaves the berth. Photo: Dickson Lee</p>{paragraphs(EN)}</article>",
             "<link rel='canonical' href='https://www.scmp.com/news/hong-kong/society/article/3251842/new-berth-opens'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"New berth opens a year early\",\"datePublished\":\"2024-02-14T22:22:00+08:00\",\"author\":[{\"@type\":\"Person\",\"name\":\"Fiona Sun\"}]}</script>", "en"),
        {"headline": "New berth opens a year early", "date_published": "2024-02-14T22:22:00+08:00", "body": EN, "authors": [("Fiona Sun", "person", "writer")]},
    ),
    "scmp, 2018": (
        "https://www.scmp.com/news/hong-kong/community/article/2170342/new-berth-opens",
        "scmp",
        html("New berth opens a year early | South China Morning Post",
             "<div class='node node-article'><h1 itemprop='name headline'>New berth opens a year early</h1><div class='node-updated'>PUBLISHED : Saturday, 27 October, 2018, 5:19pm</div><div class='node-updated'>UPDATED : Saturday, 27 October, 2018, 11:02pm</div>"
             f"<div class='scmp-v2-author-name'><a href='/author/naomi-ng'>Naomi Ng</a></div><div class='pane-node-body' itemprop='articleBody'>{paragraphs(EN)}</div></div>", lang="en"),
        {"headline": "New berth opens a year early", "date_published": "2018-10-27T17:19:00+08:00", "date_modified": "2018-10-27T23:02:00+08:00", "body": EN, "authors": [("Naomi Ng", "person", "writer")]},
    ),
    "scmp, a digest with an agency's help, a film and somebody's post": (
        "https://www.scmp.com/news/hong-kong/society/article/3330009/new-berth-opens",
        "scmp",
        html("New berth opens a year early | South China Morning Post", f"<div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>{json.dumps({'props': {'pageProps': {'payload': {'data': {'article': SCMP}}}}})}</script>", lang="en"),
        {"headline": "New berth opens a year early", "authors": [("Fiona Sun", "person", "writer"), ("Holly Chik", "person", "contributor"), ("Reuters", "organization", "contributor")], "date_modified": None, "live": False,
         "body": ["1. The last night of the old pier", EN[0], "What next?", EN[1], EN[2]], "images": [("The first boat leaves.", "Sam Tsang", "Sam Tsang"), ("People wait.", "Xinhua", None)],
         "videos": ["https://www.youtube.com/embed/aaaaaaaaaaa"], "related": ["Ferry crews learn to steer again"]},
    ),
    "hkfp, a gallery, a box, a quote, a photographer's post": (
        "https://hongkongfp.com/2025/12/02/new-berth-opens/",
        "hkfp",
        html("New berth opens a year early - Hong Kong Free Press HKFP",
             "<main><article class='post type-post'><header class='entry-header'><h1 class='entry-title'>New berth opens a year early</h1><div class='entry-subhead'><span class='byline'><span>by</span> <span class='author vcard'><a>Kelly Ho</a></span>, "
             "<span class='author vcard'><a>Hans Tse</a></span> and <span class='author vcard'><a>Lea Mok</a></span></span><time class='entry-date published updated' datetime='2025-12-02T07:32:32+08:00'>07:32, 2 December 2025</time></div></header>"
             f"<figure class='post-thumbnail'><img src='https://hongkongfp.com/lead.jpg'><figcaption>The pier. Photo: GovHK.</figcaption></figure><div class='entry-content'><p>{EN[0]}</p><figure class='wp-block-gallery has-nested-images'>"
             "<figure class='wp-block-image'><img src='https://hongkongfp.com/a.jpg'><figcaption>The first boat. Photo: Tom Grundy/HKFP.</figcaption></figure><figure class='wp-block-image'><img src='https://hongkongfp.com/b.jpg'></figure>"
             f"<figcaption class='blocks-gallery-caption'>Both berths. Photo: Kyle Lam/HKFP.</figcaption></figure><figure class='wp-block-embed is-provider-twitter'><blockquote class='twitter-tweet'><p>The pier is full</p></blockquote></figure><p>{EN[1]}</p>"
             "<figure class='wp-block-table'><table><tbody><tr><td>💡We name no captain who asks us not to; our <a href='/ethics/'>Ethics Code</a> says when.</td></tr></tbody></table></figure>"
             f"<p>Read more: <a href='/2025/12/01/last-night/'>The last night of the old pier</a></p><blockquote class='wp-block-quote'><p>{EN[2]}</p></blockquote><p><em>With reporting from AFP.</em></p></div></article></main>", lang="en"),
        {"authors": [("Kelly Ho", "person", "writer"), ("Hans Tse", "person", "writer"), ("Lea Mok", "person", "writer"), ("AFP", "organization", "contributor")], "date_modified": None, "body": EN, "related": ["The last night of the old pier"], "videos": [],
         "images": [("The pier.", "GovHK", None), ("The first boat.", "Tom Grundy/HKFP", "Tom Grundy"), ("Both berths.", "Kyle Lam/HKFP", "Kyle Lam")]},
    ),
    "skypost, a standfirst, a link to another story, who wrote and whence the pictures are": (
        "https://skypost.hk/article/4099999/",
        "skypost",
        html("新泊位啟用", "<a class='photoSwipe' data-gallery-id='9-album' data-href='https://resource01-proxy.ulifestyle.com.hk/a_1024.jpg'><img src='x.png'></a><div class='article-header'><h1>新泊位啟用</h1><ul class='article-tag sectionName'><li>要聞</li></ul></div>"
             f"<div class='author-box'><div class='publish-time'>發佈時間: 2025/11/28</div></div><div class='excerpt gradient-5'>渡輪加開六班</div><div class='article-details-content-container'><p>{ZH[0]}</p><div class='gallery-box'><a class='photoSwipe' data-gallery-id='9-album' "
             f"data-href='https://resource01-proxy.ulifestyle.com.hk/b_600.jpg' data-title='首班船昨日離岸/馮漢柱攝'><img src='y.png'></a></div><p>{ZH[1]}</p><p><strong>延伸閱讀：</strong></p><p><a href='https://skypost.hk/article/4088888/x'>舊碼頭的最後一夜</a></p><p>{ZH[2]}</p><p>撰文：陳大文</p><p>圖片來源：運輸署</p></div>",
             "<link rel='canonical' href='https://skypost.hk/article/4099999/new-berth'>"),
        {"canonical_url": "https://skypost.hk/article/4099999/new-berth", "description": "渡輪加開六班", "section": "要聞", "date_published": "2025-11-28T00:00:00+08:00", "date_precision": "day", "body": ZH, "authors": [("陳大文", "person", "writer")],
         "images": [(None, None, None), ("首班船昨日離岸", "馮漢柱攝", "馮漢柱")], "related": ["舊碼頭的最後一夜"]},
    ),
    "hkfp, a post of 2016 in the theme of today": (
        "https://hongkongfp.com/2016/03/02/new-berth-opens/",
        "hkfp",
        html("New berth opens a year early - Hong Kong Free Press HKFP",
             "<main><article class='post type-post'><h1 class='entry-title'>New berth opens a year early</h1><span class='byline'>by <span class='author vcard'><a>Kris Cheng</a></span></span><time class='entry-date published' datetime='2016-03-02T17:05:00+08:00'>17:05, 2 March 2016</time>"
             f"<div class='entry-content'><p>{EN[0]}</p><div id='attachment_9' class='wp-caption alignnone'><img class='size-full wp-image-9' src='https://hongkongfp.com/a.jpg'><p class='wp-caption-text'>The pier. Photo: HKFP.</p></div><p>{EN[1]}</p><p><img class='wp-image-10' src='https://hongkongfp.com/b.jpg'></p>"
             f"<p>{EN[2]}</p><p><a href='https://hongkongfp.com/support-hong-kong-free-press/'><img class='wp-image-11' src='https://hongkongfp.com/donate.jpg'></a></p></div></article></main>", lang="en"),
        {"date_published": "2016-03-02T17:05:00+08:00", "body": EN, "authors": [("Kris Cheng", "person", "writer")], "images": [("The pier.", "HKFP", None), (None, None, None)]},
    ),
    "hkfp, the theme of before 2020": (
        "https://www.hongkongfp.com/2018/03/02/new-berth-opens/",
        "hkfp",
        html("New berth opens a year early | Hong Kong Free Press HKFP",
             "<article class='post'><header class='td-post-title'><h1 class='entry-title'>New berth opens a year early</h1><div class='td-module-meta-info'><div class='td-post-author-name'>by <a href='https://www.hongkongfp.com/author/kris-cheng/'>Kris Cheng</a></div><span class='td-post-date'><time class='entry-date updated td-module-date' datetime='2018-03-02T17:05:00+08:00'>2 March 2018 17:05</time></span></div></header>"
             f"<div class='td-post-content'>{paragraphs(EN)}<figure class='wp-caption'><img src='https://www.hongkongfp.com/a.jpg'><figcaption class='wp-caption-text'>The first boat. Photo: Kris Cheng/HKFP.</figcaption></figure></div></article>", lang="en"),
        {"headline": "New berth opens a year early", "date_published": "2018-03-02T17:05:00+08:00", "body": EN, "authors": [("Kris Cheng", "person", "writer")], "images": [("The first boat.", "Kris Cheng/HKFP", "Kris Cheng")]},
    ),
    "mingpao, 2017": (
        "https://news.mingpao.com/pns/dailynews/web_tc/article/20171127/s00001/1511720119871",
        "mingpao",
        html("新泊位啟用 - 20171127 - 要聞 - 每日明報 - 明報新聞網",
             "<div id='blockcontent'><hgroup><h1>新泊位啟用</h1></hgroup><div class='date' itemprop='datePublished'>2017年11月27日星期一</div>"
             f"<div id='zoomedimg'><a class='fancybox' href='https://fs.mingpao.com/pns/a.jpg' title='首班船離岸。（馮凱鍵攝）'><img src='https://fs.mingpao.com/pns/a_s.jpg'></a></div><article class='txt4'><div id='upper'><p>【明報專訊】{ZH[0]}</p></div><div id='lower'>{paragraphs(ZH[1:])}<p>明報記者</p></div></article></div>"),
        {"headline": "新泊位啟用", "section": "要聞", "date_published": "2017-11-27T00:00:00+08:00", "date_precision": "day", "body": [f"【明報專訊】{ZH[0]}", *ZH[1:]], "images": [("首班船離岸。", "馮凱鍵攝", "馮凱鍵")], "authors": []},
    ),
    "chinadaily, the Hong Kong edition of 2016": (
        "http://www.chinadaily.com.cn/hkedition/2016-05/30/content_25522102.htm",
        "chinadaily_cn",
        html("New berth opens a year early[1]|chinadaily.com.cn",
             "<div class='breadcrumb'><a href='/'>Home</a> / <a href='/hkedition/'>HK Edition</a></div><div id='Title_e'><h1>New berth opens a year early</h1><h2 id='pubtime'>Updated: 2016-05-30 07:29</h2><h2>By Eddy Li(HK Edition)</h2></div>"
             f"<div id='Content'><p>{EN[0]}</p><table><tbody><tr><td><img src='attachement/jpg/a.jpg'></td></tr><tr><td>The first boat leaves the berth. Roy Liu / China Daily</td></tr></tbody></table>{paragraphs(EN[1:])}<p>(HK Edition 05/30/2016 page7)</p></div>",
             "<meta name='publishdate' content='2016-05-30'>", "en"),
        {"headline": "New berth opens a year early", "date_published": "2016-05-30T07:29:00+08:00", "body": EN, "authors": [("Eddy Li", "person", "writer")], "images": [("The first boat leaves the berth.", "Roy Liu / China Daily", "Roy Liu")]},
    ),
    "rthk, 2018": (
        "http://news.rthk.hk/rthk/en/component/k2/1382789-20180227.htm",
        "rthk_en",
        html("New berth opens a year early - RTHK", f"<h2 class='itemTitle'>New berth opens a year early</h2><div class='createddate'>2018-02-27 HKT 17:14</div><div class='itemFullText'>{'<br><br>'.join(EN)}<br>_____________________________<br>Last updated: 2018-02-27 HKT 19:02</div>"
             "<div class='itemSlideShow'><ul><li><a href='https://newsstatic.rthk.hk/images/mfile_1382789_1_L.jpg'></a><div class='detailNewsSlideTitleText'>The first boat. Photo: RTHK</div></li></ul></div>", lang="en"),
        {"date_published": "2018-02-27T17:14:00+08:00", "date_modified": "2018-02-27T19:02:00+08:00", "body": EN, "images": [("The first boat.", "RTHK", None)], "authors": []},
    ),
    "xinhua, 2015": (
        "http://news.xinhuanet.com/gangao/2015-05/30/c_1115459921.htm",
        "xinhua",
        html("渡口的新泊位启用-新华网",
             f"<div id='article'><h1 id='title'>渡口的新泊位启用</h1><div class='info'><span class='time'>2015年05月30日 10:12:33</span> <span id='source'>来源： 新华网</span></div><div class='article' id='content'><p>　　新华社香港５月３０日电（记者张雅诗）{HANS[0]}</p><p>　　{HANS[1]}</p></div><div class='zrbj'>【纠错】 责任编辑： 焦鹏</div></div>", lang="zh"),
        {"headline": "渡口的新泊位启用", "date_published": "2015-05-30T10:12:33+08:00", "authors": [("张雅诗", "person", "writer")], "dateline": "香港", "body": [f"新华社香港５月３０日电（记者张雅诗）{HANS[0]}", HANS[1]]},
    ),
    "bastillepost, a film and no photo": (
        "https://www.bastillepost.com/hongkong/article/15467564-x",
        "bastillepost",
        html("新泊位啟用 - Bastillepost.com 巴士的報",
             "<div class='news-large__title'><h2>新泊位啟用</h2></div><span class='news-large__data date'>2025年11月29日 18:05 最後更新：18:56</span>"
             "<div class='news-large'><div class='news-large__image bp-video-placeholder'><div class='bp-image-placeholder-control'><div id='vjs_video_3' class='video-js' data-setup='{&quot;sources&quot;:[{&quot;type&quot;:&quot;video/mp4&quot;,&quot;src&quot;:&quot;https://media.bastillepost.com/a.mp4&quot;}]}'></div></div></div></div>"
             f"<div class='article-body'>{paragraphs(ZH)}</div><div>往下看更多文章</div><div class='next'><h2>舊碼頭的最後一夜</h2><p>最後一班船在午夜離開，甲板上站滿了拍照的人，燈塔也為它亮到了天明。</p></div>",
             "<meta property='article:published_time' content='2025-11-29T18:05:49+08:00'><meta property='article:modified_time' content='2025-11-29T18:56:09+08:00'>"),
        {"headline": "新泊位啟用", "date_published": "2025-11-29T18:05:49+08:00", "date_modified": "2025-11-29T18:56:09+08:00", "body": ZH, "videos": ["https://media.bastillepost.com/a.mp4"], "images": []},
    ),
    "icable, asked for by its number": (
        "https://www.i-cable.com/?p=414126",
        "icable",
        html("新泊位啟用 - 有線寬頻 i-CABLE",
             f"<article class='post-detail-wrap'><h1 class='single-post-title'>新泊位啟用</h1><div class='post-meta single-post-meta'><ul><li><i class='fa fa-user-o'></i>有線財經</li><li><i class='fa fa-clock-o'></i>2025年11月27日</li></ul></div>{paragraphs(ZH)}</article>",
             "<link rel='canonical' href='https://www.i-cable.com/新聞資訊/414126/新泊位啟用'><meta property='article:published_time' content='2025-11-26T18:50:08+00:00'>"),
        {"id": "icable:414126", "canonical_url": "https://www.i-cable.com/%E6%96%B0%E8%81%9E%E8%B3%87%E8%A8%8A/414126/%E6%96%B0%E6%B3%8A%E4%BD%8D%E5%95%9F%E7%94%A8",
         "date_published": "2025-11-27T02:50:08+08:00", "authors": [], "body": ZH},
    ),
    "nownews, a page without its variable": (
        "https://news.now.com/home/local/player?newsId=628027",
        "nownews",
        html("新泊位啟用 | Now 新聞", f"<article><h1 class='newsTitle'>新泊位啟用(羅泳思報道)</h1><time class='published'>3小時前</time><div class='newsLeading'>{paragraphs(ZH)}</div></article>",
             '<script type="application/ld+json">{"@type":"NewsArticle","headline":"新泊位啟用","datePublished":"2025-12-01T22:11:21+08:00","dateModified":"2025-12-01T22:23:14+08:00","image":"https://d1x4njjgkw4jf2.cloudfront.net/nownews/NewsImage/PIER-251201.jpg"}</script>'),
        {"headline": "新泊位啟用", "date_published": "2025-12-01T22:11:21+08:00", "date_modified": "2025-12-01T22:23:14+08:00", "authors": [("羅泳思", "person", "writer")], "images": [(None, None, None)], "body": ZH},
    ),
    "stheadline, a film": (
        "https://www.stheadline.com/breaking-news/3522358/x",
        "stheadline",
        html("新泊位啟用 | 星島頭條", f"<section id='section_3522358'><article><div class='article-title'><h1>新泊位啟用</h1></div><div id='time_3522358'>更新時間：12:58 2025-11-29 HKT發佈時間：12:56 2025-11-29 HKT</div><div class='content-body'>{paragraphs(ZH)}<div class='footer-text-web'>↓立即下載星島頭條App↓</div></div></article></section>",
             '<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2025-11-29T12:56:27+0800","dateModified":"2025-11-29T12:58:10+0800"},{"@type":"VideoObject","name":"新泊位","contentUrl":"https://video.hkhl.hk/a.mp4","uploadDate":"2025-11-29T12:56:27+0800"}]</script>'),
        {"date_published": "2025-11-29T12:56:27+08:00", "date_modified": "2025-11-29T12:58:10+08:00", "body": ZH, "videos": ["https://video.hkhl.hk/a.mp4"]},
    ),
    "bastillepost, the text in the page's data alone": (
        "https://www.bastillepost.com/hongkong/article/15467565-x",
        "bastillepost",
        html("新泊位啟用", f"<div class='news-large__title'><h2>新泊位啟用</h2></div><span class='news-large__data date'>2025年11月29日 18:05</span><div class='article-body'></div>{'<p>' + ZH[2] + '</p>'}",
             '<script type="application/ld+json">' + json.dumps({"@type": "NewsArticle", "headline": "新泊位啟用", "datePublished": "2025-11-29T18:05:49+08:00", "articleBody": f"<p>{ZH[0]}</p><p>{ZH[1]}</p>"}, ensure_ascii=False) + "</script>"),
        {"date_published": "2025-11-29T18:05:49+08:00", "body": ZH[:2]},
    ),
    "the standard, before 2024": (
        "https://www.thestandard.com.hk/breaking-news/article/192345/New-berth-opens-a-year-early",
        "thestandard",
        html("New berth opens a year early - The Standard", f"<div class='article-wrapper'><div class='head'><h1>New berth opens a year early</h1><div class='writer-n-date'><span class='writer'>Local | </span><span>Jane Cheung</span> <span class='pull-right'>27 Sep 2021 5:44 pm</span></div></div><div class='content'>{paragraphs(EN)}</div></div>", lang="en"),
        {"headline": "New berth opens a year early", "date_published": "2021-09-27T17:44:00+08:00", "body": EN},
    ),
    "hkej, a page of another template: the placeholder of its linked data is no time": (
        "https://www.hkej.com/property/article/id/4262175/x",
        "hkej",
        html("新泊位啟用 - 信報網站", f"<div class='article'><h1>新泊位啟用</h1><p class='info'><span class='date'>2025年11月29日</span></p>{paragraphs(ZH)}</div>",
             '<script type="application/ld+json">' + json.dumps({"@type": "NewsArticle", "headline": "新泊位啟用", "datePublished": "2025-11-29T05:00:00+08:00"}, ensure_ascii=False) + "</script>"),
        {"headline": "新泊位啟用", "date_published": "2025-11-29T00:00:00+08:00", "date_precision": "day", "body": ZH},
    ),
    "rthk, the date is in the metas only": (
        "https://news.rthk.hk/rthk/ch/component/k2/1833001-20251129.htm",
        "rthk_ch",
        html("新泊位啟用 - RTHK", f"<div class='day'>2025-12-03</div><h2 class='itemTitle'>新泊位啟用</h2><div class='itemFullText'>{'<br><br>'.join(ZH)}</div>", "<meta name='livetime' content='202511291805'>"),
        {"headline": "新泊位啟用", "date_published": "2025-11-29T18:05:00+08:00", "body": ZH},
    ),
    "the standard, a byline that the linked data lack": (
        "https://www.thestandard.com.hk/hong-kong-news/article/317949/New-berth-opens",
        "thestandard",
        html("New berth opens", f"<div class='listing_body'><div class='article-detail__container'><div class='article-detail__title'><h1>New berth opens</h1></div><div class='list-item__date-time'>27-11-2025 18:05 HKT</div><div class='article-detail-byline__container'><p class='article-detail-byline__by'>by</p><p class='article-detail-byline__name'>Ada Wong and Sam Ho</p></div>"
             f"<div class='article-detail__text-section'>{paragraphs(EN)}</div></div></div>",
             '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "New berth opens", "author": {"@type": "Person", "name": "The Standard 英文虎報"}}</script>', lang="en"),
        {"authors": [("Ada Wong", "person", "writer"), ("Sam Ho", "person", "writer")], "body": EN},
    ),
    "hkfp, a page without its line of byline and time": (
        "https://hongkongfp.com/2025/11/29/new-berth-opens/",
        "hkfp",
        html("New berth opens", f"<main><article class='type-post'><h1 class='entry-title'>New berth opens</h1><div class='entry-content'>{paragraphs(EN)}</div></article></main>",
             "<meta name='author' content='Ada Wong'><meta property='article:published_time' content='2025-11-29T10:05:00+00:00'><meta property='article:modified_time' content='2025-11-29T11:00:00+00:00'>", lang="en"),
        {"authors": [("Ada Wong", "person", "writer")], "date_published": "2025-11-29T18:05:00+08:00", "date_modified": "2025-11-29T19:00:00+08:00"},
    ),
    "mingpao, a paper's page that shows no date; a captioned figure, and another story between two paragraphs": (
        "https://news.mingpao.com/pns/%e6%b8%af%e8%81%9e/article/20251129/s00002/1764354154908/x",
        "mingpao",
        html("新泊位啟用", f"<hgroup><h1>新泊位啟用</h1></hgroup><article class='txt4'><p>{ZH[0]}</p><figure><img src='/f/1.jpg'><figcaption>首班船離岸。（陳大文攝）</figcaption></figure>"
             f"<p><a href='/pns/%e6%b8%af%e8%81%9e/article/20251128/s00002/1764268495474/y'>舊碼頭的最後一夜</a></p><p>{ZH[1]}</p></article>"),
        {"date_published": "2025-11-29T00:00:00+08:00", "date_precision": "day", "body": ZH[:2], "images": [("首班船離岸。", "陳大文攝", "陳大文")], "related": ["舊碼頭的最後一夜"]},
    ),
    "the witness, a caption that is the paragraph beneath its picture": (
        "https://thewitnesshk.com/new-berth-opens/",
        "thewitness",
        html("新泊位啟用", f"<h1 class='elementor-heading-title'>新泊位啟用</h1><div class='elementor-widget-theme-post-content'><p>{ZH[0]}</p><p><img src='/a.jpg'></p><p>首班船在晨光中離岸。（資料圖片／陳大文攝）</p><p>{ZH[1]}</p></div>",
             "<meta property='article:published_time' content='2025-11-29T10:05:00+00:00'>"),
        {"body": ZH[:2], "images": [("首班船在晨光中離岸。", "資料圖片／陳大文攝", "陳大文")]},
    ),
    "oncc, a sub-head and a list between the paragraphs": (
        "https://hk.on.cc/hk/bkn/cnt/news/20251129/bkn-20251129180500000-1129_00822_001.html",
        "oncc",
        html("新泊位啟用", f"<div class='leftSide'><div id='newsHeadline'><h1>新泊位啟用</h1><span class='datetime'>香港時間 11月29日(六) 18:05</span></div><div class='breakingNewsContent'><div class='paragraph'>{ZH[0]}</div>"
             f"<h3>舊泊位</h3><div class='trv-player-outer-container'><div>其他熱爆話題：</div></div><ul><li>停靠維修船</li><li>加裝上蓋</li></ul><center><div id='div-gpt-ad-inread2'><p>買一送一</p></div></center><div class='paragraph'>{ZH[1]}</div></div></div>"),
        {"date_published": "2025-11-29T18:05:00+08:00", "body": [ZH[0], "舊泊位", "停靠維修船\n加裝上蓋", ZH[1]]},
    ),
    "tkww, no date of its own, and the next article below": (
        "https://www.tkww.hk/a/202511/29/AP692a364de4b032040a14fba1.html",
        "tkww",
        html("新泊位啟用", f"<main><div class='content-main'><h1 class='content-title-text'>新泊位啟用</h1><div class='content-body-inner'>{paragraphs(ZH)}</div></div>"
             f"<div class='content-list'><div class='content-main'><h1>舊碼頭的最後一夜</h1><span class='content-title-tag-right'>2025.11.27 09:44:12</span><div class='content-body-inner'>{paragraphs(ZH[::-1])}</div></div></div></main>", "<meta name='publishdate' content='2025-11-29 07:54:00'>"),
        {"headline": "新泊位啟用", "date_published": "2025-11-29T07:54:00+08:00", "body": ZH},
    ),
}  # fmt: skip


NEXT = "<div class='next'><h2>舊碼頭的最後一夜</h2>" + paragraphs(["最後一班船在午夜離開，甲板上站滿了拍照的人，燈塔也為它亮到了天明。", "船長說他在這條航線上走了三十一年，從來沒有在同一個晚上見過這麼多人。"]) + "</div>"
# Films and albums: the body's place is there and empty, and what follows is another article, a ranking, a player's words
TEXTLESS: dict[str, tuple[str, str]] = {
    "tkww, a film": (
        "https://www.tkww.hk/a/202511/29/AP692a364de4b032040a14fba1.html",
        html("新泊位啟用", "<h1 class='content-title-text'>新泊位啟用</h1><div class='content-title-tag'><span class='content-title-tag-right'>2025.11.29 07:54:00</span></div><div class='content-body-inner'><figure class='nr-video'><iframe class='content-video' src='https://player.tkww.hk/player.html?src=https://dw-media.tkww.hk/a.m3u8&amp;p=x'></iframe></figure></div>"
             f"<div class='content-body-bottom'><div class='content-body-editor'>編輯：林犀</div></div>{NEXT}"),
    ),
    "bastillepost, an album": (
        "https://www.bastillepost.com/hongkong/article/15467564-x",
        html("新泊位啟用", f"<div class='news-large__title'><h2>新泊位啟用</h2></div><span class='news-large__data date'>2025年11月29日 18:05</span><div class='article-body'><a class='image-lightbox' href='https://image.bastillepost.com/a.jpg'><p class='caption'>首班船離岸。巴士的報記者攝</p></a></div><div>往下看更多文章</div>{NEXT}"),
    ),
    "bastillepost, the next article below": (
        "https://www.bastillepost.com/hongkong/article/15467564-x",
        html("新泊位啟用", f"<div class='article-page__column __main'><div class='news-large'><div class='news-large__title'><h2>新泊位啟用</h2></div><span class='news-large__data date'>2025年11月29日 18:05</span></div><div class='film'></div>"
             f"<div><a href='/hongkong/article/15467999-y'><h3 class='bpcategory-special-color read-more-post'>舊碼頭的最後一夜</h3></a></div><div class='article-body'>{NEXT}</div></div><div class='article-body'></div>"),
    ),
    "tvb, a film": (
        "https://news.tvb.com/tc/local/692707efe4352941292ae8c6",
        html("新泊位啟用 | 無綫新聞TVB News", f"<h1>新泊位啟用</h1><div>發佈日期: 2025-11-26 22:00</div><p>用戶所在地區的直播只會提供聲音報道，謹此致歉。</p>{NEXT}<script id='__NEXT_DATA__' type='application/json'>"
             + json.dumps({"props": {"pageProps": {"newsItems": {"id": "692707efe4352941292ae8c6", "title": "新泊位啟用", "desc": "", "publish_datetime": "2025-11-26T14:00:11.000Z", "media": {"image": []}}}}}, ensure_ascii=False) + "</script>"),
    ),
    "i-cable, a film": (
        "https://www.i-cable.com/%e6%96%b0%e8%81%9e%e8%b3%87%e8%a8%8a/414126/x",
        html("新泊位啟用 | i-CABLE", f"<article class='post-detail-wrap'><h1 class='single-post-title'>新泊位啟用</h1><div class='video-js'><video data-url='https://vod.i-cable.com/a.m3u8'></video><p>Video Player is loading.</p></div></article><div>其他人也在看</div>{NEXT}",
             "<meta property='article:published_time' content='2025-11-26T18:50:08+00:00'>"),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue.load())


@pytest.mark.parametrize("name", VARIANTS)
def test_variant(reader: Reader, name: str) -> None:
    url, source, page, expected = VARIANTS[name]
    record = reader.read(page.encode(), url, FETCHED)
    assert not isinstance(record, Reject), record.reasons
    assert record.source == source
    got = orjson.loads(line(record))
    told = {key: got[key] for key in expected}
    for key, shape in SHAPES.items():
        if key in told:
            told[key] = shape(told[key])
    assert told == expected, got["provenance"]["reader"]


@pytest.mark.parametrize("name", TEXTLESS)
def test_no_other_text_is_taken_for_the_body(reader: Reader, name: str) -> None:
    url, page = TEXTLESS[name]
    record = reader.read(page.encode(), url, FETCHED)
    assert isinstance(record, Reject)
    assert record.reasons == ["body missing"]
    assert record.body is None
    assert record.headline == "新泊位啟用"


SHAPES: dict[str, Any] = {
    "body": lambda body: (body or "").split("\n\n"),
    "authors": lambda authors: [(a["name"], a["kind"], a["role"]) for a in authors],
    "images": lambda images: [(i["caption"], i["credit"], i["photographer"]) for i in images],
    "videos": lambda videos: [v["url"] for v in videos],
    "related": lambda related: [r["title"] for r in related],
}


@pytest.mark.parametrize("case", cases(Path(__file__).resolve().parent), ids=lambda case: case.name)
def test_a_shared_address_is_the_same_article(reader: Reader, case: Case) -> None:
    """What networks add to an address, its fragment and its scheme say nothing."""
    assert [s.name for s in reader.catalogue.claimants(case.url)], "the case's own address"
    page = load_page(case.page)
    mark = "&" if "?" in case.url else "?"
    for url in (f"{case.url}{mark}fbclid=IwAR1&utm_source=x", f"{case.url}{mark}utm_medium=social#comments", case.url.replace("https://", "http://", 1)):
        assert reader.catalogue.claimants(url) == reader.catalogue.claimants(case.url), url
        assert reader.read(page, url, case.fetched).id == case.expected()["id"], url
