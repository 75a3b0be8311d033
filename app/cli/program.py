"""The command line as a whole: which commands there are, and how each of them ends.

Names and short helps stand here, so that `assess --help` imports no command; a command's module is imported
when it is called.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Final, NamedTuple, NoReturn

import click

from app import __version__
from app.cli.documented import DocumentedGroup
from app.cli.failures import ExitCode, explained
from app.cli.session import database_option
from app.cli.terminal import complain, say


class Entry(NamedTuple):
    """Where a command is, and what the overview says about it."""

    module: str
    attribute: str
    help: str


OVERVIEW: Final[dict[str, dict[str, Entry]]] = {
    "Reviewing": {
        "new": Entry("new", "new", "Begin the assessment of a product."),
        "list": Entry("listing", "list_assessments", "List the assessments."),
        "show": Entry("showing", "show", "Show an assessment, or one question with its answer."),
        "answer": Entry("answering", "answer", "Answer a question."),
        "evidence": Entry("evidence", "evidence", "Bring documents in, search them, look quotes up again."),
        "suggest": Entry("suggest", "suggest", "Suggest passages that answer a question."),
        "cite": Entry("citing", "cite", "Cite a place in a document for an answer."),
        "findings": Entry("findings", "findings", "List what the rules find, show or settle one."),
        "raise": Entry("raising", "raise_finding", "Raise a finding by hand."),
        "names": Entry("naming", "names", "Show which names count as the same, or say so."),
        "score": Entry("scoring", "score", "Show the tier and why, the numbers, what would move them."),
        "demo": Entry("workbench", "demo", "Open the workbench on a throw-away copy of the example."),
    },
    "In and out": {
        "export": Entry(
            "exporting", "export", "Write the profile (pdf, md, json) or the whole assessment (toml)."
        ),
        "letter": Entry("letter", "letter", "Write the letter with the questions to the vendor."),
        "import": Entry("importing", "import_files", "Read assessments from portable files."),
    },
    "The questionnaire": {
        "pack": Entry("packs", "pack", "Check or show a questionnaire."),
        "settings": Entry("settings", "settings", "Ask for more than the questionnaire does."),
    },
    "Keeping it safe": {
        "backup": Entry("safekeeping", "backup", "Copy the database to one file."),
        "restore": Entry("safekeeping", "restore", "Put a backup in the place of the database."),
        "doctor": Entry("doctor", "doctor", "Look for what could be wrong, from the disk to the fonts."),
    },
}
"""Every command by name, under the heading it has in the overview."""

EPILOG = """\
\b
Exit codes: 0 done, 1 a check found something, 2 wrong usage, 3 the database
cannot be used (missing, damaged, newer, locked, read-only), 4 an input file
was refused, 70 a fault of the program, 130 interrupted.
Data goes to stdout, everything else to stderr.
"""


class Program(DocumentedGroup):
    """The group of all commands, which imports them when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Names of the commands in the order of the overview."""
        return [name for entries in OVERVIEW.values() for name in entries]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, imported now."""
        for entries in OVERVIEW.values():
            if entry := entries.get(cmd_name):
                command = getattr(import_module(f"app.cli.{entry.module}"), entry.attribute)
                if isinstance(command, click.Command):
                    return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with a hint for a name that is nearly right."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), 1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise click.UsageError(f'There is no command "{name[:60]}".{hint}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Commands under their headings."""
        for heading, entries in OVERVIEW.items():
            with formatter.section(heading):
                formatter.write_dl([(name, entry.help) for name, entry in entries.items()], col_spacing=4)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, to the last byte of its output."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(ExitCode.BROKEN_PIPE) from None
        return result

    def main(  # type: ignore[override]  # this program always ends the process
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run one command line and end with its exit code. Every expected error is one sentence."""
        os.umask(0o077)  # answers and profiles are nobody else's business
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError):
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        extra.pop("standalone_mode", None)
        sys.exit(self._code(args, prog_name, extra))

    def _code(self, args: Sequence[str] | None, prog_name: str | None, extra: dict[str, Any]) -> int:
        try:
            result = super().main(args, prog_name or "assess", standalone_mode=False, **extra)
        except click.UsageError as error:
            if error.ctx is not None:
                say(error.ctx.get_usage())
                say(f"Try '{error.ctx.command_path} --help' for help.\n")
            complain(error.format_message())
            return ExitCode.USAGE
        except click.ClickException as error:
            complain(error.format_message())
            return ExitCode.USAGE
        except (click.Abort, KeyboardInterrupt):
            say("Interrupted.")
            return ExitCode.INTERRUPTED
        except Exception as error:  # noqa: BLE001 - the one place where every error ends
            return _ended(error)
        return result if isinstance(result, int) else ExitCode.DONE


def _ended(error: Exception) -> int:
    stop = explained(error)
    if stop is None:
        complain(_reported(error))
        return ExitCode.INTERNAL
    complain(stop.message, stop.details)
    return stop.code


def _reported(error: Exception) -> str:
    """Write down where a fault of the program happened, without anything that was answered."""
    from app.tui.terminal import crash_folder, report_crash

    path = report_crash(error, crash_folder())
    where = f' A report without any of your data is in "{path}".' if path else ""
    return f"assess stopped: {type(error).__name__}. This is a fault of the program.{where}"


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the end of the process does not stumble over it."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@click.group(
    "assess",
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@database_option
@click.version_option(__version__, "-V", "--version", prog_name="assess", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> int | None:
    """Review the privacy practices of an ed-tech product and print its profile.

    Without a command, the workbench opens. Everything stays on this machine.

    assess                            open the workbench
    assess demo                       the same, on a copy of the example
    assess new ClassTag               begin an assessment
    assess export classtag -o a.pdf   print its profile
    """
    if context.invoked_subcommand is None:
        from app.cli.workbench import open_workbench

        return open_workbench()
    return None
