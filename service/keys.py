"""``python -m service keys``: makes access keys. What it writes belongs into the file that ``API_KEYS_FILE`` names."""

from __future__ import annotations

import click

from service.access import ID, new_key


def _checked(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if not ID.fullmatch(name):
        raise click.BadParameter("a name is 1 to 64 of A-Z a-z 0-9 _ -")
    return name


@click.group()
def keys() -> None:
    """Make access keys."""


@keys.command()
@click.argument("name", callback=_checked)
def add(name: str) -> None:
    """Make a key for NAME.

    The key goes to standard error and is shown this once; its line for the file of keys goes to standard output:

        python -m service keys add NAME >> keys.txt
    """
    key, entry = new_key(name)
    click.echo(entry)
    click.echo(f"The key of {name}, shown this once: {key}", err=True)
