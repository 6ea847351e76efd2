"""SimPy: a process for each request, which asks a Resource for a server, as in the examples of its documentation."""

import random

import simpy

from mm10 import RATE, SERVERS, SERVICE_RATE, measure


def simulate(requests, seed):
    rng = random.Random(seed)
    env = simpy.Environment()
    servers = simpy.Resource(env, capacity=SERVERS)
    total = 0.0

    def request():
        nonlocal total
        due = env.now
        with servers.request() as server:
            yield server
            yield env.timeout(rng.expovariate(SERVICE_RATE))
        total += env.now - due

    def source():
        for _ in range(requests):
            yield env.timeout(rng.expovariate(RATE))
            env.process(request())

    env.process(source())
    env.run()
    return total


measure(simulate)
