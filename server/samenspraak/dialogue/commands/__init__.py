"""Starting threads, saying things in them, settling them, and writing down what was said aloud."""

from samenspraak.dialogue.commands.threads import post_in

__all__ = ["post_in"]
