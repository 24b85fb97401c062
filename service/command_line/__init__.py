"""The service without a server: the same readers, rules and answers, for a terminal and for scripts.

It knows nothing of HTTP, and needs no network.
"""

from service.command_line.commands import main

__all__ = ["main"]
