"""Bylines, form by form: labels with and without colons, roles behind names, honours, houses and dates that stand beside names; and lines that are none."""

from __future__ import annotations

import time

import pytest

from harvester.normalize.bylines import byline_in_text, merge, read_byline, read_names
from harvester.normalize.names import is_house


def told(text: str) -> tuple[list[tuple[str, str]], str | None, str | None]:
    """Names with their roles, the place, the agency."""
    byline = read_byline(text)
    return [(n.name, n.role) for n in byline.names], byline.place, byline.agency


ENGLISH = [
    ("By Anna Lee, Hong Kong", ["Anna Lee"], "Hong Kong", None),
    ("By Anna Lee, JP", ["Anna Lee"], None, None),
    ("By Anna Lee JP and Bob Chan", ["Anna Lee", "Bob Chan"], None, None),
    ("By Anna Lee for China Daily", ["Anna Lee"], None, "China Daily"),
    ("By Anna Lee - Reuters", ["Anna Lee"], None, "Reuters"),
    ("By Chan, Tai-man", ["Chan Tai-man"], None, None),
    ("By Anna Lee 26 Nov 2025", ["Anna Lee"], None, None),
    ("By Anna Lee, 26 Nov 2025", ["Anna Lee"], None, None),
    ("By Anna Lee November 26, 2025", ["Anna Lee"], None, None),
    ("By Anna Marsh", ["Anna Marsh"], None, None),
    ("By May Tse", ["May Tse"], None, None),
    ("Posted by Anna Lee on 26 Nov 2025", ["Anna Lee"], None, None),
    ("By Anna Lee in Hong Kong and Shenzhen", ["Anna Lee"], "Hong Kong and Shenzhen", None),
    ("by the Lands Department", ["Lands Department"], None, None),
    ("By 陳大文", ["陳大文"], None, None),
]


@pytest.mark.parametrize(("text", "names", "place", "agency"), ENGLISH)
def test_english(text: str, names: list[str], place: str | None, agency: str | None) -> None:
    assert told(text) == ([(name, "writer") for name in names], place, agency)


CHINESE = [
    ("文：林兆軒／編輯．何詩韻", [("林兆軒", "writer"), ("何詩韻", "editor")]),
    ("記者：陳大文 攝影 李小明", [("陳大文", "writer"), ("李小明", "photographer")]),
    ("撰文丨陳大文", [("陳大文", "writer")]),
    ("记者丨陈大文", [("陈大文", "writer")]),
    ("陳大文／文", [("陳大文", "writer")]),
    ("陳大文 攝影", [("陳大文", "photographer")]),
    ("●陳大文", [("陳大文", "writer")]),
    ("剪片：陳大文", [("陳大文", "editor")]),
    ("文：陳大文 圖：網上圖片", [("陳大文", "writer")]),
    ("撰文：Tyson 陳", [("Tyson 陳", "writer")]),
    # the mainland's: padded names, interns, columns, offices, helpers
    ("本报记者  耿  磊  李卓尔", [("耿磊", "writer"), ("李卓尔", "writer")]),
    ("陈 然 富子梅", [("陈然", "writer"), ("富子梅", "writer")]),
    ("本报记者 冯学知 实习生 王明", [("冯学知", "writer"), ("王明", "writer")]),
    ("记者 王申 通讯员 李四", [("王申", "writer"), ("李四", "contributor")]),
    ("□ 冯学知", [("冯学知", "writer")]),
    ("新华社“新华视点”记者王茜、黄茜恬", [("王茜", "writer"), ("黄茜恬", "writer")]),
    ("《环球》杂志记者 王茜", [("王茜", "writer")]),
    ("中国日报河南记者站记者 时爽", [("时爽", "writer")]),
    ("中国日报社香港记者站 朱兴鑫 李冰存", [("朱兴鑫", "writer"), ("李冰存", "writer")]),
    ("香港特区政府财政司司长 陈茂波", [("陈茂波", "writer")]),
    ("参与记者：王茜、黄茜恬", [("王茜", "contributor"), ("黄茜恬", "contributor")]),
    ("记者王茜、黄茜恬参与采写", [("王茜", "contributor"), ("黄茜恬", "contributor")]),
    ("执笔：王茜", [("王茜", "writer")]),
    ("香港特区政府财政司司长", []),
    ("編輯：梁小玲美術：謝偉豪facebook @副刊", [("梁小玲", "editor"), ("謝偉豪", "editor")]),
]


