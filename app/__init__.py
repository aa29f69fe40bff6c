"""Kodklar: the Qt-free coding engine (domain, rules, search, storage, reports)."""
