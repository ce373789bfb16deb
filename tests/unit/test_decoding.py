"""Labels lie, bytes less so."""

from __future__ import annotations

from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.decoding import codec_of, decode

TRADITIONAL = "香港發展局今日公布北部都會區最新發展，特區政府表示會在今年內完成，詳情可瀏覽網頁。"
SIMPLIFIED = "香港发展局今日公布北部都会区最新发展，特区政府表示会在今年内完成，国家支持。"


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (TRADITIONAL, "utf-8", "big5"),
        (TRADITIONAL, "big5hkscs", "big5"),
        (TRADITIONAL, "big5hkscs", "utf-8"),
        (TRADITIONAL, "big5hkscs", None),
        (SIMPLIFIED, "gb18030", "gb2312"),
        (SIMPLIFIED, "gbk", "iso-8859-1"),
        (TRADITIONAL, "utf-16-le", None),
        ("The “smart” city’s plan — café at Hong Kong", "cp1252", "iso-8859-1"),
    ],
)
def test_the_text_is_read_right(text: str, encoding: str, label: str | None) -> None:
    page = f"<html><head><title>{text}</title></head><body><p>{text * 3}</p></body></html>"
    assert text in decode(page.encode(encoding), label).text


@given(st.binary(max_size=300), st.sampled_from([None, "nonsense", "", "big5\0", "香港", *sorted(set(aliases.values()))]))
def test_any_bytes_are_read(body: bytes, label: str | None) -> None:
    decoded = decode(body, label)
    assert decoded.utf8.decode("utf-8", "replace") is not None


@pytest.mark.parametrize("page", [b"<p>Works</p>\0", b"<h1>\0Works begin</h1>", b"<p>a\0b"])
def test_a_zero_byte_alone_is_no_utf16(page: bytes) -> None:
    assert decode(page).text == page.decode()


# Labels that Python knows and the web does not: "undefined" and "idna" raise, "hex" is no text.
@pytest.mark.parametrize("label", ["undefined", "idna", "punycode", "unicode_escape", "hex", "mbcs", "utf-7", "cp037", "big5\0", "x" * 40])
@pytest.mark.parametrize("in_page", [True, False])
def test_labels_that_are_none_change_nothing(label: str, in_page: bool) -> None:
    page = f'<meta charset="{label}"><title>{TRADITIONAL}</title>' if in_page else f"<title>{TRADITIONAL}</title>"
    assert TRADITIONAL in decode(page.encode("big5hkscs"), None if in_page else label).text
    assert codec_of(label) is None


@pytest.mark.parametrize(("label", "codec"), [("cp936", "gb18030"), ("windows-950", "big5hkscs"), ("Latin-1", "cp1252"), ("Shift_JIS", "cp932"), ("utf8", "utf-8")])
def test_labels_by_their_other_names(label: str, codec: str) -> None:
    assert codec_of(label) == codec
