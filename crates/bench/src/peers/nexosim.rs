//! `NeXosim`: a client and a station, each a model of its own, joined by a port. One thread, because no two things
//! happen at one time: more would only wait for each other.

use std::collections::VecDeque;
use std::time::Duration;

use headroom_sim::rng::Stream;
use nexosim::model::{BuildContext, Context, Model, ProtoModel, schedulable};
use nexosim::ports::{Output, QuerySource};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use super::{SERVERS, Served};
use crate::Result;
use crate::work::{BETWEEN_NS, SERVICE_NS, streams};

/// An event lies in the future, by a nanosecond at least.
fn after(ns: f64) -> Duration {
    Duration::from_nanos((ns as u64).max(1))
}

#[derive(Serialize, Deserialize)]
struct Client {
    requests: Output<()>,
    left: u32,
}

#[Model(type Env = Stream)]
#[allow(clippy::unused_async, reason = "the framework calls these as futures")]
impl Client {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        // A time in the future is never refused; here and below.
        let _ = cx.schedule_event(after(0.0), schedulable!(Self::due), ());
    }

    #[nexosim(schedulable)]
    async fn due(&mut self, (): (), cx: &Context<Self>, arrivals: &mut Stream) {
        self.left -= 1;
        if self.left > 0 {
            let time = after(arrivals.exponential() * BETWEEN_NS);
            let _ = cx.schedule_event(time, schedulable!(Self::due), ());
        }
        self.requests.send(()).await;
    }
}

#[derive(Serialize, Deserialize)]
struct Station {
    free: u32,
    waiting: VecDeque<MonotonicTime>,
    served: Served,
}

#[Model(type Env = Stream)]
#[allow(clippy::unused_async, reason = "the framework calls these as futures")]
impl Station {
    fn arrive(&mut self, (): (), cx: &Context<Self>, times: &mut Stream) {
        if self.free == 0 {
            self.waiting.push_back(cx.time());
        } else {
            self.free -= 1;
            Self::serve(cx.time(), cx, times);
        }
    }

    fn serve(due: MonotonicTime, cx: &Context<Self>, times: &mut Stream) {
        let time = after(times.exponential() * SERVICE_NS);
        let _ = cx.schedule_event(time, schedulable!(Self::done), due);
    }

    /// One that was due then is served.
    #[nexosim(schedulable)]
    fn done(&mut self, due: MonotonicTime, cx: &Context<Self>, times: &mut Stream) {
        self.served.add(cx.time().duration_since(due));
        match self.waiting.pop_front() {
            Some(next) => Self::serve(next, cx, times),
            None => self.free += 1,
        }
    }

    async fn outcome(&mut self) -> (f64, f64) {
        self.served.outcome()
    }
}

/// What makes a model of the random numbers that it cannot save with its state.
struct With<M>(M, Stream);

impl<M: Model<Env = Stream>> ProtoModel for With<M> {
    type Model = M;

    fn build(self, _: &mut BuildContext<Self>) -> (M, Stream) {
        (self.0, self.1)
    }
}

/// Serves so many requests: their number and their mean sojourn in milliseconds.
pub fn run(requests: u32) -> Result<(f64, f64)> {
    let (arrivals, times) = streams(0);
    let mut client = Client {
        requests: Output::default(),
        left: requests,
    };
    let station = Station {
        free: SERVERS,
        waiting: VecDeque::new(),
        served: Served::default(),
    };
    let (client_mailbox, station_mailbox) = (Mailbox::new(), Mailbox::new());
    client.requests.connect(Station::arrive, &station_mailbox);
    let mut bench = SimInit::with_num_threads(1);
    let outcome = QuerySource::new()
        .connect(Station::outcome, &station_mailbox)
        .register(&mut bench);
    let mut simulation = bench
        .add_model(With(client, arrivals), client_mailbox, "client")
        .add_model(With(station, times), station_mailbox, "station")
        .init(MonotonicTime::EPOCH)?;
    simulation.run()?;
    Ok(simulation.process_query(&outcome, ())?)
}
