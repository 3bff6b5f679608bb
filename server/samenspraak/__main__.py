"""`python -m samenspraak` is the command line."""

from samenspraak.command_line import main

main()
