"""The one function of wordcloud that is compiled: a free place for a word, drawn at random among all there are."""

import numpy as np


def query_integral_image(integral_image, size_x, size_y, random_state):
    """Return ``(row, column)`` of a free box of this size, or None; the same draw as in the compiled function."""
    total = integral_image.astype(np.int64)
    rows, columns = total.shape[0] - size_x, total.shape[1] - size_y
    if rows <= 0 or columns <= 0:
        return None
    taken = total[:rows, :columns] + total[size_x:, size_y:] - total[size_x:, :columns] - total[:rows, size_y:]
    free = np.flatnonzero(taken == 0)
    if not len(free):
        return None
    drawn = random_state.randint(0, len(free))  # the original counts from one, and finds no place at zero
    return divmod(int(free[drawn - 1]), columns) if drawn else None
