"""aiohttp: WeChat in, nothing else."""
