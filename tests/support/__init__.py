"""Shared parts of tests: real servers, migrated databases."""
