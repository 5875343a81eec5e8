//! Finding by a ZIP code or a district.

use super::*;

#[test]
fn twenty_zip_codes_lead_to_senators_and_to_every_representative_it_can_be() {
    let campaign = to(Rule::Congress);
    let vermont: &[&str] = &["Bernard Sanders", "Peter Welch", "Becca Balint"];
    let charleston: &[&str] = &["James C. Justice", "Shelley Moore Capito", "Carol D. Miller"];
    let one = |zip: &str, place: &str| format!("ZIP {zip} is in {place}. These are your two senators and your representative.");
    let california = ["Adam B. Schiff", "Alex Padilla"];
    for (zip, expected, notice) in [
        // One district of several, with the last four digits or without.
        ("25301", charleston, one("25301", "West Virginia, district 1").as_str()),
        ("25301-1234", charleston, &one("25301", "West Virginia, district 1")),
        // At large; and a post office of its own in such a state.
        ("05401", vermont, &one("05401", "Vermont, at-large district")),
        ("05601", vermont, &one("05601", "Vermont, at-large district")),
        // Two districts, and three.
        (
            "02139",
            &["Elizabeth Warren", "Edward J. Markey", "Katherine M. Clark", "Ayanna Pressley"],
            "ZIP 02139 touches 2 districts of Massachusetts. Your senators are the same in all of it. Choose the representative of the district where you live.",
        ),
        (
            "10001",
            &["Kirsten E. Gillibrand", "Charles E. Schumer", "Daniel S. Goldman", "Jerrold Nadler"],
            "ZIP 10001 touches 2 districts of New York. Your senators are the same in all of it. Choose the representative of the district where you live.",
        ),
        (
            "94501",
            &[california[0], california[1], "Jared Huffman", "Nancy Pelosi", "Lateefah Simon"],
            "ZIP 94501 touches 3 districts of California. Your senators are the same in all of it. Choose the representative of the district where you live.",
        ),
        // Two states, one of them at large; and three.
        (
            "30165",
            &["Jon Ossoff", "Raphael G. Warnock", "Tommy Tuberville", "Katie Boyd Britt", "Clay Fuller", "Mike Rogers"],
            "ZIP 30165 may lie in Georgia or Alabama. Choose the senators of the state where you live, and the representative of your district.",
        ),
        (
            "59221",
            &["Tim Sheehy", "Steve Daines", "Kevin Cramer", "John Hoeven", "Troy Downing", "Julie Fedorchak"],
            "ZIP 59221 may lie in Montana or North Dakota. Choose the senators of the state where you live, and the representative of your district.",
        ),
        (
            "82082",
            &[
                "John Barrasso",
                "Cynthia M. Lummis",
                "John W. Hickenlooper",
                "Michael F. Bennet",
                "Deb Fischer",
                "Pete Ricketts",
                "Harriet M. Hageman",
                "Lauren Boebert",
                "Gabe Evans",
                "Adrian Smith",
            ],
            "ZIP 82082 may lie in Wyoming, Colorado, or Nebraska. Choose the senators of the state where you live, and the representative of your district.",
        ),
        // A seat that is vacant, alone and as one of two.
        (
            "94541",
            &california,
            "ZIP 94541 is in California, district 14. These are your two senators. The seat of CA-14 was vacant on June 15, 2026.",
        ),
        (
            "33311",
            &["Rick Scott", "Ashley Moody", "Jared Moskowitz"],
            "ZIP 33311 touches 2 districts of Florida. Your senators are the same in all of it. Choose the representative of the district where you live. The seat of FL-20 was vacant on June 15, 2026. The term of Ashley Moody ended on November 3, 2026. Our list of June 15, 2026 does not say who holds the seat now.",
        ),
        // The District: an area, and the White House, which is a ZIP code of its own.
        (
            "20001",
            &["Eleanor Holmes Norton"],
            "ZIP 20001 is in the District of Columbia. It has one delegate in the House and no senators.",
        ),
        (
            "20500",
            &["Eleanor Holmes Norton"],
            "ZIP 20500 is in the District of Columbia. It has one delegate in the House and no senators.",
        ),
        // The territories.
        (
            "00901",
            &["Pablo José Hernández"],
            "ZIP 00901 is in Puerto Rico. It has one resident commissioner in the House and no senators.",
        ),
        (
            "00802",
            &["Stacey E. Plaskett"],
            "ZIP 00802 is in the U.S. Virgin Islands. It has one delegate in the House and no senators.",
        ),
        ("96910", &["James C. Moylan"], "ZIP 96910 is in Guam. It has one delegate in the House and no senators."),
        (
            "96799",
            &["Aumua Amata Coleman Radewagen"],
            "ZIP 96799 is in American Samoa. It has one delegate in the House and no senators.",
        ),
        (
            "96950",
            &["Kimberlyn King-Hinds"],
            "ZIP 96950 is in the Northern Mariana Islands. It has one delegate in the House and no senators.",
        ),
        // Not in use.
        ("00400", &[], "We know no state with the ZIP code 00400. Check it, or choose your state from the list."),
    ] {
        let found = by_zip(&campaign, zip);
        assert_eq!(names(&found), expected, "{zip}");
        assert_eq!(found.notice().as_deref(), Some(notice), "{zip}");
    }
}

