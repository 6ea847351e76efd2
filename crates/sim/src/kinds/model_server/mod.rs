//! `model-server`: inference of a language model.
//!
//! A GPU goes over the model step by step. A step reads the prompts of the requests that have just joined its batch, and writes a
//! token for each request in it; how long it takes depends on these. Memory for keys and values bounds the batch. Each
//! step is simulated: what batching gains and costs is not assumed.

mod declare;

pub(super) use self::declare::declare;
use super::service::line::Line;
use super::{Admit, Behaviour, Params, Pulse};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, State};
use crate::engine::fault::share_of;
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::Gauge;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const REQUESTS: usize = 0;
const REFUSED: usize = 1;
const PROMPT: usize = 2;
const OUTPUT: usize = 3;
const STEPS: usize = 4;
const RUNNING: usize = 0;
const WAITING: usize = 1;
const BUSY: usize = 2;
const KV: usize = 3;
const TTFT: usize = 0;
const TOKEN: usize = 1;
const WAIT: usize = 2;

/// A batch that is not full may have waited long enough.
const WINDOW: Tag = Tag(0);
/// A GPU's step is done: its number above this.
const STEP: u16 = 1;
/// No step is shorter, so that time goes on.
const SHORTEST_NS: u64 = 1_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Batching {
    Continuous,
    Dynamic,
    Static,
}

/// A request in a batch.
#[derive(Clone, Copy)]
struct Sequence {
    call: u32,
    /// Tokens of its prompt that are not read yet, and of its answer that are not written yet.
    prompt: u32,
    left: u32,
    output: u32,
    kv: u32,
    first_ns: u64,
}

#[derive(Default)]
struct Gpu {
    batch: Vec<Sequence>,
    busy: bool,
    kv: u32,
}

pub(crate) struct ModelServer {
    gpus: Vec<Gpu>,
    /// GPUs there are, and those that work: the first.
    count: u32,
    alive: u32,
    batching: Batching,
    max_batch: u32,
    room: u32,
    window_ns: u64,
    prompt: Sampler,
    output: Sampler,
    per_prompt_ns: f64,
    step: Sampler,
    per_request_ns: f64,
    kv_tokens: u32,
    queue_limit: u32,
    line: Line,
    armed_ns: u64,
    /// By call: tokens of its prompt and of its answer.
    wants: Vec<(u32, u32)>,
    lengths: Stream,
    slots: Gauge,
}

impl Behaviour for ModelServer {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let mut server = Self {
            gpus: Vec::new(),
            count: 0,
            alive: 0,
            batching: match p.choice("batching") {
                0 => Batching::Continuous,
                1 => Batching::Dynamic,
                _ => Batching::Static,
            },
            max_batch: 1,
            room: 1,
            window_ns: 0,
            prompt: p.time("prompt_tokens"),
            output: p.time("output_tokens"),
            per_prompt_ns: 0.0,
            step: p.time("step_time"),
            per_request_ns: 0.0,
            kv_tokens: 1,
            queue_limit: 0,
            line: Line::default(),
            armed_ns: u64::MAX,
            wants: Vec::new(),
            lengths: Stream::new(seed, &node.id, "lengths"),
            slots: Gauge::default(),
        };
        server.read(p, me, core);
        server
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.read(p, me, core);
        self.fill(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        me.counts[REQUESTS].bump();
        let tokens = |n: f64| (libm::floor(n + 0.5) as u32).max(1);
        let prompt = tokens(self.prompt.draw(&mut self.lengths));
        let output = tokens(self.output.draw(&mut self.lengths));
        let refusal = if self.alive == 0 {
            Some(Cause::NodeDown)
        } else {
            let free = self.gpus[..self.alive as usize].iter().any(|g| !g.busy);
            (self.line.waiting >= self.queue_limit && !free).then_some(Cause::QueueFull)
        };
        if let Some(cause) = refusal {
            me.counts[REFUSED].bump();
            return Admit::Refused(cause);
        }
        if self.wants.len() <= id as usize {
            self.wants.resize(id as usize + 1, (0, 0));
        }
        self.wants[id as usize] = (prompt, output);
        me.levels[WAITING].add(now, 1);
        self.line.push(id, 0, now);
        let call = &mut core.calls[id];
        call.state = State::Queued;
        call.slot = 0;
        self.fill(me, core);
        Admit::Taken
    }

