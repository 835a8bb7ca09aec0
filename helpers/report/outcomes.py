"""What becomes of an entry, and what is raised when it, or the whole source, cannot be read."""

LOADED, WARNED, SKIPPED, REFUSED = OUTCOMES = ("loaded", "loaded with a warning", "skipped", "refused")


class Remark(str):
    """A warning that asks for nothing: it tells what was mended by a sure rule, or cut as usual."""

    __slots__ = ()


class FolderError(ValueError):
    """The whole source cannot be read; the message names it and the cause in one sentence."""


class Refusal(Exception):
    """An entry is not an article; ``outcome`` says whether it is skipped or refused, the message says why."""

    def __init__(self, reason: str, outcome: str = REFUSED):
        super().__init__(reason)
        self.outcome = outcome
