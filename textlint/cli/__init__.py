"""cli – arguments to exit code; the commands stand in `commands`, one a module.

0: clean, or all fixed. 1: findings of severity warning or error remain. 2: the tool could not do its whole
job, which is said in one line each on standard error. 141: nobody reads the output any more.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from textlint.errors import CLEAN, FAILED, UNREAD, TextlintError

INTERRUPTED = 130
RARELY = (100_000, 50, 1000)
COMMANDS = (
    *("check", "fix", "undo", "journal", "baseline", "rules", "explain", "test", "stats", "filter"),
    *("settings", "schema", "completion", "init"),
)


class Commands(click.Group):
    """all commands by their names; one is imported when it is called"""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - named as click names it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"textlint.cli.commands.{cmd_name}").command
        return command


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command line; every foreseen error ends in one line and exit code 2."""
    from textlint.cli import terminal  # noqa: PLC0415 - here and below: what a command needs is loaded when it runs

    terminal.open_standard_streams()
    gc.set_threshold(
        *RARELY
    )  # findings are values without cycles; to look through them takes a tenth of a run
    try:
        code = group.main(args, prog_name="textlint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        code = terminal.fail(f"{error.format_message().rstrip('.')}; see 'textlint --help'")
    except TextlintError as error:
        code = terminal.fail(str(error))
    except (KeyboardInterrupt, click.Abort) as end:
        interrupt = end.__context__ if isinstance(end, click.Abort) else end  # of which click makes an Abort
        code = terminal.fail(str(interrupt or "") or "interrupted", INTERRUPTED)
    except OSError as error:
        code = UNREAD if terminal.is_unread(error) else terminal.fail(terminal.why(error))
    except SystemExit as end:  # how click ends where nobody reads on
        code = end.code and UNREAD
    if code == UNREAD:
        terminal.drop_output()
    sys.exit(code or CLEAN)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(package_name="textlint", message="textlint %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Find what scraping, translating, rewriting and pasting have done to texts, and mend it."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(FAILED)