    /// A request is given up: waiting, or in a batch, whose next step goes without it.
    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let place = core.calls[id].slot;
        if place == 0 {
            me.levels[WAITING].sub(now, 1);
            self.line.forget(&mut core.calls);
            return;
        }
        let gpu = &mut self.gpus[place as usize - 1];
        if let Some(at) = gpu.batch.iter().position(|s| s.call == id) {
            let gone = gpu.batch.remove(at);
            gpu.kv -= gone.kv;
            me.levels[KV].sub(now, gone.kv);
            me.levels[RUNNING].sub(now, 1);
        }
        core.calls.remove(id);
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        if tag == WINDOW {
            if self.armed_ns == now {
                self.armed_ns = u64::MAX;
                self.fill(me, core);
            }
            return;
        }
        if me.fault.paused_until_ns > now {
            let at = me.fault.paused_until_ns;
            core.events.push(at, What::Timer(me.index, tag));
            return;
        }
        self.stepped(me, core, usize::from(tag.0 - STEP));
        self.fill(me, core);
    }

    fn dies(&self, core: &Core, id: u32) -> Option<bool> {
        let place = core.calls[id].slot;
        Some(place > self.alive && place <= self.count)
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.size(me, core);
        self.fill(me, core);
    }

    fn begin(&mut self, now_ns: u64) {
        self.slots.begin(now_ns);
    }

    fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, span_ns: u64) -> f64 {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let level = |i: usize| me.levels[i].measured(now_ns) as f64;
        let gpus = self.slots.measured(now_ns) as f64;
        let tokens = me.counts[OUTPUT].measured() as f64;
        match key {
            "utilisation" => share(level(BUSY), gpus),
            "kv_utilisation" => share(level(KV), gpus * f64::from(self.kv_tokens)),
            "batch_size" => share(level(RUNNING), level(BUSY)),
            "tokens_per_second" => share(tokens, span_ns as f64 / 1e9),
            // Cost of a million tokens.
            _ => share(me.money.measured(now_ns), tokens / 1e6),
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: me.levels[WAITING].value,
            instances: self.alive,
            capacity: Some(f64::from(self.alive.saturating_mul(self.room))),
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let kv = self.derived(me, "kv_utilisation", now_ns, span_ns);
        if kv > 0.8 && me.levels[WAITING].average(now_ns, span_ns) > 1.0 {
            out.push(format!(
                "At {}, memory is the bound: {} of the KV cache is set aside, and requests wait for more of it.",
                me.label,
                quantity::format(kv, Unit::Ratio)
            ));
        }
    }
}