@pytest.mark.parametrize(("text", "names"), CHINESE)
def test_chinese(text: str, names: list[tuple[str, str]]) -> None:
    assert told(text)[0] == names


@pytest.mark.parametrize(
    "text",
    [
        "文：Leung, T. C., Tsang, K. P., &", "By Smith, J. and Jones, K. L.", "記者：請問局長", "文中提到", "記者在場", "圖：消防員進入大廈", "圖／網上圖片／明報製圖", "採訪：資料圖片", "（編按：時間更新）", "（見報道）",
        "文：蘇珮欣現年47歲", "記者：蘇珮欣MAMA取消紅地氈儀式，", "By ?Atlas Shao in?Hong Kong", "Xinhua writes that it contributed to this story of growth",
    ],
)  # fmt: skip
def test_what_is_no_byline(text: str) -> None:
    assert read_byline(text).names == ()


CONTRIBUTED = ["Anna Lee contributed to this story.", "Anna Lee contributed reporting to this article"]


@pytest.mark.parametrize("text", CONTRIBUTED)
def test_contributors_are_told_by_their_line(text: str) -> None:
    byline, only = byline_in_text([], ["It ends.", text])
    assert [(n.name, n.role) for n in byline.names] == [("Anna Lee", "contributor")]
    assert only == {text}
    assert byline_in_text([], ["Anna Lee, who contributed to this story of a city, was 90."])[1] == frozenset()


HELPED = [
    ("(Additional reporting by Reuters)", [("Reuters", "organization")], True),
    ("With additional reporting by AFP and Anna Lee", [("Anna Lee", "person"), ("AFP", "organization")], True),
    ('"So it is." (Additional reporting by Reuters)', [("Reuters", "organization")], False),
    ("It ends. (Additional reporting by the companies is due in May)", [], False),
    ("With reporting from Reuters.", [("Reuters", "organization")], True),
    ("Additional reporting and research by Anna Lee", [("Anna Lee", "person")], True),
    ("Additional reporting: Anna Lee", [("Anna Lee", "person")], True),
    ("With reporting from the scene under way, Anna Lee waited.", [], False),
]


@pytest.mark.parametrize(("text", "names", "alone"), HELPED)
def test_who_helped_may_be_a_house(text: str, names: list[tuple[str, str]], alone: bool) -> None:
    byline, only = byline_in_text([], ["It ends.", text])
    assert [(n.name, n.kind) for n in byline.names] == names
    assert {n.role for n in byline.names} <= {"contributor"}
    assert only == ({text} if alone else set())


def test_a_house_that_helped_stands_beside_who_wrote() -> None:
    byline = merge(read_byline("By Anna Lee, Xinhua"), read_byline("Additional reporting by Reuters"))
    assert [(n.name, n.role) for n in byline.names] == [("Anna Lee", "writer"), ("Reuters", "contributor")]


ONLY = ["（陳大文報道）", "(Source: Wen Wei Po; English Editor: Darius)", "来源:香港電台", "來源：商台新聞", "Edited by Anna Lee", "撰文 陳大文", "法庭記者：陳大文", "(Source: Ta Kung Pao, Wen Wei Po; English Editor: Darius)", "(Video: Anna Lee; Text: Bob Chan)", "(DDN Journalist: Anna Lee)", "■記者 陳大文", "文：林兆軒／編輯．何詩韻",
        "（据新华社北京电 记者周慧敏、张格）", "新华社“新华视点”记者王茜、黄茜恬", "（王茜、黄茜恬参与采写）", "（参与采写：王茜）", "（本报记者 冯学知 文/图）"]  # fmt: skip


@pytest.mark.parametrize("text", ONLY)
def test_lines_that_are_nothing_else(text: str) -> None:
    assert byline_in_text([], ["正文。", text])[1] == {text}


