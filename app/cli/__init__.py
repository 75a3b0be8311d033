"""The `assess` commands: the same verbs as the workbench, for scripts and for those who want no full screen.

`main` is the entry point. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line of this process and end it with the command's exit code."""
    from app.cli.program import program

    program.main(prog_name="assess")


__all__ = ["main"]
