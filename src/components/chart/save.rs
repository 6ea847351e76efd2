//! A figure to take along: its data, or the drawing with its title and legend in the colours of the moment.

use leptos::prelude::*;

use crate::components::view;

use super::picture::Shown;
use crate::words::{Say, chart as say};

/// What a figure is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Csv,
    Svg,
    Png,
}

const FORMS: [(Form, &str, Say); 3] = [
    (Form::Csv, "CSV", say::the_data),
    (Form::Svg, "SVG", say::the_drawing),
    (Form::Png, "PNG", say::a_picture),
];

/// The menu of a figure; there is something to take once there is a run. Files are made when they are asked for.
pub fn menu(id: String, title: String, picture: Signal<Option<Shown>>) -> AnyView {
    let details = NodeRef::<leptos::html::Details>::new();
    let none = Memo::new(move |_| picture.with(Option::is_none));
    let of = title.clone();
    let buttons = FORMS.map(|(form, name, what)| {
        let (id, title) = (id.clone(), title.clone());
        let take = move |_| {
            if let Some(details) = details.get_untracked() {
                details.set_open(false);
            }
            #[cfg(target_arch = "wasm32")]
            if let Some(picture) = picture.get_untracked() {
                file::save(form, &id, &title, &picture);
            }
            #[cfg(not(target_arch = "wasm32"))]
            let _ = (form, &id, &title);
        };
        view! {
            <li>
                <button type="button" class="quiet" on:click=take>
                    <b>{name}</b>
                    {what()}
                </button>
            </li>
        }
    });
    view! {
        <details class="chart__save" node_ref=details hidden=move || none.get()>
            <summary>{say::save()}<span class="visually-hidden">" " {of}</span></summary>
            <ul>{buttons.collect_view()}</ul>
        </details>
    }
}

#[cfg(target_arch = "wasm32")]
mod file {
    use plotters::element::{Circle, Polygon};
    use plotters::style::text_anchor::{HPos, VPos};

    use super::super::frame::{line, text_style, wide, write};
    use super::super::ink::{FINE, Ink};
    use super::super::live::paint;
    use super::super::picture::Shown;
    use super::super::sheet::{Area, Drawn, record};
    use super::super::svg;
    use super::Form;
    use crate::components::escape;
    use crate::platform::canvas::Surface;
    use crate::platform::download;

    /// CSS pixels.
    const SIZE: (u32, u32) = (720, 450);
    /// Device pixels in one of them.
    const RATIO: f64 = 2.0;

    pub fn save(form: Form, id: &str, title: &str, picture: &Shown) {
        let name = |ending: &str| [id, ending].concat();
        if form == Form::Csv {
            download::save(&name(".csv"), &picture.csv(), "text/csv");
            return;
        }
        let Some(surface) = Surface::detached(&[id, "-title"].concat(), FINE, SIZE, RATIO) else {
            return;
        };
        if form == Form::Png {
            paint(&surface, |area| poster(area, title, picture));
            surface.save_png(name(".png"));
            return;
        }
        let measure = |text: &str, size: f64| surface.width(text, size);
        let drawn = record(SIZE, &measure, |area| poster(area, title, picture));
        let Some((sheet, ())) = drawn else { return };
        let color = |ink: Ink| surface.color(ink.property());
        let text = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w}0 {h}0" width="{w}" height="{h}" font-family="{}"><title>{}</title><desc>{}</desc>{}</svg>"#,
            escape(&surface.family()),
            escape(title),
            escape(&picture.sentence()),
            svg::body(&sheet, &color),
            w = SIZE.0,
            h = SIZE.1,
        );
        download::save(&name(".svg"), &text, "image/svg+xml");
    }

    /// A drawing that stands by itself.
    fn poster(area: &Area, title: &str, picture: &Shown) -> Drawn<()> {
        const EDGE: i32 = 16 * FINE;
        const ROW: i32 = 20 * FINE;
        const SWATCH: i32 = 28 * FINE;
        let (width, height) = area.dim_in_pixel();
        let (width, height) = (width as i32, height as i32);
        let all = vec![(0, 0), (width, 0), (width, height), (0, height)];
        area.draw(&Polygon::new(all, Ink::Ground.fill()))?;
        let style = text_style(HPos::Left, VPos::Center, Ink::Title, 16.0);
        area.draw_text(title, &style, (EDGE, EDGE + 8 * FINE))?;
        let (mut x, mut y) = (EDGE, EDGE + 2 * ROW);
        for key in picture.legend() {
            let length = SWATCH + 6 * FINE + wide(area, &key.label)?;
            if x > EDGE && x + length > width - EDGE {
                (x, y) = (EDGE, y + ROW);
            }
            if matches!(key.ink, Ink::Series(_) | Ink::Theory(_)) {
                line(area, &[(x, y), (x + SWATCH, y)], key.ink, 2.5)?;
            } else {
                area.draw(&Circle::new((x + SWATCH / 2, y), 6 * FINE, key.ink.fill()))?;
            }
            let at = (x + SWATCH + 6 * FINE, y);
            write(area, &key.label, HPos::Left, VPos::Center, at)?;
            x += length + EDGE;
        }
        let below = area.margin(y + ROW, EDGE / 2, EDGE / 2, EDGE / 2);
        picture.draw(&below)?;
        Ok(())
    }
}
