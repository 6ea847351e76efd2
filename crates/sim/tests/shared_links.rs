//! Links come from strangers. Whatever a link holds, it is opened or refused, in a bounded time, and what is opened can be run.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use std::sync::LazyLock;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{LabSpec, Setup};
use headroom_sim::scenario::{FaultGiven, parse};
use headroom_sim::session::{Deed, Intervention, Progress, Session};
use headroom_sim::share::{Deeds, MOST_TEXT, Misfit, Shared, SharedDesign, View, crc32};
use proptest::prelude::*;

const LABS: [(&str, &str); 2] = [
    (
        "url-shortener/v2-serverless",
        include_str!("fixtures/serverless-url-shortener.toml"),
    ),
    ("labs/menagerie", include_str!("fixtures/menagerie.toml")),
];

static SPECS: LazyLock<Vec<LabSpec>> = LazyLock::new(|| {
    let specs = LABS.map(|(id, text)| LabSpec::new(id, &parse(text).unwrap()));
    specs.to_vec()
});

/// A link that carries `setup`.
fn link(spec: &LabSpec, setup: &Setup, deeds: Deeds) -> Shared {
    Shared {
        lab: spec.id.clone(),
        fingerprint: spec.fingerprint(),
        preset: setup.preset.clone(),
        set: setup.set.clone(),
        seed: setup.seed,
        deeds,
        report: None,
        view: View::default(),
    }
}

/// Runs to the end and gives the report's bytes and what was done.
fn finish(mut session: Session) -> (String, Vec<Intervention>) {
    while session.advance(u64::MAX, &mut || false) == Progress::Running {}
    let outcome = session.outcome();
    (outcome.report_json, outcome.deeds)
}

/// Loads it, if it can be, and runs it for some thousand events.
fn try_out(setup: &Setup) {
    let Ok(mut session) = Session::load(setup) else {
        return;
    };
    let mut looks = 0;
    session.advance(u64::MAX, &mut || {
        looks += 1;
        looks > 2
    });
    session.frame(1);
    session.outcome();
}

/// What a browser does with the text of a link.
fn open(text: &str) {
    let Ok(shared) = Shared::of_text(text) else {
        return;
    };
    for spec in SPECS.iter() {
        match shared.fit(spec) {
            Ok(fitted) => try_out(&fitted.setup),
            Err(why) => assert!(why.to_string().len() < 400, "{why}"),
        }
    }
}

/// What a browser does with the text of a design's link: the engine reads the design, and its lab is set as far as that goes.
fn open_design(text: &str) {
    let Ok(shared) = SharedDesign::of_text(text) else {
        return;
    };
    match parse(&shared.text) {
        Err(errors) => assert!(!errors.is_empty()),
        Ok(scenario) => {
            let spec = LabSpec::new("playground", &scenario);
            let fitted = shared.lab.map(|lab| lab.fit(&spec));
            match fitted {
                Some(Ok(fitted)) => try_out(&fitted.setup),
                Some(Err(_)) | None => try_out(&spec.setup(None, spec.seed)),
            }
        }
    }
}

/// The text of a link whose checksum is right, around any content.
fn sealed(flag: u8, content: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = vec![flag];
    bytes.extend(crc32([flag].iter().chain(content)).to_le_bytes());
    bytes.extend(content);
    let bits: Vec<String> = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let bits = bits.concat();
    let sixes = bits.as_bytes().chunks(6).map(|six| {
        let six = std::str::from_utf8(six).unwrap();
        let place = usize::from_str_radix(&format!("{six:0<6}"), 2).unwrap();
        char::from(ALPHABET[place])
    });
    ["1.".to_owned(), sixes.collect()].concat()
}

