"""The body's paragraphs: what is lifted, what is dropped, and above all what stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.body import join, read_body

FIRST = "The Lands Department announced today that the site would be sold by tender."
LAST = "Tenders close at noon on Friday, the department added."


@pytest.mark.parametrize(
    "line",
    [
        "NNNN",
        "完",
        "(完)",
        "（完）",
        "【完】",
        "Ends/Tuesday, June 21, 2022",
        "Ends/Tuesday, June 21, 2022\nIssued at HKT 20:16",
        "Issued at HKT 1:15",
        "完\n2025年11月26日（星期三）\n香港時間20時34分",
        "2025年11月26日（星期三）香港時間20時34分",
        "香港时间18时00分",
        "- ENDS -",
        "Back to Index Page",
        "Archives Yesterday's Press Releases",
        "Contact the writer at xyz@chinadailyhk.com",
        "Contact the writers at xyz@chinadailyhk.com",
        "PDF View",
        "Advertisement",
        "Reading Time:3 minutes",
        "Why you can trust SCMP",
        "READ FULL ARTICLE",
        "by 08:00, 30 November 2025 Why you can trust Hong Kong Free Press",
        "Topic |   Hong Kong housing",
        "Support HKFP | Policies & Ethics | Error/typo? | Contact Us | Newsletter | Transparency & Annual Report | Apps",
        "Dateline: Hong Kong, China",
        "Type of Story: News Service – Produced externally by an organization we trust to adhere to high journalistic standards.",
        "Download The Standard app to stay informed with news, updates, and significant events:",
        "https://www.thestandard.com.hk/appdownload",
        "Last updated: 2025-11-26 HKT 20:34",
        "■明報報料熱線﹕inews@mingpao.com / 9181 4676",
        "■歡迎回應editorial@mingpao.com",
        "相關字詞﹕大埔宏福苑五級火 港澳辦",
        "標籤：",
        "關鍵詞：宏福苑五級火火警大埔麥美娟",
        "↓立即下載星島頭條App↓",
        "↓↓大埔宏福苑發生五級火↓↓",
        "立即下載「某某」新聞App：https://app.example/abc",
        "（點擊放大）",
        "掃碼關注某某報",
        "查看更多",
        "按圖了解更多詳情：",
        "請看下圖相簿：",
        "+++點擊圖片放大+++",
        "以上是今日精選版面，點擊圖片鏈接看電子報，獲取更多內容↓↓↓",
        "外滙及黃金報價由路透社提供。期貨指數資料由天滙財經有限公司提供。",
        "讀大公報PDF版面",
        "即睇捐助入口",
        "發表評論",
        "上 / 下一篇新聞",
        "(Web editor: Xia Peiyao, Liang Jun)",
        "(Compiled by Feng Zhenglin, edited by Lou Qingqing)",
        "(责编：岳弘彬、牛镛)",
        "【责任编辑：严玉洁】",
        "（编辑：严玉洁 王辉）",
        "編輯：言淡",
        "【1】【2】【3】【4】",
        "+6",
        "Translating...",
        "Search Trends",
        "Editor: huaxia",
        "(China Daily Africa Weekly 10/11/2013 page4)",
        "点击进入“文艺星青年”>>",
        "原标题：渡口的老榕树今年一百二十岁",
        "《 人民日报 》（ 2025年11月30日 04 版）",
        "分享让更多人看到",
        "分享到微信X",
        "Share - WeChat",
        "列印此頁",
        "完／2015年6月12日（星期五）",
        "Ends / Friday, June 12, 2015",
        "Tagged: Fire Services Department (FSD), Piers, Tai Po",
        "The media could not be loaded, either because the server or network failed or because the format is not supported.",
        "客户端下载",
        "【纠错】 责任编辑： 焦鹏",
    ],
)
def test_furniture_goes(line: str) -> None:
    body = read_body([FIRST, LAST, line])
    assert body.paragraphs == (FIRST, LAST)
    assert body.dropped == (line,)


@pytest.mark.parametrize(
    "line",
    [
        "The author is an independent scholar and freelance writer.",
        "The views do not necessarily reflect those of China Daily.",
        "（作者為大灣區共同家園青年公益基金主席）",
        "(Additional reporting by Reuters)",
        "Additional reporting by Ambrose Li and Denise Tsang",
        "(AFP)",
        "(Please also refer to the Chinese portion of the transcript.)",
        "Editor’s note: Following are excerpts from the interview.",
        "Insiders see benefits",
        "I. Electoral reform",
        "Q: What is the timetable?",
        "Chan: Next year.",
        "【明報專訊】政府公布最新情況。",
        "【11:25】消防在現場再抬出至少三具屍體。",
        "HONG KONG – The government said so.",
        "Hong Kong",
        "熱線電話：1833298",
        "《北部都会区发展策略》（2021年10月版）提出这些铁路。",
        "原标题的字数超过限制。",
        "点击进入网页即可登记，名额有限。",
        "(Source: Wen Wei Po; Journalist: Nicolas Lai; English Editor: Darius)",
        "2025年11月26日（星期三）",
        "完成後，居民可遷回。",
        "Ends of the bamboo poles were burnt.",
        "Topics were discussed.",
        "Shares fell.",
        "Back to the estate they went.",
        "編輯：你認為政府應怎樣做？",
        "分享會上，多名居民講述當日經過，場面感人。",
        "分享會圓滿結束。",
        "點擊率上升。",
        "受影響的路段如下↓↓",
        "按此計算更多市民受惠",
        "請看清楚路牌，跟隨指示行走。",
        "立即下載的市民只有三成，當局的App仍要推廣。",
        "+852 2810 1112",
        "關鍵詞：重建。居民說，他們只想回家。",
        "Contact the Lands Department at 2231 3000 for details.",
        "- Draft Mui Wo Fringe OZP (re-numbered as S/I-MWF/8)",
        "1,984",
    ],
)
def test_the_publishers_words_stay(line: str) -> None:
    body = read_body([FIRST, line, LAST])
    assert body.paragraphs == (FIRST, line, LAST)
    assert body.dropped == ()
    assert body.related == ()


@pytest.mark.parametrize(
    "paragraphs",
    [
        [FIRST, "完", "2025年9月12日(星期五)", "香港時間16時00分"],
        [FIRST, "完\n2025年9月12日(星期五)\n香港時間16時00分", "NNNN"],
        [FIRST + "\n完\n2025年9月12日（星期五）\n香港時間16時00分"],
        [FIRST, "2016年12月9日(星期五)", "香港时间17时00分"],
        [FIRST, "完", "2025年9月12日"],
    ],
)
def test_the_end_of_a_chinese_release(paragraphs: list[str]) -> None:
    assert read_body(paragraphs).paragraphs == (FIRST,)


def test_related_lines_are_lifted_in_order() -> None:
    body = read_body([FIRST, "READ MORE: Xia urges: reform", LAST, "ALSO READ: ‘Lantau’"])
    assert body.paragraphs == (FIRST, LAST)
    assert body.related == (("read-more", "Xia urges: reform"), ("also-read", "‘Lantau’"))
    assert body.dropped == ()


def test_titles_in_the_lines_of_a_marker() -> None:
    body = read_body([FIRST, "相關新聞：\n海濱天橋｜單車徑月底通車\n東涌渡輪加開夜航班次", "延伸閱讀：東涌渡輪加開夜航班次\n天橋命名的諮詢將於夏季舉行。"])
    assert body.related == (("related", "海濱天橋｜單車徑月底通車"), ("related", "東涌渡輪加開夜航班次"), ("see-also", "東涌渡輪加開夜航班次"))
    assert body.paragraphs == (FIRST, "天橋命名的諮詢將於夏季舉行。")


def test_related_and_furniture_lines_inside_a_paragraph() -> None:
    body = read_body([f"{FIRST}\nREAD MORE: Other story\n{LAST}\nIssued at HKT 20:16\nNNNN"])
    assert body.paragraphs == (f"{FIRST}\n{LAST}",)
    assert body.related == (("read-more", "Other story"),)
    assert sorted(body.dropped) == ["Issued at HKT 20:16", "NNNN"]


def test_titles_under_a_lone_marker_at_the_end() -> None:
    titles = ["Tai Po No. 5 fire | One firefighter dies in ferocious fire", "大埔宏福苑五級火｜死亡人數增至83人"]
    body = read_body([FIRST, LAST, "Related News:", *titles, "Download The Standard app to stay informed"])
    assert body.paragraphs == (FIRST, LAST)
    assert body.related == tuple(("related", t) for t in titles)
    assert read_body([FIRST, "更多閱讀：", "海濱天橋｜單車徑月底通車\n東涌渡輪加開夜航班次"])[:2] == (
        (FIRST,), (("read-more", "海濱天橋｜單車徑月底通車"), ("read-more", "東涌渡輪加開夜航班次"))
    )


@pytest.mark.parametrize("line", ["kathyzhang@chinadailyhk.com", "a.lee@example.hk and b-chan@example.com.cn"])
def test_addresses_that_sign_a_story_go(line: str) -> None:
    assert read_body([FIRST, LAST, line]).paragraphs == (FIRST, LAST)
    assert read_body([FIRST, "Views may be sent to:", line]).paragraphs == (FIRST, "Views may be sent to:", line)
    assert read_body([FIRST, line, LAST]).paragraphs == (FIRST, line, LAST)


@pytest.mark.parametrize("after", [[LAST], ["A sub-head", LAST], ["市民獻花悼念宏福苑死難者（余宏基攝）"], ["（作者為全國政協委員）"]])
def test_text_under_a_lone_marker_stays(after: list[str]) -> None:
    body = read_body([FIRST, "相關新聞", *after])
    assert body.paragraphs == (FIRST, *after)
    assert body.dropped == ("相關新聞",)


@pytest.mark.parametrize("cut", ["往下看更多文章", "熱門文章", "你 或 有 興 趣 的 文 章", "熱門新聞：", "■稿例", "■稿例\n1.來稿請附姓名。"])
def test_everything_after_another_articles_mark_is_cut(cut: str) -> None:
    body = read_body([FIRST, LAST, cut, "Another story.", "And its second paragraph."])
    assert body.paragraphs == (FIRST, LAST)
    assert body.dropped == (cut, "Another story.", "And its second paragraph.")


def test_a_list_above_the_story_cuts_nothing() -> None:
    assert read_body(["熱門文章", FIRST, LAST]).paragraphs == (FIRST, LAST)


def test_the_pages_dates_above_the_story() -> None:
    body = read_body(["2025年11月26日 19:25 最後更新：11月27日 06:50", FIRST, "2025年11月26日", LAST])
    assert body.paragraphs == (FIRST, "2025年11月26日", LAST)


def test_the_headline_again_as_first_paragraph() -> None:
    title = "Special announcement on fire in Tai Po"
    assert read_body([title + ".", FIRST, LAST], headline=title).paragraphs == (FIRST, LAST)
    assert read_body([FIRST, LAST, title], headline=title).paragraphs == (FIRST, LAST, title)
    assert read_body([f"{title} (with photos)", FIRST, LAST], headline=title).paragraphs == (FIRST, LAST)
    assert read_body([f"{title} (2)", FIRST, LAST], headline=title).paragraphs == (f"{title} (2)", FIRST, LAST)


def test_a_caption_that_is_a_paragraph_too() -> None:
    caption = "Firefighters search the buildings on Nov 27, 2025. (ADAM LAM / CHINA DAILY)"
    assert read_body([FIRST, caption, LAST], captions=[caption]).paragraphs == (FIRST, LAST)
    part = "Firefighters search the buildings"
    assert read_body([FIRST, part, LAST], captions=[caption]).paragraphs == (FIRST, part, LAST)


# 379132: once as a box without its final stop, once in the text
QUOTE = "The residential sites of the artificial islands will be built for 500,000 people"


@pytest.mark.parametrize(
    ("paragraphs", "left"),
    [
        ([FIRST, QUOTE, f"He said: “{QUOTE}.”"], (FIRST, f"He said: “{QUOTE}.”")),
        ([FIRST, f"“{QUOTE}", LAST, f"{QUOTE}."], (FIRST, LAST, f"{QUOTE}.")),
        ([FIRST, f"{QUOTE}, he said.", QUOTE], (FIRST, f"{QUOTE}, he said.")),
        # whole copies: the last stays
        ([f"{QUOTE}.", FIRST, f"{QUOTE}."], (FIRST, f"{QUOTE}.")),
        # a full sentence may be said again inside another; a short line may recur
        ([FIRST, f"{QUOTE}.", f"{QUOTE}, he said."], (FIRST, f"{QUOTE}.", f"{QUOTE}, he said.")),
        # a sub-head whose words come again
        (
            ["International Innovation and Technology Hub", FIRST, "We are an international innovation and technology hub, he said."],
            ("International Innovation and Technology Hub", FIRST, "We are an international innovation and technology hub, he said."),
        ),
        (["Thank you.", FIRST, "Thank you."], ("Thank you.", FIRST, "Thank you.")),
        ([FIRST, "Land", LAST, "Land sales"], (FIRST, "Land", LAST, "Land sales")),
    ],
)
def test_pull_quotes(paragraphs: list[str], left: tuple[str, ...]) -> None:
    assert read_body(paragraphs).paragraphs == left


def test_a_release_has_no_pull_quotes() -> None:
    said = ["A. Monday", QUOTE, "B. Tuesday", QUOTE, f"{QUOTE}, he said."]
    assert read_body(said, quotes=False).paragraphs == tuple(said)
    assert len(read_body(said).paragraphs) < len(said)


def test_join() -> None:
    assert join(["One", "two\nthree"]) == "One\n\ntwo\nthree"
    assert join([]) == ""


BLOCKS = st.lists(
    st.text(max_size=30)
    | st.sampled_from(
        [FIRST, LAST, QUOTE, QUOTE + ".", "NNNN", "READ MORE: A", "相關新聞", "Related News:", "往下看更多文章", "A title of a story", "完\nNNNN", "x\nREAD MORE: B", "\n", ""]
    ),
    max_size=12,
)


@given(BLOCKS, st.none() | st.text(max_size=20), st.lists(st.text(max_size=40), max_size=2))
def test_total_adds_nothing_and_loses_nothing(blocks: list[str], headline: str | None, captions: list[str]) -> None:
    body = read_body(blocks, headline=headline, captions=captions)
    given_lines = {line for block in blocks for line in block.split("\n")}
    for paragraph in body.paragraphs:
        assert set(paragraph.split("\n")) <= given_lines
    told = "\n".join((*body.paragraphs, *body.dropped, *(line.title for line in body.related)))
    for block in blocks:
        for line in block.split("\n"):
            title = line.split(": ")[-1]
            assert line.strip() in told or title.strip() in told or line.startswith(("READ MORE", "Related", "相關"))


@given(BLOCKS)
def test_what_is_body_stays_body(blocks: list[str]) -> None:
    once = read_body(blocks)
    again = read_body(once.paragraphs)
    assert set(again.paragraphs) <= set(once.paragraphs)


@pytest.mark.parametrize("unit", ["(", " ", "1", "/", "【1】", "↓", "編輯：", "a\n", "\n", "相關新聞\n", "分享", "2025-1-1 "])
def test_time_is_linear_in_characters(unit: str) -> None:
    texts = [(unit * 400)[:n] for n in (59, 399, 400)] * 10 + [unit * (100_000 // len(unit))]
    started = time.process_time()
    read_body(texts, headline=texts[0], captions=texts[:2])
    assert time.process_time() - started < 3


@pytest.mark.parametrize("text", ["{} a line without a stop that is long enough", "{} a sentence of some length that ends.", "READ MORE", "{}"])
def test_time_is_linear_in_paragraphs(text: str) -> None:
    started = time.process_time()
    read_body([FIRST, *(text.format(n) for n in range(20_000))])
    assert time.process_time() - started < 9


def test_a_chinese_marker_in_the_middle_takes_its_title() -> None:
    body = read_body([FIRST, "同場加映：", "Healthy Life｜健身教練示範兩組伸展動作", "故事由此繼續，部門說工程不變。"])
    assert body.paragraphs == (FIRST, "故事由此繼續，部門說工程不變。")
    assert [(line.rel, line.title) for line in body.related] == [("see-also", "Healthy Life｜健身教練示範兩組伸展動作")]


def test_a_short_chinese_caption_is_dropped_as_a_second_copy() -> None:
    caption = "特区行政长官会见媒体。政府新闻处供图"
    assert read_body([FIRST, caption, "第二段说工程不变。"], captions=[caption]).paragraphs == (FIRST, "第二段说工程不变。")


def test_a_sub_head_in_a_captions_words_is_none() -> None:
    heading = "新橋橋身檢查三日，碼頭改道安排"
    assert read_body([FIRST, heading, LAST], captions=[heading + "。"]).paragraphs == (FIRST, heading, LAST)
    assert read_body([FIRST, heading + "。", LAST], captions=[heading + "。"]).paragraphs == (FIRST, LAST)
