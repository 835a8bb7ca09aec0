"""``python -m helpers report FROM``: a report on any folder or table of articles."""

import argparse
import os
import sys

from helpers.report.encoding import FolderError, plain


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpers", description="Tools for articles of your own.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    report = commands.add_parser(
        "report",
        help="read a folder or table of Chinese articles and write one page on it",
        description="Read a folder of .txt, .md and .html files (sub-folders too), or one .csv, .tsv, .jsonl or "
        ".parquet table, and write OUT/index.html: what became of every entry, words, images, voices, change, "
        "each only where the articles can carry it. OUT/health.csv lists every entry with its outcome and the reason.",
        epilog="Dates come from the metadata, front matter, the head of a page or file names; never from the text. "
        "What was cleaned before is kept in ~/.cache/android-moment, closed to others; delete it as you like.",
    )
    report.add_argument("from", metavar="FROM", help="folder, article or table")
    report.add_argument("--out", default="report", help="folder for the report (default: ./report)")
    report.add_argument(
        "--metadata", metavar="FILE", help="table with file or article_id, and title, date, outlet, url …"
    )
    report.add_argument("--text-column", metavar="NAME", help="column of the table that holds the text")
    report.add_argument(
        "--claims", metavar="FILE", help="your own claims, as in seeds/hypotheses.csv, fixed before you look"
    )
    report.add_argument(
        "--restore-spin", action="store_true", help="change back words swapped by machine, where proved"
    )
    report.add_argument("--keep-furniture", action="store_true", help="leave menus, widgets and repeated lines in")
    report.add_argument("--keep-copies", action="store_true", help="count near copies as articles of their own")
    report.add_argument(
        "--workers",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes of this machine (default: all its processors); a small folder needs but one",
    )
    report.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="let a Dask cluster work: tcp://host:port of its scheduler, or `local` for one of N workers here",
    )
    report.add_argument("--quiet", action="store_true", help="show no progress")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if it did its work, 1 with one sentence if it could not, 130 if it was interrupted."""
    chosen = _parser().parse_args(arguments)
    try:
        from helpers.report import cells  # after --help: it takes two seconds

        print(cells.main(chosen))
    except (FolderError, ValueError, OSError) as error:
        print(plain(error, 600), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
