//! What a worker may take of the machine: limits that it sets on itself before it opens anything.
//!
//! Linux keeps them all. Elsewhere there is only the wall time, which the parent keeps.

use std::io;

use super::message::Budget;

/// Open files: three pipes, the input, an output, and what the runtime needs.
#[cfg(target_os = "linux")]
const FILES: u64 = 64;

/// Forbids core dumps and new rights, and bounds the number of open files, once for all work.
#[cfg(target_os = "linux")]
pub fn at_start() -> io::Result<()> {
    use rustix::process::Resource;
    set(Resource::Core, 0)?;
    set(Resource::Nofile, FILES)?;
    rustix::thread::set_no_new_privs(true)?;
    Ok(())
}

/// Bounds memory, processor time from now on, and the size of files that are written.
#[cfg(target_os = "linux")]
pub fn for_job(budget: Budget) -> io::Result<()> {
    use rustix::process::Resource;
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let used = u64::try_from(used).unwrap_or(0).saturating_add(1);
    set(Resource::As, budget.memory)?;
    set(Resource::Cpu, used.saturating_add(budget.seconds))?;
    set(Resource::Fsize, budget.written)
}

/// Sets a soft limit, within the hard one that the process was born with.
#[cfg(target_os = "linux")]
fn set(resource: rustix::process::Resource, limit: u64) -> io::Result<()> {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(resource).maximum;
    let current = Some(maximum.map_or(limit, |maximum| maximum.min(limit)));
    Ok(setrlimit(resource, Rlimit { current, maximum })?)
}

/// Does nothing where the system has no such limits.
#[cfg(not(target_os = "linux"))]
pub fn at_start() -> io::Result<()> {
    Ok(())
}

/// Does nothing where the system has no such limits.
#[cfg(not(target_os = "linux"))]
pub fn for_job(_: Budget) -> io::Result<()> {
    Ok(())
}
