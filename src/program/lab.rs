//! The program of labs: it takes over those of the page on show, for as long as that is on show.

use std::rc::Rc;

use headroom_content::model::Island;

use super::{Alive, LEAVES, SHOWS, islands};
use crate::islands::of_lab;
use crate::platform::{document, log_error, press};

/// Takes over the labs of this page and of each that takes its place.
pub fn start() {
    let alive = Rc::new(Alive::default());
    bring_to_life(&alive);
    let ending = alive.clone();
    document::listen(LEAVES, move || ending.clear());
    document::listen(SHOWS, move || bring_to_life(&alive));
}

fn bring_to_life(alive: &Alive) {
    let page = match document::bootstrap() {
        Ok(page) => page,
        Err(error) => return log_error(&format!("the lab stays as it was drawn: {error}")),
    };
    let (here, islands) = islands(page);
    for (place, island) in islands {
        if let Island::Lab(lab) = island {
            alive.take_over(place.clone(), here.clone(), move || of_lab(*lab));
            press::awake(&place);
        }
    }
}
