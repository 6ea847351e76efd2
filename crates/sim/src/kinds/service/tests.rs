use super::*;
use crate::engine::Engine;
use crate::engine::call::Call;

#[test]
fn a_balancer_that_knows_no_better_is_refused_at_once_by_a_dead_replica() {
    let text = "[run]\nduration = \"10s\"\n[nodes.client]\nkind = \"client\"\n[nodes.app]\nkind = \"service\"\nreplicas = 4\n\
        queue = \"per-replica\"\n[links.client.app]\n[[fault]]\nkind = \"crash\"\ntarget = \"app\"\nshare = 0.3\n";
    let scenario = crate::scenario::parse(text).unwrap();
    let mut engine = Engine::new(&scenario, &[], 1, &[]);
    engine.advance(1_000_000_000, u64::MAX, &mut || false);
    // It still counts four; the last two of them are dead.
    assert_eq!(engine.core.instances[1], 4);
    for (instance, dead) in [(0, false), (1, false), (2, true), (3, true), (4, true)] {
        let mut call = Call::new(1, 0, engine.core.now_ns);
        call.instance = instance;
        let id = engine.core.calls.add(call);
        let node = &mut engine.nodes[1];
        let admit = node.body.arrive(&mut node.me, &mut engine.core, id);
        let refused = matches!(admit, Admit::Refused(Cause::ConnectionRefused));
        assert_eq!(refused, dead, "{instance}");
    }
}
