"""Let a function refuse, in one sentence, what is not of the type that it says it takes. Used by the face of the package."""

import inspect
import os
import re
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from itertools import chain
from numbers import Integral, Real
from pathlib import Path
from typing import Any

# What is taken for a type: numbers of numpy are numbers, and anything may stand for yes or no.
_TAKEN = {int: Integral, float: Real, bool: object, Path: os.PathLike, Sequence: Iterable}
_TAKEN |= {inspect.Parameter.empty: object, Any: object}
_CALLED = {
    "str": "a string",
    "PathLike": "a path",
    "DataFrame": "a table",
    "Iterable": "a list",
    "Mapping": "a dictionary",
    "dict": "a dictionary",
    "Callable": "a function",
    "function": "a function",
    "Integral": "a whole number",
    "int": "a whole number",
    "Real": "a number",
    "float": "a number",
    "NoneType": "None",
}


def checked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``function`` as it is called from ``helpers``: it checks its arguments against its own annotations first.

    A string or a table where a list is asked for is refused, too: one would get its characters or its columns.

    Raises (when it is called):
        TypeError: an argument has another type than the function says.
        ValueError: a table lacks a column that the function needs.

    >>> def longest(words: Iterable[str]) -> str:
    ...     return max(words, key=len)
    >>> checked(longest)("开源模型")
    Traceback (most recent call last):
    TypeError: longest: words must be a list, not a string.
    """
    takes = {name: _options(one.annotation) for name, one in inspect.signature(function).parameters.items()}

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        for name, value in chain(zip(takes, args, strict=False), kwargs.items()):
            if not _fits(value, takes.get(name, [object])):
                wanted = " or ".join(_called(kind) for kind in takes[name])
                raise TypeError(f"{function.__name__}: {name} must be {wanted}, not {_called(type(value))}.")
        try:
            return function(*args, **kwargs)
        except (AttributeError, KeyError) as error:
            if column := _missing_column(error):
                raise ValueError(f"{function.__name__} needs the column {column!r}.") from error
            raise

    call.__module__ = "helpers"  # where other processes find it by its name
    return call


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
