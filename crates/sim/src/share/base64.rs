//! Base64 with the alphabet for addresses and without padding (RFC 4648, section 5).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

pub fn write(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let joined = (0..3).fold(0, |joined, n| {
            joined << 8 | u32::from(group.get(n).copied().unwrap_or(0))
        });
        for n in 0..=group.len() {
            let six = joined >> (18 - 6 * n) & 63;
            text.push(char::from(ALPHABET[six as usize]));
        }
    }
    text
}

/// `None` for what no bytes are written as: each text stands for other bytes.
pub fn read(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for group in text.as_bytes().chunks(4) {
        let mut joined = 0;
        for n in 0..4 {
            let six = match group.get(n) {
                Some(letter) => ALPHABET.iter().position(|known| known == letter)? as u32,
                None => 0,
            };
            joined = joined << 6 | six;
        }
        let count = group.len().checked_sub(1).filter(|&count| count > 0)?;
        let [_, whole @ ..] = joined.to_be_bytes();
        let (told, rest) = whole.split_at(count);
        if rest.iter().any(|&byte| byte != 0) {
            return None;
        }
        bytes.extend(told);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_that_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(write(bytes.as_bytes()), text);
            assert_eq!(read(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(write(&[0xfb, 0xff]), "-_8");
        // Padding, the other alphabet, a lone letter, bits that belong to no byte.
        for wrong in ["Zg==", "+_8", "Z", "Zm9vZ", "Zh", "é"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes: Vec<u8>) {
            prop_assert_eq!(read(&write(&bytes)), Some(bytes));
        }

        #[test]
        fn what_is_read_is_written_the_same(text in "[A-Za-z0-9_-]{0,40}") {
            if let Some(bytes) = read(&text) {
                prop_assert_eq!(write(&bytes), text);
            }
        }
    }
}
