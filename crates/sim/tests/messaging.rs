//! Queues, topics, streams, schedulers, quorums and locks do what the real things do: one test a mechanism.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use reading::{figure, near};

/// The rest of a scenario behind a client at an even `rate`, for 100 s.
fn run(rate: &str, rest: &str) -> Report {
    run_as(&format!("process = \"even\"\nrate = \"{rate}\""), rest)
}

fn run_as(client: &str, rest: &str) -> Report {
    run_for("100s", client, rest)
}

fn run_for(duration: &str, client: &str, rest: &str) -> Report {
    let text = format!(
        "[run]\nduration = \"{duration}\"\n[nodes.client]\nkind = \"client\"\n{client}\n{rest}"
    );
    let scenario = parse(&text).unwrap_or_else(|e| panic!("{e:#?}"));
    let report = simulate(&scenario, None, &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

// Queue.

/// A queue before a worker that takes `work` a message.
fn queued(rate: &str, queue: &str, work: &str, rest: &str) -> Report {
    run(
        rate,
        &format!(
            "[nodes.q]\nkind = \"queue\"\nsend_time = \"1ms\"\n{queue}\n[nodes.w]\nkind = \"service\"\nreplicas = 1\nconcurrency = 4\n\
             service_time = \"{work}\"\n[links.client.q]\n[links.q.w]\n{rest}"
        ),
    )
}

#[test]
fn a_fifo_group_is_dealt_with_one_message_at_a_time() {
    // One key, 100 ms a message: ten a second, whatever the number of consumers.
    let one = run_as(
        "process = \"even\"\nrate = \"20/s\"\nkeys = 1",
        "[nodes.q]\nkind = \"queue\"\nfifo_groups = 8\n[nodes.w]\nkind = \"service\"\nservice_time = \"100ms\"\n[links.client.q]\n[links.q.w]\n",
    );
    near(&one, "deleted", 1000.0, 2.0);
    near(&one, "nodes.q.in_flight", 1.0, 0.01);
    // Many keys in eight groups: they all keep up.
    let many = queued("20/s", "fifo_groups = 8", "100ms", "");
    near(&many, "deleted", 2000.0, 20.0);
}

#[test]
fn poison_blocks_its_fifo_group_until_it_is_a_dead_letter() {
    let poison = "[[fault]]\nkind = \"poison-message\"\ntarget = \"q\"\nat = \"10s\"\nlasting = \"100ms\"\nshare = 1\n";
    let system = |groups: u32| {
        queued(
            "10/s",
            &format!("visibility_timeout = \"5s\"\nmax_receives = 3\nfifo_groups = {groups}"),
            "1ms",
            poison,
        )
    };
    // One message of the tenth second is poisoned and received three times, 5 s each; those behind it wait 15 s.
    let fifo = system(1);
    near(&fifo, "dead_letters", 1.0, 0.0);
    near(&fifo, "received", figure(&fifo, "deleted") + 3.0, 1.0);
    near(&fifo, "age_of_oldest_max_ms", 15_000.0, 300.0);
    near(&fifo, "age_ms.max", 15_000.0, 300.0);
    let loose = system(0);
    near(&loose, "dead_letters", 1.0, 0.0);
    assert!(figure(&loose, "age_ms.max") < 10.0);
}

#[test]
fn a_stopped_consumer_piles_up_and_the_backlog_drains_with_the_difference_of_rates() {
    // 10 s without consumers leave 100 messages; 40 a second are served of the 10 that come: 100 / (40 - 10) = 3.3 s.
    let report = queued(
        "10/s",
        "consumers = 4",
        "100ms",
        "[[fault]]\nkind = \"consumer-stopped\"\ntarget = \"q\"\nat = \"50s\"\nlasting = \"10s\"\n",
    );
    // A triangle of 100 over 10 s, and one over 100/30 s.
    near(
        &report,
        "nodes.q.depth",
        (100.0 * 10.0 / 2.0 + 100.0 * (100.0 / 30.0) / 2.0) / 100.0,
        0.15,
    );
    near(&report, "nodes.q.wait_ms.max", 10_000.0, 200.0);
    near(&report, "deleted", 1000.0, 3.0);
    near(&report, "age_of_oldest_max_ms", 10_100.0, 250.0);
}

#[test]
fn a_visibility_timeout_shorter_than_the_work_has_it_done_twice() {
    let system = |visibility: &str| {
        queued(
            "1/s",
            &format!("visibility_timeout = \"{visibility}\"\nmax_receives = 5"),
            "1500ms",
            "",
        )
    };
    let long = system("2s");
    near(&long, "nodes.w.requests", 99.0, 1.0);
    // A message is visible again after 1 s, received again, and deleted after 1.5 s: two receives each.
    let short = system("1s");
    near(&short, "nodes.w.requests", 2.0 * 99.0, 2.0);
    near(&short, "redelivered", 99.0, 2.0);
    near(&short, "deleted", 98.0, 1.0);
}

#[test]
fn messages_older_than_the_retention_are_dropped() {
    let report = queued(
        "10/s",
        "retention = \"20s\"",
        "1ms",
        "[[fault]]\nkind = \"consumer-stopped\"\ntarget = \"q\"\nat = \"0s\"\n",
    );
    near(&report, "expired", 10.0 * 80.0, 3.0);
    near(&report, "age_of_oldest_max_ms", 20_000.0, 10.0);
    // It fills for 20 s and then stays full.
    near(&report, "nodes.q.depth", 200.0 * 0.9, 2.0);
}

#[test]
fn a_queue_may_have_as_many_consumers_as_its_workers_have_slots() {
    let all = queued("100/s", "consumers = 0", "100ms", "");
    near(&all, "nodes.q.in_flight", 4.0, 0.05);
    near(&all, "nodes.w.waiting", 0.0, 0.0);
    // A worker that is gone for a while is found again.
    let gone = queued(
        "10/s",
        "consumers = 0",
        "10ms",
        "[[fault]]\nkind = \"thread-exhaustion\"\ntarget = \"w\"\nat = \"20s\"\nlasting = \"10s\"\nleft = 0\n",
    );
    near(&gone, "deleted", 1000.0, 3.0);
    near(&gone, "redelivered", 0.0, 1.0);
}

// Topic.

#[test]
fn every_subscriber_gets_its_own_copy_and_the_publisher_waits_for_none() {
    let report = run(
        "20/s",
        "[nodes.t]\nkind = \"topic\"\npublish_time = \"5ms\"\ndispatch_time = \"10ms\"\n\
         [nodes.a]\nkind = \"service\"\nservice_time = \"20ms\"\n[nodes.b]\nkind = \"service\"\nservice_time = \"1s\"\nreplicas = 10\n\
         [links.client.t]\n[links.t.a]\n[links.t.b]\n",
    );
    near(&report, "latency_ms.max", 5.0, 0.01);
    near(&report, "delivered", 4000.0, 25.0);
    near(&report, "nodes.a.requests", 2000.0, 3.0);
    near(&report, "nodes.b.requests", 2000.0, 3.0);
    // Half are delivered after 10 + 20 ms, half after 10 + 1000 ms.
    near(&report, "delivery_ms.mean", 515.0, 6.0);
}

#[test]
fn a_filter_holds_back_what_its_subscriber_does_not_want() {
    let report = run(
        "100/s",
        "[nodes.t]\nkind = \"topic\"\n[nodes.a]\nkind = \"service\"\n[nodes.b]\nkind = \"service\"\n\
         [links.client.t]\n[links.t.a]\n[links.t.b]\nshare = 0.25\n",
    );
    // Binomial: the deviation of 10,000 draws is 43.
    near(&report, "nodes.b.requests", 2500.0, 175.0);
    near(&report, "filtered", 7500.0, 175.0);
    near(&report, "nodes.a.requests", 10_000.0, 10.0);
}

#[test]
fn a_subscriber_that_fails_is_tried_again_and_then_its_copies_are_dead_letters() {
    let report = run(
        "10/s",
        "[nodes.t]\nkind = \"topic\"\n[nodes.a]\nkind = \"service\"\n[nodes.b]\nkind = \"service\"\nreplicas = 0\n\
         [links.client.t]\n[links.t.a]\n[links.t.b]\nretries = 3\nbackoff_base = \"10ms\"\n",
    );
    near(&report, "dead_letters", 1000.0, 5.0);
    near(&report, "requests.retries", 3000.0, 15.0);
    near(&report, "delivered", 1000.0, 5.0);
    near(&report, "requests.error_ratio", 0.0, 0.0);
}

#[test]
fn a_topic_turns_away_what_is_above_its_quota() {
    let report = run(
        "100/s",
        "[nodes.t]\nkind = \"topic\"\npublish_limit = \"40/s\"\n[nodes.a]\nkind = \"service\"\n[links.client.t]\n[links.t.a]\n\
         [[fault]]\nkind = \"quota-exhausted\"\ntarget = \"t\"\nat = \"50s\"\n",
    );
    near(&report, "published", 50.0 * 40.0 + 40.0, 45.0);
    near(
        &report,
        "requests.failed.throttled",
        10_000.0 - figure(&report, "published"),
        2.0,
    );
}

// Event stream.

/// A stream read by one group whose worker takes `work` a record.
fn streamed(client: &str, stream: &str, work: &str, rest: &str) -> Report {
    run_as(
        client,
        &format!(
            "[nodes.s]\nkind = \"event-stream\"\npoll_time = \"0ms\"\n{stream}\n[nodes.w]\nkind = \"service\"\nreplicas = 10\n\
             concurrency = 100\nservice_time = \"{work}\"\n[links.client.s]\n[links.s.w]\n{rest}"
        ),
    )
}

const EVEN_200: &str = "process = \"even\"\nrate = \"200/s\"\nkey_distribution = \"uniform\"";

#[test]
fn one_consumer_at_a_time_reads_a_partition_and_more_partitions_are_read_faster() {
    for partitions in [2.0, 8.0] {
        let report = streamed(EVEN_200, &format!("partitions = {partitions}"), "100ms", "");
        near(&report, "consumed", partitions * 1000.0, partitions * 10.0);
        near(&report, "reading", partitions, 0.1);
    }
}

#[test]
fn the_hottest_partition_bounds_what_is_read() {
    // Half of the records are about one key: its partition gets more than 100 of 200 a second and is read at 50.
    let report = streamed(
        "process = \"even\"\nrate = \"200/s\"\nkey_distribution = \"hot-set\"\nhot_keys = 1\nhot_share = 0.5",
        "partitions = 32\nbatch = 1",
        "20ms",
        "",
    );
    let hottest = figure(&report, "hottest_share") * 200.0;
    assert!(hottest > 95.0, "{hottest}");
    near(
        &report,
        "consumed",
        ((200.0 - hottest) + 50.0) * 100.0,
        150.0,
    );
    near(&report, "lag_max", (hottest - 50.0) * 100.0, 100.0);
}

#[test]
fn a_producer_waits_for_all_in_sync_replicas_or_for_the_leader_or_for_nothing() {
    let system = |acks: &str| {
        streamed(
            "process = \"even\"\nrate = \"200/s\"",
            &format!(
                "acks = \"{acks}\"\nreplicas = 3\nappend_time = \"1ms\"\nreplication_time = \"exponential(10ms)\"\npartitions = 64"
            ),
            "1ms",
            "",
        )
    };
    near(&system("none"), "latency_ms.max", 0.0, 0.0);
    near(&system("leader"), "latency_ms.p50", 1.0, 0.01);
    // The slower of two exponentials: mean (1 + 1/2) of theirs; deviation 11.2 ms over the root of 20,000.
    near(&system("all"), "latency_ms.mean", 1.0 + 15.0, 0.4);
    let records = figure(&system("all"), "records");
    near(&system("none"), "records", records, 0.0);
}

#[test]
fn too_few_replicas_in_sync_stop_the_writes_that_ask_for_all() {
    let system = |acks: &str| {
        streamed(
            EVEN_200,
            &format!("acks = \"{acks}\"\nreplicas = 3\nmin_in_sync = 2"),
            "1ms",
            "[[fault]]\nkind = \"crash\"\ntarget = \"s\"\nat = \"50s\"\nlasting = \"10s\"\nshare = 0.67\n",
        )
    };
    near(&system("all"), "requests.failed.node_down", 2000.0, 30.0);
    near(&system("leader"), "requests.failed_total", 0.0, 20.0);
}

#[test]
fn lag_grows_while_consumers_are_stopped_and_drains_with_the_difference_of_rates() {
    let report = streamed(
        "process = \"even\"\nrate = \"200/s\"\nkey_distribution = \"uniform\"",
        "partitions = 10\nbatch = 1\nrebalance_time = \"2s\"",
        "10ms",
        "[[fault]]\nkind = \"consumer-stopped\"\ntarget = \"s\"\nat = \"20s\"\nlasting = \"8s\"\n",
    );
    // Stopped for 8 s and a rebalance of 2 s: 2,000 behind; 1,000 a second are read of the 200 that come: 2.5 s.
    near(
        &report,
        "nodes.s.lag",
        2000.0 * (10.0 + 2.5) / 2.0 / 100.0,
        8.0,
    );
    near(&report, "rebalances", 2.0, 0.0);
    near(&report, "delivery_ms.max", 10_000.0, 400.0);
    near(&report, "consumed", 20_000.0, 60.0);
}

#[test]
fn each_group_reads_at_its_own_pace_and_a_slow_one_loses_what_retention_drops() {
    let report = run(
        "100/s",
        "[nodes.s]\nkind = \"event-stream\"\npartitions = 1\nretention = \"10s\"\nbatch = 10\npoll_time = \"0ms\"\n\
         [nodes.fast]\nkind = \"service\"\nservice_time = \"1ms\"\n[nodes.slow]\nkind = \"service\"\nservice_time = \"20ms\"\n\
         [links.client.s]\n[links.s.fast]\n[links.s.slow]\n",
    );
    near(&report, "nodes.fast.requests", 10_000.0, 5.0);
    near(&report, "nodes.slow.requests", 5_000.0, 15.0);
    // It falls 50 a second behind, is 10 s late when it is 1,000 behind, and loses as much as it falls behind from then.
    near(&report, "lost", 50.0 * 80.0, 80.0);
    near(&report, "lag_max", 1000.0, 60.0);
}

#[test]
fn a_poisoned_record_holds_up_its_partition_until_it_is_given_up() {
    let report = streamed(
        "process = \"even\"\nrate = \"10/s\"\nkeys = 1",
        "max_attempts = 5\nretry_delay = \"2s\"",
        "1ms",
        "[[fault]]\nkind = \"poison-message\"\ntarget = \"s\"\nat = \"10s\"\nlasting = \"100ms\"\nshare = 1\n",
    );
    near(&report, "dead_letters", 1.0, 0.0);
    near(&report, "retried", 4.0, 0.0);
    near(&report, "delivery_ms.max", 8_000.0, 200.0);
}

#[test]
fn records_that_were_not_committed_are_read_again_after_a_rebalance() {
    let report = streamed(
        "process = \"even\"\nrate = \"95/s\"\nkeys = 1",
        "batch = 100\nrebalance_time = \"3s\"",
        "10ms",
        // The first leaves a backlog, read from the 48th second in batches of a second each; the second comes upon half of one.
        "[[fault]]\nkind = \"consumer-stopped\"\ntarget = \"s\"\nat = \"40s\"\nlasting = \"5s\"\n\
         [[fault]]\nkind = \"consumer-stopped\"\ntarget = \"s\"\nat = \"50500ms\"\nlasting = \"1s\"\n",
    );
    near(&report, "reread", 50.0, 2.0);
}

#[test]
fn a_failover_turns_producers_away_until_there_is_a_leader() {
    let report = streamed(
        EVEN_200,
        "election_time = \"4s\"",
        "1ms",
        "[[fault]]\nkind = \"primary-failover\"\ntarget = \"s\"\nat = \"50s\"\n",
    );
    near(&report, "requests.failed.node_down", 800.0, 3.0);
}

#[test]
fn one_call_for_a_batch_costs_less_than_one_for_each_record() {
    let system = |delivery: &str| {
        streamed(
            EVEN_200,
            &format!("partitions = 1\ndelivery = \"{delivery}\"\nbatch = 50"),
            "100ms",
            "",
        )
    };
    near(&system("records"), "consumed", 1000.0, 2.0);
    near(&system("batches"), "consumed", 20_000.0, 40.0);
}

// Scheduler.

/// A scheduler before a worker with so many slots, beside a client that has nothing to do with it.
fn scheduled(scheduler: &str, slots: u32, rest: &str) -> Report {
    run(
        "1/s",
        &format!(
            "[nodes.other]\nkind = \"service\"\n[links.client.other]\n[nodes.cron]\nkind = \"scheduler\"\n{scheduler}\n\
             [nodes.w]\nkind = \"service\"\nreplicas = 1\nconcurrency = {slots}\nservice_time = \"100ms\"\n[links.cron.w]\n{rest}"
        ),
    )
}

#[test]
fn jobs_of_a_tick_come_in_a_burst_and_jitter_spreads_them() {
    let burst = scheduled("every = \"10s\"\njobs = 20", 1, "");
    // Ticks at 10 s, 20 s ... 90 s; the twentieth job waits for nineteen.
    near(&burst, "ticks", 9.0, 0.0);
    near(&burst, "started", 180.0, 0.0);
    near(&burst, "succeeded", 180.0, 0.0);
    near(&burst, "nodes.w.wait_ms.max", 1900.0, 0.1);
    near(&burst, "job_ms.mean", 100.0 * 21.0 / 2.0, 0.1);
    // Nobody's requests are among them.
    near(&burst, "requests.offered", 99.0, 1.0);
    let spread = scheduled("every = \"10s\"\njobs = 20\njitter = \"8s\"", 1, "");
    assert!(figure(&spread, "nodes.w.wait_ms.max") < 600.0);
    // Uniform: 180 draws of a deviation of 8 / sqrt(12) s.
    near(&spread, "delay_ms.mean", 4000.0, 700.0);
}

#[test]
fn a_tick_is_skipped_while_jobs_run_where_the_policy_forbids_more() {
    // Fifteen jobs take 1.5 s, and a tick comes each second: where more are forbidden every other is skipped.
    let system = |policy: &str| {
        scheduled(
            &format!("every = \"1s\"\njobs = 15\nconcurrency = \"{policy}\""),
            1,
            "",
        )
    };
    let forbid = system("forbid");
    near(&forbid, "skipped", 49.0, 0.0);
    assert!(figure(&forbid, "nodes.cron.running") <= 15.0);
    let allow = system("allow");
    near(&allow, "skipped", 0.0, 0.0);
    near(&allow, "overlaps", 98.0, 0.0);
    // Fifteen more a second, of which ten are done.
    near(&allow, "nodes.cron.running", 5.0 * 100.0 / 2.0, 12.0);
}

#[test]
fn ticks_without_a_leader_are_missed_or_made_up_for() {
    let fault = "[[fault]]\nkind = \"primary-failover\"\ntarget = \"cron\"\nat = \"50500ms\"\n";
    let system = |misfire: &str| {
        scheduled(
            &format!("every = \"1s\"\njobs = 3\nfailover_time = \"5s\"\nmisfire = \"{misfire}\""),
            100,
            fault,
        )
    };
    // Ticks at 51 to 55 s find no leader.
    for (misfire, missed, late) in [("skip", 5.0, 0.0), ("once", 4.0, 1.0), ("all", 0.0, 5.0)] {
        let report = system(misfire);
        near(&report, "missed", missed, 0.0);
        near(&report, "late", late, 0.0);
        near(&report, "started", (99.0 - missed) * 3.0, 0.0);
        let delay = if late > 0.0 { 4500.0 } else { 0.0 };
        near(&report, "delay_ms.max", delay, 0.1);
    }
}

// Stream processor.

/// A processor of 1,000 events a second for 100 s.
fn processed(processor: &str, rest: &str) -> Report {
    run_as(
        "process = \"even\"\nrate = \"1000/s\"\nkeys = 1",
        &format!(
            "[nodes.p]\nkind = \"stream-processor\"\nservice_time = \"0.1ms\"\nwatermark_interval = \"10ms\"\n{processor}\n\
             [nodes.sink]\nkind = \"service\"\nservice_time = \"0ms\"\nconcurrency = 1000\n[links.client.p]\n[links.p.sink]\n{rest}"
        ),
    )
}

#[test]
fn an_event_is_late_when_its_window_ended_before_the_watermark() {
    // A tenth of the events is 3 s old. Tumbling windows of 1 s: such an event is late when what was left of its window
    // when it happened, uniform on 0 to 1 s, is less than 3 s minus the watermark's delay.
    let system = |delay: &str, lateness: &str| {
        processed(
            &format!(
                "event_lag = \"histogram(0s: 9, 3s: 1)\"\nsize = \"1s\"\nwatermark_delay = \"{delay}\"\nallowed_lateness = \"{lateness}\""
            ),
            "",
        )
    };
    // Binomial: the deviation of 100,000 draws at 0.1 is 0.00095; a watermark moves each hundredth of a window.
    near(&system("1s", "0s"), "late_ratio", 0.1, 0.004);
    near(&system("2500ms", "0s"), "late_ratio", 0.05, 0.004);
    near(&system("3s", "0s"), "late_ratio", 0.0, 0.001);
    // Those within the allowed lateness give out another result each.
    let allowed = system("1s", "3s");
    near(&allowed, "late_ratio", 0.0, 0.0);
    near(&allowed, "windows_emitted", 10_000.0 + 98.0, 400.0);
}

#[test]
fn results_come_the_delay_of_the_watermark_after_their_window_ended() {
    let system = |delay: &str| {
        processed(
            &format!("event_lag = \"0s\"\nsize = \"5s\"\nwatermark_delay = \"{delay}\""),
            "",
        )
    };
    for (delay, ms) in [("0s", 0.0), ("2s", 2000.0)] {
        let report = system(delay);
        // One of the nineteen meets a checkpoint of 100 ms; the watermark moves each 10 ms.
        near(&report, "result_ms.mean", ms, 10.0 + 100.0 / 19.0 + 1.0);
        near(&report, "watermark_lag_ms.mean", ms, 15.0);
        near(&report, "windows_emitted", 19.0, 1.0);
    }
}

#[test]
fn sliding_windows_overlap_and_sessions_end_with_a_gap() {
    let sliding = processed(
        "event_lag = \"0s\"\nwindow = \"sliding\"\nsize = \"10s\"\nslide = \"1s\"\nwatermark_delay = \"0s\"",
        "",
    );
    near(&sliding, "windows_emitted", 99.0, 1.0);
    near(&sliding, "open_windows", 10.0, 0.1);
    // A burst of 1 s each 10 s of one key.
    let sessions = |gap: &str| {
        run(
            "1/s",
            &format!(
                "[nodes.other]\nkind = \"service\"\n[links.client.other]\n[nodes.cron]\nkind = \"scheduler\"\nevery = \"10s\"\njobs = 50\njitter = \"1s\"\n\
                 [nodes.p]\nkind = \"stream-processor\"\nevent_lag = \"0s\"\nwindow = \"session\"\ngap = \"{gap}\"\nwatermark_delay = \"0s\"\n[links.cron.p]\n"
            ),
        )
    };
    // Jobs of a tick have keys 0 to 49, and each comes once a tick.
    near(&sessions("3s"), "windows_emitted", 50.0 * 8.0, 0.0);
    near(&sessions("15s"), "windows_emitted", 0.0, 0.0);
}

#[test]
fn a_restart_replays_what_came_since_the_last_checkpoint() {
    let system = |interval: &str| {
        processed(
            &format!(
                "event_lag = \"0s\"\ncheckpoint_interval = \"{interval}\"\ncheckpoint_pause = \"50ms\"\nrestart_time = \"2s\"\ntasks = 1"
            ),
            "[[fault]]\nkind = \"primary-failover\"\ntarget = \"p\"\nat = \"58s\"\n",
        )
    };
    let often = system("10s");
    // The last checkpoint began at 50 s.
    near(&often, "replayed", 8_000.0, 2.0);
    near(&often, "checkpoints", 9.0, 1.0);
    near(&often, "restarts", 1.0, 0.0);
    let seldom = system("55s");
    near(&seldom, "replayed", 3_000.0, 2.0);
    // It stands for 2 s, and for a checkpoint at 60 s, works off 8,000 or 3,000 at 0.1 ms each, and then what has come.
    near(&often, "latency_ms.max", 2_000.0 + 50.0 + 800.0, 2.0);
    near(&seldom, "latency_ms.max", 2_000.0 + 300.0, 2.0);
}

#[test]
fn fewer_tasks_are_dealt_the_keys_anew() {
    let report = run_as(
        "process = \"even\"\nrate = \"100/s\"\nkey_distribution = \"uniform\"",
        "[nodes.p]\nkind = \"stream-processor\"\ntasks = 4\nservice_time = \"20ms\"\nrestart_time = \"1s\"\ncheckpoint_interval = \"1s\"\ncheckpoint_pause = \"1ms\"\n[links.client.p]\n\
         [[fault]]\nkind = \"crash\"\ntarget = \"p\"\nat = \"20s\"\nlasting = \"30s\"\nshare = 0.5\n",
    );
    near(&report, "restarts", 2.0, 0.0);
    // 2 of 2 tasks are always busy meanwhile, and what piled up is done in the end.
    near(&report, "events", 10_000.0, 20.0);
    near(&report, "requests.failed_total", 0.0, 10.0);
}

#[test]
fn checkpoints_hold_up_the_events_that_come_meanwhile() {
    let report = processed(
        "event_lag = \"0s\"\ncheckpoint_interval = \"1s\"\ncheckpoint_pause = \"500ms\"\ntasks = 1",
        "",
    );
    near(&report, "latency_ms.max", 500.0, 2.0);
    near(&report, "checkpoints", 99.0, 1.0);
}

// Lock service.

/// A lock service before nobody.
fn locked(client: &str, service: &str, rest: &str) -> Report {
    run_as(
        client,
        &format!("[nodes.l]\nkind = \"lock-service\"\n{service}\n[links.client.l]\n{rest}"),
    )
}

/// Even arrivals that are all about one key.
fn one_key(rate: &str) -> String {
    format!("process = \"even\"\nrate = \"{rate}\"\nkeys = 1")
}

#[test]
fn a_change_takes_the_disk_and_the_fastest_followers_that_make_a_majority() {
    let client = "process = \"even\"\nrate = \"200/s\"\nkey_distribution = \"uniform\"";
    // The kth smallest of n exponentials: mean 1/n + ... + 1/(n - k + 1) of theirs.
    for (nodes, expected) in [
        (1, 0.0),
        (3, 1.0 / 2.0),
        (5, 1.0 / 4.0 + 1.0 / 3.0),
        (7, 1.0 / 6.0 + 1.0 / 5.0 + 1.0 / 4.0),
    ] {
        let report = locked(
            client,
            &format!(
                "nodes = {nodes}\ndisk_time = \"2ms\"\nack_time = \"exponential(20ms)\"\nhold_time = \"1ms\""
            ),
            "",
        );
        // 20,000 draws of a deviation below 10 ms.
        near(&report, "commit_ms.mean", 2.0 + 20.0 * expected, 0.3);
        near(&report, "latency_ms.mean", 2.0 + 20.0 * expected, 0.3);
    }
}

#[test]
fn callers_of_one_lock_wait_for_each_other_as_before_a_single_server() {
    let system = |rate: f64| {
        run_for(
            "2000s",
            &format!("rate = \"{rate}/s\"\nkeys = 1"),
            "[nodes.l]\nkind = \"lock-service\"\nnodes = 1\ndisk_time = \"1ms\"\nhold_time = \"48ms\"\n[links.client.l]\n",
        )
    };
    // Poisson arrivals, and 1 + 48 + 1 ms for each: M/D/1, whose wait is rho / (2 (1 - rho)) of a service.
    for rho in [0.4, 0.7] {
        let report = system(rho * 20.0);
        let wait = 50.0 * rho / (2.0 * (1.0 - rho));
        near(&report, "wait_ms.mean", wait, wait * 0.06);
        near(&report, "attribution.all.parts.lock_ms", wait, wait * 0.06);
        near(
            &report,
            "waits",
            rho * figure(&report, "nodes.l.requests"),
            0.03 * figure(&report, "nodes.l.requests"),
        );
    }
}

#[test]
fn without_a_leader_or_a_majority_nobody_gets_a_lock() {
    let client = "process = \"even\"\nrate = \"100/s\"\nkey_distribution = \"uniform\"";
    let failover = locked(
        client,
        "election_time = \"3s\"\ndisk_time = \"1ms\"\nack_time = \"1ms\"",
        "[[fault]]\nkind = \"primary-failover\"\ntarget = \"l\"\nat = \"50s\"\n",
    );
    near(&failover, "elections", 1.0, 0.0);
    near(&failover, "unavailable", 300.0, 2.0);
    // A group of three can lose one, and not two.
    let crash = |share: f64| {
        locked(
            client,
            "election_time = \"0s\"",
            &format!(
                "[[fault]]\nkind = \"crash\"\ntarget = \"l\"\nat = \"50s\"\nlasting = \"10s\"\nshare = {share}\n"
            ),
        )
    };
    near(&crash(0.67), "unavailable", 1000.0, 5.0);
    assert!(figure(&crash(0.34), "unavailable") < 5.0);
}

#[test]
fn a_lease_ends_a_lock_that_is_not_given_back() {
    let report = locked(
        &one_key("0.2/s"),
        "hold_time = \"60s\"\nlease = \"2s\"\nnodes = 1\ndisk_time = \"1ms\"",
        "",
    );
    near(&report, "acquisitions", 20.0, 1.0);
    near(&report, "expired_leases", 20.0, 1.0);
    near(&report, "held", 0.4, 0.03);
    near(&report, "violations", 0.0, 0.0);
}

#[test]
fn a_holder_whose_clock_is_behind_shares_its_lock_unless_it_is_fenced() {
    let system = |fencing: bool, skew: &str| {
        locked(
            &one_key("1/s"),
            &format!(
                "hold_time = \"60s\"\nlease = \"2s\"\nnodes = 1\ndisk_time = \"1ms\"\nfencing = {fencing}"
            ),
            &format!(
                "[[fault]]\nkind = \"clock-skew\"\ntarget = \"l\"\nat = \"0s\"\nskew = \"{skew}\"\n"
            ),
        )
    };
    // One lock each 2 s, and each but the first while the one before it goes on for another second.
    let shared = system(false, "1s");
    near(&shared, "acquisitions", 50.0, 1.0);
    near(
        &shared,
        "violations",
        figure(&shared, "acquisitions") - 1.0,
        0.0,
    );
    let fenced = system(true, "1s");
    near(&fenced, "violations", 0.0, 0.0);
    near(&fenced, "fenced", figure(&shared, "violations"), 0.0);
    near(&system(false, "0s"), "violations", 0.0, 0.0);
}

#[test]
fn a_waiting_caller_that_gives_up_leaves_its_place() {
    let report = run_as(
        &one_key("10/s"),
        "[nodes.l]\nkind = \"lock-service\"\nhold_time = \"1s\"\n[links.client.l]\ntimeout = \"500ms\"\ncancel = true\n",
    );
    // Five a half second wait and give up; one a second gets it.
    near(&report, "acquisitions", 99.0, 2.0);
    near(&report, "nodes.l.waiting", 5.0, 0.6);
}

// Key-value store with quorums.

/// A store before a client of so many requests a second, one in so many of them a write.
fn stored(duration: &str, rate: u32, reads: f64, client: &str, store: &str, rest: &str) -> Report {
    run_for(
        duration,
        &format!("process = \"even\"\nrate = \"{rate}/s\"\n{client}"),
        &format!(
            "[classes]\nread = {{ weight = {reads} }}\nwrite = {{ weight = 1, write = true }}\n\
             [nodes.db]\nkind = \"key-value-store\"\n{store}\n[links.client.db]\n{rest}"
        ),
    )
}

#[test]
fn a_quorum_takes_as_long_as_the_slowest_answer_that_it_waits_for() {
    // Of three exponentials of 30 ms the first comes after 30/3, the second after 30/2 more, the third after 30 more.
    for (quorum, mean) in [(1, 10.0), (2, 25.0), (3, 55.0)] {
        let report = stored(
            "100s",
            200,
            1.0,
            "",
            &format!(
                "replicas = 3\nread_quorum = {quorum}\nwrite_quorum = {quorum}\n\
                 read_time = \"exponential(30ms)\"\nwrite_time = \"exponential(30ms)\""
            ),
            "",
        );
        // Deviations of 10 to 35 ms over the root of 10,000.
        near(&report, "classes.read.latency_ms.mean", mean, 0.035 * mean);
        near(&report, "classes.write.latency_ms.mean", mean, 0.035 * mean);
    }
}

#[test]
fn quorums_that_overlap_never_read_what_is_stale_and_others_do_as_often_as_replicas_differ() {
    let system = |replicas: u32, read: u32, write: u32| {
        stored(
            "1000s",
            200,
            199.0,
            "keys = 1",
            &format!(
                "replicas = {replicas}\nread_quorum = {read}\nwrite_quorum = {write}\nread_repair = false\n\
                 read_time = \"exponential(0.01ms)\"\nwrite_time = \"exponential(100ms)\""
            ),
            "",
        )
    };
    for (replicas, read, write) in [(2, 1, 2), (3, 2, 2), (3, 3, 1), (5, 3, 3)] {
        near(&system(replicas, read, write), "stale_reads", 0.0, 0.0);
    }
    // Two replicas, of which one answers: they differ from a write that comes once a second until the other has it, which
    // takes 100 ms more: 1 / (1 + 10) of the time. Half of the reads meet the one that is behind.
    let loose = system(2, 1, 1);
    let expected = figure(&loose, "reads") * 0.5 / 11.0;
    // A thousand writes, each with a time of its own: 5 % of deviation.
    near(&loose, "stale_reads", expected, expected * 0.15);
    near(&loose, "inconsistency_ms.mean", 100.0, 15.0);
}

#[test]
fn fewer_replicas_than_a_quorum_needs_make_a_store_unavailable() {
    let system = |share: f64| {
        stored(
            "100s",
            100,
            1.0,
            "",
            "replicas = 3\nread_quorum = 2\nwrite_quorum = 2\nread_time = \"exponential(30ms)\"\nwrite_time = \"exponential(30ms)\"",
            &format!(
                "[[fault]]\nkind = \"crash\"\ntarget = \"db\"\nat = \"0s\"\nshare = {share}\n"
            ),
        )
    };
    // Both that are left: the slower of two.
    let one_lost = system(0.34);
    near(&one_lost, "unavailable", 0.0, 0.0);
    near(&one_lost, "latency_ms.mean", 45.0, 1.5);
    near(&system(0.67), "requests.error_ratio", 1.0, 0.0);
}

#[test]
fn reads_repair_replicas_that_are_behind() {
    let system = |repair: bool| {
        stored(
            "200s",
            200,
            199.0,
            "keys = 1",
            &format!("replicas = 5\nread_quorum = 3\nwrite_quorum = 1\nread_repair = {repair}"),
            "[[fault]]\nkind = \"replica-lag\"\ntarget = \"db\"\nat = \"0s\"\nlag = \"5s\"\n",
        )
    };
    let (with, without) = (system(true), system(false));
    assert!(figure(&with, "repairs") > 100.0);
    near(&without, "repairs", 0.0, 0.0);
    assert!(figure(&with, "stale_reads") * 4.0 < figure(&without, "stale_reads"));
}

#[test]
fn a_popular_key_heats_its_partition_where_keys_decide() {
    let system = |by_key: bool| {
        stored(
            "100s",
            800,
            1e6,
            "keys = 1",
            &format!(
                "by_key = {by_key}\npartitions = 10\ncapacity = \"provisioned\"\nadaptive = false\neventual = false\nread_units = \"1000/s\""
            ),
            "",
        )
    };
    near(&system(false), "throttles", 0.0, 0.0);
    // 800 a second meet a partition that serves 100 and has five minutes' worth saved.
    near(&system(true), "throttles", 700.0 * 100.0 - 30_000.0, 50.0);
}

// All of them.

/// Three ask for one lock at once, and none has it in time. The one whose turn it was gives up, so that it would be the turn of
/// the next, who has no use for it any more and gives up himself before he has been told.
#[test]
fn who_gives_up_at_the_moment_of_his_turn_waits_no_more_and_only_once() {
    let text = r#"
[run]
duration = "5s"
[nodes.client]
kind = "client"
rate = "1/s"
process = "even"
[nodes.l]
kind = "lock-service"
disk_time = "100ms"
[links.client.l]
timeout = "30ms"
cancel = true
deadline_propagation = true
[routes.client]
request = [{ parallel = [{ to = "l" }, { to = "l" }, { to = "l" }] }]
"#;
    let report = simulate(&parse(text).unwrap(), None, &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    // Two of three wait for 30 ms, four times in five seconds.
    let waiting = report.figure("nodes.l.waiting").unwrap();
    assert!((waiting - 2.0 * 0.03 * 4.0 / 5.0).abs() < 1e-9, "{waiting}");
}

mod whatever {
    use super::*;
    use proptest::prelude::*;

    /// Every kind of this file with its parameters anywhere in their ranges: numbers from 0 to 1, stretched.
    #[allow(clippy::too_many_lines, reason = "a scenario, not a procedure")]
    fn scenario(x: &[f64]) -> String {
        let n = |i: usize, from: f64, to: f64| from + (to - from) * x[i];
        let whole = |i: usize, from: f64, to: f64| n(i, from, to + 0.99).floor();
        let pick = |i: usize, of: &[&'static str]| of[(x[i] * of.len() as f64) as usize];
        format!(
            r#"
[run]
duration = "12s"
warmup = "2s"
[classes]
read = {{ weight = 3 }}
write = {{ weight = 1, write = true, work = 1.5 }}
[nodes.client]
kind = "client"
rate = "{rate}/s"
keys = {keys}
[nodes.q]
kind = "queue"
visibility_timeout = "{visibility}ms"
max_receives = {receives}
consumers = {consumers}
fifo_groups = {groups}
retention = "{retention}ms"
delay = "{delay}ms"
capacity = {capacity}
[nodes.t]
kind = "topic"
publish_limit = "{publish}/s"
[nodes.s]
kind = "event-stream"
partitions = {partitions}
acks = "{acks}"
delivery = "{delivery}"
batch = {batch}
consumers = {readers}
retention = "{kept}ms"
buffer = {buffer}
max_attempts = {attempts}
retry_delay = "{retry}ms"
rebalance_time = "{rebalance}ms"
append_time = "exponential(1ms)"
election_time = "300ms"
[nodes.p]
kind = "stream-processor"
tasks = {tasks}
window = "{window}"
size = "{size}ms"
slide = "{slide}ms"
gap = "{gap}ms"
watermark_delay = "{watermark}ms"
allowed_lateness = "{lateness}ms"
event_lag = "exponential({lag}ms)"
checkpoint_interval = "{checkpoint}ms"
checkpoint_pause = "exponential(20ms)"
restart_time = "200ms"
state = {state}
buffer = {buffer}
[nodes.cron]
kind = "scheduler"
every = "{every}ms"
jobs = {jobs}
jitter = "{jitter}ms"
concurrency = "{policy}"
misfire = "{misfire}"
failover_time = "exponential(1s)"
class = 1
[nodes.l]
kind = "lock-service"
nodes = {nodes}
lease = "{lease}ms"
hold_time = "exponential({hold}ms)"
election_time = "exponential(200ms)"
queue_limit = {waiters}
fencing = {fencing}
[nodes.db]
kind = "key-value-store"
by_key = true
replicas = {replicas}
read_quorum = {read_quorum}
write_quorum = {write_quorum}
write_time = "exponential(20ms)"
[nodes.w]
kind = "service"
replicas = 2
concurrency = 4
service_time = "exponential({work}ms)"
queue_limit = 20
[links.client.q]
timeout = "{timeout}ms"
retries = 1
cancel = {cancel}
[links.client.t]
[links.client.s]
timeout = "{timeout}ms"
cancel = {cancel}
[links.client.l]
timeout = "{timeout}ms"
retries = 1
cancel = {cancel}
deadline_propagation = true
[links.client.db]
[links.q.w]
timeout = "200ms"
[links.t.w]
retries = 2
backoff_base = "10ms"
[links.t.q]
share = 0.5
[links.s.p]
timeout = "{timeout}ms"
cancel = {cancel}
[links.s.w]
[links.p.db]
[links.cron.l]
[links.cron.q]
[routes.client]
read = [{{ to = "db", optional = true }}, {{ to = "s", optional = true }}, {{ to = "l", optional = true }}]
write = [{{ parallel = [{{ to = "q", optional = true }}, {{ to = "t", optional = true }}, {{ to = "db", optional = true }}] }}]
[[fault]]
kind = "{fault}"
target = "{target}"
at = "{from}ms"
lasting = "{lasting}ms"
[[fault]]
kind = "primary-failover"
target = "{leader}"
at = "{from}ms"
[[fault]]
kind = "crash"
target = "{leader}"
at = "6s"
lasting = "2s"
share = {share}
[[fault]]
kind = "clock-skew"
target = "l"
at = "1s"
lasting = "5s"
skew = "{skew}ms"
"#,
            rate = whole(0, 5.0, 300.0),
            keys = pick(1, &["1", "20", "100000"]),
            visibility = whole(2, 20.0, 2000.0),
            receives = whole(3, 0.0, 4.0),
            consumers = whole(4, 0.0, 12.0),
            groups = pick(5, &["0", "1", "7"]),
            retention = whole(6, 100.0, 9000.0),
            delay = pick(7, &["0", "1", "700"]),
            capacity = pick(8, &["3", "100000"]),
            publish = whole(9, 1.0, 200.0),
            partitions = whole(10, 1.0, 9.0),
            acks = pick(11, &["all", "leader", "none"]),
            delivery = pick(12, &["records", "batches"]),
            batch = pick(13, &["1", "5", "500"]),
            readers = whole(14, 0.0, 4.0),
            kept = whole(15, 1000.0, 9000.0),
            buffer = pick(16, &["1", "10", "10000"]),
            attempts = whole(17, 0.0, 3.0),
            retry = whole(18, 1.0, 500.0),
            rebalance = whole(19, 0.0, 1500.0),
            tasks = whole(20, 1.0, 5.0),
            window = pick(21, &["tumbling", "sliding", "session"]),
            size = whole(22, 1.0, 4000.0),
            slide = whole(23, 1.0, 4000.0),
            gap = whole(24, 1.0, 2000.0),
            watermark = whole(25, 0.0, 2000.0),
            lateness = pick(26, &["0", "500"]),
            lag = whole(27, 0.0, 1500.0),
            checkpoint = pick(28, &["0", "500", "3000"]),
            state = pick(29, &["2", "100000"]),
            every = whole(30, 100.0, 3000.0),
            jobs = whole(31, 1.0, 30.0),
            jitter = pick(32, &["0", "900"]),
            policy = pick(33, &["allow", "forbid"]),
            misfire = pick(34, &["skip", "once", "all"]),
            nodes = whole(35, 1.0, 7.0),
            lease = whole(36, 1.0, 500.0),
            hold = whole(37, 0.0, 300.0),
            waiters = pick(38, &["0", "3", "1000"]),
            fencing = pick(39, &["true", "false"]),
            replicas = whole(40, 1.0, 5.0),
            read_quorum = whole(41, 1.0, 5.0),
            write_quorum = whole(42, 1.0, 5.0),
            work = whole(43, 0.0, 60.0),
            timeout = pick(44, &["0", "30", "500"]),
            cancel = pick(45, &["true", "false"]),
            fault = pick(
                46,
                &[
                    "consumer-stopped",
                    "poison-message",
                    "outage",
                    "error-rate",
                    "deadlock",
                    "slow-node",
                    "thread-exhaustion",
                    "replica-lag",
                    "quota-exhausted",
                ]
            ),
            target = pick(47, &["q", "t", "s", "p", "cron", "l", "db", "w"]),
            from = whole(48, 0.0, 9000.0),
            lasting = whole(49, 1.0, 5000.0),
            leader = pick(50, &["s", "p", "cron", "l", "db", "q"]),
            share = n(51, 0.0, 1.0),
            skew = whole(52, 0.0, 500.0),
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_laws_hold_and_the_same_seed_gives_the_same_bytes(x in prop::collection::vec(0.0..1.0f64, 53), seed in 0u64..1000) {
            let text = scenario(&x);
            let parsed = parse(&text).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"));
            let report = simulate(&parsed, None, &[], Some(seed)).unwrap();
            prop_assert!(report.sound, "{}\n{}", text, report.to_json());
            for (path, value) in report.figures() {
                prop_assert!(value.is_finite() && value >= 0.0, "{} = {}", path, value);
            }
            prop_assert_eq!(report.to_json(), simulate(&parsed, None, &[], Some(seed)).unwrap().to_json());
        }
    }
}