@pytest.mark.parametrize("text", ["（綜合報道）", "(AFP)", "（來源：一位居民）", "資料來源：政府新聞處", "文字 記錄", "設計 理念", "Source: a resident of the block", "Video: Anna Lee", "(Photo: Anna Lee)", "(Video: the bridge at night)", "文：尚東美 - 20251129", "Edited by hand, the tapes were lost."])
def test_lines_that_stay(text: str) -> None:
    assert byline_in_text([], ["正文。", text])[1] == frozenset()


def test_names_given_as_data_are_read_as_names() -> None:
    assert [(n.name, n.place) for n in read_names(["Anna Lee, JP", "By Anna Lee in Beijing", "Smith, J., Jones, K."])] == [("Anna Lee", None), ("Anna Lee", "Beijing")]


def test_a_remark_in_brackets_parts_two_names() -> None:
    assert [n.name for n in read_byline("作者：陳大文（記者）李小明").names] == ["陳大文", "李小明"]
    assert [n.name for n in read_byline("作者：白影 （港菲混血兒)").names] == ["白影"]
    assert read_byline("一(0)一").names == ()


def test_who_a_writer_is_behind_the_name() -> None:
    byline, only = byline_in_text(["By Anna Lee, a planner based in Hong Kong", "正文。"], ["正文。"])
    assert ([n.name for n in byline.names], len(only)) == (["Anna Lee"], 1)
    for text in ("By Anna Lee, who was there, it was told twice.", "By Victoria Harbour, people gather to sing.", "By Friday, it was full", "By law, each household pays"):
        assert byline_in_text([text, "正文。"], ["正文。"]) == (merge(), frozenset())


def test_titles_behind_chinese_names() -> None:
    assert [n.name for n in read_byline("作者：陳大文教授、李小明 博士").names] == ["陳大文", "李小明"]
    assert [n.name for n in read_names(["陳大文測量師", "陳博士"])] == ["陳大文", "陳博士"]


PLACES_AND_PARTS = [
    ("By Anna Lee in Hong Kong and Bob Chan in Beijing", [("Anna Lee", "writer", "Hong Kong"), ("Bob Chan", "writer", "Beijing")], "Hong Kong", None),
    ("Journalist: Anna Lee in Beijing", [("Anna Lee", "writer", "Beijing")], "Beijing", None),
    ("（本報通訊員陳大文）", [("陳大文", "contributor", None)], None, "本報"),
    ("By Anna Lee and Agence France-Presse", [("Anna Lee", "writer", None), ("AFP", "writer", None)], None, None),
    ("By Ronald McDonald, and Bob Chan", [("Ronald McDonald", "writer", None), ("Bob Chan", "writer", None)], None, None),
    ("撰文：周 楎 歐陽 德浩", [("周楎", "writer", None), ("歐陽德浩", "writer", None)], None, None),
    ("By Anna Lee in Hong Kong Source: Xinhua Published 2025-11-26", [("Anna Lee", "writer", "Hong Kong")], "Hong Kong", "Xinhua"),
    ("Stand by Me", [], None, None),
    ("By Anna Lee in Hong Kong but not in Beijing in Winter", [], None, None),
]


@pytest.mark.parametrize(("text", "names", "place", "agency"), PLACES_AND_PARTS)
def test_places_and_parts(text: str, names: list[tuple[str, str, str | None]], place: str | None, agency: str | None) -> None:
    byline = read_byline(text)
    assert ([(n.name, n.role, n.place) for n in byline.names], byline.place, byline.agency) == (names, place, agency)


def test_readings_of_one_story_are_put_together() -> None:
    told = merge(read_byline("By Anna Lee"), read_byline("By China Daily"), read_byline("Anna Lee in Beijing"))
    assert [(n.name, n.place) for n in told.names] == [("Anna Lee", "Beijing")]
    assert (told.place, told.agency) == ("Beijing", "China Daily")


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        ("他說，會去。（大公文匯全媒體記者劉鴻霖報道）", ["劉鴻霖"]),
        ("他說，會去。（大公報記者李小明文／攝）", ["李小明"]),
        ("船去水悠悠。（作者陈茂波为香港特区政府财政司司长）", ["陈茂波"]),
        ("（作者：陈茂波，系香港特区政府财政司司长）", ["陈茂波"]),
        ("（作者为香港理工大学教授）", []),
        ("（本报香港11月29日电 记者冯学知、富子梅）", ["冯学知", "富子梅"]),
        # a page whose bytes were lost behind the second name
        ("船去水悠悠。（记者宋晨、田中全、胡�础⒑钗睦ぃ�", ["宋晨", "田中全"]),
        ("船去水悠悠。（记者胡�础⒑钗睦ぃ�", []),
        # the caption of a picture
        ("市民排隊。（大公文匯全媒體記者劉鴻霖攝）", []),
    ],
)
def test_brackets_at_the_end_of_the_story(paragraph: str, names: list[str]) -> None:
    byline, only = byline_in_text(["正文。"], ["正文。", paragraph])
    assert ([n.name for n in byline.names], only) == (names, frozenset())


