"""How Sphinx reads an executed notebook: what `helpers.show` put into outputs moves to where MyST-NB looks for it."""

import re
import sys

# jsonschema, which nbformat imports, would compile dozens of grammars for addresses that no notebook has: two seconds.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat  # noqa: E402


def escape_markdown(text: str) -> str:
    """Plain text as Markdown that shows exactly this text: a title of an article must not become mark-up.

    >>> escape_markdown("[开源] *")
    '\\\\[开源\\\\] \\\\*'
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def merge_asides(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Return the cells with every code cell that only prepares the next one joined to it.

    In a notebook an aside (tagged so) links the two. A page has one fold of code for both, and no aside.
    """
    merged: list[nbformat.NotebookNode] = []
    for cell in cells:
        aside = len(merged) > 1 and "aside" in merged[-1].metadata.get("tags", ())
        if aside and cell.cell_type == merged[-2].cell_type == "code" and not merged[-2].outputs:
            before = merged[-2].source
            del merged[-2:]
            cell.source = f"{before}\n\n{cell.source}"
        merged.append(cell)
    return merged


def read(text: str) -> nbformat.NotebookNode:
    """Read a notebook; fold its code; give every figure its description, caption and address."""
    notebook = nbformat.reads(text, as_version=4)
    notebook.cells = merge_asides(notebook.cells)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if not any(tag.startswith(("hide", "remove")) for tag in cell.metadata.get("tags", [])):
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-input"]
        for output in cell.outputs:
            if markup := output.get("data", {}).get("text/html"):
                # Search strips tags: without a blank between them, the words of two cells would be one.
                output["data"]["text/html"] = re.sub(r"</(t[dh]|li|dt|dd|p)>(?=<)", r"</\1>\n", "".join(markup))
        pictures = [o for o in cell.outputs if "image/png" in o.get("data", {})]
        if not pictures:
            continue
        if len(cell.outputs) > 1:  # MyST-NB keeps one description and one caption a cell
            raise ValueError(f"cell {cell.id}: a cell that shows a figure shows nothing else.")
        about = pictures[0].metadata["image/png"]
        cell.metadata["mystnb"] = {
            "image": {"alt": about["alt"]},
            "figure": {
                "name": f"figure-{cell.id}",
                "caption": escape_markdown(about["caption"]),
            },
        }
    return notebook