#[test]
fn a_zip_code_says_what_it_leaves_open_in_a_form_that_a_page_can_use() {
    let campaign = to(Rule::Congress);
    let district = |text: &str| text.parse::<District>().unwrap();
    assert_eq!(by_zip(&campaign, "25301").zip, Some(ZipAnswer::District(district("WV-1"))));
    assert_eq!(by_zip(&campaign, "20500").zip, Some(ZipAnswer::District(district("DC-0"))));
    assert_eq!(by_zip(&campaign, "02139").zip, Some(ZipAnswer::Districts(vec![district("MA-5"), district("MA-7")])));
    assert!(matches!(by_zip(&campaign, "73301").zip, Some(ZipAnswer::State(state)) if state.code == "TX"));
    assert_eq!(by_zip(&campaign, "00400").zip, None);
}

#[test]
fn a_district_that_is_known_leads_to_both_senators_and_the_one_representative() {
    let campaign = to(Rule::Congress);
    let at = |district: &str| found(&campaign, &Finder { district: district.to_owned(), ..Finder::default() });
    let one = |place: &str| format!("Your home is in {place}. These are your two senators and your representative.");
    let massachusetts: &[&str] = &["Elizabeth Warren", "Edward J. Markey", "Ayanna Pressley"];
    for (district, expected, notice) in [
        ("MA-7", massachusetts, one("Massachusetts, district 7")),
        (" ma 07 ", massachusetts, one("Massachusetts, district 7")),
        ("VT-1", &["Bernard Sanders", "Peter Welch", "Becca Balint"], one("Vermont, at-large district")),
        (
            "CA-14",
            &["Adam B. Schiff", "Alex Padilla"],
            "Your home is in California, district 14. These are your two senators. The seat of CA-14 was vacant on June 15, 2026."
                .to_owned(),
        ),
        (
            "DC-0",
            &["Eleanor Holmes Norton"],
            "Your home is in the District of Columbia. It has one delegate in the House and no senators.".to_owned(),
        ),
        ("MA-10", &[], "There is no district MA-10. Try the name of the state.".to_owned()),
        ("12 Main Street", &[], "A district is written WV-2, or VT-0 in a state that has only one.".to_owned()),
    ] {
        let found = at(district);
        assert_eq!(
            (names(&found), found.notice()),
            (expected.iter().map(ToString::to_string).collect(), Some(notice)),
            "{district}"
        );
        assert_eq!(found.zip, None, "it is no ZIP code that says so");
    }
    // It says more than a ZIP code, and to missions neither leads.
    let both = Finder { district: "MA-7".to_owned(), zip: "05401".to_owned(), ..Finder::default() };
    assert_eq!(names(&found(&campaign, &both)), massachusetts);
    let missions = self::campaign("cluster-munitions");
    assert_eq!(found(&missions, &both).total, found(&missions, &Finder::default()).total);
}

#[test]
fn a_zip_code_that_is_no_area_falls_back_to_its_state() {
    let found = by_zip(&to(Rule::Congress), "73301");
    assert_eq!((found.total, found.pages), (2 + 37, 2));
    assert_eq!(names(&found)[..3], ["Ted Cruz", "John Cornyn", "Nathaniel Moran"]);
    let notice = found.notice().unwrap();
    assert!(
        notice
            .starts_with("ZIP 73301 is in Texas. We know the state, not the district. Your senators are the same in all of it.")
    );
    assert!(notice.ends_with("The seat of TX-23 was vacant on June 15, 2026."));
}

#[test]
fn what_is_no_zip_code_of_a_voter_finds_nobody_and_says_what_to_do() {
    let campaign = to(Rule::Congress);
    for (zip, words) in [
        ("5401", "A ZIP code has five digits"),
        ("abcde", "A ZIP code has five digits"),
        ("Vermont", "A ZIP code has five digits"),
        ("34002", "(AA). Choose from the list the state"),
        ("09012", "(AE). Choose from the list the state"),
        ("96201", "(AP). Choose from the list the state"),
        ("96940", "Palau, an independent state"),
    ] {
        let found = by_zip(&campaign, zip);
        assert_eq!((found.total, found.zip.clone()), (0, None), "{zip}");
        assert!(found.notice().as_ref().unwrap().contains(words), "{zip}: {:?}", found.notice());
    }
    // And who does it is not told the same again.
    let registered = Finder { zip: "09012".to_owned(), state: "VT".to_owned(), ..Finder::default() };
    assert_eq!((found(&campaign, &registered).total, found(&campaign, &registered).notice()), (3, None));
    let nowhere = Finder { state: "ZZ".to_owned(), ..Finder::default() };
    assert_eq!(found(&campaign, &nowhere).total, 0);
    assert!(found(&campaign, &nowhere).notice().unwrap().ends_with("Choose one from the list."));
}
