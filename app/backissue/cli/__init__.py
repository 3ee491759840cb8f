"""The command line: one file a command, and `main`, which chooses among them and shows errors."""

from backissue.cli.main import main

__all__ = ["main"]
