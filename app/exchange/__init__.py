"""Formats that care events come in and go out in."""
