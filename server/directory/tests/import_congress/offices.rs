//! Offices at home, and the districts of ZIP codes.

use super::*;

#[test]
fn an_office_has_a_name_an_address_and_a_phone() {
    let Offices { offices, notes } = offices(OFFICES.as_bytes(), &about()).unwrap();
    let read: Vec<_> = offices
        .iter()
        .map(|(member, office)| {
            (member.as_str(), office.id.as_str(), office.label.as_str(), office.address.lines.join("|"), office.phone.as_deref())
        })
        .collect();
    let expected = [
        (
            "congress-A000901",
            "burlington",
            "Office in Burlington",
            "The Old Mill|Second Entrance from the Yard behind it|1 Made-up Street, #247|Burlington VT 05401",
            Some("+1 802-555-0111"),
        ),
        (
            "congress-A000901",
            "rutland",
            "Office in Rutland",
            "2 Made-up Street|Corner of the Long Avenue with the Trees|Suite 3|Rutland VT 05701-0002",
            None,
        ),
        (
            "congress-B000902",
            "wheeling",
            "Office in Wheeling, 3 Made-up Ave., Suite 104",
            "3 Made-up Ave., Suite 104|Wheeling WV 26003",
            Some("+1 304-555-0112"),
        ),
        (
            "congress-B000902",
            "wheeling-1",
            "Office in Wheeling, P.O. Box 5",
            "Town Hall|4 Made-up Ave.|P.O. Box 5|Wheeling WV 26003",
            Some("+1 304-555-0113"),
        ),
        (
            "congress-C000903",
            "peña_blanca",
            "Office in Peña Blanca",
            "Calle Inventada 5|Peña Blanca PR 00725",
            Some("+1 787-555-0114"),
        ),
    ];
    assert_eq!(read, expected.map(|(member, id, label, lines, phone)| (member, id, label, lines.to_owned(), phone)));
    assert_eq!(notes, ["Left out, for want of a street address or of a ZIP code: 1 (D000904-nome)."]);
    let (_, office) = &offices[0];
    assert_eq!(
        (&office.source, office.as_of, office.address.country_name.as_str()),
        (&about().source, about().as_of, "United States of America")
    );
}

#[test]
fn what_is_wrong_with_an_office_is_said_with_its_line() {
    for (from, to, line, column, reason) in [
        ("A000901-rutland", "A000901-burlington", 3, "id", "A000901-burlington stands in this file twice"),
        ("A000901-rutland", "B000902-rutland", 3, "id", "this must be as in A000901-springfield"),
        ("A000901-rutland", "A000901-<b>", 3, "id", "this must be as in A000901-springfield"),
        ("A000901,00901,1,A000901-rutland", "A901,00901,1,A901-rutland", 3, "bioguide", "a Bioguide ID is written"),
        ("802-555-0111", "+1 802", 2, "phone", "a phone number is written"),
        (",VT,247,", ",ZZ,247,", 2, "state", "this is not a state"),
        (",05401,", ",540,", 2, "zip", "a ZIP code is written"),
        (",05401,", ",26003,", 2, "zip", "this is a ZIP code of another state"),
        (
            "1 Made-up Street,",
            "1-Made-up-Street-that-is-longer-than-all-of-an-address-line,",
            2,
            "address",
            "there is a word longer than",
        ),
        ("Rutland,", "Rut\u{7}land,", 3, "city", "There is an invisible character"),
        ("Rutland,", ",", 3, "city", "this must be filled in"),
    ] {
        assert_error(&only(offices(with(OFFICES, from, to).as_bytes(), &about())), line, column, reason);
    }
    let long = with(OFFICES, "Calle Inventada 5", &"Calle ".repeat(100));
    assert_error(&only(offices(long.as_bytes(), &about())), 6, "address", "This is 99 characters too long");
    let not_utf8: Vec<u8> = OFFICES.bytes().map(|byte| if byte == b'L' { 0xff } else { byte }).collect();
    assert_error(&only(offices(&not_utf8[..], &about())), 3, "all", "this is not UTF-8");
}

#[test]
fn pairs_and_the_relationship_file_of_the_census_give_the_same_districts() {
    let Map { districts: read, congress, .. } = districts(PAIRS.as_bytes()).unwrap();
    let of = |zip: &str| read.of(Zip::parse(zip).unwrap()).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(read.len(), 3);
    assert_eq!(of("30165"), ["AL-3", "GA-14"]);
    assert_eq!((of("05401"), of("00725")), (vec!["VT-0".to_owned()], vec!["PR-0".to_owned()]));
    // A table of pairs does not say of which Congress it is.
    assert_eq!(congress, None);
    let of_congress = |number| Ok(Map { districts: read.clone(), congress: Some(Sitting::new(number)), notes: Vec::new() });
    assert_eq!(districts(RELATIONSHIP.as_bytes()), of_congress(119));
    let of_the_next = RELATIONSHIP.replace("CD119_20", "CD120_20").replace("ZCTA5_20", "ZCTA5_30");
    assert_eq!(districts(of_the_next.as_bytes()), of_congress(120));
    let of_none = RELATIONSHIP.replace("CD119_20", "CDXX_20");
    assert_error(&only(districts(of_none.as_bytes())), 1, "GEOID_CDXX_20", "this must carry the number of the Congress");
}

#[test]
fn a_district_that_does_not_exist_is_refused() {
    for (from, to, column, reason) in [
        ("30165,3\r", "30165,8\r", "cd", "Alabama has the districts 1 to 7"),
        ("30165,3\r", "30165,0\r", "cd", "Alabama has the districts 1 to 7"),
        ("30165,3\r", "30165,three\r", "cd", "this must be a number"),
        ("01,AL", "01,ZZ", "state_abbr", "this is not a state"),
        ("01,AL", "02,AL", "state_fips", "the number of Alabama is 01"),
        ("30165,3\r", "3016,3\r", "zcta", "A ZIP code has five digits"),
    ] {
        assert_error(&only(districts(with(PAIRS, from, to).as_bytes())), 2, column, reason);
    }
    for (from, to, reason) in [
        ("|0103|", "|0108|", "Alabama has the districts 1 to 7"),
        ("|0103|", "|9903|", "this must be the number of a state and of a district"),
        ("|0103|", "|01|", "this must be the number of a state and of a district"),
        ("|0103|", "|é03|", "this must be the number of a state and of a district"),
        ("|0103|", "|01+3|", "this must be the number of a state and of a district"),
    ] {
        assert_error(&only(districts(with(RELATIONSHIP, from, to).as_bytes())), 2, "GEOID_CD119_20", reason);
    }
}
