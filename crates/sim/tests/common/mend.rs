//! How parameters stand by default, and going back to that where a random scenario cannot run.

use headroom_sim::Scenario;
use headroom_sim::kinds::{Kind, ParamSpec, link_params};
use headroom_sim::scenario::{Run, Value, parse};

/// A scenario of one node of a kind beside a client and a service, from which to read how parameters stand by default.
fn plain(kind: Kind) -> Scenario {
    let kind = kind.key();
    let text = format!(
        "[nodes.c]\nkind = \"client\"\n[nodes.n]\nkind = \"{kind}\"\n[nodes.s]\nkind = \"service\"\n[links.c.s]\n[links.n.s]\n"
    );
    parse(&text).unwrap_or_else(|errors| panic!("{errors:?}"))
}

pub fn defaults(kind: Kind) -> Vec<Value> {
    plain(kind).nodes[1].params.clone()
}

pub fn link_defaults() -> Vec<Value> {
    plain(Kind::Service).links[0].params.clone()
}

/// Takes back what cannot run: a parameter that stands in the way becomes the default's, a node becomes a service.
pub fn mend(scenario: &mut Scenario) {
    for _ in 0..200 {
        let Some(problem) = scenario.problems().into_iter().next() else {
            return;
        };
        let parts: Vec<&str> = problem.path.split('.').collect();
        let at = |id: &str| {
            scenario
                .nodes
                .iter()
                .position(|node| node.id == id)
                .unwrap()
        };
        let place = |specs: &[ParamSpec], key: &str| {
            specs
                .iter()
                .position(|spec: &ParamSpec| spec.descriptor.key == key)
                .unwrap()
        };
        match parts[..] {
            ["nodes", id, key] => {
                let node = at(id);
                let kind = scenario.nodes[node].kind;
                let param = place(&kind.spec().params, key);
                scenario.nodes[node].params[param] = defaults(kind)[param].clone();
                // The rate alone may not have been too high: what it is multiplied by was.
                if kind == Kind::Client {
                    scenario.nodes[node].params = defaults(kind);
                }
            }
            ["nodes", id] => {
                let node = at(id);
                scenario.nodes[node].kind = Kind::Service;
                scenario.nodes[node].params = defaults(Kind::Service);
            }
            // Some kinds are called by nobody.
            ["links", _, to] => {
                let node = at(to);
                scenario.nodes[node].kind = Kind::Service;
                scenario.nodes[node].params = defaults(Kind::Service);
            }
            ["links", from, to, key] => {
                let ends = (at(from) as u32, at(to) as u32);
                let link = scenario
                    .links
                    .iter()
                    .position(|l| (l.from, l.to) == ends)
                    .unwrap();
                let param = place(link_params(), key);
                scenario.links[link].params[param] = link_defaults()[param].clone();
            }
            ["run", _] => scenario.run = Run::default(),
            _ => panic!("no way to mend {problem:?}"),
        }
    }
    panic!("{:?}", scenario.problems());
}
