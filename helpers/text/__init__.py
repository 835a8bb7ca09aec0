"""Clean text to sentences, tokens and named entities. Pure."""
