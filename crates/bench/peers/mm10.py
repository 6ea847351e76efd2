"""What the two have in common: the work, and how it is told.

Each is run as `python NAME_mm10.py REQUESTS SEED` and prints requests, seconds on the wall and the mean sojourn in
milliseconds, set apart by tabs. Times are in seconds, as in the documentation of both.
"""

import sys
import time

RATE = 10_000.0
SERVICE_RATE = 1_250.0
SERVERS = 10


def measure(simulate):
    """`simulate(requests, seed)` gives the sum of all sojourns; it alone is timed."""
    requests, seed = int(sys.argv[1]), int(sys.argv[2])
    start = time.perf_counter()
    total = simulate(requests, seed)
    seconds = time.perf_counter() - start
    print(requests, seconds, total / requests * 1e3, sep="\t")
