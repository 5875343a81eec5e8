//! Settings from a file: lines of `NAME=value` with the names of the environment variables, as systemd reads them from an
//! `EnvironmentFile`. The command line wins over the environment, and the environment over the file.
//!
//! What the file says is handed to the command line's parser as flags, so that it is understood, checked and refused exactly
//! as if it had been typed.

use std::{
    collections::BTreeMap,
    env,
    ffi::{OsStr, OsString},
    fs,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
};

use anyhow::{Context as _, bail};
use clap::{Command, CommandFactory as _, FromArgMatches as _};

use crate::{cli::Cli, log, secrets::has_password};

const FLAG: &str = "--config";
pub(crate) const VARIABLE: &str = "POSTBAG_CONFIG";
/// Read by the log, which begins before flags are read.
const OF_LOG: [&str; 2] = [log::FILTER, log::FORM];

/// Settings that say the same thing in two ways. Where one of them is given in a stronger place, neither counts in the file.
const PAIRS: [[&str; 2]; 2] = [["DATABASE_URL", "DATABASE_URL_FILE"], ["MAIL_URL", "MAIL_URL_FILE"]];

/// What a file of settings says.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    path: PathBuf,
    values: BTreeMap<String, String>,
    /// There is a password in it, and everybody on this machine can read it.
    is_open: bool,
}

impl Settings {
    /// Reads the file that the command line or the environment names, if one does.
    pub(crate) fn read(typed: &[OsString]) -> anyhow::Result<Self> {
        let Some(path) = named(typed).or_else(|| env::var_os(VARIABLE)).filter(|path| !path.is_empty()) else {
            return Ok(Self::default());
        };
        let path = PathBuf::from(path);
        let shown = format!("{VARIABLE}: {}", path.display());
        let text = fs::read_to_string(&path).with_context(|| format!("{shown} cannot be read"))?;
        let values = parse(&text, &names()).with_context(|| shown.clone())?;
        let mode = fs::metadata(&path).with_context(|| format!("{shown} cannot be read"))?.permissions().mode();
        let is_open = mode & 0o004 != 0 && values.values().any(|value| has_password(value));
        Ok(Self { path, values, is_open })
    }

    /// What the file says of the log under this name.
    pub(crate) fn of_log(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub(crate) fn warn(&self) {
        if self.is_open {
            let path = self.path.display();
            tracing::warn!(
                "{VARIABLE}: everybody on this machine can read {path}, which has a password in it; take that away with chmod 600"
            );
        }
    }

    /// The command line, with what the file says where neither it nor the environment says anything.
    pub(crate) fn command_line(&self, typed: &[OsString]) -> Result<Cli, clap::Error> {
        let added = self.flags(typed, |name| env::var_os(name).is_some_and(|value| !value.is_empty()));
        let (program, rest) = typed.split_at(typed.len().min(1));
        let with_file = [program, &added[..], rest].concat();
        match parsed(with_file) {
            // Without the file it would be understood, or refused for what was typed.
            Err(error) if !added.is_empty() && error.use_stderr() && parsed(typed.to_vec()).is_ok() => {
                let path = self.path.display();
                Err(Cli::command().error(error.kind(), format!("in {path}: {}", first_line(&error))))
            }
            parsed => parsed,
        }
    }

    fn flags(&self, typed: &[OsString], is_set: impl Fn(&str) -> bool) -> Vec<OsString> {
        let flags = flags();
        let is_given = |name: &str| is_set(name) || flags.get(name).is_some_and(|flag| is_typed(typed, flag));
        let is_stronger = |name: &str| match PAIRS.iter().find(|pair| pair.contains(&name)) {
            Some(pair) => pair.iter().any(|name| is_given(name)),
            None => is_given(name),
        };
        let said = self.values.iter().filter(|(name, _)| !is_stronger(name));
        said.filter_map(|(name, value)| Some(format!("{}={value}", flags.get(name.as_str())?).into())).collect()
    }
}

fn parsed(typed: Vec<OsString>) -> Result<Cli, clap::Error> {
    let mut matches = Cli::command().try_get_matches_from(typed)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut Cli::command()))
}

fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// The flags, by the names of their variables.
fn flags() -> BTreeMap<String, String> {
    let command: Command = Cli::command();
    let flag = |arg: &clap::Arg| Some((arg.get_env()?.to_str()?.to_owned(), format!("--{}", arg.get_long()?)));
    command.get_arguments().filter_map(flag).collect()
}

/// All names that may stand in a file.
fn names() -> Vec<String> {
    flags().into_keys().filter(|name| name != VARIABLE).chain(OF_LOG.map(str::to_owned)).collect()
}

fn is_typed(typed: &[OsString], flag: &str) -> bool {
    let is_flag = |word: &OsString| {
        let word = word.to_string_lossy();
        word.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    typed.iter().any(is_flag)
}

/// The file that is named on the command line.
fn named(typed: &[OsString]) -> Option<OsString> {
    let mut words = typed.iter();
    while let Some(word) = words.next() {
        if word == FLAG {
            return words.next().cloned();
        }
        if let Some(path) = word.to_str().and_then(|word| word.strip_prefix(FLAG)?.strip_prefix('=')) {
            return Some(OsStr::new(path).to_owned());
        }
    }
    None
}

/// Reads the lines. Errors name the line, and never what stands after a `=`, which may be a secret.
fn parse(text: &str, known: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut values: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (index, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let number = index + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            bail!("line {number} is no setting. Write NAME=value, and # before a comment.");
        };
        let name = name.trim_end();
        if !known.iter().any(|known| known == name) {
            let nearest = nearest(name, known);
            bail!("line {number}: there is no setting {}; the nearest is {nearest}", name.escape_debug());
        }
        let value = unquoted(value.trim_start()).with_context(|| format!("line {number}, {name}"))?;
        if let Some((first, _)) = values.insert(name.to_owned(), (number, value.to_owned())) {
            bail!("lines {first} and {number} both set {name}. Keep the one that is meant.");
        }
    }
    // Set to nothing, it is not set.
    Ok(values.into_iter().filter(|(_, (_, value))| !value.is_empty()).map(|(name, (_, value))| (name, value)).collect())
}

