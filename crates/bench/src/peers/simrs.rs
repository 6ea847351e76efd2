//! `simrs`: a client and a station, joined by a queue of the simulation's, as in the crate's own example. What changes
//! is in its `State`.

use std::time::Duration;

use headroom_sim::rng::Stream;
use simrs::{Component, ComponentId, Executor, Fifo, Key, QueueId, Scheduler, Simulation, State};

use super::{SERVERS, Served};
use crate::work::{BETWEEN_NS, SERVICE_NS, streams};

#[derive(Debug)]
struct Due;

struct Source {
    arrivals: Stream,
    left: u32,
}

struct Client {
    source: Key<Source>,
    station: ComponentId<Event>,
    queue: QueueId<Fifo<Duration>>,
}

impl Component for Client {
    type Event = Due;

    fn process_event(
        &self,
        me: ComponentId<Due>,
        _: &Due,
        scheduler: &mut Scheduler,
        state: &mut State,
    ) {
        let Some(source) = state.get_mut(self.source) else {
            return;
        };
        source.left -= 1;
        if source.left > 0 {
            let ns = source.arrivals.exponential() * BETWEEN_NS;
            scheduler.schedule(Duration::from_nanos(ns as u64), me, Due);
        }
        // An unbounded queue takes everything.
        let _ = state.send(self.queue, scheduler.time());
        scheduler.schedule_now(self.station, Event::Arrived);
    }
}

#[derive(Debug)]
enum Event {
    Arrived,
    /// One that was due then is served.
    Served(Duration),
}

struct Servers {
    times: Stream,
    free: u32,
    served: Served,
}

struct Station {
    servers: Key<Servers>,
    queue: QueueId<Fifo<Duration>>,
}

impl Component for Station {
    type Event = Event;

    fn process_event(
        &self,
        me: ComponentId<Event>,
        event: &Event,
        scheduler: &mut Scheduler,
        state: &mut State,
    ) {
        let Some(servers) = state.get_mut(self.servers) else {
            return;
        };
        match event {
            Event::Arrived if servers.free == 0 => return,
            Event::Arrived => servers.free -= 1,
            Event::Served(due) => servers.served.add(scheduler.time().saturating_sub(*due)),
        }
        // A server is free now: it takes the next, if there is one.
        let next = state.recv(self.queue);
        let Some(servers) = state.get_mut(self.servers) else {
            return;
        };
        if let Some(due) = next {
            let ns = servers.times.exponential() * SERVICE_NS;
            scheduler.schedule(Duration::from_nanos(ns as u64), me, Event::Served(due));
        } else {
            servers.free += 1;
        }
    }
}

/// Serves so many requests: their number and their mean sojourn in milliseconds.
pub fn run(requests: u32) -> (f64, f64) {
    let (arrivals, times) = streams(0);
    let mut simulation = Simulation::default();
    let queue = simulation.add_queue(Fifo::default());
    let servers = simulation.state.insert(Servers {
        times,
        free: SERVERS,
        served: Served::default(),
    });
    let source = simulation.state.insert(Source {
        arrivals,
        left: requests,
    });
    let station = simulation.add_component(Station { servers, queue });
    let client = simulation.add_component(Client {
        source,
        station,
        queue,
    });
    simulation.schedule(Duration::ZERO, client, Due);
    simulation.execute(Executor::unbound());
    let servers = simulation.state.remove(servers);
    servers.map_or((0.0, f64::NAN), |servers| servers.served.outcome())
}
