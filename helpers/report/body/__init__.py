"""What of a text is the article, and what the rest says about it: boilerplate, navigation, credits, metadata, near copies."""
