"""Bad input, written by program: every case with the outcome that was decided for it."""
