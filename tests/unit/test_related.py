"""Lines that point to another story."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.related import RelatedLine, read_related


@pytest.mark.parametrize(
    ("line", "rel", "title"),
    [
        ("READ MORE: Xia urges bold reforms, innovation for HKSAR", "read-more", "Xia urges bold reforms, innovation for HKSAR"),
        # a colon inside the headline
        (
            "ALSO READ: Chan: It’s vital to accelerate Northern Metropolis project",
            "also-read",
            "Chan: It’s vital to accelerate Northern Metropolis project",
        ),
        (
            "ALSO READ: 'Lantau Tomorrow Vision' gets all-round backing from experts",
            "also-read",
            "'Lantau Tomorrow Vision' gets all-round backing from experts",
        ),
        ("INFOGRAPHICS: Lee vows to start new chapter for HK 'together'", "infographic", "Lee vows to start new chapter for HK 'together'"),
        (
            "See also: Explainer: Meet Hong Kong’s new top officials, chosen by incoming leader John Lee",
            "see-also",
            "Explainer: Meet Hong Kong’s new top officials, chosen by incoming leader John Lee",
        ),
        (
            "Read more: Friends mourn firefighter killed in Tai Po five-alarm blaze",
            "read-more",
            "Friends mourn firefighter killed in Tai Po five-alarm blaze",
        ),
        ("READ ALSO: A", "also-read", "A"),
        ("VIDEO: A", "related", "A"),
        ("WATCH: A", "related", "A"),
        ("OPINION: A", "related", "A"),
        ("RELATED: A", "related", "A"),
        ("Related News:", "related", ""),
        ("More from our coverage:– ‘Our spirit is tougher’", "related", "‘Our spirit is tougher’"),
        ("相關新聞：大埔宏福苑五級火", "related", "大埔宏福苑五級火"),
        ("相關新聞 : 大埔宏福苑五級火民政署18區設弔唁處", "related", "大埔宏福苑五級火民政署18區設弔唁處"),
        ("相關報道：大埔宏福苑五級火｜醫管局：一病人服務助理遇難", "related", "大埔宏福苑五級火｜醫管局：一病人服務助理遇難"),
        ("日報新聞-相關報道：", "related", ""),
        ("其他報道", "related", ""),
        ("相關閱讀:", "related", ""),
        ("更多閱讀：", "read-more", ""),
        ("延伸閱讀｜火警分六級", "see-also", "火警分六級"),
        ("相關文章：火警分六級↓↓↓", "related", "火警分六級"),
        ("延伸閱讀火警分級災難有幾嚴重", "see-also", "火警分級災難有幾嚴重"),
        ("同場加映：《世外》：", "see-also", "《世外》："),
        ("相关阅读﹕习近平主席", "related", "习近平主席"),
        ("推荐阅读", "related", ""),
        ("【相關報道】某事", "related", "某事"),
        ("READ MORE:\nBay Area to become hub", "read-more", "Bay Area to become hub"),
    ],
)
def test_related(line: str, rel: str, title: str) -> None:
    assert read_related(line) == (rel, title)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "相關新聞後，心情沉重",
        "相關新聞內容",
        "相關新聞及片段，或向",
        "相關報道，承認確有此事",
        "相關報道]，有市民今",
        "相關報道及照片在網上流傳。",
        "延伸閱讀對學生很重要。",
        "相關字詞﹕大埔宏福苑",
        "Video shows a crane falling",
        "Video: what the crane did",
        "Related to this, he said",
        "Read more than one book.",
        "Opinion is divided",
        "Opinion: it was wrong",
        "Photos of the fire spread quickly",
        "Watch This | Heroic firefighter dies in HK blaze",
        "See also the annex.",
        "Infographic",
        "Chan: It's vital",
        "READ MORE: " + "x" * 600,
    ],
)
def test_not_related(line: str) -> None:
    assert read_related(line) is None


@given(st.text(max_size=80), st.sampled_from(["READ MORE", "See also", "相關新聞", "延伸閱讀", "", "Related", "【"]), st.sampled_from(":：﹕︰|｜ "))
def test_total_and_from_the_line(rest: str, marker: str, colon: str) -> None:
    line = marker + colon + rest
    found = read_related(line)
    if found is not None:
        assert found.title in line
        assert found.title == found.title.strip()


def test_a_bullet_goes_with_the_white_space_behind_it() -> None:
    assert read_related("READ MORE:·\r0") == RelatedLine("read-more", "0")


@pytest.mark.parametrize("unit", [" ", "READ ", ":", "相關新聞：", "【", "("])
def test_time_is_linear(unit: str) -> None:
    line = unit * (100_000 // len(unit))
    started = time.process_time()
    for size in (400, 500, len(line)):
        read_related(line[:size])
    assert time.process_time() - started < 2
