"""Rasa's default Chinese pipeline, given the same data, catalogue and actions as ours."""
