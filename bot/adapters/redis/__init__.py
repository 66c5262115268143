"""Redis and Valkey: tokens and live notifications; everything in it may be lost."""
