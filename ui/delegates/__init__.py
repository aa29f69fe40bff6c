"""Delegates: how single cells are painted."""
