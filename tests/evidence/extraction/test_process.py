"""The child: clean, locked in, watched, cancelled; its answers are not trusted."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

import pytest

from app.assessment.passages import BlockKind, Extracted, Media
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction import process
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.opening import FileRead, pasted, read_file
from app.evidence.extraction.process import extract
from tests.evidence.documents import book_pdf
from tests.hostile import HOSTILE

GOOD = {
    "text": "We encrypt.\n",
    "passages": [[0, 11, "Security", "paragraph"]],
    "pages": [0],
    "title": "Plan",
    "notices": [],
    "extractor": "x 1",
}


def stands_in(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Run this program in place of the child."""
    monkeypatch.setattr(process, "command", lambda: [sys.executable, "-I", "-S", "-c", program])


def says(monkeypatch: pytest.MonkeyPatch, *answers: object) -> None:
    lines = "".join(f"{json.dumps(answer)}\n" for answer in answers)
    stands_in(monkeypatch, f"import sys; sys.stdin.buffer.read(); sys.stdout.write({lines!r})")


def refused(read: FileRead, **options: object) -> str:
    with pytest.raises(EvidenceRefused) as caught:
        extract(read, **options)
    return str(caught.value)


NOTE = pasted("We encrypt all student data.\n", "note.txt")


def test_a_text_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes("SECURITY\n\nWe encrypt “all” data.\r\n".encode("cp1252"))
    told: list[float] = []
    found = extract(read_file(path), tell=told.append)
    assert isinstance(found, Extracted)
    assert found.text == "SECURITY\n\nWe encrypt “all” data.\n"
    assert [found.text[p.start : p.end] for p in found.passages] == ["We encrypt “all” data."]
    assert found.passages[0].context == "SECURITY"
    assert found.media is Media.TEXT
    assert "Windows-1252" in found.notices[0]
    assert told[-1] == 1.0


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - {"newlines", "nul"}))
def test_hostile_text_stays_as_it_is(name: str) -> None:
    words = HOSTILE[name]
    found = extract(pasted(f"Before {words} after.\n", "note.txt"))
    assert found is not None
    assert found.text == f"Before {words} after.\n"


@pytest.mark.parametrize(
    ("charset", "words"), [("shift_jis", "生徒のデータ"), ("koi8-r", "данные"), ("iso-8859-2", "údaje žáků")]
)
def test_an_encoding_that_a_page_names_is_there_although_no_file_can_be_opened_any_more(
    charset: str, words: str
) -> None:
    page = f"<html><meta charset={charset}><body><p>{words} are kept.</p></body></html>".encode(charset)
    found = extract(FileRead("a.html", page, "", Media.HTML))
    assert found is not None
    assert (found.text, found.notices) == (f"{words} are kept.\n", ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "cp1252"])
def test_encodings_of_plain_text_are_there_too(encoding: str) -> None:
    found = extract(FileRead("a.txt", "Café words\n".encode(encoding), "", Media.TEXT))
    assert found is not None
    assert found.text == "Café words\n"


def test_nul_and_line_ends() -> None:
    found = extract(pasted("a\x00b\r\nc\rd\n", "note.txt"))
    assert found is not None
    assert found.text == "a\ufffdb\nc\nd\n"
    assert "NUL" in found.notices[0]


def test_notices_of_the_opening_come_first() -> None:
    found = extract(FileRead("a.txt", b"caf\xe9 words", "", Media.TEXT, ("The name is odd.",)))
    assert found is not None
    assert found.notices[0] == "The name is odd."
    assert len(found.notices) == 2


@pytest.mark.parametrize("media", [Media.TEXT, Media.MARKDOWN, Media.HTML])
def test_no_text(media: Media) -> None:
    sentence = refused(FileRead("a.x", b" \n\t\n", "", media))
    assert sentence == "a.x holds no text: open it to see whether it is the right file."


def test_progress_goes_up() -> None:
    told: list[float] = []
    assert extract(FileRead("a.pdf", book_pdf(40), "", Media.PDF), tell=told.append) is not None
    assert len(told) > 4
    assert told == sorted(told)


# -- started


def test_a_clean_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    program = (
        "import os, sys, json; sys.stdin.buffer.read()\n"
        f"good = {GOOD!r}\n"
        "good['text'] = json.dumps([os.getcwd(), 'SECRET' in os.environ, os.getsid(0) == os.getpid()]); good['passages'] = []\n"
        "print(json.dumps({'extracted': good}))"
    )
    stands_in(monkeypatch, program)
    found = extract(NOTE)
    assert found is not None
    assert json.loads(found.text) == ["/", False, True]


# -- watched


