//! A Maildir that a mail server on this machine delivers to (`new`, `cur`, `tmp`; https://cr.yp.to/proto/maildir.html).
//!
//! What was taken in is moved to its folder [`FOLDER`], by rename, once its bytes are committed: the inbox holds what is
//! still to come, a mail program shows the rest one folder further, and nothing is deleted. A crash in between leaves
//! the file where it was; it is read again and recognised by its fingerprint.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::ways::{Backoff, Lookout, State};
use crate::domain::incoming::{Envelope, LARGEST};
use crate::reading;

/// Where messages go that were taken in: a Maildir++ folder, which IMAP servers show as "Palabre".
pub const FOLDER: &str = ".Palabre";

/// How often we look: listing two folders costs next to nothing, and works on every file system.
const LOOKED: Duration = Duration::from_secs(2);
/// The first wait after a failure, and the longest.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Files taken in before the folders are listed anew.
const MOST_AT_ONCE: usize = 1_000;

/// A Maildir and what has been said of files in it.
struct Maildir<'a> {
    path: &'a Path,
    lookout: &'a Lookout,
    /// Files that are too large, told of and left.
    left: HashSet<OsString>,
}

/// Takes in what comes, until told to stop.
pub async fn run(path: &Path, lookout: &Lookout, stop: &CancellationToken) {
    let mut backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT);
    let mut maildir = Maildir { path, lookout, left: HashSet::new() };
    lookout.tell(State::Opening, "");
    while !stop.is_cancelled() {
        let wait = match maildir.look(stop).await {
            Ok(_) => {
                backoff.reset();
                lookout.tell(State::Watching, "");
                LOOKED
            }
            Err(why) => {
                lookout.tell(State::Away, &why);
                backoff.wait(lookout.ids.fraction())
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Takes in once what is there; yields how many messages that was.
///
/// # Errors
/// When the Maildir or our database is away.
pub async fn once(path: &Path, lookout: &Lookout) -> Result<usize, String> {
    Maildir { path, lookout, left: HashSet::new() }.look(&CancellationToken::new()).await
}

impl Maildir<'_> {
    /// Takes in all that is there. A file that can't be read or moved keeps no other waiting; it is an error all the same.
    async fn look(&mut self, stop: &CancellationToken) -> Result<usize, String> {
        self.lookout.has_a_network().await?;
        let mut taken = 0;
        let mut stuck = None;
        for folder in ["new", "cur"] {
            let folder = self.path.join(folder);
            let names = names(&folder).map_err(|error| told(&folder, &error))?;
            let fresh = names.into_iter().filter(|name| !self.left.contains(name)).collect::<Vec<_>>();
            for name in fresh.into_iter().take(MOST_AT_ONCE) {
                if stop.is_cancelled() {
                    return Ok(taken);
                }
                let file = folder.join(&name);
                let found = match read(&file) {
                    Ok(found) => found,
                    Err(error) => {
                        stuck = Some(told(&file, &error));
                        continue;
                    }
                };
                if !self.take(&name, found).await? {
                    continue;
                }
                taken += 1;
                if let Err(error) = self.move_away(&file, &name) {
                    stuck = Some(self.unmoved(&file, &error));
                }
            }
        }
        stuck.map_or(Ok(taken), Err)
    }

    /// Takes in one file; false where it is gone or left. An error where our database is away, for all files alike.
    async fn take(&mut self, name: &OsStr, found: Found) -> Result<bool, String> {
        let raw = match found {
            Found::Message(raw) => raw,
            // A mail program has moved it to `cur`, or away: that is where it will be found.
            Found::Nothing => return Ok(false),
            Found::TooLarge { octets, beginning } => {
                let from = reading::headers(&beginning).from.map(|from| from.email).unwrap_or_default();
                let which = unique(name).to_string_lossy().into_owned();
                self.lookout.tell_too_large(&which, &from, octets).await.map_err(|error| error.to_string())?;
                self.left.insert(name.to_owned());
                return Ok(false);
            }
        };
        let envelope = Envelope { mailbox: Some(self.lookout.address.clone()), ..Envelope::default() };
        self.lookout.intake.take(self.lookout.way, envelope, raw).await.map_err(|error| error.to_string())?;
        Ok(true)
    }

    /// What to say of a file that was taken in and can't be moved.
    fn unmoved(&self, file: &Path, error: &io::Error) -> String {
        let (file, ours) = (file.display(), self.path.join(FOLDER));
        let mend = "give this user the right to write to the Maildir";
        format!("{file} can't be moved to {}: {error}; {mend}", ours.display())
    }

    /// Makes our folder as the mail server would have: it must be able to read and to keep its index there.
    fn make(&self, ours: &Path) -> io::Result<()> {
        let like = std::fs::metadata(self.path.join("cur"))?;
        let as_theirs = |path: &Path| {
            let folder = opened_folder(path)?;
            match folder.set_permissions(like.permissions()) {
                // A hardened service may not set the group bit.
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    folder.set_permissions(Permissions::from_mode(like.mode() & 0o777))?;
                }
                set => set?,
            }
            // Only root may give a folder away; anybody else is its owner already, or shares its group.
            match std::os::unix::fs::fchown(&folder, Some(like.uid()), Some(like.gid())) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
                given => given,
            }
        };
        std::fs::create_dir_all(ours)?;
        as_theirs(ours)?;
        for part in ["tmp", "new", "cur"] {
            std::fs::create_dir_all(ours.join(part))?;
            as_theirs(&ours.join(part))?;
        }
        // What tells a Maildir++ folder from an inbox.
        match std::fs::File::create_new(ours.join("maildirfolder")) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map(drop),
        }
    }

    /// Moves a file that was taken in to our folder.
    fn move_away(&self, file: &Path, name: &OsStr) -> io::Result<()> {
        let ours = self.path.join(FOLDER);
        let cur = ours.join("cur");
        if std::fs::symlink_metadata(&cur).is_err() {
            self.make(&ours)?;
        }
        // Who may write to the Maildir doesn't thereby choose where else we write.
        opened_folder(&ours)?;
        opened_folder(&cur)?;
        match std::fs::rename(file, free_name(&cur, name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            moved => moved,
        }
    }
}

