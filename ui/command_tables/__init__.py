"""The table of commands, a module a menu; `ui/actions.py` joins them."""
