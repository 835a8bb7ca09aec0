"""Whether the fast engine cuts every sentence as jieba does: `make verify-engine FROM=folder`.

Reads every text file below the folder, and fails where fewer than 99.99 % of the sentences agree.
"""

import sys
from pathlib import Path

from helpers.text.sentences import split_sentences
from helpers.text.tokens import engine_differences

FEWEST = 0.9999


def main(folder: Path) -> int:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md", ".html") and path.is_file())
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    n_sentences = sum(len(split_sentences(text)) for text in texts)
    differences = list(engine_differences(texts))
    for sentence, expected, found in differences[:20]:
        print(f"{sentence[:60]!r}\n  jieba   {'|'.join(expected)[:200]!r}\n  rjieba  {'|'.join(found)[:200]!r}")
    same = 1 - len(differences) / n_sentences if n_sentences else 1
    print(f"{len(paths)} files, {n_sentences:,} sentences, {len(differences)} cut differently: {same:.4%} the same.")
    return 0 if paths and same >= FEWEST else 1


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: make verify-engine FROM=folder-with-texts")
    sys.exit(main(Path(sys.argv[1])))
