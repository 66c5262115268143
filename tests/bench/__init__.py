"""How fast the road is, as ratios to bare parts measured in the same run: `make bench`."""