/// A run in which things are set, a fault strikes, and two dials are turned, one of them twice.
fn eventful(spec: &LabSpec) -> (Setup, Session) {
    let setup = Setup {
        set: vec![(
            "nodes.shortener.memory".to_owned(),
            ParamValue::Number(1024.0 * 1024.0 * 1024.0),
        )],
        deeds: vec![Intervention {
            at_ns: 0,
            event: 0,
            deed: Deed::Inject(FaultGiven {
                kind: "traffic-spike".to_owned(),
                target: "client".to_owned(),
                at_ns: Some(40_000_000_000),
                lasting_ns: Some(5_000_000_000),
                set: vec![("factor".to_owned(), ParamValue::Number(4.0))],
            }),
        }],
        ..spec.setup(Some("steady"), 271_828)
    };
    let mut session = Session::load(&setup).unwrap();
    for (at_ns, rate) in [(7_000_000_000, 80.0), (9_500_000_000, 120.0)] {
        session.advance(at_ns, &mut || false);
        let rate = ParamValue::Number(rate);
        session.set("nodes.client.rate", &rate).unwrap();
    }
    (setup, session)
}

#[test]
fn a_link_of_settings_and_faults_gives_the_same_report_bytes_elsewhere() {
    let spec = &SPECS[0];
    let (setup, _) = eventful(spec);
    let (report, _) = finish(Session::load(&setup).unwrap());
    let faults = setup.deeds.iter().map(|made| match &made.deed {
        Deed::Inject(fault) => fault.clone(),
        Deed::Set { .. } => unreachable!("nothing was set in it"),
    });
    let text = link(spec, &setup, Deeds::Placed(faults.collect()))
        .to_text()
        .unwrap();
    let fitted = Shared::of_text(&text).unwrap().fit(spec).unwrap();
    assert_eq!(fitted.setup, setup);
    assert!(!fitted.exact && fitted.lost.is_empty());
    let (again, _) = finish(Session::load(&fitted.setup).unwrap());
    assert_eq!(again, report);
}

#[test]
fn a_link_of_a_run_with_what_was_done_to_it_gives_the_same_report_bytes_elsewhere() {
    let spec = &SPECS[0];
    let (setup, session) = eventful(spec);
    let (report, done) = finish(session);
    assert_eq!(done.len(), 3, "{done:?}");
    let text = link(spec, &setup, Deeds::Done(done)).to_text().unwrap();
    let fitted = Shared::of_text(&text).unwrap().fit(spec).unwrap();
    assert!(fitted.exact && fitted.lost.is_empty());
    let (again, _) = finish(Session::load(&fitted.setup).unwrap());
    assert_eq!(again, report);
}

#[test]
fn a_link_of_an_earlier_version_of_the_lab_is_opened_by_names_and_says_what_is_lost() {
    let spec = &SPECS[0];
    let (setup, session) = eventful(spec);
    let (_, done) = finish(session);
    let mut old = link(spec, &setup, Deeds::Done(done));
    old.fingerprint ^= 1;
    old.set
        .push(("nodes.shortener.colour".to_owned(), ParamValue::Number(1.0)));
    let fitted = old.fit(spec).unwrap();
    assert_eq!(fitted.setup.set, setup.set);
    assert_eq!(fitted.setup.deeds.len(), 3);
    assert!(fitted.setup.deeds.iter().all(|made| made.event == 0));
    assert_eq!(
        fitted.lost,
        ["there is no setting `nodes.shortener.colour`"]
    );
    try_out(&fitted.setup);
    // In the lab itself nobody can have set that.
    old.fingerprint ^= 1;
    assert!(matches!(old.fit(spec), Err(Misfit::Impossible(_))));
    // And another lab has nothing to do with it.
    assert_eq!(
        old.fit(&SPECS[1]),
        Err(Misfit::OtherLab("url-shortener/v2-serverless".to_owned()))
    );
}

