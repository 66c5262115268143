"""Transcripts of conversations: read as values, played to a bot, and judged."""
