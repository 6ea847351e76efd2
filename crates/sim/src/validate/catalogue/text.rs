//! Scenarios of oracles, as files.

use std::fmt::Write as _;

/// Of a queue that shall never be full, and of a service that shall never be.
pub(super) const MANY: u32 = 100_000;

/// Simulated seconds before an oracle is measured.
const WARM_UP: f64 = 20.0;

/// A scenario file in the making.
pub(super) struct Text(String);

impl Text {
    /// A client whose keys are as given, `seconds` of it measured.
    pub fn client(keys: &str, seconds: f64) -> Self {
        Self::client_from(keys, seconds, WARM_UP)
    }

    /// The same with another warm-up.
    pub fn client_from(keys: &str, seconds: f64, warm_up: f64) -> Self {
        let duration = seconds + warm_up;
        Self(format!(
            "version = 1\n[run]\nduration = \"{duration}s\"\nwarmup = \"{warm_up}s\"\n[nodes.client]\nkind = \"client\"\n{keys}\n"
        ))
    }

    /// Poisson arrivals.
    pub fn poisson(rate: f64, seconds: f64) -> Self {
        Self::client(&format!("rate = \"{rate}/s\""), seconds)
    }

    pub fn node(mut self, id: &str, kind: &str, keys: &str) -> Self {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "[nodes.{id}]\nkind = \"{kind}\"\n{keys}");
        self
    }

    /// A service of so many servers, one line and room for all who wait.
    pub fn service(self, id: &str, servers: u32, time: &str) -> Self {
        self.service_with(id, servers, time, "")
    }

    /// One that holds no server while it waits for calls.
    pub fn event_loop(self, id: &str, servers: u32, time: &str) -> Self {
        self.service_with(id, servers, time, "model = \"event-loop\"\n")
    }

    pub fn service_with(self, id: &str, servers: u32, time: &str, keys: &str) -> Self {
        let keys = format!(
            "replicas = 1\nconcurrency = {servers}\nqueue_limit = 1000000\nservice_time = \"{time}\"\n{keys}"
        );
        self.node(id, "service", &keys)
    }

    pub fn link(mut self, from: &str, to: &str, keys: &str) -> Self {
        let _ = writeln!(self.0, "[links.{from}.{to}]\n{keys}");
        self
    }

    /// What `node` calls for any request: TOML.
    pub fn route(mut self, node: &str, steps: &str) -> Self {
        let _ = writeln!(self.0, "[routes.{node}]\n\"*\" = {steps}");
        self
    }

    /// Anything else.
    pub fn with(mut self, more: &str) -> Self {
        let _ = writeln!(self.0, "{more}");
        self
    }

    /// A deadline, beyond which answers are no goodput.
    pub fn deadline(self, deadline: &str) -> Self {
        let run = format!("[run]\ndeadline = \"{deadline}\"\n");
        Self(self.0.replacen("[run]\n", &run, 1))
    }

    pub fn done(self) -> String {
        self.0
    }
}
