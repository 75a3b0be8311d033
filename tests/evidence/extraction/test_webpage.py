"""HTML: what the page says is kept, what surrounds it is not."""

from __future__ import annotations

import time

import pytest

from app.assessment.passages import BlockKind
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.webpage import read_page

H, P, I, R, N = (  # noqa: E741
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.ROW,
    BlockKind.NOTE,
)


def seen(source: str | bytes) -> list[tuple[BlockKind, int, str]]:
    page = read_page(source.encode() if isinstance(source, str) else source, 1_000_000)
    return [(block.kind, block.level, page.text[block.start : block.end]) for block in page.blocks]


def words(source: str) -> str:
    return " / ".join(text for _, _, text in seen(source))


def test_a_page() -> None:
    source = """<!DOCTYPE html><html><head><title>Privacy &amp; you</title><style>p{}</style></head><body>
    <nav><a href=x>Home</a></nav>
    <div id="onetrust-banner-sdk"><h2>We value your privacy</h2><p>We use cookies</p><button>Accept all</button></div>
    <main><h1>Privacy policy</h1><p>We keep <b>names</b>&nbsp;and
       grades.<br>Only those.</p>
    <h2>Data</h2><p>We collect:<ul><li>names<li>grades <ul><li>per term</ul><li><p>schools</p></ul>
    <ol start=3><li>Third</li><li>Fourth</li></ol>
    <dl><dt>Provider<dd>Acme<dt>Country:</dt><dd>USA</dd></dl>
    <table><caption>Third parties</caption><tr><th>Company<th>Use<tr><td>AWS<td><p>hosting</p><p>backup</p></table>
    <details><summary>More</summary>Inner words.</details></main>
    <footer><a href=x>Careers</a><p>Acme Inc., 12 Main Street, Albany, NY 12207</p><p>privacy@acme.example</p></footer>
    <script>alert("no")</script></body></html>"""
    assert seen(source) == [
        (H, 1, "Privacy policy"),
        (P, 0, "We keep names\u00a0and grades.\nOnly those."),
        (H, 2, "Data"),
        (P, 0, "We collect:"),
        (I, 0, "• names"),
        (I, 0, "• grades"),
        (I, 1, "• per term"),
        (I, 0, "• schools"),
        (I, 0, "3. Third"),
        (I, 0, "4. Fourth"),
        (P, 0, "Provider: Acme"),
        (P, 0, "Country: USA"),
        (P, 0, "Third parties"),
        (R, 0, "Company | Use"),
        (R, 0, "AWS | hosting backup"),
        (H, 5, "More"),
        (P, 0, "Inner words."),
        (N, 0, "Acme Inc., 12 Main Street, Albany, NY 12207"),
        (N, 0, "privacy@acme.example"),
    ]
    assert read_page(source.encode(), 9_999).title == "Privacy & you"


@pytest.mark.parametrize(
    "element",
    [
        "<script>no</script>",
        "<style>no</style>",
        "<template><p>no</p></template>",
        "<noscript>no</noscript>",
        "<svg><title>no</title><text>no</text></svg>",
        "<nav>no</nav>",
        "<div role=navigation>no</div>",
        "<div role='dialog'>no</div>",
        "<dialog open>no</dialog>",
        "<button>no</button>",
        "<select><option>no</select>",
        "<textarea>no</textarea>",
        "<div hidden>no</div>",
        "<div aria-hidden=true>no</div>",
        "<p style='display: none'>no</p>",
        "<div class='cookie-banner'>We use cookies. no</div>",
        "<div id=CybotCookiebotDialog><div>no</div></div>",
        "<div class='cc-window cc-floating'>no</div>",
        "<section class='gdpr-banner'>no</section>",
        "<div id='cookie-law-info-bar'>no</div>",
        "<div id='onetrust-consent-sdk'><div><h2>no</h2></div></div>",
        f"<div class='cookie-consent'>{'We use cookies. ' * 60}<button>Accept</button></div>",
        "<div class='main-nav navbar'>no</div>",
        "<ul class='menu'><li>no</ul>",
        "<footer>Careers</footer>",
        "<header>Sign in</header>",
        "<!-- no -->",
        "<p class=sr-only>no</p>",
    ],
)
def test_what_is_left_out(element: str) -> None:
    assert words(f"<body><p>Before.</p>{element}<p>After.</p></body>") == "Before. / After."