@pytest.mark.parametrize(
    ("opening", "names", "place"),
    [
        ("新华社香港/深圳11月28日电（记者王茜、陈宇轩）榕树", ["王茜", "陈宇轩"], "香港/深圳"),
        ("本报香港11月28日讯 记者梁睿报道：榕树", ["梁睿"], "香港"),
        ("人民网 香港2025年11月27日电（严小晶、实习生 王明）榕树", ["严小晶", "王明"], "香港"),
        ("据新华社广州11月28日电（记者田建川）榕树", ["田建川"], "广州"),
        ("本报香港11月28日讯 记者看到，榕树发了新芽，报道：", [], "香港"),
    ],
)
def test_openings_of_wires(opening: str, names: list[str], place: str) -> None:
    byline = byline_in_text([opening], [])[0]
    assert ([n.name for n in byline.names], byline.place) == (names, place)


DATA = [
    ("Anna Lee | Bob Chan", ["Anna Lee", "Bob Chan"]),
    ("Written by Anna Lee", ["Anna Lee"]),
    ("Anna Lee (Hong Kong)", ["Anna Lee"]),
    ("Anna Lee (AFP)", ["Anna Lee"]),
    ("Anna Lee for HKFP", ["Anna Lee"]),
    ("Anna Lee - HKFP", ["Anna Lee"]),
    ("Chan, Tai-man", ["Chan Tai-man"]),
    ("Sing Tao", ["Sing Tao"]),
    ("HKET", ["香港經濟日報"]),
    # one person or two, and which way round, is not told
    ("Lee, Anna", []),
    ("Contributor", []),
    ("Various", []),
    ("社評", []),
    ("綜合報道", []),
]


@pytest.mark.parametrize(("text", "names"), DATA)
def test_names_as_sites_state_them(text: str, names: list[str]) -> None:
    assert [n.name for n in read_names([text])] == names


MAKERS = ["总策划：李刚", "监制：王申", "记者：曹霁阳、孟佳", "视频记者：梁嘉骏", "海报设计：王明", "编辑：张三", "新华社国内部制作"]


def test_the_closing_lines_name_who_made_a_story() -> None:
    byline, only = byline_in_text(["正文。", "正文。"], MAKERS[-4:], ["正文。", *MAKERS[:-4]])
    assert [(n.name, n.role) for n in byline.names if n.role != "editor"] == [("曹霁阳", "writer"), ("孟佳", "writer"), ("梁嘉骏", "photographer")]
    assert only == set(MAKERS)


@pytest.mark.parametrize("lines", [["監製：陳大文", "攝影：李小明"], ["记者：什么时候开通？", "局长：明年。"], ["策划：李刚"], ["设计：王明", "正文。"]])
def test_other_closing_lines_stay(lines: list[str]) -> None:
    assert lines[0] not in byline_in_text(["正文。"], ["正文。", *lines])[1]


def test_bylines_between_the_opening_and_the_end() -> None:
    """A second piece follows: the first one's line stands in brackets, its own under its heading; who edited one may have written the other."""
    credits, text = "(Source: Ta Kung Pao; Journalist: Anna Lee; English Editor: Darius)", "The bridge opens in May."
    byline, only = byline_in_text([text, text], [text], [text, credits, "View | A bridge of one's own", "By Darius", text])
    assert ([(n.name, n.role) for n in byline.names], only) == ([("Anna Lee", "writer"), ("Darius", "writer")], {credits, "By Darius"})


