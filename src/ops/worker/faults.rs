//! Faults on order, to prove that a file which takes its worker down costs that file and nothing else.
//!
//! Only in builds for development: `SOHOA_WORKER_FAULT=overflow:a.gif,hang:b.pdf` strikes when a file of that name is
//! read.

use std::path::Path;

/// Strikes if the order names this file.
pub fn strike(order: &str, path: &Path) {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let ordered = order.split(',').filter_map(|one| one.split_once(':')).find(|(_, of)| *of == name);
    match ordered {
        Some(("overflow", _)) => drop(std::hint::black_box(overflow(1))),
        Some(("alloc", _)) => allocate(),
        // Fits into twice the memory that the built-in profile gives a worker.
        Some(("greedy", _)) => drop(std::hint::black_box(Vec::<u8>::with_capacity(3 << 30))),
        Some(("hang", _)) => hang(),
        Some(("sleep", _)) => std::thread::sleep(std::time::Duration::from_secs(3600)),
        Some(("abort", _)) => std::process::abort(),
        Some(("panic", _)) => panic(),
        Some(("write", _)) => write_without_end(),
        _ => (),
    }
}

#[expect(clippy::panic, reason = "that is what is asked for")]
fn panic() {
    panic!("the words of a panic may quote the file")
}

#[expect(unconditional_recursion, reason = "that is what is asked for")]
fn overflow(depth: u64) -> u64 {
    let block = std::hint::black_box([depth; 64]);
    overflow(depth + 1) + block[0]
}

fn allocate() {
    let mut blocks = Vec::new();
    loop {
        // Asked for and never touched: the limit is on what is asked for, and the machine keeps its memory.
        blocks.push(std::hint::black_box(Vec::<u8>::with_capacity(64 << 20)));
    }
}

fn hang() {
    loop {
        std::hint::spin_loop();
    }
}

/// The system ends the process at the limit, before the disk is full.
fn write_without_end() {
    use std::io::{Seek, SeekFrom, Write};
    let path = std::env::temp_dir().join(format!("sohoa-fault-{}", std::process::id()));
    if let Ok(mut file) = std::fs::File::create_new(&path) {
        // Unlinked first: nothing is left when the process ends.
        let _ = std::fs::remove_file(&path);
        // A sparse file passes any limit at once.
        let _ = file.seek(SeekFrom::Start(1 << 42));
        let _ = file.write_all(&[0; 1]);
    }
}
