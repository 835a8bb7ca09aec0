"""The names of `helpers` for type checkers and editors: at run time `__init__.py` loads each when it is first used."""

from helpers import plots as plots
from helpers import show as show
from helpers.claims.claim import read_claims as read_claims
from helpers.cleaning.cleaner import clean as clean
from helpers.cleaning.conversion import left_traditional as left_traditional
from helpers.cleaning.ledger import apply_ledger as apply_ledger
from helpers.cleaning.ledger import ledger_table as ledger_table
from helpers.cleaning.ledger import replay as replay
from helpers.corpus import SEEDS as SEEDS
from helpers.corpus import article_labels as article_labels
from helpers.corpus import load_articles as load_articles
from helpers.framing.analogies import find_analogies as find_analogies
from helpers.framing.codes import load_codes as load_codes
from helpers.framing.codes import read_categories as read_categories
from helpers.framing.quotations import find_quotations as find_quotations
from helpers.report.ingest import load_folder as load_folder
from helpers.stats.counts import add_rates as add_rates
from helpers.stats.counts import collocates as collocates
from helpers.stats.counts import concordance as concordance
from helpers.stats.counts import count_characters as count_characters
from helpers.stats.counts import count_terms as count_terms
from helpers.stats.counts import find_terms as find_terms
from helpers.stats.counts import rank_terms as rank_terms
from helpers.stats.counts import split_articles as split_articles
from helpers.stats.counts import tf_idf as tf_idf
from helpers.stats.keywords import dispersion as dispersion
from helpers.stats.keywords import keyness as keyness
from helpers.stats.keywords import word_shift as word_shift
from helpers.stats.scoring import score as score
from helpers.text.entities import entity_of as entity_of
from helpers.text.entities import gloss_of as gloss_of
from helpers.text.script import to_simplified as to_simplified
from helpers.text.sentences import split_sentences as split_sentences
from helpers.text.tokens import content_words as content_words
from helpers.text.tokens import tokenize as tokenize

__version__: str
