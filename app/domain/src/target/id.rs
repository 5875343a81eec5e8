//! Names for targets that an organiser adds.

use super::TargetId;
use crate::fold::fold;

impl TargetId {
    /// What the name of every custom target begins with.
    pub const CUSTOM: &str = "custom-";

    /// A new name for a custom target, made of what it is called: the first of `parts`, and the others one by one as far
    /// as they are needed to tell it from those that are `taken`.
    pub fn custom(parts: &[&str], taken: impl Fn(&Self) -> bool) -> Self {
        /// Leaves room for a number.
        const LONGEST: usize = 56;
        let mut name = Self::CUSTOM.to_owned();
        for part in parts.iter().map(|part| plain(part)).filter(|part| !part.is_empty()) {
            if name.len() > Self::CUSTOM.len() {
                name.push('-');
            }
            name.push_str(&part);
            name.truncate(LONGEST);
            let id = Self(name.trim_end_matches('-').to_owned());
            if !taken(&id) {
                return id;
            }
        }
        // In letters that do not stand in an address, or taken by others of the same name.
        let name = if name == Self::CUSTOM { "custom-target" } else { name.trim_end_matches('-') };
        let numbered = |number: u64| Self(format!("{name}-{number}"));
        // Numbers are mostly given out one after the other, so that the first free one is found by halves.
        let (mut below, mut free) = (1, 2);
        while taken(&numbered(free)) {
            below = free;
            free *= 2;
        }
        while free - below > 1 {
            let middle = below.midpoint(free);
            if taken(&numbered(middle)) {
                below = middle;
            } else {
                free = middle;
            }
        }
        numbered(free)
    }
}

/// Small letters and digits with hyphens between the words. Letters of other scripts are left out.
fn plain(text: &str) -> String {
    let words = fold(text);
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_is_found_among_thousands() {
        for last in [1, 2, 3, 7, 8, 9, 4_000] {
            let number = |id: &TargetId| id.as_str().strip_prefix("custom-ada-").map(|number| number.parse::<u64>().unwrap());
            let made = TargetId::custom(&["Ada"], |id| number(id).is_none_or(|number| number <= last));
            assert_eq!(number(&made), Some(last.max(1) + 1), "{last}");
        }
    }

    #[test]
    fn a_name_is_made_of_what_a_target_is_called_and_told_from_those_that_are_there() {
        let taken = ["custom-ministere-de-l-education", "custom-urzad-miasta-lodz", "custom-urzad-miasta-lodz-nowak"];
        let is_taken = |id: &TargetId| taken.contains(&id.as_str());
        for (parts, id) in [
            (&["São Tomé"][..], "custom-sao-tome"),
            (&["Ministère de l’Éducation", "Marchand"], "custom-ministere-de-l-education-marchand"),
            (&["Urząd Miasta Łódź", "Nowak"], "custom-urzad-miasta-lodz-nowak-2"),
            (&["Urząd Miasta Łódź", ""], "custom-urzad-miasta-lodz-2"),
            (&["北京市"], "custom-target-2"),
            (&["", "Ada"], "custom-ada"),
        ] {
            let made = TargetId::custom(parts, is_taken);
            assert_eq!(made.as_str(), id);
            assert_eq!(TargetId::parse(made.as_str()), Ok(made));
        }
        let long = TargetId::custom(&["word ".repeat(40).as_str()], |_| false);
        assert!(TargetId::parse(long.as_str()).is_ok() && !long.as_str().ends_with('-'), "{long}");
    }
}
