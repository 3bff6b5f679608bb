"""Why the product cannot start, each in one sentence for the person at the keyboard."""

import errno

from samenspraak.text import Language, sentence


class StartProblem(Exception):
    """Something about this machine keeps the product from starting; nothing was damaged.

    The sentence is the text `start.<slug>`. It names the cause and what would help.
    """

    def __init__(self, slug: str, **facts: object) -> None:
        super().__init__(slug)
        self.slug = slug
        self.facts = facts

    def sentence(self, language: Language) -> str:
        """Say it in the reader's language."""
        return sentence(language, f"start.{self.slug}", **self.facts)

    def __str__(self) -> str:
        return self.sentence("en")


def problem_of(error: OSError, place: object) -> StartProblem:
    """Say what the operating system refused."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StartProblem("disk-full", place=place)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return StartProblem("no-permission", place=place)
    return StartProblem("no-place", place=place, reason=error.strerror or str(error))