/// Texts of good links of every sort.
static GOOD: LazyLock<Vec<Shared>> = LazyLock::new(|| {
    let mut links = Vec::new();
    for spec in SPECS.iter() {
        links.push(link(
            spec,
            &spec.setup(None, 1),
            Deeds::Placed(faults_of(spec)),
        ));
        for preset in &spec.presets {
            let setup = spec.setup(Some(&preset.name), spec.seed);
            links.push(link(spec, &setup, Deeds::Placed(Vec::new())));
        }
    }
    let (setup, session) = eventful(&SPECS[0]);
    links.push(link(&SPECS[0], &setup, Deeds::Done(finish(session).1)));
    links
});

/// Each fault there is, where it strikes first.
fn faults_of(spec: &LabSpec) -> Vec<FaultGiven> {
    let faults = spec.faults.iter().enumerate();
    let given = faults.map(|(n, view)| FaultGiven {
        kind: view.descriptor.key.to_string(),
        target: view.targets[0].0.clone(),
        at_ns: Some(1_000_000 * n as u64),
        lasting_ns: (!view.descriptor.momentary).then_some(5_000_000_000),
        set: Vec::new(),
    });
    given.collect()
}

#[test]
fn every_good_link_is_opened_as_it_was_made() {
    for shared in GOOD.iter() {
        let text = shared.to_text().unwrap();
        assert_eq!(Shared::of_text(&text).as_ref(), Ok(shared));
        let spec = SPECS.iter().find(|spec| spec.id == shared.lab).unwrap();
        let fitted = shared.fit(spec).unwrap();
        assert_eq!(fitted.lost, [""; 0]);
        assert!(Session::load(&fitted.setup).is_ok());
    }
}

/// Designs with the settings of their labs and without, finished ones and one that is not.
static DESIGNS: LazyLock<Vec<SharedDesign>> = LazyLock::new(|| {
    const SMALL: &str = "version = 1\ntitle = \"Mine\"\n[run]\nduration = \"5s\"\n[nodes.client]\nkind = \"client\"\n\
                         rate = \"100/s\"\n[nodes.app]\nkind = \"service\"\n[links.client.app]\n";
    let texts = LABS.map(|(_, text)| text);
    let mut designs = Vec::new();
    for text in texts.into_iter().chain([SMALL]) {
        let spec = LabSpec::new("playground", &parse(text).unwrap());
        let mut setup = spec.setup(None, 77);
        let knob = &spec.knobs[spec.knobs.len() / 2];
        setup.set.push((knob.path.clone(), knob.value.clone()));
        let lab = link(&spec, &setup, Deeds::Placed(faults_of(&spec)));
        for lab in [Some(lab), None] {
            designs.push(SharedDesign {
                text: text.to_owned(),
                lab,
            });
        }
    }
    designs.push(SharedDesign {
        text: SMALL.replace("service", "servise"),
        lab: None,
    });
    designs
});

#[test]
fn every_good_design_is_opened_as_it_was_made() {
    for design in DESIGNS.iter() {
        let text = design.to_text().unwrap();
        assert_eq!(SharedDesign::of_text(&text).as_ref(), Ok(design));
        open_design(&text);
        if let (Some(lab), Ok(scenario)) = (&design.lab, parse(&design.text)) {
            let fitted = lab.fit(&LabSpec::new("playground", &scenario)).unwrap();
            assert_eq!(fitted.lost, [""; 0]);
        }
    }
}

