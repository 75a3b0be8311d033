"""Texts that break programs which take text for markup, paths, formulas or escape sequences."""

from __future__ import annotations

HOSTILE: dict[str, str] = {
    "closing tag": "[/foo]",
    "bracketed words": "see [Annex A] and array[int]",
    "bare closing": "[/]",
    "click action": "[@click=app.quit]Pay[/]",
    "variable": "[$primary] and $name {name} %s",
    "html bold": "<b>bold",
    "html image": '<img src="file:///etc/passwd">',
    "html image path": '<img src="/etc/passwd"/>',
    "html link": '<a href="javascript:alert(1)">x</a>',
    "ampersand": "R&D & <3 &amp; &#",
    "cdata": "<![CDATA[x]]> <onDraw name='x'/>",
    "escape sequences": "\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1b[2J",
    "c1": "\x9b2J\x85next",
    "nul": "a\x00b",
    "bell": "a\x07\x08\x7fb",
    "bidi": "a\u202ecod.exe\u202c \u2066b\u2069",
    "tag characters": "a\U000e0041\U000e0042",
    "separators": "one\u2028two\u2029three",
    "emoji": "👩‍👩‍👧 😀 🇺🇸",
    "cjk": "日本語のプライバシー",
    "arabic": "مرحبا",
    "combining": "e\u0301 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤",
    "formula": '=HYPERLINK("http://example.org")',
    "path": "../../etc/passwd",
    "quotes": "'\"\"\"''' \\ \\n \\u0041",
    "markdown": "# head\n| a | b |\n**x** ![i](file:///etc/passwd)",
    "newlines": "a\r\nb\rc\n\n\nd",
    "spaces": " \u00a0 leading and trailing \u200b ",
}
"""By what it tries."""

LONG_WORD = "x" * 100_000
"""100 kB without a space."""
