"""``python -m helpers report FROM``: a report on any folder or table of articles."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

_ENDS = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))  # Windows does not tell that a terminal is closed


def _leave(number: int, _: FrameType | None) -> None:
    """End at once: while modules are loaded there is nothing to tidy up, and an exception could come out as any other."""
    os.write(2, b"Interrupted; nothing was written.\n")
    os._exit(128 + number)


def _stop(number: int, _: FrameType | None) -> None:
    """End as after Ctrl-C: workers end, and no half file is left."""
    raise SystemExit(128 + number)


def _on_the_end(handle: Callable[[int, FrameType | None], None]) -> None:
    """Let ``handle`` answer the signals that end a process, except one that somebody told us to ignore (``nohup``)."""
    for number in _ENDS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handle)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpers", description="Tools for articles of your own.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    report = commands.add_parser(
        "report",
        argument_default=argparse.SUPPRESS,  # the arguments are those of `write_report`, as far as they are given
        usage="%(prog)s [-h] [options] FROM",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=24, width=80),
        help="read a folder or table of Chinese articles and write one page about it",
        description="Write OUT/index.html: words, metaphors, speakers and change over time in the articles, with every "
        "passage that was counted or cut; and beside it the same as CSV tables.",
        epilog="Dates come from metadata, front matter, page heads or file names, never from the text. Cleaned "
        "texts are kept in the cache folder android-moment, closed to other users; delete it as you like.",
    )
    report.add_argument(
        "from",
        metavar="FROM",
        help="folder of .txt, .md, .html; or a .csv, .tsv, .tab, .json, .jsonl, .ndjson, .parquet",
    )
    report.add_argument("--out", default="report", help="folder for the report (default: ./report)")
    report.add_argument("--terms", metavar="A,B,…", help="show every place of these words in its context")
    report.add_argument(
        "--compare", dest="with_five", action="store_true", help="set them beside the five articles of this project"
    )
    report.add_argument("--metadata", metavar="FILE", help="table: file or article_id; title, date, outlet, …")
    report.add_argument("--text-column", metavar="NAME", help="column of the table with the text")
    report.add_argument(
        "--words", metavar="FILE", help="your own words, one a line or in the first column (default: words.csv in FROM)"
    )
    report.add_argument("--claims", metavar="FILE", help="your own claims, as in seeds/hypotheses.csv")
    report.add_argument("--restore-spin", action="store_true", help="change back words swapped by machine, if proved")
    report.add_argument(
        "--keep-boilerplate",
        dest="cut_boilerplate",
        action="store_false",
        help="leave in menus, widgets, repeated lines",
    )
    report.add_argument("--keep-copies", action="store_true", help="count near-duplicates as articles of their own")
    report.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes (default: one a processor)"
    )
    report.add_argument("--scheduler", metavar="ADDRESS", help="Dask cluster: tcp://host:port, or `local`")
    report.add_argument("--quiet", dest="progress", action="store_false", default=True, help="show no progress")
    report.set_defaults(error=report.error)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 if it succeeded, 1 with one sentence if it failed, 130 if it was interrupted."""
    chosen, more = _parser().parse_known_args(arguments)
    if more:  # `parse_args` would show the usage of the command above, which does not tell what is allowed here
        chosen.error(f"unrecognized arguments: {' '.join(more)}")
    gc.disable()  # loading makes many objects that stay, and the collector would look through them again and again
    from helpers.report.outcomes import FolderError
    from helpers.report.output import write  # after --help, because it takes two seconds
    from helpers.wording import plain

    gc.freeze()
    gc.enable()
    if signal.getsignal(signal.SIGTERM) is _leave:  # from here on there is something to tidy up
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _on_the_end(_stop)
    try:
        print(write.main(chosen))
    except (FolderError, ValueError) as error:
        print(plain(error, 600), file=sys.stderr)
        return 1
    except OSError as error:
        print(plain(f"{error.filename}: {error.strerror}." if error.filename else error, 600), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, _leave)
    _on_the_end(_leave)
    sys.exit(main())