def test_cancelled_at_once_and_all_it_started_is_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = tmp_path / "pids"
    program = (
        "import os, sys, time\n"
        "child = os.fork()\n"
        f"open({str(seen)!r}, 'a').write(f'{{os.getpid()}}\\n')\n"
        "time.sleep(60)"
    )
    stands_in(monkeypatch, program)
    stop = threading.Event()

    def cancelled() -> bool:
        if seen.exists() and seen.read_text().count("\n") == 2:
            stop.set()
        return stop.is_set()

    began = time.monotonic()
    assert extract(NOTE, cancelled=cancelled) is None
    assert time.monotonic() - began < 2
    for pid in map(int, seen.read_text().split()):
        assert gone(pid)


def gone(pid: int) -> bool:
    """Whether the process has ended; one that nobody has waited for counts as ended."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.005)
    return False


def test_cancelled_in_the_middle_of_a_real_file() -> None:
    told: list[float] = []
    stopped: list[float] = []

    def cancelled() -> bool:
        if told and not stopped:
            stopped.append(time.monotonic())
        return bool(told)

    assert (
        extract(FileRead("a.pdf", book_pdf(60), "", Media.PDF), cancelled=cancelled, tell=told.append) is None
    )
    assert time.monotonic() - stopped[0] < 1


def test_cancelled_before_it_began() -> None:
    assert extract(NOTE, cancelled=lambda: True) is None


def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    stands_in(monkeypatch, "import time; time.sleep(60)")
    began = time.monotonic()
    assert "took too long" in refused(NOTE, limits=Limits(wall_seconds=0.3))
    assert time.monotonic() - began < 2


def test_a_child_that_does_not_read_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stands_in(monkeypatch, "import os; os._exit(3)")
    assert "is damaged" in refused(FileRead("a.txt", b"x" * 5_000_000, "", Media.TEXT))


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("os.kill(os.getpid(), 6)", "needs more memory"),
        ("os.kill(os.getpid(), 11)", "is damaged"),
        ("os.kill(os.getpid(), 24)", "took too long"),
        ("sys.exit(1)", "is damaged"),
        ("sys.exit(0)", "is damaged"),
        ("print('no json'); time.sleep(9)", "is damaged"),
        ("print('[1]'); time.sleep(9)", "is damaged"),
        ('print(\'{"progress": "x"}\'); time.sleep(9)', "is damaged"),
        ('print(\'{"refused": "odd"}\')', "is damaged"),
        ("print('{}')", "is damaged"),
        ("print('[' * 20_000)", "is damaged"),
        ("sys.stdout.write('x' * 100_000); sys.stdout.flush(); time.sleep(9)", "more than"),
    ],
)
def test_a_child_that_ends_badly(end: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = f"import os, sys, time, functools; print = functools.partial(print, flush=True); sys.stdin.buffer.read(); {end}"
    stands_in(monkeypatch, program)
    assert words in refused(NOTE, limits=Limits(output_bytes=50_000))


@pytest.mark.parametrize(
    "change",
    [
        {"text": 1},
        {"text": "We encrypt \ud800 all student data."},
        {"text": "We encrypt \0 all student data."},
        {"passages": [[0, 99, "", "paragraph"]]},
        {"passages": [[5, 5, "", "paragraph"]]},
        {"passages": [[-1, 5, "", "paragraph"]]},
        {"passages": [[0, 5, "", "spell"]]},
        {"passages": [[True, 5, "", "paragraph"]]},
        {"passages": 5},
        {"pages": [5, 2]},
        {"pages": [99]},
        {"notices": [1]},
        {"title": None},
    ],
)
def test_an_answer_that_is_not_one(change: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, {"extracted": GOOD | change})
    assert "is damaged" in refused(NOTE)


def test_a_good_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    says(monkeypatch, {"progress": 0.5}, {"progress": 10**400}, {"extracted": GOOD})
    found = extract(NOTE, tell=told.append)
    assert found is not None
    assert (found.title, found.pages, found.passages[0].kind) == ("Plan", (0,), BlockKind.PARAGRAPH)
    assert told == [0.5, 1.0, 1.0]


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "command", lambda: ["/nonexistent/python"])
    assert "no second program could be started" in refused(NOTE)


def test_names_are_shown_cleaned() -> None:
    sentence = refused(FileRead("a\x1b[2J\n.txt", b" ", "", Media.TEXT))
    assert "\x1b" not in sentence
    assert "\n" not in sentence


def test_several_at_once_from_threads() -> None:
    found: list[Extracted | None] = []
    threads = [threading.Thread(target=lambda: found.append(extract(NOTE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(one is not None and one.text == NOTE.content.decode() for one in found)
