//! Addresses with passwords in them, and keys. Passwords must not be typed on the command line, and an operator may keep all
//! of it in files.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _},
    path::Path,
};

use anyhow::{Context as _, bail, ensure};
use mail::{DkimAlgorithm, DkimKey};

use crate::Config;

/// A setting that may carry a password. The flag for its file begins with `flag`. A service manager can hand it over as
/// the credential.
struct Secret {
    variable: &'static str,
    flag: &'static str,
    credential: &'static str,
}

const MAIL: Secret = Secret { variable: "MAIL_URL", flag: "--mail-url", credential: "mail-url" };
const DATABASE: Secret = Secret { variable: "DATABASE_URL", flag: "--database-url", credential: "database-url" };

impl Config {
    /// Reads the settings that stand in files. `typed` is the command line as it was typed, `credentials` the folder in which
    /// systemd puts what `LoadCredential=` names.
    pub(crate) fn with_secrets(
        mut self,
        typed: impl IntoIterator<Item = OsString>,
        credentials: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let typed: Vec<OsString> = typed.into_iter().collect();
        for secret in [MAIL, DATABASE] {
            secret.must_not_be_typed(&typed)?;
        }
        let handed_over = |name: &str| credentials.map(|folder| folder.join(name)).filter(|path| path.exists());
        for (secret, value, file) in [
            (MAIL, &mut self.mail_url, self.mail_url_file.as_deref()),
            (DATABASE, &mut self.database_url, self.database_url_file.as_deref()),
        ] {
            let credential = handed_over(secret.credential);
            *value = secret.read(std::mem::take(value), file, credential.as_deref(), &typed)?;
        }
        for (name, file) in [("dkim-key", &mut self.dkim_key), ("dkim-ed25519-key", &mut self.dkim_ed25519_key)] {
            *file = file.take().filter(|path| !path.as_os_str().is_empty()).or_else(|| handed_over(name));
        }
        Ok(self)
    }
}

/// Reads a key that signs mails. The error names its setting.
pub(crate) fn read_key(algorithm: DkimAlgorithm, path: &Path, selector: &str) -> anyhow::Result<DkimKey> {
    let setting = match algorithm {
        DkimAlgorithm::Rsa => "POSTBAG_DKIM_KEY",
        DkimAlgorithm::Ed25519 => "POSTBAG_DKIM_ED25519_KEY",
    };
    let mut pem = Vec::new();
    open(setting, path)?.read_to_end(&mut pem).with_context(|| format!("{setting}: {} cannot be read", path.display()))?;
    DkimKey::parse(algorithm, selector, &pem).with_context(|| format!("{setting}: {} cannot be used", path.display()))
}

/// Opens a file that holds a secret of this setting. It may be read by all, but then that is said.
fn open(setting: &str, path: &Path) -> anyhow::Result<File> {
    let shown = path.display();
    let cannot = || format!("{setting}: {shown} cannot be read");
    let file = File::open(path).with_context(cannot)?;
    if file.metadata().with_context(cannot)?.permissions().mode() & 0o004 != 0 {
        tracing::warn!("{setting}: everybody on this machine can read {shown}; take that away with chmod 600");
    }
    Ok(file)
}

impl Secret {
    fn must_not_be_typed(&self, typed: &[OsString]) -> anyhow::Result<()> {
        let Self { variable, flag, credential: _ } = self;
        for (index, word) in typed.iter().enumerate() {
            let word = word.to_string_lossy();
            let value = match word.strip_prefix(flag) {
                Some("") => typed.get(index + 1).map(|value| value.to_string_lossy().into_owned()),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            if value.is_some_and(|value| has_password(&value)) {
                bail!(
                    "{flag} has a password in it, and everybody on this machine can read a command line. Put the address into a \
                     file that only you can read and name the file with {variable}_FILE or {flag}-file, or set {variable}."
                );
            }
        }
        Ok(())
    }

    /// The value as it was given, or the content of the file, or else of the credential. The command line wins over the
    /// environment.
    fn read(&self, value: String, file: Option<&Path>, credential: Option<&Path>, typed: &[OsString]) -> anyhow::Result<String> {
        let variable = self.variable;
        let is_typed = |flag: &str| {
            typed.iter().any(|word| {
                let word = word.to_string_lossy();
                word.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
            })
        };
        let (value, file) = match (is_typed(self.flag), is_typed(&format!("{}-file", self.flag))) {
            (true, false) => return Ok(value),
            (false, true) => (String::new(), file),
            (true, true) | (false, false) => (value, file),
        };
        // An empty variable counts as not set, because service files leave a variable out that way.
        match (file.filter(|path| !path.as_os_str().is_empty()), credential) {
            (Some(file), _) => {
                ensure!(value.is_empty(), "{variable} and {variable}_FILE are both set. Keep the one that is meant.");
                read_address(&format!("{variable}_FILE"), file)
            }
            (None, Some(credential)) if value.is_empty() => {
                read_address(&format!("The credential {}", self.credential), credential)
            }
            (None, _) => Ok(value),
        }
    }
}

/// The one line of a file that holds an address.
fn read_address(setting: &str, path: &Path) -> anyhow::Result<String> {
    let shown = path.display();
    let mut text = String::new();
    open(setting, path)?.read_to_string(&mut text).with_context(|| format!("{setting}: {shown} cannot be read"))?;
    let text = text.trim_start_matches('\u{FEFF}').trim_end_matches(['\r', '\n']);
    ensure!(!text.is_empty(), "{setting}: {shown} is empty. Write the address into it, or leave {setting} out.");
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    ensure!(
        !text.contains(['\r', '\n']) && !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphabetic()),
        "{setting}: {shown} must hold the address and nothing else, in one line that begins with its scheme (such as \
         smtps://), without quotation marks or the name of a variable."
    );
    Ok(text.to_owned())
}