/// A folder, opened; never one that a symbolic link leads to.
fn opened_folder(path: &Path) -> io::Result<std::fs::File> {
    let folder = std::fs::File::open(path)?;
    let (opened, named) = (folder.metadata()?, std::fs::symlink_metadata(path)?);
    if !named.is_dir() || (opened.dev(), opened.ino()) != (named.dev(), named.ino()) {
        return Err(io::Error::other(format!("{} is no folder of its own, but a link or a file", path.display())));
    }
    Ok(folder)
}

/// A file as far as it was read.
enum Found {
    Message(Vec<u8>),
    TooLarge { octets: u64, beginning: Vec<u8> },
    Nothing,
}

/// Reads a file, but never more than the largest message.
fn read(file: &Path) -> io::Result<Found> {
    use std::io::Read as _;
    const HEADER: u64 = 64 * 1024;
    let found = match std::fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        found => found?,
    };
    if !found.is_file() {
        return Err(io::Error::other("it is no ordinary file"));
    }
    let opened = match std::fs::File::open(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        opened => opened?,
    };
    let mut raw = Vec::new();
    if found.len() > LARGEST as u64 {
        opened.take(HEADER).read_to_end(&mut raw)?;
        return Ok(Found::TooLarge { octets: found.len(), beginning: raw });
    }
    opened.take(LARGEST as u64).read_to_end(&mut raw)?;
    Ok(Found::Message(raw))
}

/// The files of a folder, oldest first: their names begin with the second of their delivery.
fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The part of a name that stays, whatever flags are put behind it.
fn unique(name: &OsStr) -> &OsStr {
    let text = name.to_str().unwrap_or_default();
    text.split_once(":2,").map_or(name, |(unique, _)| OsStr::new(unique))
}

/// Where a file of this name can lie in `cur`: with a place for flags, and over no other.
fn free_name(cur: &Path, name: &OsStr) -> PathBuf {
    let mut wanted = name.to_owned();
    if unique(name) == name {
        wanted.push(":2,");
    }
    let mut path = cur.join(&wanted);
    for n in 1.. {
        if std::fs::symlink_metadata(&path).is_err() {
            break;
        }
        let mut other = OsString::from(format!("{n}."));
        other.push(&wanted);
        path = cur.join(other);
    }
    path
}

fn told(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests;
