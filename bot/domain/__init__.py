"""The business. Pure: no I/O, no clock, no framework."""
