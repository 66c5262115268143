"""The console's port: the JSON API for providers and staff."""
