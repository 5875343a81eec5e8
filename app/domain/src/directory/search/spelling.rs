//! How one name is written in several ways, and how near one word is to another.

use crate::fold::fold;

/// The ways to write the name of a country, folded: "Saint Lucia" and "St. Lucia", "Österreich" and "Oesterreich".
pub(super) fn of_country(name: &str) -> Vec<String> {
    let mut spellings = vec![spaced(&fold(name))];
    if name.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
        let umlauts = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "ae"), ("Ö", "oe"), ("Ü", "ue")];
        spellings.push(spaced(&fold(&umlauts.iter().fold(name.to_owned(), |name, (from, to)| name.replace(from, to)))));
    }
    if let Some(rest) = spellings[0].strip_prefix("saint ") {
        spellings.push(format!("st {rest}"));
    }
    spellings
}

/// The ways to write a person's last name, folded: "Van Drew" and `VanDrew`, "O’Neill" and `ONeill`, `DesJarlais` and
/// "Des Jarlais".
pub(super) fn of_person(name: &str) -> Vec<String> {
    let as_written = spaced(&fold(name));
    let glued = as_written.replace(' ', "");
    let mut parted = String::new();
    let mut after = None;
    for c in name.chars() {
        if c.is_uppercase() && after.is_some_and(char::is_lowercase) {
            parted.push(' ');
        }
        parted.push(c);
        after = Some(c);
    }
    let parted = spaced(&fold(&parted));
    let mut spellings = vec![as_written];
    spellings.extend([glued, parted].into_iter().filter(|spelling| *spelling != spellings[0]).collect::<Vec<_>>());
    spellings
}

/// A word that is commonly shortened, in full.
pub(super) fn in_full(word: &str) -> &str {
    match word {
        "rep" => "republic",
        "dem" => "democratic",
        "fed" => "federal",
        "st" | "sainte" => "saint",
        "n" => "north",
        "s" => "south",
        "is" | "isl" | "isles" => "islands",
        _ => word,
    }
}

/// The words of a folded text with one space between them.
pub(super) fn spaced(folded: &str) -> String {
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The fewest letters of a state's other name that may be misspelt: "Welch" is no Welshman.
pub(super) const ALIAS_MIN: usize = 6;

/// How many letters may be wrong, missing, too many or swapped in a word of that length. Short words are too much like
/// each other.
pub(super) const fn mistakes(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Whether two words, each with its length and its letters, are too far from each other to be measured: a mistake
/// changes the length by one letter at most, and which letters there are by two.
pub(super) const fn is_far(one: (usize, u64), other: (usize, u64), most: usize) -> bool {
    one.0.abs_diff(other.0) > most || (one.1 ^ other.1).count_ones() as usize > 2 * most
}

/// A bit for each Latin letter that a word has, and some for all others together.
pub(super) fn letters(word: &str) -> u64 {
    word.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % 64))
}

/// Other forms of given names; each line is of one name. Lists have Bernard Sanders, and David P. Joyce.
const GIVEN_NAMES: [&str; 80] = [
    "abraham abe",
    "alejandro alex",
    "alexander alex sandy",
    "alexandria alexandra alex",
    "andrew andy drew",
    "angela angie",
    "anthony tony",
    "barbara barb",
    "benjamin ben",
    "bernard bernie",
    "bradley brad",
    "catherine katherine kathryn cathy kathy kate katie kat",
    "charles chuck charlie",
    "christina christine chris tina",
    "christopher chris kit",
    "clayton clay",
    "clifford cliff",
    "daniel dan danny",
    "david dave davey",
    "deborah debra debbie deb",
    "dennis denny",
    "donald don donny",
    "douglas doug",
    "edward ed eddie ted",
    "elizabeth liz beth betsy betty eliza",
    "emanuel emmanuel manny",
    "eugene gene",
    "francis frank",
    "franklin frank",
    "frederick fred",
    "gabriel gabe",
    "gerald gerry jerry",
    "gilbert gil",
    "gregory gregorio greg",
    "gustavo gus",
    "harold hal harry",
    "henry hank harry",
    "herbert herb",
    "jacob jake",
    "james jim jimmy jamie",
    "janice janet jan",
    "jefferson jeffrey geoffrey jeff",
    "jennifer jen jenny",
    "jerrold jerry",
    "john jack jon johnny",
    "jonathan jon",
    "joseph joe joey",
    "joshua josh",
    "judith judy",
    "kenneth ken kenny",
    "lawrence larry",
    "leonard len lenny",
    "margaret maggie meg peggy",
    "matthew matt",
    "maxwell maxine max",
    "michael mike mick",
    "nathaniel nathan nate",
    "nicholas nicolas nick",
    "nicole nikki",
    "pamela pam",
    "patrick patricia pat",
    "peter pete",
    "philip phillip phil",
    "raymond ray",
    "rebecca becca becky",
    "richard dick rick rich ricky",
    "robert bob bobby rob robbie",
    "ronald ron ronnie ronny",
    "samuel sam sammy",
    "stephen steven steve",
    "susan suzanne sue susie",
    "theodore ted teddy",
    "thomas tom tommy",
    "timothy tim",
    "valerie val",
    "victoria vicky",
    "vincent vince",
    "walter walt",
    "william bill billy will",
    "zachary zach zack",
];

/// The other names of somebody with a folded given name.
pub(super) fn also_called(given: &str) -> impl Iterator<Item = &'static str> {
    let families = GIVEN_NAMES.iter().map(|family| family.split(' '));
    let given = given.to_owned();
    let of = given.clone();
    families.filter(move |family| family.clone().any(|name| name == of)).flatten().filter(move |name| *name != given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_in_several_ways() {
        for (name, spellings) in [
            ("Van Drew", vec!["van drew", "vandrew"]),
            ("O’Neill", vec!["o neill", "oneill"]),
            ("DesJarlais", vec!["desjarlais", "des jarlais"]),
            ("LaHood", vec!["lahood", "la hood"]),
            ("Ocasio-Cortez", vec!["ocasio cortez", "ocasiocortez"]),
            ("Sánchez", vec!["sanchez"]),
        ] {
            assert_eq!(of_person(name), spellings);
        }
        assert_eq!(of_country("Saint Lucia"), ["saint lucia", "st lucia"]);
        assert_eq!(of_country("Österreich"), ["osterreich", "oesterreich"]);
    }

    #[test]
    fn a_nickname_leads_to_the_name_and_the_name_to_the_nickname() {
        let called = |given: &str| also_called(given).collect::<Vec<_>>();
        assert_eq!(called("dave"), ["david", "davey"]);
        assert!(called("david").contains(&"dave") && called("bill").contains(&"william"));
        // Of two names.
        assert!(called("ted").contains(&"edward") && called("ted").contains(&"theodore"));
        assert_eq!(called("zohran"), [""; 0]);
    }
}
