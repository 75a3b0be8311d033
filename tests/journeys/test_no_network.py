"""The program never opens a connection: a whole walk in its own process under a hook that forbids it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GUARD = """
import socket, sys
READS = "from app.evidence.extraction.child import main; main()"
def forbid(event, args):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        where = args[1] if len(args) > 1 else args
        if isinstance(where, (str, bytes)) and event in ("socket.connect", "socket.bind"):
            return  # a path: a socket of this machine's own
        print("NETWORK", event, where, file=sys.__stderr__)
        raise PermissionError(event)
    if event == "subprocess.Popen" and args[1][1:3] == ["-I", "-S"] and args[1][-1].endswith(READS):
        print("READ", file=sys.__stderr__)
        return  # our own reader of documents, which tests/evidence/extraction/test_child.py holds to account
    if event in ("webbrowser.open", "urllib.Request", "subprocess.Popen", "os.system"):
        print("OUTSIDE", event, args, file=sys.__stderr__)
        raise PermissionError(event)
sys.addaudithook(forbid)
"""

COMMANDS = """
from click.testing import CliRunner
import json
from app.cli.program import program
def run(*arguments, code=0):
    done = CliRunner().invoke(program, ["--db", "walk.db", *arguments])
    assert done.exit_code == code, (arguments, done.output, done.exception)
run("new", "<img src='http://example.org/x.png'/>", "--slug", "acme", "--reviewer", "Ann", "--state", "CA")
LINKED = "<html><head><link rel=stylesheet href='http://example.org/a.css'><base href='http://example.org/'></head><body>"
open("a.html", "w").write(LINKED + "<img src='http://example.org/x.png'><p>We encrypt all student data at rest.</p></body></html>")
open("b.md", "w").write("# Plan\\n\\n![x](http://example.org/x.png) We never sell student data.\\n")
from reportlab.pdfgen.canvas import Canvas
canvas = Canvas("c.pdf")
canvas.drawString(72, 700, "We delete student data within 30 days. See http://example.org.")
canvas.linkURL("http://example.org/", (72, 700, 300, 720))
canvas.save()
run("evidence", "add", "acme", "a.html", "b.md", "c.pdf")
run("evidence", "list", "acme"); run("evidence", "search", "acme", "encrypt"); run("evidence", "text", "acme", "D1")
run("evidence", "verify", "acme")
run("answer", "acme", "policy.document", "--value", "https://example.org/privacy", "--cite", "D1", "http://example.org", "http://example.org/a")
run("answer", "acme", "security.encryption.at_rest", "partial", "--reason", "<a href='http://example.org'>x</a>")
for kind in ("pdf", "md", "json", "toml"):
    run("export", "acme", "--format", kind, "-o", "out." + kind)
run("list"); run("show", "acme", "--json"); run("backup", "copy.db"); run("doctor", "--json")
run("import", "out.toml", "--as", "again"); run("pack", "check"); run("pack", "show", "--json")
print("WALKED")
"""

SCREENS = """
import asyncio
from pathlib import Path
from app.tui.app import AssessApp
from app.tui.screens.workbench import WorkbenchScreen
async def walk():
    app = AssessApp(Path("walk.db"))
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        async def until(condition):
            for _ in range(500):
                if condition():
                    return
                await pilot.pause(0.01)
            raise AssertionError("it never came to pass")
        await until(lambda: getattr(app.screen, "library", None) is not None)
        await pilot.pause()
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, WorkbenchScreen))
        await pilot.press("right_square_bracket", "j", "y", "f4")
        await until(lambda: type(app.screen).__name__ == "PreviewScreen")
        await pilot.press("escape", "f5")
        await until(lambda: getattr(app.screen, "printed", None) is not None)
        await pilot.press("escape", "f1", "escape", "q")
        await app.workers.wait_for_complete()
asyncio.run(walk())
print("WALKED")
"""


def test_a_walk_through_commands_and_screens_opens_no_connection(tmp_path: Path, root: Path) -> None:
    for steps in (COMMANDS, SCREENS):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{GUARD}\n{steps}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        assert "WALKED" in done.stdout
        assert "NETWORK" not in done.stderr
        assert "OUTSIDE" not in done.stderr
        assert done.stderr.count("READ") == (3 if steps is COMMANDS else 0)


def test_the_guard_itself_notices_a_connection() -> None:
    attempt = f"{GUARD}\nimport socket\nsocket.create_connection(('127.0.0.1', 9), 0.1)"
    done = subprocess.run([sys.executable, "-c", attempt], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "NETWORK" in done.stderr
