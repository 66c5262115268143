"""The repositories: rows in, domain objects out, by aggregate."""
