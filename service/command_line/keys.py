"""``keys add``: makes an access key, and writes its entry for the file that ``API_KEYS_FILE`` names."""

from __future__ import annotations

import sys

import click

from service.access_keys import ID, new_key
from service.command_line.screen import write
from service.texts import command_line as words


def keys_commands(lang: str) -> tuple[click.Group, click.Command]:
    """The group and its one command, with help in a language."""
    help_option = click.help_option("-h", "--help", help=words.OPTIONS["help"].in_language(lang))

    @click.group(
        no_args_is_help=False, help=words.KEYS.in_language(lang), short_help=words.KEYS_SHORT.in_language(lang)
    )
    @help_option
    def keys() -> None:
        pass

    @keys.command(help=words.KEYS_ADD.in_language(lang), short_help=words.KEYS_SHORT.in_language(lang))
    @click.argument("name")
    @help_option
    def add(name: str) -> int:
        if not ID.fullmatch(name):
            raise click.UsageError(words.NO_KEY_NAME.in_language(lang))
        key, entry = new_key(name)
        write(sys.stdout, f"{entry}\n")
        write(sys.stderr, words.KEY_SHOWN.in_language(lang).format(name=name, key=key) + "\n")
        return 0

    return keys, add
