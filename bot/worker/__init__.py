"""Loops that move rows along."""
