"""Codebook files, one format a module."""