/// Whether an address may have a password in it. It also finds one in a malformed address.
pub(crate) fn has_password(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let in_front = rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    in_front || rest.split(['?', '&']).skip(1).any(|option| option.starts_with("password="))
}

/// Makes the data folder of these settings, as [`data_folder`] does.
pub(crate) fn data_folder_of(config: &Config) -> anyhow::Result<()> {
    data_folder(&config.data)
        .with_context(|| format!("cannot make the data folder {}; name another with POSTBAG_DATA", config.data.display()))
}

/// Makes the data folder closed to other users. An existing one is closed, whatever an older version allowed, unless
/// somebody else has something in it or it is a folder for everybody. What we write into it is private by itself.
fn data_folder(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let folder = fs::metadata(path)?;
    let mode = folder.permissions().mode();
    if mode & OTHERS == 0 {
        return Ok(());
    }
    let closed = if mode & 0o1000 != 0 {
        Err(io::Error::other("it is a folder for everybody"))
    } else if holds_of_others(path, folder.uid())? {
        Err(io::Error::other("there are files of another user in it"))
    } else {
        fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))
    };
    if let Err(error) = closed {
        let path = path.display();
        tracing::warn!(
            %error,
            "others on this machine can look into the data folder {path}, and it was left so; name a folder of its own with POSTBAG_DATA, or take that away with chmod 700"
        );
    }
    Ok(())
}

/// What the group and everybody may do.
const OTHERS: u32 = 0o077;

/// Whether anything in a folder belongs to somebody else, except what the file system itself puts there.
fn holds_of_others(folder: &Path, owner: u32) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() != "lost+found" && fs::symlink_metadata(entry.path())?.uid() != owner {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> anyhow::Result<()> {
        let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
        MAIL.must_not_be_typed(&words).and(DATABASE.must_not_be_typed(&words))
    }

    #[test]
    fn a_password_on_the_command_line_is_refused_without_repeating_it() {
        for words in [
            "postbag serve --mail-url smtps://user:s3cret@mail.example",
            "postbag --mail-url=smtp://user:s3cret@mail.example:587?tls=required serve",
            "postbag serve --mail-url smtp://user:s3c/ret#s3cret@mail.example",
            "postbag serve --mail-url user:s3cret@mail.example:587",
            "postbag serve --database-url postgres://user:s3cret@db.example/postbag",
            "postbag serve --database-url=postgres://db.example/postbag?user=u&password=s3cret",
        ] {
            let error = format!("{:#}", typed(words).unwrap_err());
            assert!(!error.contains("s3cret"), "{error}");
            assert!(error.contains("_URL_FILE") && error.contains("-url-file"), "{error}");
        }
    }

    #[test]
    fn what_has_no_password_may_be_typed() {
        for words in [
            "postbag serve",
            "postbag serve --mail-url smtp://mail.example:25",
            "postbag serve --mail-url dir:/srv/mail",
            "postbag serve --mail-url-file /run/user:a@b",
            "postbag serve --database-url sqlite:///srv/postbag.db",
            "postbag serve --database-url=postgres://postbag@db.example:5432/postbag",
            "postbag serve --mail-url",
        ] {
            typed(words).unwrap();
        }
    }

    #[test]
    fn a_folder_with_files_of_somebody_else_is_told_from_our_own() {
        let folder = tempfile::tempdir().unwrap();
        let owner = fs::metadata(folder.path()).unwrap().uid();
        fs::create_dir(folder.path().join("lost+found")).unwrap();
        assert!(!holds_of_others(folder.path(), owner + 1).unwrap());
        fs::write(folder.path().join("targets.csv"), "id").unwrap();
        assert!(!holds_of_others(folder.path(), owner).unwrap());
        assert!(holds_of_others(folder.path(), owner + 1).unwrap());
    }
}
