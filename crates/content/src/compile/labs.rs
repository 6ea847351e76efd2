//! The list of labs: scenarios that belong to no template, grouped by what they belong to.

use headroom_sim::Scenario;

use crate::model::{Card, CardGroup, DesignGroup};

use super::assemble::{Assembler, PLAYGROUND, count};
use super::front::Place;
use super::typography::plain;

/// What the scenario of a component's page is called, before the key of its kind.
const OF_COMPONENT: &str = "labs/component-";
/// The same of a case study, before the name of its page.
const OF_CASE: &str = "labs/case-";

const FAILURES: &str = "Classic failures";
const CASES: &str = "From case studies";
const COMPONENTS: &str = "One component at a time";

impl Assembler<'_, '_, '_> {
    /// The group of a scenario: a concept's has the name of its page and stands in its category.
    fn lab_group(&self, sim: &str) -> Option<&str> {
        let name = sim.strip_prefix("labs/")?;
        if sim.starts_with(OF_CASE) {
            return Some(CASES);
        }
        if sim.starts_with(OF_COMPONENT) {
            return Some(COMPONENTS);
        }
        let category = self
            .pages
            .iter()
            .find_map(|ready| match &ready.parsed.place {
                Place::Concept { category, slug } if slug == name => Some(category),
                _ => None,
            });
        let category = category.and_then(|id| self.categories.list.iter().find(|it| it.id == *id));
        Some(category.map_or(FAILURES, |category| category.title.as_str()))
    }

    /// Those groups in the order of the list.
    fn lab_titles(&self) -> impl Iterator<Item = &str> {
        let categories = self.categories.list.iter();
        let categories = categories.map(|category| category.title.as_str());
        [FAILURES]
            .into_iter()
            .chain(categories)
            .chain([CASES, COMPONENTS])
    }

    /// Whether the scenario of a lab belongs to neither a case study nor a component.
    pub(super) fn is_idea(sim: &str) -> bool {
        ![OF_CASE, OF_COMPONENT].iter().any(|of| sim.starts_with(of))
    }

    fn labs_of(&self, title: &str) -> CardGroup {
        let card = |(sim, scenario): (&str, &Scenario)| Card {
            link: self.index.link(&format!("/{sim}/")),
            summary: (scenario.presets.first())
                .map(|preset| plain(&preset.sentence))
                .unwrap_or_default(),
            facts: count(scenario.presets.len(), "experiment")
                .into_iter()
                .collect(),
        };
        let labs = self.runs.labs();
        let mut cards: Vec<Card> = labs
            .filter(|(sim, _)| self.lab_group(sim) == Some(title))
            .map(card)
            .collect();
        cards.sort_by(|a, b| a.link.title.cmp(&b.link.title));
        CardGroup {
            title: title.to_owned(),
            href: None,
            cards,
        }
    }

    /// The failures that are known by name; `None` where there are none.
    pub(super) fn failures(&self) -> Option<CardGroup> {
        Some(self.labs_of(FAILURES)).filter(|group| !group.cards.is_empty())
    }

    pub(super) fn lab_groups(&self) -> Vec<CardGroup> {
        let own = CardGroup {
            title: "Your own".to_owned(),
            href: None,
            cards: vec![self.made_card("/playground/", PLAYGROUND, None)],
        };
        let groups = self.lab_titles().map(|title| self.labs_of(title));
        let groups = groups.filter(|group| !group.cards.is_empty());
        groups.chain([own]).collect()
    }

    /// The site's own designs, for a playground to begin with.
    pub(super) fn design_groups(&self) -> Vec<DesignGroup> {
        let group = |title: &str, belongs: &dyn Fn(&str) -> bool| DesignGroup {
            title: title.to_owned(),
            designs: (self.designs.iter())
                .filter(|(sim, _)| belongs(sim))
                .filter_map(|(sim, _)| {
                    let title = &self.runs.scenario(sim)?.title;
                    Some((sim.clone(), title.clone()))
                })
                .collect(),
        };
        let templates = group("Templates", &|sim| !sim.starts_with("labs/"));
        let labs = self.lab_titles();
        let labs = labs.map(|title| group(title, &|sim| self.lab_group(sim) == Some(title)));
        let groups = [templates].into_iter().chain(labs);
        groups.filter(|group| !group.designs.is_empty()).collect()
    }
}
