"""Of IPython, what a notebook of ours and `helpers.show` use: `display`, `HTML` and `Markdown` as in a kernel."""

from IPython.display import HTML, Markdown, display


def get_ipython() -> None:
    """Return None, as outside of IPython: there is no shell with magics."""


__all__ = ["HTML", "Markdown", "display", "get_ipython"]
