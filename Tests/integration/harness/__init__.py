"""What the tests stand on: real processes started in a folder of their own, watched through /proc, spoken to raw."""
