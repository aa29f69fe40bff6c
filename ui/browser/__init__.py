"""The browser of codebooks: a window of its own, built when it is first asked for."""
