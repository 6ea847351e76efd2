//! CRC-32 as gzip and PNG have it (RFC 1952, section 8). It tells a damaged text from a whole one and keeps no secret.

/// A few thousand bytes at most are summed at a time: a table would be larger than what it saves.
pub fn crc32<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = 0xedb8_8320 * (sum & 1);
            sum = sum >> 1 ^ carry;
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_gzip() {
        assert_eq!(crc32(b""), 0);
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
