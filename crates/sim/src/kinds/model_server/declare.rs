//! What a `model-server` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{
    KindSpec, amount, choice, cost, counter, derived, level, number, time, times,
};

const MS: f64 = 1e6;

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "model-server",
        "Model server",
        "Runs a language model on graphics processors: prompts are read at once, answers are written token by token, for many requests in one batch.",
        vec![
            number("gpus", "GPUs", "Processors, or groups of them, that each hold the whole model.", Unit::Count, (0.0, 10_000.0), 1.0).whole(),
            choice(
                "batching",
                "Batching",
                "Continuous: requests join and leave at each step (Yu et al., \"Orca\", OSDI 2022). Dynamic: a batch begins when it is full or its first has waited, and ends when its longest does. Static: it begins when it is full.",
                &[("continuous", "Continuous"), ("dynamic", "Dynamic"), ("static", "Static")],
            )
            .fixed(),
            number("max_batch", "Largest batch", "Requests of a GPU at once. 256 in vLLM on an A100, 1,024 on others of 70 GB and more (max_num_seqs).", Unit::Count, (1.0, 10_000.0), 256.0).whole(),
            number("batch_window", "Batch window", "Dynamic: how long the first of a batch waits for others (Triton's max_queue_delay_microseconds, 0 by default).", Unit::Duration, (0.0, 60_000.0 * MS), 50.0 * MS),
            amount(
                "prompt_tokens",
                "Prompt tokens",
                "Of a request. ShareGPT's conversations have 161 on average (Kwon et al., \"PagedAttention\", SOSP 2023); how they spread is assumed.",
                1e6,
                "lognormal(mean: 160, cv: 1.5)",
            ),
            amount("output_tokens", "Output tokens", "Of an answer. ShareGPT's have 338 on average.", 1e6, "lognormal(mean: 340, cv: 1)"),
            number(
                "prefill_rate",
                "Prefill rate",
                "Prompt tokens that a GPU reads a second. 13 billion parameters need 26 GFLOP a token; an A100 at half of its 312 TFLOP/s does 6,000.",
                Unit::PerSecond,
                (1.0, 1e7),
                6000.0,
            ),
            time(
                "step_time",
                "Decode step",
                "For one token of each request of the batch: all parameters are read once. 26 GB at the 1,555 GB/s of an A100 are 17 ms.",
                60e9,
                "17ms",
            ),
            number(
                "step_per_request",
                "Step a request",
                "What each request of the batch adds to a step: its keys and values are read. 400 tokens of 800 KB at 1,555 GB/s are 0.2 ms.",
                Unit::Duration,
                (0.0, 1000.0 * MS),
                0.2 * MS,
            ),
            number(
                "kv_tokens",
                "KV cache",
                "Tokens whose keys and values a GPU has memory for. OPT-13B takes 800 KB a token (2 x 40 layers x 5,120 x 2 bytes); 12 GB that an A100 of 40 GB has left hold 15,000.",
                Unit::Count,
                (1.0, 1e9),
                15_000.0,
            )
            .whole(),
            number("queue_limit", "Queue bound", "Requests that may wait; one more is refused.", Unit::Count, (0.0, 1e9), 1000.0).whole(),
            number(
                "gpu_price",
                "Price of a GPU",
                "Default: an A100 of 40 GB, an eighth of a p4d.24xlarge, us-east-1, on demand, March 2026 (aws.amazon.com/ec2/pricing/on-demand).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                2.745,
            ),
        ],
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("refused", "Refused", "Calls turned away: the queue was full, or no GPU was there."),
            counter("prompt_tokens", "Prompt tokens", "Tokens read."),
            counter("output_tokens", "Output tokens", "Tokens written."),
            counter("steps", "Steps", "Passes over the model."),
            level("running", "Running", "Requests in batches."),
            level("waiting", "Waiting", "Requests in the queue."),
            level("busy", "Busy GPUs", "GPUs at a step."),
            level("kv", "KV cache in use", "Tokens for which there is memory set aside."),
            derived("utilisation", "Utilisation", "Share of the GPUs' time at work.", Unit::Ratio),
            derived("kv_utilisation", "KV utilisation", "Share of the KV cache that is set aside, over time.", Unit::Ratio),
            derived("batch_size", "Batch size", "Requests of a step, on average over time.", Unit::Count),
            derived("tokens_per_second", "Tokens a second", "Tokens written, of all GPUs.", Unit::PerSecond),
            derived("cost_per_million_tokens", "Cost a million tokens", "What the GPUs cost, over the tokens written.", Unit::Dollars),
            times("ttft_ms", "Time to first token", "From a request's arrival to the first token of its answer."),
            times("token_ms", "Time of a token", "From one token of an answer to the next, on average of each answer."),
            times("wait_ms", "Wait", "From a request's arrival to its batch."),
            cost("What the GPUs cost."),
        ],
        &[
            "Preemption: memory for a request's whole length is set aside when it begins, as in Orca; vLLM sets aside what is needed now, and begins a request again when it runs out.",
            "Chunked prefill, prefix caching, speculative decoding, and models that are split over groups of GPUs.",
            "Streaming to the caller: an answer comes when it is complete, and its first token is a metric.",
        ],
    )
    .fails(&[Cause::QueueFull, Cause::NodeDown])
    .charts(Chart::Concurrency, &["running", "waiting"])
    .charts(Chart::Incidents, &["refused"])
    .headline(&["ttft_ms.p99", "tokens_per_second", "cost_per_million_tokens"])
}