/// One change of some bytes.
#[derive(Clone, Debug)]
enum Change {
    Flip(prop::sample::Index, u8),
    Put(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Drop(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    /// A part of another link in the place of what follows.
    Splice(
        prop::sample::Index,
        prop::sample::Index,
        prop::sample::Index,
    ),
    /// The longest length that can be written.
    Endless(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        (place(), 0..8u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        place().prop_map(Change::Cut),
        (place(), 1..20u8).prop_map(|(at, count)| Change::Drop(at, count)),
        (place(), prop::collection::vec(any::<u8>(), 1..20))
            .prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (place(), place(), place()).prop_map(|(at, of, from)| Change::Splice(at, of, from)),
        place().prop_map(Change::Endless),
    ]
}

/// `others` is how many there are to take a part of.
fn changed(
    bytes: &[u8],
    change: &Change,
    others: usize,
    other: impl Fn(usize) -> Vec<u8>,
) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let place = |index: &prop::sample::Index| index.index(bytes.len().max(1));
    if bytes.is_empty() {
        return bytes;
    }
    match change {
        Change::Flip(at, bit) => {
            let at = place(at);
            bytes[at] ^= 1 << bit;
        }
        Change::Put(at, byte) => {
            let at = place(at);
            bytes[at] = *byte;
        }
        Change::Cut(at) => bytes.truncate(place(at)),
        Change::Drop(at, count) => {
            let at = place(at);
            bytes.drain(at..(at + usize::from(*count)).min(bytes.len()));
        }
        Change::Insert(at, more) => {
            let at = place(at);
            bytes.splice(at..at, more.iter().copied());
        }
        Change::Splice(at, of, from) => {
            let other = other(of.index(others));
            bytes.truncate(place(at));
            bytes.extend(&other[from.index(other.len())..]);
        }
        Change::Endless(at) => {
            let at = place(at);
            bytes.splice(
                at..at,
                [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            );
        }
    }
    bytes
}

/// A number that nobody would choose, or somebody with something in mind.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        prop::sample::select(vec![
            0.0,
            -0.0,
            1.0,
            0.5,
            -1.0,
            1e-300,
            1e9,
            1e18,
            1e300,
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
        ]),
    ]
}

fn value() -> impl Strategy<Value = ParamValue> {
    prop_oneof![
        4 => number().prop_map(ParamValue::Number),
        1 => any::<bool>().prop_map(ParamValue::Flag),
        1 => "[a-z-]{0,12}".prop_map(ParamValue::Choice),
    ]
}

fn moment() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..900_000_000_000_u64,
        any::<u64>(),
        Just(0),
        Just(u64::MAX),
        Just(u64::MAX - 1)
    ]
}

