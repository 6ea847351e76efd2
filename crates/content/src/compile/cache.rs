//! Results of the engine kept on disk between builds.
//!
//! A result is kept beside everything it was computed from, and is used only when all of that is the same again. What
//! stands on disk is never trusted further than it can be checked: a file that is truncated, altered, of another
//! engine or no file of ours is ignored and written anew, and a folder that cannot be written costs time and
//! nothing else.

use std::convert::Infallible;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use headroom_sim::ENGINE_VERSION;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Begins every file, and changes with the layout of what follows: a checksum of the rest (8 bytes), the length of
/// the key (8 bytes), the key, the value. Integers are little-endian, key and value postcard.
const MAGIC: &[u8; 8] = b"HDRMRUN1";
/// Bytes before the key.
const HEAD: usize = 24;
/// No result is this long: a longer file is none of ours.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A folder of results.
#[derive(Clone, Debug)]
pub struct Cache {
    dir: PathBuf,
}

impl Cache {
    /// The folder is made when the first result is kept.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// What `make` gave when it was last called for this key under this version of the engine, or else gives now.
    ///
    /// `what` names the kind of result; change it when the type changes. `key` holds everything else that `make`
    /// depends on.
    pub fn get_or<T>(&self, what: &str, key: &impl Serialize, make: impl FnOnce() -> T) -> T
    where
        T: Serialize + DeserializeOwned,
    {
        match self.get_or_try(what, key, || Ok::<T, Infallible>(make())) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// Like [`Cache::get_or`] for what can fail; a failure is not kept.
    pub fn get_or_try<T, E>(
        &self,
        what: &str,
        key: &impl Serialize,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
    {
        let Ok(key) = postcard::to_allocvec(&(what, ENGINE_VERSION, key)) else {
            return make();
        };
        let path = self.dir.join(format!("{:016x}.run", hash(&key)));
        if let Some(value) = read(&path, &key) {
            return Ok(value);
        }
        let value = make()?;
        if let Ok(bytes) = postcard::to_allocvec(&value) {
            // Nothing is lost by a result that cannot be kept: it is made again.
            let _ = write(&path, &file(&key, &bytes));
        }
        Ok(value)
    }
}

/// The value that a file holds for a key, if it is such a file.
fn read<T: DeserializeOwned>(path: &Path, key: &[u8]) -> Option<T> {
    if fs::metadata(path).ok()?.len() > MAX_BYTES {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let checked = bytes.strip_prefix(MAGIC)?;
    let (sum, checked) = checked.split_first_chunk()?;
    if u64::from_le_bytes(*sum) != hash(checked) {
        return None;
    }
    let (length, rest) = checked.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    // Two keys of one hash share a file: whoever came last has it.
    let (own, value) = rest.split_at_checked(length)?;
    if own != key {
        return None;
    }
    match postcard::take_from_bytes(value) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}

fn file(key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + key.len() + value.len());
    bytes.extend(MAGIC);
    bytes.extend([0; 8]);
    bytes.extend((key.len() as u64).to_le_bytes());
    bytes.extend(key);
    bytes.extend(value);
    let sum = hash(&bytes[16..]);
    bytes[8..16].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// Writes a whole file or none: a reader at the same time sees the old one or the new one.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    // Of this process and this call: nobody else writes it.
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let partial = path.with_extension(format!("{}-{number}.part", process::id()));
    let written = fs::File::create(&partial)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

/// FNV-1a: names files and finds damage; nobody is kept out.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Cache, HEAD, file};

    /// A folder of its own for a test, gone with it.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("headroom-cache-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            Self(path)
        }

        fn only_file(&self) -> PathBuf {
            let files: Vec<_> = fs::read_dir(&self.0)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect();
            assert_eq!(files.len(), 1, "{files:?}");
            files[0].clone()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// The value for a key, and whether it had to be made.
    fn get(dir: &Path, what: &str, key: u32) -> (Vec<f64>, bool) {
        let made = Cell::new(false);
        let value = Cache::new(dir).get_or(what, &key, || {
            made.set(true);
            vec![f64::from(key), 0.5]
        });
        (value, made.get())
    }

    #[test]
    fn a_result_is_made_once_for_each_key_and_kind() {
        let folder = Folder::new("once");
        assert_eq!(get(&folder.0, "list", 7), (vec![7.0, 0.5], true));
        assert_eq!(get(&folder.0, "list", 7), (vec![7.0, 0.5], false));
        assert_eq!(get(&folder.0, "list", 8), (vec![8.0, 0.5], true));
        assert_eq!(get(&folder.0, "other list", 7), (vec![7.0, 0.5], true));
        assert_eq!(get(&folder.0, "list", 7), (vec![7.0, 0.5], false));
    }

    #[test]
    fn a_file_that_is_truncated_altered_or_foreign_is_made_anew() {
        let folder = Folder::new("damaged");
        get(&folder.0, "list", 7);
        let path = folder.only_file();
        let sound = fs::read(&path).unwrap();
        let mut damaged: Vec<Vec<u8>> = (0..sound.len()).map(|end| sound[..end].to_vec()).collect();
        damaged.extend((0..sound.len()).map(|at| {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x10;
            bytes
        }));
        damaged.push(b"[package]\nname = \"something else\"\n".to_vec());
        damaged.push([sound.as_slice(), b"more"].concat());
        for bytes in damaged {
            fs::write(&path, &bytes).unwrap();
            assert_eq!(
                get(&folder.0, "list", 7),
                (vec![7.0, 0.5], true),
                "{bytes:?}"
            );
            assert_eq!(fs::read(&path).unwrap(), sound);
        }
    }

    #[test]
    fn a_sound_file_of_another_key_or_another_type_is_made_anew() {
        let folder = Folder::new("foreign");
        get(&folder.0, "list", 7);
        let path = folder.only_file();
        let sound = fs::read(&path).unwrap();
        let length = u64::from_le_bytes(sound[16..HEAD].try_into().unwrap()) as usize;
        let (key, value) = sound[HEAD..].split_at(length);
        let other_key = file(&[key, b"!"].concat(), value);
        let other_type = file(key, b"text");
        for bytes in [other_key, other_type] {
            fs::write(&path, bytes).unwrap();
            assert!(get(&folder.0, "list", 7).1);
            assert_eq!(fs::read(&path).unwrap(), sound);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_costs_nothing_but_time() {
        let folder = Folder::new("blocked");
        fs::create_dir_all(&folder.0).unwrap();
        let blocked = folder.0.join("a file");
        fs::write(&blocked, "in the way").unwrap();
        assert_eq!(get(&blocked, "list", 7), (vec![7.0, 0.5], true));
        assert_eq!(get(&blocked, "list", 7), (vec![7.0, 0.5], true));
    }

    #[test]
    fn a_failure_is_not_kept() {
        let folder = Folder::new("failure");
        let cache = Cache::new(&folder.0);
        assert_eq!(cache.get_or_try("n", &1, || Err::<u8, _>("no")), Err("no"));
        assert_eq!(cache.get_or_try("n", &1, || Ok::<u8, &str>(3)), Ok(3));
        assert_eq!(cache.get_or_try("n", &1, || Err::<u8, _>("no")), Ok(3));
    }
}
