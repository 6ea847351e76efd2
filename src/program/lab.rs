//! The programs of labs, brief ones and whole ones: each takes over those of the page on show, for as long as that is on show.

use std::rc::Rc;

use headroom_content::model::{Island, Lab};
use leptos::prelude::AnyView;

use super::{Alive, LEAVES, SHOWS, islands};
use crate::platform::{document, log_error, press};

/// Takes over the labs of this page and of each that takes its place: the brief ones or the others, of which `view` makes the view.
pub fn start(brief: bool, view: fn(Lab) -> AnyView) {
    let alive = Rc::new(Alive::default());
    bring_to_life(&alive, brief, view);
    let ending = alive.clone();
    document::listen(LEAVES, move || ending.clear());
    document::listen(SHOWS, move || bring_to_life(&alive, brief, view));
}

fn bring_to_life(alive: &Alive, brief: bool, view: fn(Lab) -> AnyView) {
    let page = match document::bootstrap() {
        Ok(page) => page,
        Err(error) => return log_error(&format!("the lab stays as it was drawn: {error}")),
    };
    let (here, islands) = islands(page);
    for (place, island) in islands {
        if let Island::Lab(lab) = island
            && lab.is_brief() == brief
        {
            alive.take_over(place.clone(), here.clone(), move || view(*lab));
            press::awake(&place);
        }
    }
}
