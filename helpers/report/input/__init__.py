"""What a folder or a table holds: its files, encodings, rows, columns and days."""
