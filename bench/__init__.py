"""Measures the assistant beside Rasa's default Chinese pipeline: python -m bench SECTION (see docs/measurements.md)."""
