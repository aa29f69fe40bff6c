"""Screens: layout, connections, nothing decided."""
