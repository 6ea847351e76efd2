//! What commands print. Who reads it may have had enough before the end, as `head` has: that is no error, and what is left is not
//! written.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};

/// Writes to standard output.
pub fn out(text: Arguments) -> io::Result<()> {
    to(&mut io::stdout().lock(), text)
}

/// Writes to standard error. What cannot be told there cannot be told at all.
pub fn err(text: Arguments) {
    let _ = to(&mut io::stderr().lock(), text);
}

fn to(stream: &mut impl Write, text: Arguments) -> io::Result<()> {
    match stream.write_fmt(text).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that fails.
    struct Gone(ErrorKind);

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_who_has_had_enough_is_no_error_and_a_full_disk_is_one() {
        let text = "a line\n";
        assert!(to(&mut Gone(ErrorKind::BrokenPipe), format_args!("{text}")).is_ok());
        assert!(to(&mut Gone(ErrorKind::StorageFull), format_args!("{text}")).is_err());
    }
}