/// What stands between quotation marks, or the text itself.
fn unquoted(text: &str) -> anyhow::Result<&str> {
    if text.ends_with('\\') {
        bail!("a value does not go on in the next line; write it in one");
    }
    let Some(mark) = text.chars().next().filter(|mark| matches!(mark, '"' | '\'')) else { return Ok(text) };
    let inner = text[1..].strip_suffix(mark).filter(|inner| !inner.contains(mark));
    let inner =
        inner.with_context(|| format!("the quotation mark {mark} at its beginning needs one at its end, and none between"))?;
    if mark == '"' && inner.contains('\\') {
        bail!("a backslash between double quotation marks means something else to systemd; use single ones");
    }
    Ok(inner)
}

/// The known name that is most like another.
fn nearest<'a>(name: &str, known: &'a [String]) -> &'a str {
    let name = name.to_ascii_uppercase();
    known.iter().min_by_key(|known| distance(&name, known)).map_or("", String::as_str)
}

/// How many letters have to be put in, taken out or changed (Levenshtein's distance).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], index + 1);
        for (column, theirs) in other.iter().enumerate() {
            let changed = before + usize::from(letter != *theirs);
            before = row[column + 1];
            row[column + 1] = changed.min(before + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        names()
    }

    fn read(text: &str) -> Settings {
        Settings { path: PathBuf::from("settings"), values: parse(text, &known()).unwrap(), is_open: false }
    }

    #[test]
    fn lines_are_read_as_systemd_reads_them() {
        let text = "\u{FEFF}# a comment\r\n; another\r\n\r\nPOSTBAG_ADDR=127.0.0.1:1\r\n PUBLIC_URL = \"https://a.example\" \nMAIL_URL='smtp://u:p\\#\"w@b.example'\nPOSTBAG_DATA=/srv/a b=c#d\nPOSTBAG_SPOOL=\n";
        let values = read(text).values;
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("MAIL_URL", "smtp://u:p\\#\"w@b.example"),
            ("POSTBAG_ADDR", "127.0.0.1:1"),
            ("POSTBAG_DATA", "/srv/a b=c#d"),
            ("PUBLIC_URL", "https://a.example"),
        ];
        assert_eq!(values, expected);
    }

    #[test]
    fn a_line_that_cannot_be_meant_is_named_and_its_value_is_not_repeated() {
        for (line, says) in [
            ("POSTBAG_ADR=s3cret", "line 2: there is no setting POSTBAG_ADR; the nearest is POSTBAG_ADDR"),
            ("export MAIL_URL=s3cret", "the nearest is MAIL_URL"),
            ("mail_url_flie=s3cret", "the nearest is MAIL_URL_FILE"),
            ("POSTBAG_CONFIG=s3cret", "there is no setting POSTBAG_CONFIG"),
            ("s3cret", "line 2 is no setting"),
            ("MAIL_URL=\"s3cret", "line 2, MAIL_URL: the quotation mark"),
            ("MAIL_URL=\"s3\"cret\"", "line 2, MAIL_URL: the quotation mark"),
            ("MAIL_URL=\"s3\\cret\"", "use single ones"),
            ("MAIL_URL=s3cret\\", "does not go on in the next line"),
            ("RUST_LOG=s3cret", "lines 1 and 2 both set RUST_LOG"),
        ] {
            let error = format!("{:#}", parse(&format!("RUST_LOG=warn\n{line}\n"), &known()).unwrap_err());
            assert!(error.contains(says) && !error.contains("s3cret"), "{line}: {error}");
        }
    }

    #[test]
    fn every_setting_has_a_flag_and_can_stand_in_a_file() {
        for (name, flag) in flags() {
            assert_eq!(names().contains(&name), name != VARIABLE, "{name} {flag}");
        }
        assert!(names().len() > 20);
    }

    #[test]
    fn what_is_typed_or_in_the_environment_is_stronger_with_its_pair() {
        let settings = read("POSTBAG_PROXIES=1\nMAIL_URL=smtp://file.example\nDATABASE_URL_FILE=/file\n");
        let typed = |words: &str| -> Vec<OsString> { words.split(' ').map(OsString::from).collect() };
        let flags = |words: &str, set: &'static [&str]| -> Vec<String> {
            let flags = settings.flags(&typed(words), |name| set.contains(&name));
            flags.into_iter().map(|flag| flag.into_string().unwrap()).collect()
        };
        let all = ["--database-url-file=/file", "--mail-url=smtp://file.example", "--proxies=1"];
        assert_eq!(flags("postbag check", &[]), all);
        assert_eq!(flags("postbag check --proxies 2", &[]), all[..2]);
        assert_eq!(flags("postbag check --proxies=2 --mail-url-file=/typed", &[]), all[..1]);
        assert_eq!(flags("postbag check", &["MAIL_URL_FILE", "DATABASE_URL"]), all[2..]);
        assert_eq!(flags("postbag --mail-urls", &["POSTBAG_PROXIES"]), all[..2]);
    }

    #[test]
    fn the_file_is_found_where_it_is_named() {
        let typed = |words: &str| named(&words.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(typed("postbag --config /a check"), Some("/a".into()));
        assert_eq!(typed("postbag check --config=/a=b"), Some("/a=b".into()));
        assert_eq!(typed("postbag check --configs=/a"), None);
    }
}
