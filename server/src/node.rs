//! The name of this node. It stands in the data folder, so that a node that died knows at its next start what it had in
//! hand, and need not wait until its leases have run out.

use std::{
    fs::{self, File},
    io::{self, Read, Seek as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use domain::checked::Token;
use usecases::ports::Ids;

/// A node while it runs. Nobody else has its name as long as this exists.
#[derive(Debug)]
pub struct Node {
    pub name: Token,
    /// Locked. The system lets go of it when the process ends, in whatever way.
    _file: Option<File>,
}

impl Node {
    /// The node whose data folder this is. While another process serves from the same folder, and wherever a file cannot be
    /// kept or locked, it has a new name: then its mails wait for their leases if it dies, and nothing else is different.
    pub fn of(data: &Path, ids: &dyn Ids) -> Self {
        match kept(&data.join("node"), ids) {
            Ok((name, file)) => Self { name, _file: Some(file) },
            Err(error) => {
                tracing::info!(%error, "this node has no name of its own in the data folder; it takes one for this run");
                Self { name: ids.token(), _file: None }
            }
        }
    }
}

/// The name in a file that nobody else has locked, or a new one if there is none that can be read.
fn kept(path: &Path, ids: &dyn Ids) -> io::Result<(Token, File)> {
    let mut file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    file.try_lock()?;
    let mut text = String::new();
    // What is no text is no name.
    let _ = Read::by_ref(&mut file).take(1000).read_to_string(&mut text);
    if let Ok(name) = Token::parse(text.trim_end()) {
        return Ok((name, file));
    }
    let name = ids.token();
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{name}")?;
    Ok((name, file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemIds;

    #[test]
    fn a_node_keeps_its_name_and_a_second_one_in_the_same_folder_has_another() {
        let data = tempfile::tempdir().unwrap();
        let node = |data: &tempfile::TempDir| Node::of(data.path(), &SystemIds);
        let first = node(&data);
        let beside = node(&data);
        assert_ne!(first.name, beside.name);
        let name = first.name.clone();
        drop(first);
        assert_eq!(node(&data).name, name);
    }

    #[test]
    fn a_name_that_was_cut_off_is_made_anew() {
        let data = tempfile::tempdir().unwrap();
        for broken in [&b"0123"[..], b"", b"\xff\xfe"] {
            fs::write(data.path().join("node"), broken).unwrap();
            let name = Node::of(data.path(), &SystemIds).name;
            assert_eq!(Node::of(data.path(), &SystemIds).name, name);
        }
    }

    #[test]
    fn a_node_without_a_folder_has_a_name_for_this_run() {
        let nowhere = Path::new("/nowhere/at/all");
        assert_ne!(Node::of(nowhere, &SystemIds).name, Node::of(nowhere, &SystemIds).name);
    }
}
