//! Targets as people name them, one a line: by id, by Bioguide ID, by name, or as a row of a table that has one of
//! these.

use std::collections::{BTreeSet, HashMap};

use domain::{
    campaign::AudienceProblem,
    checked::{FieldError, shown},
    directory::{Directory, Search},
    fold::fold,
    form::Field,
    target::{Holder, Target, TargetId},
};

/// So many lines are searched for as a supporter would; a search takes long beside a look-up.
const SEARCHES: usize = 50;

/// So many wrong lines are told; whoever has mended them sees the others.
const WRONG: usize = 10;

/// So many targets that one line may mean are named.
const MEANT: usize = 4;

/// The targets that lines name, each once. Errors name the line from 1.
pub fn resolve(directory: &Directory, field: &Field, text: &str) -> Result<BTreeSet<TargetId>, Vec<FieldError>> {
    let mut known = None;
    let (mut found, mut errors, mut searches) = (BTreeSet::new(), Vec::new(), 0);
    for (number, line) in text.lines().enumerate().map(|(place, line)| (place + 1, line.trim())) {
        if line.is_empty() {
            continue;
        }
        let by_id = cells(line).find_map(|cell| by_id(directory, cell));
        let by_name = || {
            let names = known.get_or_insert_with(|| names(directory));
            let by_name = |text: &str| names.get(&fold(text)).cloned();
            by_name(line).or_else(|| cells(line).find_map(by_name)).unwrap_or_else(|| {
                searches += 1;
                if searches > SEARCHES { Vec::new() } else { searched(directory, line) }
            })
        };
        let meant = by_id.map_or_else(by_name, |target| vec![target]);
        match meant.as_slice() {
            [one] => {
                found.insert(one.id.clone());
            }
            [] => errors.push(AudienceProblem::NoSuchTarget { line: number, text: cut(line) }),
            several => {
                let names = several.iter().take(MEANT).map(|target| format!("{} ({})", target.name(), target.id)).collect();
                errors.push(AudienceProblem::SeveralTargets { line: number, text: cut(line), names });
            }
        }
        if errors.len() == WRONG {
            break;
        }
    }
    if errors.is_empty() {
        Ok(found)
    } else {
        Err(errors.into_iter().map(|problem| FieldError::new(field.clone(), problem)).collect())
    }
}

/// The cells of a line, whatever parts them.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '-' | '*' | '•');
    line.split([',', ';', '\t', '|', ':']).map(move |cell| cell.trim_matches(is_mark)).filter(|cell| !cell.is_empty())
}

/// The target with that id. A Bioguide ID is that of a member of Congress.
fn by_id<'a>(directory: &'a Directory, cell: &str) -> Option<&'a Target> {
    let find = |text: &str| TargetId::parse(text).ok().and_then(|id| directory.target(&id)).filter(|target| target.is_current());
    find(cell).or_else(|| find(&format!("congress-{cell}"))).or_else(|| find(&cell.to_lowercase()))
}

/// The names of everybody who can be written to, as they are compared.
fn names(directory: &Directory) -> HashMap<String, Vec<&Target>> {
    let mut names: HashMap<String, Vec<&Target>> = HashMap::new();
    for target in directory.targets().iter().filter(|target| target.is_current()) {
        let holder = match &target.holder {
            Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } => Some(full.clone()),
            Holder::Uncertain { .. } | Holder::Unnamed => None,
        };
        let all: BTreeSet<String> =
            [target.name()].into_iter().chain(holder).chain(target.other_names.iter().cloned()).map(|name| fold(&name)).collect();
        for name in all {
            names.entry(name).or_default().push(target);
        }
    }
    names
}

/// What a supporter would find, where it is little enough to be meant.
fn searched<'a>(directory: &'a Directory, line: &str) -> Vec<&'a Target> {
    let words = line.chars().take(100).collect();
    let found = directory.search(&Search { words, kind: None });
    if found.len() > MEANT { Vec::new() } else { found }
}

/// A line, short enough to repeat.
fn cut(line: &str) -> String {
    shown(line).chars().take(60).collect()
}
