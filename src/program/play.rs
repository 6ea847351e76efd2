//! The program of the playground: takes it over for as long as its page is on show.

use std::rc::Rc;

use headroom_content::model::Island;

use super::{Alive, LEAVES, SHOWS, islands};
use crate::islands::of_playground;
use crate::platform::{document, log_error};

/// Takes over the playground of this page and of each that takes its place.
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
        Err(error) => return log_error(&format!("the playground stays as it was drawn: {error}")),
    };
    let (here, islands) = islands(page);
    for (place, island) in islands {
        if let Island::Playground(playground) = island {
            alive.take_over(place, here.clone(), move || of_playground(*playground));
        }
    }
}
