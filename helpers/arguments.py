"""Let a function refuse, in one sentence, what is not as it says it takes it, and make tables ready: the face of the package."""

import inspect
import os
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from helpers.tables import id_text, with_text_ids

# What is taken for a type: numbers of numpy are numbers, and anything may stand for yes or no.
_TAKEN = {int: Integral, float: Real, bool: object, Path: os.PathLike, Sequence: Iterable}
_TAKEN |= {inspect.Parameter.empty: object, Any: object}
_CALLED = {
    "str": "a string",
    "bytes": "bytes",
    "PathLike": "a path",
    "DataFrame": "a table",
    "Iterable": "a list",
    "Mapping": "a dictionary",
    "dict": "a dictionary",
    "Callable": "a function",
    "Pattern": "a compiled pattern",
    "function": "a function",
    "Integral": "a whole number",
    "int": "a whole number",
    "Real": "a number",
    "float": "a number",
    "NoneType": "None",
}


def checked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``function`` as it is called from ``helpers``: it checks its arguments against its own annotations first.

    A string or a table where a list is asked for is refused, too: one would get its characters or its columns. Ids are
    made text in every table and list, and a table of articles has each once (`helpers.tables.with_text_ids`).

    Raises (when it is called):
        TypeError: an argument, or an item of a list of strings, has another type than the function says.
        ValueError: a table lacks a column that the function needs, or a cell that it needs is blank.

    >>> def longest(words: Iterable[str]) -> str:
    ...     return max(words, key=len)
    >>> checked(longest)("开源模型")
    Traceback (most recent call last):
    TypeError: longest: words must be a list, not a string.
    >>> checked(longest)(["开源", None])
    Traceback (most recent call last):
    TypeError: longest: each item of words must be a string, not None.
    """
    parameters = inspect.signature(function).parameters
    takes = {name: _options(one.annotation) for name, one in parameters.items()}
    lists = {name for name, one in parameters.items() if _holds_strings(one.annotation)}

    def taken(name: str, value: Any) -> Any:
        kinds = takes.get(name, [object])
        if not _fits(value, kinds):
            wanted = " or ".join(map(_called, kinds))
            raise TypeError(f"{function.__name__}: {name} must be {wanted}, not {_called(type(value))}.")
        if hasattr(value, "columns"):
            return with_text_ids(value, once=name == "articles")
        if name not in lists or value is None or isinstance(value, str | os.PathLike):
            return value
        is_named = isinstance(value, Mapping) and Mapping in kinds
        items = [*(value.values() if is_named else value)]
        are_ids = name.endswith("_ids")
        if wrong := [one for one in items if not isinstance(one, str) and not (are_ids and _is_number(one))]:
            what = "a blank cell" if _is_blank(wrong[0]) else _called(type(wrong[0]))
            raise TypeError(f"{function.__name__}: each item of {name} must be a string, not {what}.")
        return value if is_named else [*map(id_text, items)] if are_ids else items

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        given = dict(zip(takes, args, strict=False))
        try:
            ready = {name: taken(name, value) for name, value in (given | kwargs).items()}
            _check_zeros(given | kwargs, ready)
        except ValueError as error:
            raise ValueError(f"{function.__name__}: {error}") from None
        try:
            more = {name: ready[name] for name in kwargs}
            return function(*(ready[name] for name in given), *args[len(given) :], **more)
        except (AttributeError, KeyError) as error:
            if column := _missing_column(error):
                raise ValueError(f"{function.__name__} needs the column {column!r}.") from error
            raise

    call.__module__ = "helpers"  # where other processes find it by its name
    return call


def _is_blank(value: object) -> bool:
    return type(value).__name__ in ("NAType", "NaTType") or value != value


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and not _is_blank(value)


def _check_zeros(given: Mapping[str, Any], ready: Mapping[str, Any]) -> None:
    """Refuse a table whose reader took ids for numbers, and so for others than they are: 2 for ``002``."""
    tables = {name: {*table["article_id"]} for name, table in ready.items() if _has_ids(table)}
    for name in (name for name in tables if ready[name] is not given[name]):
        for other, ids in tables.items():
            short = {one: one.lstrip("0") or "0" for one in ids if one.isdecimal()}
            if lost := sorted(one for one, number in short.items() if number in tables[name] - ids):
                told = f"{name} has the article_id {short[lost[0]]} where {other} has {lost[0]!r}"
                raise ValueError(f"{told}; read the table with dtype={{'article_id': 'str'}}.")


def _has_ids(value: object) -> bool:
    return hasattr(value, "columns") and "article_id" in value


def _holds_strings(annotation: Any) -> bool:
    """Return whether an annotation allows a list, or a dictionary, of strings."""
    options = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else [annotation]
    return any(typing.get_args(option)[-1:] == (str,) for option in options)


def _options(annotation: Any) -> list[type]:
    """Return the types that an annotation allows."""
    options = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else [annotation]
    kinds = (typing.get_origin(option) or option for option in options)
    return [_TAKEN.get(kind, kind) for kind in kinds]


def _fits(value: object, options: Iterable[type]) -> bool:
    is_one = isinstance(value, str | bytes) or hasattr(value, "columns")
    return any(isinstance(value, kind) and not (is_one and kind is Iterable) for kind in options)


def _called(kind: type) -> str:
    return _CALLED.get(kind.__name__, f"a {kind.__name__}")


def _missing_column(error: AttributeError | KeyError) -> str:
    """Return the name of the column that pandas looked for in vain; nothing if the error is another one."""
    if isinstance(error, AttributeError):  # of a row of `itertuples`
        return error.name if type(error.obj).__name__ == "Pandas" else ""
    raised = error.__traceback__
    while raised.tb_next:
        raised = raised.tb_next
    in_pandas = raised.tb_frame.f_globals["__name__"].startswith("pandas.")
    return "".join(re.findall(r"(?:'|: )([a-z_]+)'", repr(error))[:1]) if in_pandas else ""
