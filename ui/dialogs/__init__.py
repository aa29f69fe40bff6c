"""Dialogs: each asks one thing and returns a frozen answer."""
