"""What to do and say next. Pure: (talk, event, facts) -> (talk, words, effect)."""
