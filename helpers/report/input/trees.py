"""Read the text of a document that an editor keeps as a tree: its leaves hold the text in order, and its blocks end lines. Pure."""

import ast
import json
import re
import warnings
from typing import Any

from helpers.report.input.column_names import role_of

_IN_ORDER = ("plain_text", "insert", "text", "value", "content")  # what holds the text of a leaf; the first counts
_BELOW = ("caption", "message")  # lines of their own below it
_RUN = ("text", "text_run", "textRun")  # an object around the text of a leaf
_TYPE = ("type", "_type", "nodeType", "block_type", "object")
_NODES = ("blocks", "content", "children", "nodes", "results")  # lists of nodes
_OF_BLOCKS = ("blocks", "items", "rows")  # whose members are never runs of one line
_OF_LINES = (*_OF_BLOCKS, "cells", *_NODES)  # whose strings are lines; others are names of styles
_OF_RECORDS = ("items", "results")  # of an answer: they may be articles as well
_AROUND = ("root", "document", "doc", "body", *_NODES, "items")
# What describes a node, and is no part of the text.
_ASIDE = frozenset(
    [
        "attrs",
        "attributes",
        "properties",
        "props",
        "marks",
        "markDefs",
        "annotations",
        "entityMap",
        "style",
        "meta",
        "data-meta",
        "tunes",
    ]
)
_IS_BREAK = re.compile(r"(?:hard|line|soft)?[-_]?(?:break|br)", re.IGNORECASE)
_IS_BLOCK = re.compile(
    r"p|h[1-6]|li|td|[\w-]*(?:para|head|quote|item|block|list|unstyled|title|section|caption)[\w-]*", re.IGNORECASE
)
_IS_PICTURE = re.compile(r"image|picture|photo|video|audio|embed|file|divider", re.IGNORECASE)
_DEEPEST = 4  # objects around the first list of nodes
_MOST_OF_CELL = 2_000_000  # characters that are read as JSON
_LEAF = re.compile(r"[\"'](?:plain_text|insert|text|value|content|children|items)[\"']\s{0,9}:")


def text_of_tree(value: Any) -> str | None:
    """Return the text of a tree, a line for each block; None if the value is none.

    A tree is known by its form, not by its editor: a list of objects that say of what type they are, or hold nothing but
    ``children``, and have text below them (Slate, ProseMirror, Lexical, Notion, Portable Text, Editor.js), ``blocks`` of a text
    each (Draft.js), or ``ops`` that insert one bit after the other (Quill). Objects with a title are articles, no nodes.

    >>> text_of_tree({"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "桥断了。"}]}]})
    '桥断了。'
    >>> text_of_tree({"ops": [{"insert": "桥"}, {"insert": "断了", "attributes": {"bold": True}}, {"insert": "。\\n"}]})
    '桥断了。'
    >>> text_of_tree([{"type": "news", "title": "桥", "content": "桥断了。"}])
    """
    if not isinstance(value, dict | list) or not (found := _nodes(value)):
        return None
    lines = [""]
    try:
        _take(*found, lines)
    except RecursionError:
        return None
    return "\n".join(lines).strip("\n")


def tree_in(cell: str) -> Any:
    """Return what a program wrote out in a cell, if that is a tree; else None.

    >>> tree_in('{"ops": [{"insert": "桥断了。"}]}')
    {'ops': [{'insert': '桥断了。'}]}
    """
    bare = cell.strip()
    if bare[:1] + bare[-1:] not in ("{}", "[]") or len(bare) > _MOST_OF_CELL or not _LEAF.search(bare):
        return None
    value = read_out(bare)
    return value if text_of_tree(value) is not None else None


def read_out(cell: str) -> Any:
    """Return the list or object that a program wrote out as JSON, or as Python does; what is neither stays a text."""
    for read in (json.loads, ast.literal_eval):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of a backslash in a text
                return read(cell)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return cell


def is_tree(value: Any) -> bool:
    """Return whether a value is a tree of text.

    >>> is_tree({"ops": [{"insert": "桥断了。"}]}), is_tree([{"type": "news", "text": "桥断了。"}])
    (True, False)
    """
    return isinstance(value, dict | list) and bool(_nodes(value))


