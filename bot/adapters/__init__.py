"""Ports made real."""