@pytest.mark.parametrize(
    "element",
    [
        "<section id='cookies'><h2>Cookies</h2><p>We use cookies.</p></section>",
        "<div class='cookie-policy'><h2>Cookies</h2><p>We use cookies.</p></div>",
        "<div class='privacy-notice'><h1>Cookies</h1><p>We use cookies.</p></div>",
        f"<div class='cookie-notice'><h2>Cookies</h2><p>We use cookies. {'Long text of a policy. ' * 200}</p></div>",
        "<div id='how-we-share'><h2>Cookies</h2><p>We use cookies.</p></div>",
        "<div class='social'><h2>Cookies</h2><p>We use cookies.</p></div>",
        "<div class='privacy-notice'><h2>Cookies</h2><p>We use cookies.</p></div>",
        f"<div class='cookie-notice'><h2>Cookies</h2><p>We use cookies. {'Text of a policy. ' * 50}</p></div>",
        "<div role=banner><h1>Cookies</h1></div><p>We use cookies.</p>",
        "<header><h1>Cookies</h1><p>We use cookies.</p></header>",
        "<article><header><h2>Cookies</h2></header><p>We use cookies.</p></article>",
        "<form><h2>Cookies</h2><p>We use cookies.</p><input type=submit value=no></form>",
    ],
)
def test_what_a_policy_says_about_cookies_stays(element: str) -> None:
    assert words(f"<body><p>Before.</p>{element}</body>").startswith("Before. / Cookies / We use cookies.")


def test_ticks() -> None:
    source = "<ul><li><input type=checkbox checked> Name<li><input type=checkbox disabled> Gender</ul><input type=text value=no>"
    assert [text for _, _, text in seen(source)] == ["• [x] Name", "• [ ] Gender"]
    assert words("<table><tr><td>Name<td><input type=checkbox checked=''></table>") == "Name | [x]"


def test_rows_keep_their_empty_cells_and_lose_empty_rows() -> None:
    source = (
        "<table><tr><td></td><td>Used</td></tr><tr><td></td></tr><tr><td>Gender</td><td></td></tr></table>"
    )
    assert [text for _, _, text in seen(source)] == ["| Used", "Gender |"]


def test_entities_and_pre() -> None:
    assert words("<p>R&amp;D &lt;b&gt; &copy; &#8217; &bogus; &#0;</p>") == "R&D <b> © ’ &bogus; �"
    assert words("<pre>a\n  b</pre>") == "a\nb"


@pytest.mark.parametrize(
    ("source", "text", "noticed"),
    [
        ("<meta charset=windows-1251><p>Привет".encode("cp1251"), "Привет", False),
        ("<p>Société".encode("cp1252"), "Société", True),
        ("<p>Société".encode("utf-16"), "Société", False),
        ("<meta charset=latin-1><p>Société".encode(), "Société", False),
        (b"<p>a\0b", "a�b", True),
    ],
)
def test_encodings(source: bytes, text: str, noticed: bool) -> None:
    page = read_page(source, 1_000)
    assert page.text == f"{text}\n"
    assert bool(page.notices) is noticed


@pytest.mark.parametrize(
    "source", ["<p>One<p>Two</div></ul></p>", "<li>One</li><td>Two", "One<br/><p>Two", "</p>One<hr>Two<"]
)
def test_broken_markup(source: str) -> None:
    text = words(source)
    assert text.startswith(("One", "• One"))
    assert "Two" in text


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 10_000 + "deep" + "</div>" * 10_000,
        "<table><tr><td>" * 10_000 + "deep",
        "<ul><li>" * 10_000 + "deep",
        "<p>" * 10_000 + "deep",
        "<b><i>" * 10_000 + "deep",
        "<div class=cookie-policy>" * 10_000 + "deep",
    ],
    ids=["div", "table", "list", "p", "inline", "class"],
)
def test_nesting_costs_nothing(source: str) -> None:
    began = time.monotonic()
    assert "deep" in words(source)
    assert time.monotonic() - began < 2


def test_nothing_named_in_a_page_is_opened() -> None:
    source = "<p>One<img src=file:///etc/passwd><iframe src=/etc/passwd>x</iframe><link href=http://x.example><object data=x>y</object>"
    assert words(source) == "One"


def test_too_much_text() -> None:
    with pytest.raises(UnreadableError, match="long"):
        read_page(b"<p>x" * 100, 50)
