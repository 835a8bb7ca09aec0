"""Of IPython, what a notebook of ours and `helpers.show` use: `display`, `HTML` and `Markdown` as in a kernel."""

from IPython.display import HTML, Markdown, display


def get_ipython() -> None:
    """Return None, as outside of IPython: there is no shell with magics."""


version_info = (8, 24)  # matplotlib asks it, and has nothing to mend from this version on

__all__ = ["HTML", "Markdown", "display", "get_ipython"]
