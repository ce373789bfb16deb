"""Who issues a government release: the department, body or post that its own words name. Never from the topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

LIMIT = 900

# "The following is issued on behalf of the Office of The Ombudsman:"
_BEHALF = re.compile(r"issued on behalf of (?:the )?(?P<body>[A-Z][^:：\n]{2,120}?)\s?[:：]")
_BODY_ZH = r"(?:署|局|處|委員會|管理局|議會|秘書處|公署|天文台|中心|部門|審裁處|基金|公司|警務處|消防處|海關|廉政公署|醫院|大學|專責小組|工作組|辦公室|辦事處)"
# "下稿代立法會秘書處發出：", "以下是代香港金融管理局發出的新聞稿：", "以下新聞稿由香港房屋委員會發出", "以下為醫院管理局今日（…）發出的新聞稿"
_BEHALF_ZH = re.compile(
    rf"(?:下稿|下文|以下(?:新聞稿|為|是)?)(?:代表?|由|(?<=[為是])(?=[㐀-鿿]{{1,28}}?{_BODY_ZH}(?:[今昨（(]|發出)))(?P<body>[㐀-鿿]{{2,30}}?)"
    r"(?:[今昨][日天])?(?:[（(][^（）()]{1,20}[）)])?發出"
)
# "Secretary for Culture, Sports and Tourism", "Secretary for Innovation, Technology and Industry": what goes on behind a comma
_AND_MORE = r"(?:, (?!(?:Mr|Mrs|Ms|Miss|Dr|Professor|Prof|Sir|Ir|Madam)\b)[A-Z][\w’'-]+(?:, [A-Z][\w’'-]+)?,? and (?:the )?[A-Z][\w’'-]+)?"
# "Following is the speech by the Secretary for Development, Ms Bernadette Linn, at …"
_FOLLOWING = re.compile(
    r"^(?:The f|F)ollowing (?:is|are) .{0,160}?\bby (?:the )?(?P<post>(?:Acting |Deputy |Under |Permanent )*"
    r"(?:Chief Executive|Chief Secretary|Financial Secretary|Deputy Financial Secretary|Secretary|Director|Commissioner|Head|Chief|Monetary Authority|Government|Permanent|Under|"
    r"Deputy|Chairman|Chairperson|President|Convenor|Controller|Postmaster|Government Chief|Director-General|Solicitor|Law Officer|Administrator|Hospital Authority|Task Force)"
    rf"[^,\n(]{{0,90}}?{_AND_MORE})(?=,? (?:Mr|Mrs|Ms|Miss|Dr|Professor|Prof|Sir|Ir|Madam)\b|,| at\b| to\b| on\b| in\b| when\b| after\b| today\b|\s?\()"
)
# "… and a written reply by the Secretary for Housing, Ms Winnie Ho, in the Legislative Council"
_REPLY = re.compile(r"(?:reply|response|speech) by (?:the )?(?P<post>(?:Acting )?(?:Chief Secretary|Financial Secretary|Secretary|Under Secretary|Chief Executive)[^,\n(]{0,80}?" + _AND_MORE + r")(?=, (?:Mr|Mrs|Ms|Miss|Dr|Professor|Prof)\b|,| in\b)")
_BODY_WORDS = (
    r"Commission Against Corruption|Invest Hong Kong|Department|Bureau|Board|Authority|Council|Office|Commission|Committee|Secretariat|Service|Services|Force|Centre|Observatory|Agency|Unit|Corporation|Trust|"
    r"Police|Customs|Administration|Society|Foundation|Fund|Hospital|University|Institute|Registry|Judiciary|Ombudsman|Government Laboratory|Exchange|Court|Tribunal|Headquarters|"
    r"Task Force|Working Group|Group|Panel|Steering Committee|Post|Logistics|Branch|Division|Network|InvestHK"
)
_VERBS = (
    r"today|announced|announces|said|gazetted|appealed|reminded|reminds|published|released|launched|will|urged|urges|welcomed|noted|issued|has|have|is|are|was|"
    r"received|convened|held|held|expressed|responded|reported|hopes|strongly|organised|invited|invites|appeals|conducted|continued|continues|mounted|met|signed|activated|"
    r"arrested|prosecuted|investigating|completed|commenced|opened|sent|called|calls|confirmed|stressed|recommended|approved|decided|awarded|set|hosted|inspected|briefed|detected|seized|raided|executed|invites|attended"
)
# "The Lands Department (LandsD) announced today", "The Transport Department (TD) today (January 22) announced"
_SUBJECT = re.compile(
    rf"(?:^|[.\n]\s?)(?:The |the )?(?P<body>(?:(?:Acting )?[A-Z][\w’'&-]*(?:,? (?:and |of |the |for |on |in |& )*(?=[A-Z])))*?[A-Z]?[\w’'&-]*?\s?(?:{_BODY_WORDS})(?:(?: of| for| on) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*){{0,2}}(?:(?:,| in) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?(?= \())?)"
    rf"\s?(?:\([^()]{{2,40}}\)\s?)?(?:of the [A-Z][\w’' ]{{3,60}}?\s?(?:\([A-Z][A-Za-z&]{{1,9}}\)\s?)?)?,?\s?(?:(?:Mr|Ms) .{{0,40}},\s)?(?:\((?:[^()]{{3,30}})\)\s?)?(?:{_VERBS})\b"
)
# "A spokesman for the Town Planning Board said today", "a TD spokesman" names no body in words
_SPOKESMAN = re.compile(rf"[Aa]n? (?:\w+ )?spokes(?:man|person|woman) (?:for|of) (?:the )?(?P<body>[A-Z][\w’'& ,-]{{2,90}}?(?:{_BODY_WORDS})(?: (?:of|for) [A-Z][\w ]{{2,40}}?)?)\b(?=\s(?:said|today|noted|\()|,|\.|\s[a-z])")
# "An Education Bureau (EDB) spokesman today (November 28) said"
_SPOKESMAN_OF = re.compile(
    rf"(?:^|\. )(?:The |An? )(?P<body>[A-Z][\w’'& -]{{2,60}}(?:{_BODY_WORDS}))(?: \([^()]{{2,20}}\))?(?:'s|’s)? spokes(?:man|person|woman)"
)
# "Due to the fire incident at Wang Fuk Court, Tai Po, the Tai Po District Office (TPDO) today (November 26) has opened", "… a comprehensive
# investigation. The Development Bureau (DEVB) today met with …": not the first words, but the first with its short form, and it acts
_SUBJECT_LATER = re.compile(
    rf"(?:, the|\. The) (?P<body>(?:[A-Z][\w’'&-]*,? (?:and |of |the |for |on |in |& )*){{1,8}}?(?:{_BODY_WORDS})) \([A-Z][A-Za-z&]{{1,9}}\),? (?:together with [^.\n]{{3,80}}?, )?(?:{_VERBS})\b"
)
# the headline's: "Home Affairs Department to set up condolence points in all 18 districts", "Hospital Authority thanks Central Government for …"
_HEADLINE = re.compile(rf"^(?P<body>(?:[A-Z][\w’'&-]*,? (?:and |of |the |for |on |in |& )?){{1,7}}?(?:{_BODY_WORDS})) (?:to [a-z]|[a-z]{{2,14}}s (?!of\b))")
_POST_SUBJECT = re.compile(
    r"^(?:The |the )(?P<post>(?:Acting )?(?:Chief Executive|Chief Secretary for Administration|Financial Secretary|Deputy Financial Secretary|Deputy Chief Secretary for Administration|"
    r"Secretary for [A-Z][\w’']+(?:,? (?:and |the )*[A-Z][\w’']+)*|Director-General of [A-Z]\w+(?: (?:and )?[A-Z]\w+)*|Commissioner (?:for|of) [A-Z][\w]+(?: (?:and )?[A-Z]\w+)*|Director of [A-Z]\w+(?:,? (?:and )?[A-Z]\w+)*|Under Secretary for [A-Z][\w’']+(?:,? (?:and |the )*[A-Z][\w’']+)*))"
    r"(?: of (?:the Government of )?the (?:Hong Kong Special Administrative Region|HKSAR)(?: Government)?)?(?=,| \(| today| will| said| has| met| visited| attended| departed| left| began)"
)
# 以下是發展局局長甯漢豪今日…致辭全文：
_FOLLOWING_ZH = re.compile(
    r"^以下(?:是|為|为)(?:今日.{0,40}?)?(?P<post>(?:署理)?(?:行政長官|政務司司長|財政司司長|律政司司長|政務司副司長|財政司副司長|律政司副司長|[㐀-鿿]{2,14}?(?:局局長|局副局長|署署長|常任秘書長|處處長|專員|總監|主席|總裁|處長)))"
)
# Post and body in either script: matched in the traditional, cut out of the text as it stands. One character for one.
_SIMPLIFIED = str.maketrans("闻长处发务员会关办总专组医书复为议联欢吁现开举获宪责规划环护资产运输监审统计权济业国际机创级设应营区将", "聞長處發務員會關辦總專組醫書覆為議聯歡籲現開舉獲憲責規劃環護資產運輸監審統計權濟業國際機創級設應營區將")
_REPLY_ZH = re.compile(r"(?:和|及)(?P<post>(?:署理)?(?:政務司司長|財政司司長|律政司司長|[㐀-鿿]{2,14}?局(?:副)?局長))[㐀-鿿]{2,4}的?(?:書面)?(?:答覆|答复)")
# 運輸署今日（一月二十二日）公布, 發展局發言人今日, 警方今日, 香港駐倫敦經濟貿易辦事處（駐倫敦經貿辦）十一月二十六日（倫敦時間）
_SUBJECT_ZH = re.compile(
    rf"^(?:香港特別行政區)?(?P<body>警方|(?!以下|下稿|就|因應|為)[㐀-鿿]{{1,16}}?{_BODY_ZH})"
    r"(?:[（(][^（）()]{1,20}[)）])?(?:的?發言人)?(?:於|就|現正|已|宣布|宣佈|公布|公佈|表示|發言人|呼籲|提醒|昨日|今日|今天|今晨|今早|今晚|昨晚|接獲|展開|舉行|推出|歡迎|將|刊憲|發出|人員|聯同|：|[一二三四五六七八九十]{1,3}月)"
)
# "因應大埔宏福苑火警，大埔民政事務處（大埔民政處）今日（…）": what it is about comes first; no word between the comma and the name
_SUBJECT_LATER_ZH = re.compile(
    rf"^(?:因應|就|鑑於|鑒於|鉴于|隨着|随着|為|有關|針對|针对)[^。\n]{{2,80}}，(?P<body>[^的由在對與向把被讓令使有是就為至，。、\W\d]{{1,16}}?{_BODY_ZH})(?:[（(][^（）()]{{1,20}}[)）])?(?:的?發言人)?(?:今日|今天|今晨|今早|今晚|昨日|昨晚|表示|宣布|宣佈|公布|公佈)"
)
_POST_SUBJECT_ZH = re.compile(
    r"^(?P<post>行政長官會同行政會議(?=[今已於在就的])|(?:署理)?(?:行政長官|政務司司長|財政司司長|律政司司長|政務司副司長|財政司副司長|律政司副司長|[㐀-鿿]{2,14}?局(?:副)?局長|[㐀-鿿]{2,10}?(?:署|處)長|[㐀-鿿]{2,12}?(?:委員會|管理局|局)主席))"
    r"(?:(?<=會議)|[㐀-鿿]{2,4}(?:教授|博士|醫生|法官|先生|女士|太平紳士)?(?:今日|今天|今早|今晨|今晚|昨日|昨晚|明日|將|表示|出席|現正|聯同|連同|率領|會見|（|\())"
)
_NO_BODY = frozenset(("Government", "HKSAR Government", "the Government", "政府", "特區政府", "香港特區政府", "Hong Kong", "Members of the Legislative Council"))


def read_issuer(headline: str, paragraphs: Sequence[str]) -> str | None:
    """The issuer that a release's own words state; None when they state none ("The Government" alone is none).

    Looks at the first three paragraphs. Example: read_issuer("", ["The Lands Department (LandsD) announced today …"])
    == "Lands Department"
    """
    texts = [p[:LIMIT] for p in paragraphs[:3]]
    for text in texts:
        if found := _BEHALF.search(text) if "behalf" in text else None:
            return _tidy(found["body"])
        if found := _BEHALF_ZH.search(text[:80].translate(_SIMPLIFIED)) if "下" in text[:80] else None:
            return _tidy(text[slice(*found.span("body"))])
    for text in texts:
        if text.isascii() or "a" <= text[-10:-9] <= "z" or not any("㐀" <= c <= "鿿" for c in text[:40]):
            issuer = _english(text, opening=text is texts[0])
        else:
            issuer = _chinese(text)
        if issuer:
            return issuer
    return _tidy(found["body"]) if (found := _HEADLINE.match(headline[:200])) else None


_REPLIES = ("reply by", "response by", "speech by")


def _english(text: str, opening: bool) -> str | None:
    if any(word in text for word in _REPLIES) and (found := _REPLY.search(text)):
        return _tidy(found["post"])
    if found := _FOLLOWING.match(text):
        return _tidy(found["post"])
    if opening and (found := _POST_SUBJECT.match(text)):
        return _tidy(found["post"])
    if "spokes" in text and (found := _SPOKESMAN.search(text) or _SPOKESMAN_OF.search(text)):
        return _tidy(found["body"])
    if found := _SUBJECT.match(text) or (_SUBJECT_LATER.search(text[:500]) if opening else None):
        return _tidy(found["body"])
    return None


def _chinese(text: str) -> str | None:
    same = text.translate(_SIMPLIFIED)
    if found := _REPLY_ZH.search(same):
        return _tidy(text[slice(*found.span("post"))])
    for pattern in (_FOLLOWING_ZH, _POST_SUBJECT_ZH):
        if found := pattern.match(same):
            return _tidy(text[slice(*found.span("post"))])
    if found := _SUBJECT_ZH.match(same) or _SUBJECT_LATER_ZH.match(same):
        return _tidy(text[slice(*found.span("body"))])
    return None


def _tidy(text: str) -> str | None:
    text = " ".join(text.split()).strip(" ,:：")
    text = text.removeprefix("The ").removeprefix("the ").removeprefix("A ")
    text = re.split(r", (?:Mr|Mrs|Ms|Miss|Dr|Professor|Prof)\b", text)[0]
    return text if len(text) > (2 if text.isascii() else 1) and text not in _NO_BODY else None
