"""The one-tap page for phones, and the poster on the village board that leads to it."""
