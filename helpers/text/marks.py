"""Pair opening and closing marks: quotation marks, brackets. Pure."""

from collections.abc import Iterable, Mapping

_REACH = 8  # open marks that a closing one is compared with: text of opening marks alone takes linear time

Mark = tuple[int, str]  # place and character


def pair_marks(
    marks: Iterable[Mark], partner: Mapping[str, str]
) -> tuple[list[tuple[int, int]], list[Mark], list[Mark]]:
    """Return the pairs of places, sorted, then the marks that are never closed and those that are never opened.

    A closing mark belongs to the nearest open mark of its kind. Marks opened in between stay without a partner and are
    in none of the three lists.

    Args:
        marks: places and characters, in order; each is a key or a value of ``partner``.
        partner: the closing mark of each opening mark.

    >>> pair_marks(enumerate("“(”)“"), {"“": "”", "(": ")"})
    ([(0, 2)], [(4, '“')], [(3, ')')])
    """
    pairs, unopened = [], []
    opened: list[Mark] = []
    for place, mark in marks:
        if mark in partner:
            opened.append((place, mark))
            continue
        for level in range(len(opened) - 1, max(-1, len(opened) - 1 - _REACH), -1):
            if partner[opened[level][1]] == mark:
                pairs.append((opened[level][0], place))
                del opened[level:]
                break
        else:
            unopened.append((place, mark))
    return sorted(pairs), opened, unopened
