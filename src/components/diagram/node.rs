//! A box: what a node is and how it stands.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{NodeLive, NodeView};
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::view;

use super::layout::BOX;
use super::{Place, Scene, glyph};
use crate::words::chart as say;

/// Shares of capacity from which a node is busy, and from which it is about to be the bottleneck: waiting
/// grows as 1/(1 - utilisation), so the last tenth is where the trouble is.
const BUSY: f32 = 0.7;
const FULL: f32 = 0.9;

/// So many characters of a name stand in a line; a longer one takes two. The whole is in the label for assistive technology.
const NAME: usize = 17;

/// The most bars of a pile, and the size of each with its distance to the next.
const BARS: u32 = 10;
const BAR: (f32, f32) = (3.5, 10.0);
const PITCH: f32 = 5.0;

/// So many characters of a fault's name, and the width of one, about.
const FAULT: usize = 18;
const LETTER: f32 = 7.2;

#[allow(clippy::too_many_lines, reason = "a list of what stands in a view")]
#[component]
pub fn NodeBox(
    id: String,
    index: usize,
    node: NodeView,
    /// Those that lead to it and from it.
    links: Vec<usize>,
    corner: (f32, f32),
    scene: Scene,
) -> impl IntoView {
    let (width, height) = BOX;
    let live = scene.live;
    let state = Memo::new(move |_| live.with(|live| live.get(index).copied().unwrap_or_default()));
    let wrong = scene.wrong(Place::Node(index));
    // What the run does not use stands back, but not what is wrong.
    let unused = Memo::new(move |_| {
        let all = !links.is_empty() && links.iter().all(|&link| scene.unused(link));
        all && wrong.with(Vec::is_empty)
    });
    let level = Memo::new(move |_| match state.get().utilisation {
        Some(share) if share >= FULL => "full",
        Some(share) if share >= BUSY => "busy",
        Some(_) => "calm",
        None => "unbound",
    });
    let share = move || {
        let share = state.get().utilisation.filter(|_| !unused.get())?;
        Some(per_cent(share))
    };
    let bar = move || {
        let share = state.get().utilisation.unwrap_or(0.0).clamp(0.0, 1.0);
        format!("{:.0}", share * (width - 2.0))
    };
    let flight = move || {
        let flight = state.get().in_flight;
        (flight > 0).then(|| say::in_flight(count(flight)))
    };
    let instances = move || {
        let instances = state.get().instances;
        (instances > 0).then(|| format!(" ×{}", count(instances)))
    };
    let waiting = Memo::new(move |_| state.get().waiting);
    let queue = move || {
        let waiting = waiting.get();
        (waiting > 0).then(|| count(waiting))
    };
    // In a narrow drawing an arrow comes in beside the pile, and the figure alone has to do.
    let noun = move || (waiting.get() > 0).then(say::and_waiting);
    let beside = move || format!("{}", bars(waiting.get()) as f32 * PITCH + 4.0);
    let label = {
        let (name, kind) = (node.label.clone(), node.kind.to_string());
        move || {
            let told = wrong.with(|wrong| describe(&name, &kind, state.get(), wrong));
            let unused = unused.get().then(say::not_used);
            told + unused.unwrap_or_default()
        }
    };
    let role = move || if scene.ready.get() { "button" } else { "img" };
    let stop = move || {
        let current = scene.current.get() == index;
        scene
            .ready
            .get()
            .then_some(if current { "0" } else { "-1" })
    };
    let open = Memo::new(move |_| scene.chosen.get() == Some(index));
    let expanded = move || scene.ready.get().then(|| open.get().to_string());
    let fault = Memo::new(move |_| wrong.with(|wrong| short(wrong)));
    let plate = move || {
        let letters = fault.with(|fault| fault.chars().count()) as f32;
        (letters.mul_add(LETTER, 16.0)).min(width)
    };
    let (first, second) = in_lines(&node.label);
    // The lines of the box; with two of the name they are closer.
    let heights = if second.is_empty() {
        [20, 36, 56]
    } else {
        [16, 44, 59]
    };
    view! {
        <g role="listitem">
            <g
                class="node"
                id=id
                data-node=node.id
                data-level=level
                data-unused=move || unused.get().to_string()
                data-open=move || open.get().to_string()
                data-wrong=move || wrong.with(|wrong| !wrong.is_empty()).to_string()
                transform=format!("translate({} {})", corner.0, corner.1)
                tabindex=stop
                role=role
                aria-expanded=expanded
                aria-label=label
                on:focus=move |_| scene.current.set(index)
                on:click=move |_| {
                    if !scene.zoom.dragged() {
                        scene.toggle(index);
                    }
                }
            >
                // All of this is in the label. The spaces keep the words apart for those who read them there.
                <g aria-hidden="true">
                    <path class="node__pile" d=move || pile(waiting.get())/>
                    <rect class="node__box" width=width height=height rx="6"/>
                    <rect class="node__track" x="1" y=height - 6.0 width=width - 2.0 height="5"/>
                    <rect class="node__bar" x="1" y=height - 6.0 width=bar height="5"/>
                    <path
                        class="node__glyph"
                        d=glyph::strokes(&node.kind_key)
                        transform=format!("translate({} {})", width - 23.0, heights[1] - 12)
                    />
                    <text class="node__name" x="10" y=heights[0]>
                        {first}
                        {(!second.is_empty()).then(|| view! { " " <tspan x="10" dy="14">{second}</tspan> })}
                    </text>
                    " "
                    <text class="node__kind" x="10" y=heights[1]>
                        {node.kind.to_string()}
                        <tspan class="node__count">{move || instances()}</tspan>
                    </text>
                    " "
                    <text class="node__share" x="10" y=heights[2]>{move || share()}</text>
                    " "
                    <text class="node__flight" x=width - 10.0 y=heights[2] text-anchor="end">{move || flight()}</text>
                    " "
                    <g
                        class="node__fault"
                        display=move || if fault.with(String::is_empty) { "none" } else { "inline" }
                        transform=format!("translate(0 {})", height - 4.0)
                    >
                        <rect width=move || format!("{:.0}", plate()) height="18" rx="4"/>
                        <text x="8" y="13">{fault}</text>
                    </g>
                    " "
                    <text class="node__waiting" x=beside y="-4">
                        {move || queue()}
                        <tspan class="node__noun">{noun}</tspan>
                    </text>
                </g>
            </g>
        </g>
    }
}

