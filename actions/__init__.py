"""Rasa actions: read the tracker, call one use case, speak."""
