//! Packages: files in one, as PKWARE's APPNOTE lays them out (version 2.0, deflated).

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// Files to pack, in the order they are added.
#[derive(Default)]
pub struct Package {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const VERSION: u16 = 20;
const DEFLATED: u16 = 8;
/// The first day that the format knows: the same files make the same package, whenever it is made.
const DAY: u16 = (1 << 5) | 1;

impl Package {
    /// Adds a file by its path with forward slashes. Packages of questions stay far below the format's limits of 4 GiB and 65,535 files.
    pub fn add(&mut self, path: &str, content: &[u8]) {
        let mut crc = Crc::new();
        crc.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        // Writing to memory does not fail.
        let packed = encoder
            .write_all(content)
            .and_then(|()| encoder.finish())
            .unwrap_or_default();
        let offset = self.bytes.len() as u32;
        let mut common = Vec::new();
        for half in [VERSION, FLAGS, DEFLATED, 0, DAY] {
            common.extend(half.to_le_bytes());
        }
        for word in [crc.sum(), packed.len() as u32, content.len() as u32] {
            common.extend(word.to_le_bytes());
        }
        // Length of the name, and no extra field.
        common.extend((path.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&common);
        self.bytes.extend(path.as_bytes());
        self.bytes.extend(packed);
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&common);
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(path.as_bytes());
        self.count += 1;
    }

    /// The package.
    pub fn finish(mut self) -> Vec<u8> {
        let start = self.bytes.len() as u32;
        let length = self.directory.len() as u32;
        self.bytes.extend(&self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0, 0]);
        self.bytes
    }
}
