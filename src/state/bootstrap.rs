//! What a page hands to the program, as text inside a `<script>`: postcard, with a backslash and two hexadecimal digits
//! for what is no plain character there. Most of it is text, and text compresses with the page around it; in base64 it
//! would not.

use headroom_content::model::Bootstrap;

/// As it stands in the page.
pub fn write(bootstrap: &Bootstrap) -> Result<String, postcard::Error> {
    let bytes = postcard::to_allocvec(bootstrap)?;
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'<' | b'\\' => escape(byte, &mut text),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => escape(byte, &mut text),
        }
    }
    Ok(text)
}

fn escape(byte: u8, text: &mut String) {
    text.push('\\');
    for half in [byte >> 4, byte & 15] {
        text.extend(char::from_digit(half.into(), 16));
    }
}

/// `None` when it is that of another build.
pub fn read(text: &str) -> Option<Bootstrap> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut chars = text.bytes();
    while let Some(byte) = chars.next() {
        bytes.push(if byte == b'\\' {
            let mut half = || char::from(chars.next()?).to_digit(16);
            (half()? * 16 + half()?) as u8
        } else {
            byte
        });
    }
    postcard::from_bytes(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use headroom_content::model::Island;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_ends_no_script(route: String, title in ".*</script>.*") {
            let bootstrap = Bootstrap { route, title, islands: vec![Island::Theme, Island::Progress] };
            let text = write(&bootstrap).expect("it has a text");
            prop_assert!(text.is_ascii() && !text.contains('<'));
            prop_assert_eq!(read(&text), Some(bootstrap));
        }

        #[test]
        fn any_other_text_is_refused_or_read_but_never_a_panic(text: String) {
            let _ = read(&text);
        }
    }
}
