"""Ciw: a network of one node, as in the first tutorial of its documentation."""

import ciw

from mm10 import RATE, SERVERS, SERVICE_RATE, measure


def simulate(requests, seed):
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE)],
        service_distributions=[ciw.dists.Exponential(rate=SERVICE_RATE)],
        number_of_servers=[SERVERS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(requests, method="Finish")
    records = simulation.get_all_records(only=["service"])
    return sum(record.exit_date - record.arrival_date for record in records)


measure(simulate)
