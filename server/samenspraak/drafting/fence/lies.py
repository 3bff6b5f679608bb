"""How the fence says no."""


class Lie(ValueError):
    """An update that no honest program makes for a draft of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
