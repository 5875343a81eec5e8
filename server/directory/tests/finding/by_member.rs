//! Finding members of Congress by their office, and by the names that they go by.

use domain::target::Office;

use super::*;

#[test]
fn members_are_found_by_their_office_and_where_they_sit() {
    let congress = to(Rule::Congress);
    let all = |words: &str| {
        let found = by_words(&congress, words);
        assert_eq!(found.notice(), None, "{words}");
        found
    };
    for (words, name) in [
        ("Rep. Fine", "Randy Fine"),
        ("Rep. Luna", "Anna Paulina Luna"),
        ("Rep. Khanna", "Ro Khanna"),
        ("Rep. Norton", "Eleanor Holmes Norton"),
        ("Representative Plaskett", "Stacey E. Plaskett"),
        ("Sen. Cruz", "Ted Cruz"),
        ("Rep. AOC", "Alexandria Ocasio-Cortez"),
        ("rep VT", "Becca Balint"),
        ("VT rep", "Becca Balint"),
        ("Jordan OH", "Jim Jordan"),
        ("Marshall KS", "Roger Marshall"),
        ("The Honorable Patty Murray", "Patty Murray"),
        ("Cantwell’s office", "Maria Cantwell"),
    ] {
        assert_eq!(names(&all(words)), [name], "{words}");
    }
    let garcia = names(&all("Rep. García"));
    assert!(garcia.len() == 3 && garcia.iter().all(|name| name.contains("Garc")), "{garcia:?}");
    for words in ["senators from Iowa", "US Senators from Iowa", "U.S. Senators for Iowa", "Sens. from Iowa", "IA senators"] {
        assert_eq!(names(&all(words)).len(), 2, "{words}");
    }
    for words in ["Reps from Iowa", "Iowa reps", "IA house"] {
        assert_eq!(names(&all(words)).len(), 4, "{words}");
    }
    for words in ["members from Iowa", "Iowa delegation", "Iowa, USA"] {
        assert_eq!(names(&all(words)).len(), 6, "{words}");
    }
    for (words, state, count) in
        [("senators IN", "IN", 2), ("Senator from MS", "MS", 2), ("IN house", "IN", 9), ("MS house", "MS", 4)]
    {
        let found = all(words);
        let is_there = |target: &Target| matches!(&target.office, Office::Congress(seat) if seat.state == state);
        assert!(
            found.total == count && found.targets.iter().all(|listed| is_there(&listed.target)),
            "{words}: {:?}",
            names(&found)
        );
    }
    let total = |words: &str| by_words(&congress, words).total;
    assert_eq!(total("House of Representatives"), total("House"));
}

#[test]
fn members_are_found_by_the_names_they_go_by() {
    let congress = to(Rule::Congress);
    for (words, name) in [
        ("Dave Joyce", "David P. Joyce"),
        ("David Joyce", "David P. Joyce"),
        ("Joyce, David", "David P. Joyce"),
        ("Joyce Dave", "David P. Joyce"),
        ("Rep. Dave Joyce", "David P. Joyce"),
        ("GT Thompson", "Glenn Thompson"),
        ("G.T. Thompson", "Glenn Thompson"),
        ("G. T. Thompson", "Glenn Thompson"),
        ("VanDrew", "Jefferson Van Drew"),
        ("Van Drew", "Jefferson Van Drew"),
        ("Jeff VanDrew", "Jefferson Van Drew"),
        ("Jeff Van Drew", "Jefferson Van Drew"),
        ("DesJarlais", "Scott DesJarlais"),
        ("Des Jarlais", "Scott DesJarlais"),
        ("LaHood", "Darin LaHood"),
        ("La Hood", "Darin LaHood"),
        ("Chuck Schumer", "Charles E. Schumer"),
        ("Charles Grassley", "Chuck Grassley"),
        ("Bobby Scott", "Robert C. \"Bobby\" Scott"),
        ("Hank Johnson", "Henry C. \"Hank\" Johnson, Jr."),
        ("Tom Kean Jr", "Thomas H. Kean, Jr."),
        ("Nick Begich III", "Nicholas J. Begich III"),
        ("Chris Coons", "Christopher A. Coons"),
        ("Jim Risch", "James E. Risch"),
        ("Dick Durbin", "Richard J. Durbin"),
        ("Jen Kiggans", "Jennifer A. Kiggans"),
        ("Amy Jean Klobuchar", "Amy Klobuchar"),
        ("Garland Barr", "Andy Barr"),
        ("AOC", "Alexandria Ocasio-Cortez"),
        ("Lou Correa", "J. Luis Correa"),
        ("Ocasio Cortez", "Alexandria Ocasio-Cortez"),
        ("OcasioCortez", "Alexandria Ocasio-Cortez"),
        ("wasserman-schultz", "Debbie Wasserman Schultz"),
    ] {
        assert_eq!(names(&by_words(&congress, words)), [name], "{words}");
    }
}