/// Little bars, one more for each time that the backlog is about two and a half times as long.
fn pile(waiting: u32) -> String {
    let (width, height) = BAR;
    (0..bars(waiting)).fold(String::new(), |path, bar| {
        let x = bar as f32 * PITCH;
        path + &format!("M{x} -3v-{height}h{width}v{height}z")
    })
}

/// One for the first, then five for each two powers of ten.
fn bars(waiting: u32) -> u32 {
    if waiting == 0 {
        return 0;
    }
    (1 + (f64::from(waiting).log10() * 2.5) as u32).min(BARS)
}

/// Whole up to three digits, then in thousands: a box has little room.
fn count(n: u32) -> String {
    match n {
        0..1_000 => quantity::format(n.into(), Unit::Count),
        1_000..10_000 => format!("{:.1}k", f64::from(n) / 1e3),
        10_000..1_000_000 => format!("{}k", n / 1_000),
        _ => format!("{:.1}M", f64::from(n) / 1e6),
    }
}

/// A name in as many lines as it needs, two at most, broken between words.
fn in_lines(name: &str) -> (String, String) {
    if name.chars().count() <= NAME {
        return (name.to_owned(), String::new());
    }
    let fits = |&at: &usize| name[..at].chars().count() <= NAME;
    let mut spaces = name.match_indices(' ').map(|(at, _)| at);
    match spaces.rfind(fits) {
        Some(at) => (name[..at].to_owned(), shorten(&name[at + 1..], NAME)),
        None => (shorten(name, NAME), String::new()),
    }
}

fn shorten(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// What is wrong, as far as a box has room for it.
fn short(wrong: &[String]) -> String {
    match wrong {
        [] => String::new(),
        [only] => shorten(only, FAULT),
        many => say::faults(many.len()),
    }
}

/// A node's state in words: those that stand in its box, in their order, so that who speaks what they see is understood, and then
/// what has no room there.
fn describe(name: &str, kind: &str, state: NodeLive, wrong: &[String]) -> String {
    let instances = if state.instances > 0 {
        format!(" ×{}", count(state.instances))
    } else {
        String::new()
    };
    let mut parts = Vec::new();
    if let Some(share) = state.utilisation {
        parts.push(per_cent(share));
    }
    if state.in_flight > 0 {
        parts.push(say::in_flight(count(state.in_flight)));
    }
    if !wrong.is_empty() {
        parts.push(short(wrong));
    }
    if state.waiting > 0 {
        parts.push(say::waiting(count(state.waiting)));
    }
    if state.in_flight == 0 {
        parts.push(say::nothing_in_flight().to_owned());
    }
    if let Some(share) = state.utilisation {
        parts.push(say::utilisation(per_cent(share)));
    }
    let (first, second) = in_lines(name);
    let shown = [&*first, " ", &second].concat();
    let shown = shown.trim_end();
    if shown != name {
        parts.push(say::in_full(name));
    }
    if wrong.len() > 1 {
        parts.push(wrong.join(say::joins()));
    }
    say::node_state(shown, [kind, &instances].concat(), parts.join(say::comma()))
}

fn per_cent(share: f32) -> String {
    format!("{:.0}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_without_a_bound_has_no_utilisation() {
        let state = NodeLive {
            in_flight: 3,
            ..NodeLive::default()
        };
        assert_eq!(
            describe("Client", "client", state, &[]),
            "Client, client: 3 in flight"
        );
    }

    #[test]
    fn what_is_wrong_is_part_of_what_is_said() {
        let wrong = ["Crash of replicas".to_owned(), "Slow node".to_owned()];
        assert_eq!(
            describe("App", "service", NodeLive::default(), &wrong),
            "App, service: 2 faults, nothing in flight, Crash of replicas and Slow node"
        );
        assert_eq!(short(&wrong), "2 faults");
        assert_eq!(short(&wrong[..1]), "Crash of replicas");
    }

    #[test]
    fn a_backlog_grows_by_bars_on_a_logarithmic_scale() {
        let told = [0, 1, 3, 10, 100, 1_000, 10_000, 1_000_000].map(bars);
        assert_eq!(told, [0, 1, 2, 3, 6, 8, 10, 10]);
        assert_eq!(pile(2).matches('M').count(), 1);
    }

    #[test]
    fn a_long_name_takes_two_lines_and_is_whole() {
        let told = |name| {
            let (first, second) = in_lines(name);
            [first, second]
        };
        assert_eq!(told("PostgreSQL: rides"), ["PostgreSQL: rides", ""]);
        assert_eq!(
            told("Two machines, a table in each"),
            ["Two machines, a", "table in each"]
        );
        assert_eq!(told("Averyveryverylongname"), ["Averyveryverylon…", ""]);
    }

    #[test]
    fn a_count_never_needs_more_than_five_characters() {
        let told = [7, 999, 1_000, 9_949, 10_000, 999_999, 1_234_567].map(count);
        assert_eq!(told, ["7", "999", "1.0k", "9.9k", "10k", "999k", "1.2M"]);
    }
}
