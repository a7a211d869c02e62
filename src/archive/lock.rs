//! One writer at a time: a lock of the operating system, which ends when its holder does.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::text;

/// The right to write; given back when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says who has it.
    pub fn take(archive: &Archive) -> Result<Lock> {
        let folder = archive.staging_path();
        files::create_folder(&folder)?;
        let path = folder.join("lock");
        let cannot = || text!("không mở được khóa `{path}`", "could not open the lock `{path}`", path = path.display());
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(&path).attempt(cannot)?;
        match file.try_lock() {
            Ok(()) => (),
            Err(TryLockError::WouldBlock) => return Err(held(&mut file)),
            Err(TryLockError::Error(error)) => return Err(error).attempt(cannot),
        }
        file.set_len(0).attempt(cannot)?;
        file.rewind().attempt(cannot)?;
        write!(file, "{}", std::process::id()).attempt(cannot)?;
        Ok(Lock { _file: file })
    }
}

fn held(file: &mut File) -> anyhow::Error {
    let mut holder = String::new();
    // The holder's number helps; without it the message still says what to do.
    let _ = file.take(20).read_to_string(&mut holder);
    let holder = if holder.is_empty() { "?" } else { holder.trim() };
    Fault::raise(
        "archive.locked",
        text!(
            "một lệnh sohoa khác đang ghi vào kho này (tiến trình {holder}); hãy chờ nó xong rồi chạy lại",
            "another sohoa is writing to this archive (process {holder}); wait until it is done, then run again"
        ),
    )
}
