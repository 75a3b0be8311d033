"""`assess raise`."""

from __future__ import annotations

import click

from app.cli.documented import Documented
from app.cli.session import database_option, writing
from app.cli.terminal import put, say

_SEVERITIES = ("critical", "high", "medium", "low")


@click.command("raise", cls=Documented)
@database_option
@click.argument("slug")
@click.argument("rule", required=False, default="")
@click.option("--message", metavar="TEXT", default="", help="What is wrong; without it, the rule's words.")
@click.option("--title", metavar="TEXT", default="", help="A few words for lists.")
@click.option("--severity", type=click.Choice(_SEVERITIES), help="How bad it is; without it, the rule's.")
@click.option("--fix", metavar="TEXT", default="", help="What would settle it.")
@click.option("--law", "laws", metavar="TEXT", multiple=True, help="The law it rests on; repeatable.")
@click.option("--answer", "answers", metavar="QUESTION", multiple=True, help="What it is about; repeatable.")
@click.option(
    "--cite",
    "cited",
    nargs=3,
    multiple=True,
    metavar="DOCUMENT PLACE QUOTE",
    help='The passage, such as D1 "line 46" "verbatim words"; repeatable.',
)
def raise_finding(
    slug: str,
    rule: str,
    *,
    message: str,
    title: str,
    severity: str | None,
    fix: str,
    laws: tuple[str, ...],
    answers: tuple[str, ...],
    cited: tuple[tuple[str, str, str], ...],
) -> None:
    """Raise a finding by hand, and print its key for `assess findings`.

    With RULE, the words of that rule serve where you give none; `assess pack show --rules` lists them.
    Without RULE it stands in your own words, and needs --title, --severity and --message.

    assess raise classtag REV-02 --answer ferpa.purpose
    assess raise classtag --title "Over" --severity high --message "It ended."
    """
    from app.assessment.answer import Citation

    with writing() as library:
        review = library.review(slug)
        known = set(review.view.dispositions)
        wanted = {one.casefold(): one for one in review.judge.book.by_id}.get(rule.strip().casefold(), rule)
        view = review.raise_finding(
            wanted,
            message=message,
            severity=severity,
            title=title,
            law=laws,
            fix=fix,
            answers=[review.question(one).id for one in answers],
            citations=[Citation(*parts) for parts in cited],
        )
        key = next(one for one in view.dispositions if one not in known)
        put(key)
        say(f'Raised. "assess findings {slug} {_quoted(key)}" shows it.')


def _quoted(key: str) -> str:
    import shlex

    return shlex.quote(key)
