"""Small PDF files for tests, made by hand: lines of text on pages, in English or Chinese."""

from __future__ import annotations


def make_pdf(pages: list[list[str]]) -> bytes:
    """A PDF of pages of lines. A blank line is a gap. Any character: one font names its glyphs by their UTF-16 code."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b" ".join(f"{6 + 2 * n} 0 R".encode() for n in range(len(pages))) + b"] /Count " + str(len(pages)).encode() + b" >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
        _stream(b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end"),
    ]
    for number, lines in enumerate(pages):
        shown = b"".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T* " if line else b"T* " for line in lines)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents " + f"{7 + 2 * number} 0 R".encode() + b" >>")
        objects.append(_stream(b"BT /F1 12 Tf 14 TL 50 780 Td " + shown + b"ET"))
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{p:010d} 00000 n \n".encode() for p in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()


def _stream(data: bytes) -> bytes:
    return f"<< /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"