def _nodes(value: Any, name: str = "", depth: int = 0) -> tuple[list[Any], str] | None:
    """Return the outermost list of nodes, and its name."""
    if isinstance(value, list):
        is_one = (
            bool(value) and all(_is_node(each, name) for each in value) and any(_is_full(each, name) for each in value)
        )
        return (value, name) if is_one else None
    if not isinstance(value, dict) or depth > _DEEPEST:
        return None
    if isinstance(ops := value.get("ops"), list):
        are_inserted = all(isinstance(each, dict) and "insert" in each for each in ops)
        return (ops, "ops") if are_inserted and any(isinstance(each["insert"], str) for each in ops) else None
    for inner in _AROUND:
        if (
            inner in value
            and isinstance(value[inner], dict | list)
            and (found := _nodes(value[inner], inner, depth + 1))
        ):
            return found
    return None


def _type(node: dict[str, Any]) -> str:
    return next((str(node[name]) for name in _TYPE if isinstance(node.get(name), str | int) and node[name] != ""), "")


def _is_node(each: Any, name: str) -> bool:
    if not isinstance(each, dict) or "role" in each or "speaker" in each or _has_title(each):
        return False
    if name in _OF_RECORDS and "content" in each:
        return False
    if not name and any(isinstance(inner, dict) and _has_title(inner) for inner in each.values()):
        return False
    return bool(_type(each)) or each.keys() == {"children"}


def _has_title(value: dict[str, Any]) -> bool:
    return any(role_of(str(name)) == "title" for name in value)


def _is_full(node: dict[str, Any], name: str) -> bool:
    """Return whether a node has text one level down; in a list that is called ``blocks``, itself."""
    if name == "blocks" and (_leaf(node) is not None or _holds(node.get("data"))):
        return True
    return any(_has_list_of_text(value) for key, value in node.items() if key not in _ASIDE)


def _has_list_of_text(value: Any, depth: int = 0) -> bool:
    if isinstance(value, dict) and depth < _DEEPEST:
        return any(_has_list_of_text(inner, depth + 1) for key, inner in value.items() if key not in _ASIDE)
    if not isinstance(value, list) or depth > 2 * _DEEPEST:
        return False
    return any(
        (isinstance(each, dict) and _leaf(each) is not None) or _has_list_of_text(each, depth + 1) for each in value
    )


def _holds(data: Any) -> bool:
    return isinstance(data, dict) and (_leaf(data) is not None or isinstance(data.get("items"), list))


def _leaf(node: dict[str, Any]) -> str | None:
    """Return the text of a leaf; None if the object has none of its own."""
    for name in _IN_ORDER:
        if isinstance(text := node.get(name), str):
            return None if name in ("value", "content") and _IS_PICTURE.search(_type(node)) else text
    runs = (node[name] for name in _RUN if isinstance(node.get(name), dict))
    return next((text for run in runs if (text := _leaf(run)) is not None), None)


def _take(value: Any, name: str, lines: list[str]) -> None:
    """Add the text below a value to the last line, and begin a new one before and behind each block."""
    if isinstance(value, list):
        is_line = name not in _OF_BLOCKS and any(isinstance(each, dict) and _is_run(each) for each in value)
        for each in value:
            is_inline = isinstance(each, dict) and name not in _OF_BLOCKS and _is_inline(each, is_line=is_line)
            if not is_inline:
                _end(lines)
            if isinstance(each, str):
                lines[-1] += each
            else:
                _take(each, name, lines)
            if not is_inline:
                _end(lines)
    elif isinstance(value, dict):
        text = _leaf(value)
        if text is not None:
            lines[-1] += text
        elif _IS_BREAK.fullmatch(_type(value)):
            lines.append("")
        for key, inner in value.items():
            # a leaf may have leaves below it, but no object beside it that says the same
            if key in _BELOW and isinstance(inner, str):
                _end(lines)
                lines[-1] += inner
            elif (key not in _ASIDE and isinstance(inner, list) and (key in _OF_LINES or not _is_of_names(inner))) or (
                key not in _ASIDE and isinstance(inner, dict) and text is None
            ):
                _take(inner, key, lines)


def _is_of_names(value: list[Any]) -> bool:
    return any(isinstance(each, str) for each in value)


def _is_run(node: dict[str, Any]) -> bool:
    return _leaf(node) is not None and not _IS_BLOCK.fullmatch(_type(node))


def _is_inline(node: dict[str, Any], *, is_line: bool) -> bool:
    """Return whether a node stands in a line: it is a leaf, or one stands beside it (``is_line``)."""
    return bool(_IS_BREAK.fullmatch(_type(node))) or (_is_run(node) if _leaf(node) is not None else is_line)


def _end(lines: list[str]) -> None:
    if lines[-1]:
        lines.append("")
