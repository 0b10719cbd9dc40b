"""Measures answers against a development set that nobody who wrote training sentences has written."""