impl ModelServer {
    fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.count = p.count("gpus");
        self.max_batch = p.count("max_batch").max(1);
        self.window_ns = p.ns("batch_window");
        self.prompt = p.time("prompt_tokens");
        self.output = p.time("output_tokens");
        self.per_prompt_ns = 1e9 / p.number("prefill_rate");
        self.step = p.time("step_time");
        self.per_request_ns = p.number("step_per_request");
        self.kv_tokens = p.count("kv_tokens").max(1);
        self.queue_limit = p.count("queue_limit");
        if self.gpus.len() < self.count as usize {
            self.gpus.resize_with(self.count as usize, Gpu::default);
        }
        let hourly = f64::from(self.count) * p.number("gpu_price");
        me.money.rate(core.now_ns, hourly);
        self.size(me, core);
    }

    fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let dead = share_of(self.count, me.fault.lost);
        self.alive = self.count.saturating_sub(dead);
        self.room = share_of(self.max_batch, me.fault.capacity);
        self.slots.set(core.now_ns, self.alive);
        core.slots[me.index as usize] = self.alive.saturating_mul(self.room);
        core.has_instances(me.index, self.count, 0);
    }

    /// GPUs that are free begin what there is for them.
    fn fill(&mut self, me: &mut NodeCore, core: &mut Core) {
        for index in 0..self.alive as usize {
            if !self.gpus[index].busy && self.may_begin(me, core) {
                self.join(me, core, index);
                self.go(me, core, index);
            }
        }
    }

    /// Whether a batch may begin with those who wait.
    fn may_begin(&mut self, me: &NodeCore, core: &mut Core) -> bool {
        let waiting = self.line.waiting;
        match self.batching {
            _ if waiting == 0 => false,
            Batching::Continuous => true,
            _ if waiting >= self.room => true,
            Batching::Static => false,
            Batching::Dynamic => {
                let Some(oldest) = self.line.oldest(&mut core.calls) else {
                    return false;
                };
                let due = oldest + self.window_ns;
                if due > core.now_ns && due < self.armed_ns {
                    self.armed_ns = due;
                    core.events.push(due, What::Timer(me.index, WINDOW));
                }
                due <= core.now_ns
            }
        }
    }

    /// Takes those who wait into a GPU's batch, as many as there is room and memory for.
    fn join(&mut self, me: &mut NodeCore, core: &mut Core, index: usize) {
        let now = core.now_ns;
        while self.line.waiting > 0 && self.gpus[index].batch.len() < self.room as usize {
            let Some(next) = self.line.first(&mut core.calls) else {
                return;
            };
            let (prompt, output) = self.wants[next as usize];
            // One that is longer than all memory has it to itself.
            let kv = prompt.saturating_add(output).min(self.kv_tokens);
            let gpu = &mut self.gpus[index];
            if kv > self.kv_tokens.saturating_sub(gpu.kv) {
                return;
            }
            let Some(id) = self.line.pop(false, &mut core.calls) else {
                return;
            };
            me.levels[WAITING].sub(now, 1);
            me.levels[RUNNING].add(now, 1);
            me.levels[KV].add(now, kv);
            gpu.kv += kv;
            let call = &mut core.calls[id];
            me.times[WAIT].record(now - call.mark_ns);
            call.book(Part::Queue, now);
            call.slot = index as u32 + 1;
            gpu.batch.push(Sequence {
                call: id,
                prompt,
                left: output,
                output,
                kv,
                first_ns: 0,
            });
        }
    }

    /// A GPU begins a step, if there is anything in its batch.
    fn go(&mut self, me: &mut NodeCore, core: &mut Core, index: usize) {
        let now = core.now_ns;
        let gpu = &mut self.gpus[index];
        let begins = !gpu.batch.is_empty();
        if gpu.busy != begins {
            if begins {
                me.levels[BUSY].add(now, 1);
            } else {
                me.levels[BUSY].sub(now, 1);
            }
            gpu.busy = begins;
        }
        if !begins {
            return;
        }
        let new = || gpu.batch.iter().map(|s| s.prompt);
        // A batch that goes through together is padded to its longest prompt.
        let read = if self.batching == Batching::Continuous {
            new().map(f64::from).sum::<f64>()
        } else {
            f64::from(new().max().unwrap_or(0)) * new().filter(|&n| n > 0).count() as f64
        };
        let n = gpu.batch.len() as f64;
        let ns =
            read * self.per_prompt_ns + self.step.draw(&mut me.stream) + n * self.per_request_ns;
        let ns = whole_ns(ns * me.fault.slow).max(SHORTEST_NS);
        me.counts[STEPS].bump();
        let tag = Tag(STEP + index as u16);
        core.events.push(now + ns, What::Timer(me.index, tag));
    }

    /// A step is done: a token for each in the batch, and whoever has all of them is answered.
    fn stepped(&mut self, me: &mut NodeCore, core: &mut Core, index: usize) {
        let now = core.now_ns;
        let together = self.batching != Batching::Continuous;
        let gpu = &mut self.gpus[index];
        for sequence in &mut gpu.batch {
            if sequence.prompt > 0 {
                me.counts[PROMPT].add(u64::from(sequence.prompt));
                sequence.prompt = 0;
                sequence.first_ns = now;
                me.times[TTFT].record(now - core.calls[sequence.call].entered_ns);
            }
            if sequence.left > 0 {
                sequence.left -= 1;
                me.counts[OUTPUT].bump();
                if sequence.left == 0 && sequence.output > 1 {
                    let each = (now - sequence.first_ns) / u64::from(sequence.output - 1);
                    me.times[TOKEN].record(each);
                }
            }
        }
        let all_done = gpu.batch.iter().all(|s| s.left == 0);
        if !together || all_done {
            let Gpu { batch, kv, .. } = gpu;
            batch.retain(|sequence| {
                if sequence.left > 0 {
                    return true;
                }
                *kv -= sequence.kv;
                me.levels[KV].sub(now, sequence.kv);
                me.levels[RUNNING].sub(now, 1);
                let call = &mut core.calls[sequence.call];
                call.book(Part::Service, now);
                call.state = State::Working;
                call.part = Part::Service;
                call.slot = 0;
                core.events.push(now, What::Work(sequence.call));
                false
            });
        }
        let joins = if together {
            self.gpus[index].batch.is_empty() && self.may_begin(me, core)
        } else {
            true
        };
        if joins && index < self.alive as usize {
            self.join(me, core, index);
        }
        self.go(me, core, index);
    }
}