/// A link that could have been made by hand: names of the lab, values of the maker's.
fn forged() -> impl Strategy<Value = Shared> {
    let place = any::<prop::sample::Index>;
    let deed = (
        place(),
        place(),
        value(),
        moment(),
        moment(),
        prop::option::of(moment()),
    );
    let set = prop::collection::vec((place(), value()), 0..4);
    let deeds = prop::collection::vec((any::<bool>(), deed), 0..6);
    (
        place(),
        place(),
        set,
        deeds,
        any::<u64>(),
        any::<(bool, bool)>(),
    )
        .prop_map(|(lab, preset, set, deeds, seed, (exact, same))| {
            let spec = lab.get(&SPECS);
            let knob = |index: &prop::sample::Index| index.get(&spec.knobs).path.clone();
            let deeds = deeds.into_iter();
            let deeds = deeds.map(|(sets, (which, target, value, at_ns, event, lasting_ns))| {
                let deed = if sets {
                    let path = knob(&which);
                    Deed::Set { path, value }
                } else {
                    let view = which.get(&spec.faults);
                    let params = view.descriptor.params.iter();
                    let set = params.map(|param| (param.key.to_string(), value.clone()));
                    Deed::Inject(FaultGiven {
                        kind: view.descriptor.key.to_string(),
                        target: target.get(&view.targets).0.clone(),
                        at_ns: Some(event),
                        lasting_ns,
                        set: set.collect(),
                    })
                };
                Intervention { at_ns, event, deed }
            });
            let deeds: Vec<Intervention> = deeds.collect();
            let placed = deeds.iter().filter_map(|made| match &made.deed {
                Deed::Inject(fault) => Some(fault.clone()),
                Deed::Set { .. } => None,
            });
            let named = prop::sample::Index::index(&preset, spec.presets.len() + 1);
            let preset = spec.presets.get(named).map(|preset| &*preset.name);
            Shared {
                fingerprint: spec.fingerprint() ^ u32::from(!same),
                set: (set.into_iter())
                    .map(|(which, value)| (knob(&which), value))
                    .collect(),
                seed,
                ..link(
                    spec,
                    &spec.setup(preset, 0),
                    if exact {
                        Deeds::Done(deeds)
                    } else {
                        Deeds::Placed(placed.collect())
                    },
                )
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// As a chat, a mail or a hand may change it.
    #[test]
    fn a_link_whose_text_was_changed_is_refused(
        which: prop::sample::Index,
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let good = which.get(&GOOD).to_text().unwrap();
        let mut bytes = good.clone().into_bytes();
        for change in &changes {
            bytes = changed(&bytes, change, GOOD.len(), |n| GOOD[n].to_text().unwrap().into_bytes());
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(shared) = Shared::of_text(&text) {
            // Only what is a whole link again.
            prop_assert!(GOOD.contains(&shared), "{text}");
        }
        open(&text);
    }

    /// As somebody may who knows the form: the checksum is right.
    #[test]
    fn a_link_whose_content_was_changed_is_opened_or_refused(
        which: prop::sample::Index,
        changes in prop::collection::vec(change(), 1..4),
        deflated: bool,
    ) {
        let plain = |shared: &Shared| postcard::to_allocvec(shared).unwrap();
        let mut bytes = plain(which.get(&GOOD));
        for change in &changes {
            bytes = changed(&bytes, change, GOOD.len(), |n| plain(&GOOD[n]));
        }
        if deflated {
            let packed = miniz_oxide::deflate::compress_to_vec(&bytes, 6);
            open(&sealed(1, &packed));
        } else {
            open(&sealed(0, &bytes));
        }
    }

    #[test]
    fn a_link_of_forged_values_is_opened_or_refused_and_what_is_opened_runs(shared in forged()) {
        if let Ok(text) = shared.to_text() {
            prop_assert!(text.len() <= MOST_TEXT);
            open(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    /// As a chat, a mail or a hand may change it.
    #[test]
    fn a_design_whose_link_was_changed_is_refused(
        which: prop::sample::Index,
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let text_of = |n: usize| DESIGNS[n].to_text().unwrap().into_bytes();
        let mut bytes = text_of(which.index(DESIGNS.len()));
        for change in &changes {
            bytes = changed(&bytes, change, DESIGNS.len(), text_of);
        }
        if let Ok(design) = SharedDesign::of_text(&String::from_utf8_lossy(&bytes)) {
            prop_assert!(DESIGNS.contains(&design));
        }
    }

    /// As somebody may who knows the form: the checksum is right. What is opened is read by the engine, and runs or is told what is
    /// wrong with it.
    #[test]
    fn a_design_whose_content_was_changed_is_opened_or_refused(
        which: prop::sample::Index,
        changes in prop::collection::vec(change(), 1..4),
        deflated: bool,
    ) {
        let plain = |n: usize| postcard::to_allocvec(&DESIGNS[n]).unwrap();
        let mut bytes = plain(which.index(DESIGNS.len()));
        for change in &changes {
            bytes = changed(&bytes, change, DESIGNS.len(), plain);
        }
        if deflated {
            let packed = miniz_oxide::deflate::compress_to_vec(&bytes, 6);
            open_design(&sealed(1, &packed));
        } else {
            open_design(&sealed(0, &bytes));
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_refused_without_a_panic(text: String, packed in "1\\.[A-Za-z0-9_-]{0,200}") {
        prop_assert!(Shared::of_text(&text).is_err());
        prop_assert!(Shared::of_text(&packed).is_err());
        prop_assert!(SharedDesign::of_text(&text).is_err());
        prop_assert!(SharedDesign::of_text(&packed).is_err());
    }

    #[test]
    fn any_bytes_that_call_themselves_deflated_are_refused(bytes: Vec<u8>) {
        prop_assert!(Shared::of_text(&sealed(1, &bytes)).is_err());
    }
}
