//! A small drawing for each kind of node.

/// The kinds that have one, each with the path of its strokes on a ground of 16 by 16.
const GLYPHS: &[(&str, &str)] = &[
    (
        "client",
        "M8 8a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM2.5 14c.6-3 2.7-4.5 5.5-4.5s4.9 1.5 5.5 4.5",
    ),
    (
        "dns",
        "M8 2a6 6 0 1 0 0 12a6 6 0 0 0 0-12zM2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12",
    ),
    (
        "cdn",
        "M8 6a2 2 0 1 0 0 4a2 2 0 0 0 0-4zM6.5 6.7L3 3.7M9.5 6.7L13 3.7M8 10v3.5M1.7 3h2M12.3 3h2M7 14h2",
    ),
    (
        "api-gateway",
        "M1.5 14h13M3 14V7.5a5 5 0 0 1 10 0V14M8 14V7",
    ),
    (
        "rate-limiter",
        "M2 11.5a6 6 0 1 1 12 0M8 11.5l3-4.5M1.5 14h13",
    ),
    (
        "load-balancer",
        "M1.5 8h12.5M5.5 8l3.5-5h5M5.5 8l3.5 5h5M12.5 1.5L14 3l-1.5 1.5M12.5 6.5L14 8l-1.5 1.5M12.5 11.5L14 13l-1.5 1.5",
    ),
    (
        "service",
        "M2.5 2.5h11V7h-11zM2.5 9h11v4.5h-11zM5 4.75h1.5M5 11.25h1.5",
    ),
    ("function", "M3.5 2.5h2.5l5.5 11h1.5M8 6.7l-4 6.8"),
    ("websocket-service", "M2 5.5h12l-3-3M14 10.5H2l3 3"),
    (
        "worker",
        "M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5zM8 1.5V4M8 12v2.5M1.5 8H4M12 8h2.5M3.4 3.4l1.8 1.8M10.8 10.8l1.8 1.8M12.6 3.4l-1.8 1.8M5.2 10.8l-1.8 1.8",
    ),
    ("stream-processor", "M2 3h12L9.5 8.5V14l-3-2V8.5z"),
    (
        "scheduler",
        "M8 2a6 6 0 1 0 0 12a6 6 0 0 0 0-12zM8 4.5V8l2.5 2",
    ),
    (
        "model-server",
        "M4 4h8v8H4zM6.5 6.5h3v3h-3zM6 1.5V4M10 1.5V4M6 12v2.5M10 12v2.5M1.5 6H4M1.5 10H4M12 6h2.5M12 10h2.5",
    ),
    ("cache", "M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z"),
    (
        "sql-database",
        "M3 4c0-2.7 10-2.7 10 0v8c0 2.7-10 2.7-10 0zM3 4c0 2.7 10 2.7 10 0M3 8c0 2.7 10 2.7 10 0",
    ),
    (
        "key-value-store",
        "M5 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6zM8 8h6.5v3M11.5 8v2.5",
    ),
    (
        "search-index",
        "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zM10.2 10.2L14 14",
    ),
    ("vector-index", "M3 2v11h11M3 13l8-8M7.5 4.5H11.5V8.5"),
    (
        "object-storage",
        "M2.5 4h11L12 14H4zM2.5 4c0-2.2 11-2.2 11 0",
    ),
    ("queue", "M2 4v8M5 4v8M8 4v8M10.5 8H14M12.5 6L14.5 8l-2 2"),
    ("event-stream", "M1.5 5h13v6h-13zM5 5v6M8.5 5v6M12 5v6"),
    (
        "topic",
        "M8 7.5v1M5 5a4.2 4.2 0 0 0 0 6M11 5a4.2 4.2 0 0 1 0 6M2.8 2.8a7.3 7.3 0 0 0 0 10.4M13.2 2.8a7.3 7.3 0 0 1 0 10.4",
    ),
    (
        "lock-service",
        "M3.5 7h9v7h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2M8 9.8v1.7",
    ),
    ("third-party", "M7 3H3v10h10V9M9.5 2.5h4v4M13.5 2.5l-6 6"),
];

/// Of a kind without one of its own.
const PLAIN: &str = "M3 3h10v10H3z";

/// The strokes that stand for a kind.
pub fn strokes(kind: &str) -> &'static str {
    let own = GLYPHS.iter().find(|(key, _)| *key == kind);
    own.map_or(PLAIN, |(_, strokes)| strokes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_drawing_of_its_own() {
        let mut seen = vec![PLAIN];
        for kind in headroom_sim::kinds::registry() {
            let strokes = strokes(&kind.key);
            assert!(!seen.contains(&strokes), "{}", kind.key);
            seen.push(strokes);
        }
        assert_eq!(strokes("of-tomorrow"), PLAIN);
    }
}