@pytest.mark.parametrize("line", ["By Darius", "文：尚東美", "記者：甚麼時候開通？", "(By Friday, it was full)"])
def test_lines_of_a_text_that_are_no_bylines(line: str) -> None:
    assert byline_in_text(["正文。", "正文。"], ["正文。"], ["正文。", line, "正文。"]) == (merge(), frozenset())


def test_desks_and_what_stands_for_no_name_in_data() -> None:
    assert [(n.name, n.kind) for n in read_names(["評論編輯室"])] == [("評論編輯室", "organization")]
    for nobody in ("外部來稿（社福）", "聯合採訪", "特約作者"):
        assert read_names([nobody]) == ()


def test_how_it_was_reported_is_no_place() -> None:
    assert read_byline("（某某全媒體記者凌嘉偉 視頻報道）").names == read_byline("（某某全媒體記者凌嘉偉報道）").names
    assert read_byline("（某某全媒體記者凌嘉偉 視頻報道）").place is None
    assert read_byline("（某某網記者 盧靜怡 廣州報道）").place == "廣州"
    assert [(n.name, n.role) for n in read_byline("撰文：陳大文 攝錄：張子明").names] == [("陳大文", "writer"), ("張子明", "photographer")]


def test_a_name_behind_a_mark_signs_a_column() -> None:
    byline, only = byline_in_text(["◎黃錦輝", "新橋的設計有兩個問題。"], ["應重新諮詢。"])
    assert ([n.name for n in byline.names], only) == (["黃錦輝"], {"◎黃錦輝"})
    assert byline_in_text(["●黃大仙", "●觀塘區", "兩區明日停水。"], ["應先儲水。"]) == (merge(), frozenset())
    assert byline_in_text(["■工程進度", "新橋的設計有兩個問題。"], ["應重新諮詢。"]) == (merge(), frozenset())


@pytest.mark.parametrize(
    ("name", "publisher", "ours"),
    [
        ("South China Morning Post", "South China Morning Post", True),
        ("China Daily", "China Daily Hong Kong", True),
        ("星島", "星島頭條", True),
        ("有線財經", "有線新聞", True),
        ("棱角編輯部", "棱角媒體", True),
        ("本報", "明報", True),
        ("Staff Reporter", "The Standard", True),
        ("AFP", "Hong Kong Free Press", False),
        ("新华社", "人民网", False),
        ("Reuters", "RTHK", False),
        ("大公報", "文匯報", False),
        ("香港中華聯誼會", "大公文匯網", False),
        ("China Daily", "China News Service", False),
        ("Bastille Post", "Bastille Post Global", True),
        ("AP", "Apple Daily", False),
        ("中國日報", "中國新聞", False),
    ],
)
def test_the_house_is_no_author(name: str, publisher: str, ours: bool) -> None:
    assert is_house(name, publisher) is ours


def test_the_reporter_in_brackets_before_the_text() -> None:
    byline, only = byline_in_text(["（星島日報記者陳大文報道）立法會今日開會。"], [])
    assert ([n.name for n in byline.names], only) == (["陳大文"], frozenset())


@pytest.mark.parametrize("space", [" ", "\u3000", "\u00a0", "\x0c", " \n", "\t"])
def test_white_space_without_end_costs_nothing(space: str) -> None:
    """A page may give forty of them; patterns that look for one thing behind another took the cube of it."""
    text = f"By Ann Lee{space * (590 // len(space))}~"
    began = time.process_time()
    for _ in range(40):
        read_byline(text)
        read_names([text])
    assert time.process_time() - began < 0.5
    assert read_byline(f"By Ann Lee{space * 9}and{space * 9}Bo Chan").names == read_byline("By Ann Lee and Bo Chan").names


def test_a_line_of_who_wrote_and_took_the_pictures_may_stand_in_the_middle() -> None:
    line = "記者：郭詠欣　攝影：劉駿軒"
    byline, only = byline_in_text(["正文。"] * 2, ["電話：2345 6789"] * 4, ["正文。", line, "正文。"])
    assert ([(n.name, n.role) for n in byline.names], only) == ([("郭詠欣", "writer"), ("劉駿軒", "photographer")], {line})
    assert byline_in_text(["正文。"] * 2, ["正文。"] * 4, ["正文。", "記者：你怎麼看？", "正文。"])[1] == frozenset()
