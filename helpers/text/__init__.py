"""Split clean text into sentences and tokens, and recognise named entities. Pure functions."""
