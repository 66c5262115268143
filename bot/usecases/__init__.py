"""One verb per function; one transaction each."""
