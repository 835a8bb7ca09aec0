"""The page and the tables of a report: what is read is shown by cells and written as files."""
