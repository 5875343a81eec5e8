mod languages;

use super::*;
use crate::{
    state::Iso2,
    target::{CapitalRole, HouseRole, Seat, tests::target},
};

fn member(state: &str, chamber: Chamber, leads_as: Option<&str>, holder: Holder) -> Target {
    let leads_as = leads_as.map(str::to_owned);
    target(Office::Congress(Seat { state: state.into(), chamber, party: "Independent".into(), leads_as }), holder)
}

fn mission(of: &str, to: Iso2, name: &str, of_name: &str, holder: Holder) -> Target {
    let of = Iso2::parse(of).unwrap();
    target(Office::Mission { of, to, name: name.into(), of_name: of_name.into() }, holder)
}

fn embassy(of: &str, of_name: &str, holder: Holder) -> Target {
    mission(of, Iso2::us(), &format!("Embassy of {of_name}"), of_name, holder)
}

fn capital(of: &str, role: CapitalRole, name: &str, of_name: &str, holder: Holder) -> Target {
    let of = Iso2::parse(of).unwrap();
    target(Office::Capital { of, role, name: name.into(), of_name: of_name.into() }, holder)
}

fn custom(title: &str, holder: Holder) -> Target {
    let (name, title, country) = ("Headquarters of Examplia Arms".into(), title.into(), Iso2::us());
    target(Office::Custom { name, title, country }, holder)
}

fn named() -> Holder {
    Holder::Named { full: "Full Name".into(), last: "Name".into() }
}

fn charge_d_affaires() -> Holder {
    Holder::ChargeDAffaires { full: "Full Name".into(), last: "Name".into() }
}

/// The envelope; then the salutation in English, Spanish and French, then the close in each.
fn all(target: &Target) -> (String, [String; 3], [String; 3]) {
    let forms = [Grammar::En, Grammar::Es, Grammar::Fr].map(|grammar| forms(target, grammar));
    for other in &forms {
        assert_eq!(other.envelope, forms[0].envelope, "the post reads the envelope, whatever the letter's language");
    }
    (forms[0].envelope.join(" / "), forms.clone().map(|forms| forms.salutation), forms.map(|forms| forms.close))
}

const PLAINLY: [&str; 3] = ["Sincerely,", "Atentamente,", "Avec ma considération distinguée,"];
const HIGHLY: [&str; 3] = ["Respectfully,", "Con todo respeto,", "Avec ma très haute considération,"];
const MOST_HIGHLY: [&str; 3] = ["Respectfully,", "Con el más profundo respeto,", "Avec mon plus profond respect,"];
const YOUR_EXCELLENCY: [&str; 3] = ["Your Excellency:", "Excelencia:", "Excellence,"];

const SENATE: Chamber = Chamber::Senate { class: 1 };
const fn house(role: HouseRole) -> Chamber {
    Chamber::House { district: 0, role }
}

#[test]
fn a_member_is_the_honorable_and_is_greeted_by_the_seat_held() {
    let of_the_house = "Honorable Name, miembro de la Cámara:";
    for (state, chamber, envelope, english, spanish, french) in [
        (
            "VT",
            SENATE,
            "United States Senate",
            "Dear Senator Name:",
            "Honorable Name, miembro del Senado:",
            "Honorable membre du Sénat,",
        ),
        (
            "VT",
            house(HouseRole::Representative),
            "U.S. House of Representatives",
            "Dear Representative Name:",
            of_the_house,
            "Honorable membre de la Chambre des représentants,",
        ),
        (
            "GU",
            house(HouseRole::Delegate),
            "U.S. House of Representatives",
            "Dear Delegate Name:",
            of_the_house,
            "Honorable membre de la Chambre des représentants,",
        ),
        (
            "PR",
            house(HouseRole::ResidentCommissioner),
            "U.S. House of Representatives",
            "Dear Commissioner Name:",
            of_the_house,
            "Honorable membre de la Chambre des représentants,",
        ),
    ] {
        let (lines, greetings, closes) = all(&member(state, chamber, None, named()));
        assert_eq!(lines, format!("The Honorable Full Name / {envelope}"));
        assert_eq!((greetings, closes), ([english, spanish, french].map(str::to_owned), PLAINLY.map(str::to_owned)));
    }
}

#[test]
fn the_speaker_is_greeted_as_the_speaker() {
    let (lines, greetings, closes) = all(&member("VT", house(HouseRole::Representative), Some("Speaker of the House"), named()));
    assert_eq!(lines, "The Honorable Full Name / Speaker of the House / U.S. House of Representatives");
    assert_eq!(
        greetings,
        [
            "Dear Speaker Name:",
            "A la Presidencia de la Cámara de Representantes:",
            "À la présidence de la Chambre des représentants,"
        ]
    );
    assert_eq!(closes, PLAINLY);
}

#[test]
fn any_other_leader_has_the_office_on_the_envelope_and_is_greeted_by_the_seat() {
    for (chamber, leads_as, house, greeting) in [
        (SENATE, "President Pro Tempore of the Senate", "United States Senate", "Dear Senator Name:"),
        (SENATE, "Senate Majority Leader", "United States Senate", "Dear Senator Name:"),
        (SENATE, "Senate Minority Whip", "United States Senate", "Dear Senator Name:"),
        (house(HouseRole::Representative), "House Minority Leader", "U.S. House of Representatives", "Dear Representative Name:"),
        (
            house(HouseRole::Representative),
            "Assistant Speaker of the House",
            "U.S. House of Representatives",
            "Dear Representative Name:",
        ),
    ] {
        let (lines, greetings, _) = all(&member("VT", chamber, Some(leads_as), named()));
        assert_eq!(lines, format!("The Honorable Full Name / {leads_as} / {house}"));
        assert_eq!(greetings[0], greeting);
    }
}

#[test]
fn a_vacant_seat_is_written_to_as_an_office() {
    for (chamber, envelope, greeting) in [
        (SENATE, "Office of the Senator for Vermont / United States Senate", "Dear Senator:"),
        (
            Chamber::House { district: 2, role: HouseRole::Representative },
            "Office of the Representative for Vermont, district 2 / U.S. House of Representatives",
            "Dear Representative:",
        ),
    ] {
        let (lines, greetings, closes) = all(&member("VT", chamber, None, Holder::Unnamed));
        assert_eq!(lines, envelope);
        assert_eq!(greetings, [greeting, "A quien corresponda:", "Madame, Monsieur,"]);
        assert_eq!(closes, PLAINLY);
    }
}

#[test]
fn an_ambassador_is_an_excellency_named_or_not() {
    let embassy = |holder| all(&embassy("AL", "the Republic of Albania", holder));
    let line = "Ambassador of the Republic of Albania / Embassy of the Republic of Albania";
    let words = (YOUR_EXCELLENCY.map(str::to_owned), HIGHLY.map(str::to_owned));
    assert_eq!(embassy(named()), (format!("H.E. Full Name / {line}"), words.0.clone(), words.1.clone()));
    assert_eq!(embassy(Holder::Unnamed), (format!("The {line}"), words.0, words.1));
}

#[test]
fn a_high_commission_is_led_by_a_high_commissioner() {
    let to = Iso2::parse("GB").unwrap();
    let (lines, greetings, _) = all(&mission("AU", to, "High Commission of Australia", "Australia", named()));
    assert_eq!(lines, "H.E. Full Name / High Commissioner for Australia / High Commission of Australia");
    assert_eq!(greetings, YOUR_EXCELLENCY);
}

#[test]
fn a_charge_d_affaires_is_not_an_excellency() {
    let (lines, greetings, closes) = all(&embassy("PL", "the Republic of Poland", charge_d_affaires()));
    assert_eq!(lines, "Full Name / Chargé d’Affaires a.i. / Embassy of the Republic of Poland");
    assert_eq!(greetings, ["Dear Chargé d’Affaires:", "A la Encargaduría de Negocios:", "Madame, Monsieur,"]);
    assert_eq!(closes, HIGHLY);
}

#[test]
fn the_holy_see_sends_a_nuncio() {
    let (lines, greetings, _) = all(&embassy("VA", "the Holy See", named()));
    assert_eq!(lines, "H.E. Full Name / Apostolic Nuncio / Embassy of the Holy See");
    assert_eq!(greetings, YOUR_EXCELLENCY);
    assert!(all(&embassy("VA", "the Holy See", Holder::Unnamed)).0.starts_with("The Apostolic Nuncio / "));
}

const YOUR_EMINENCE: [&str; 3] = ["Your Eminence:", "Eminencia:", "Éminence,"];

#[test]
fn a_cardinal_is_an_eminence_whatever_the_post_and_an_archbishop_is_not() {
    let cardinal = |full: &str| Holder::Named { full: full.into(), last: "Name".into() };
    for full in ["Cardinal Full Name", "Full Cardinal Name", "Full cardinal Name"] {
        let (lines, greetings, closes) = all(&embassy("VA", "the Holy See", cardinal(full)));
        assert_eq!(lines, format!("His Eminence {full} / Apostolic Nuncio / Embassy of the Holy See"));
        assert_eq!((greetings, closes), (YOUR_EMINENCE.map(str::to_owned), HIGHLY.map(str::to_owned)));
    }
    let (lines, greetings, _) = all(&custom("Archbishop of Examplia", cardinal("Cardinal Full Name")));
    assert!(lines.starts_with("His Eminence Cardinal Full Name / Archbishop of Examplia"), "{lines}");
    assert_eq!(greetings, YOUR_EMINENCE);
    assert_eq!(all(&custom("Cardinal Archbishop of Examplia", named())).1, YOUR_EMINENCE);
    for nobody in ["Full Cardinal", "Cardinal", "Full Cardinale Name"] {
        assert_eq!(all(&custom("", cardinal(nobody))).1[0], format!("Dear {nobody}:"), "it is a family name");
    }
    let (lines, greetings, _) = all(&embassy("VA", "the Holy See", cardinal("Archbishop Full Name")));
    assert!(lines.starts_with("H.E. Archbishop Full Name / Apostolic Nuncio"), "{lines}");
    assert_eq!(greetings, YOUR_EXCELLENCY);
}

#[test]
fn in_the_vatican_each_office_has_its_own_style() {
    let holy_see = |role, holder| all(&capital("VA", role, "Palace", "the Holy See", holder));
    let (lines, greetings, _) = holy_see(CapitalRole::HeadOfGovernment, named());
    assert_eq!(lines, "His Eminence Full Name / Secretary of State of the Holy See / Palace");
    assert_eq!(greetings, YOUR_EMINENCE);
    let (lines, greetings, closes) = holy_see(CapitalRole::HeadOfGovernment, Holder::Unnamed);
    assert_eq!(lines, "The Secretary of State of the Holy See / Palace");
    assert_eq!((greetings, closes), (YOUR_EMINENCE.map(str::to_owned), HIGHLY.map(str::to_owned)));
    let (lines, greetings, _) = holy_see(CapitalRole::ForeignMinister, named());
    assert_eq!(lines, "H.E. Full Name / Secretary for Relations with States of the Holy See / Palace");
    assert_eq!(greetings, YOUR_EXCELLENCY);
    for role in [CapitalRole::HeadOfState, CapitalRole::Monarch] {
        assert_eq!(holy_see(role, named()).1[0], "Your Holiness:");
    }
}

#[test]
fn an_envoy_of_the_united_states_is_the_honorable_and_no_excellency_in_english() {
    let embassy = |holder| all(&embassy("US", "the United States of America", holder));
    let line = "Ambassador of the United States of America / Embassy of the United States of America";
    let (lines, greetings, closes) = embassy(named());
    assert_eq!(lines, format!("The Honorable Full Name / {line}"));
    assert_eq!((greetings[0].as_str(), &greetings[1..]), ("Dear Ambassador Name:", &YOUR_EXCELLENCY.map(str::to_owned)[1..]));
    assert_eq!(closes, PLAINLY);
    let (lines, greetings, _) = embassy(Holder::Unnamed);
    assert_eq!(lines, format!("The {line}"));
    assert_eq!(greetings[0], "Dear Ambassador:");
    let (lines, greetings, closes) = embassy(charge_d_affaires());
    assert_eq!(lines, "Full Name / Chargé d’Affaires a.i. / Embassy of the United States of America");
    assert_eq!((greetings[0].as_str(), closes), ("Dear Chargé d’Affaires:", PLAINLY.map(str::to_owned)));
}

#[test]
fn states_send_permanent_representatives_to_the_un_and_two_send_observers() {
    let sent = |of, of_name: &str, holder| {
        let name = format!("Permanent Mission of {of_name}");
        all(&mission(of, Iso2::un(), &name, of_name, holder))
    };
    let (lines, greetings, closes) = sent("FJ", "the Republic of Fiji", named());
    assert_eq!(
        lines,
        "H.E. Full Name / Permanent Representative of the Republic of Fiji to the United Nations / Permanent Mission of the Republic of Fiji"
    );
    assert_eq!((greetings, closes), (YOUR_EXCELLENCY.map(str::to_owned), HIGHLY.map(str::to_owned)));
    assert!(sent("FJ", "Fiji", Holder::Unnamed).0.starts_with("The Permanent Representative of Fiji to the United Nations / "));
    assert!(sent("FJ", "Fiji", charge_d_affaires()).0.starts_with("Full Name / Chargé d’Affaires a.i. / "));
    for (of, of_name) in [("VA", "the Holy See"), ("PS", "the State of Palestine")] {
        let observer = format!("H.E. Full Name / Permanent Observer of {of_name} to the United Nations / ");
        assert!(sent(of, of_name, named()).0.starts_with(&observer));
    }
    let (lines, greetings, _) = sent("US", "the United States of America", named());
    assert!(lines.starts_with(
        "The Honorable Full Name / Permanent Representative of the United States of America to the United Nations / "
    ));
    assert_eq!(greetings[0], "Dear Ambassador Name:");
}

#[test]
fn heads_of_state_and_ministers_are_excellencies_named_or_not() {
    for (role, post, house) in [
        (CapitalRole::HeadOfState, "Head of State", "Office of the President"),
        (CapitalRole::HeadOfGovernment, "Head of Government", "Office of the Prime Minister"),
        (CapitalRole::ForeignMinister, "Minister of Foreign Affairs", "Ministry of Foreign Affairs"),
    ] {
        let capital = |holder| all(&capital("AL", role, house, "the Republic of Albania", holder));
        let line = format!("{post} of the Republic of Albania / {house}");
        let words = (YOUR_EXCELLENCY.map(str::to_owned), HIGHLY.map(str::to_owned));
        assert_eq!(capital(named()), (format!("H.E. Full Name / {line}"), words.0.clone(), words.1.clone()));
        assert_eq!(capital(Holder::Unnamed), (format!("The {line}"), words.0, words.1));
    }
}

#[test]
fn a_crowned_head_has_the_style_of_the_house() {
    for (of, of_name, envelope, greetings) in [
        (
            "NO",
            "the Kingdom of Norway",
            "H.M. Full Name / Sovereign of the Kingdom of Norway",
            ["Your Majesty:", "Majestad:", "Votre Majesté,"],
        ),
        (
            "QA",
            "the State of Qatar",
            "H.H. Full Name / Sovereign of the State of Qatar",
            ["Your Highness:", "Alteza:", "Votre Altesse,"],
        ),
        (
            "LU",
            "the Grand Duchy of Luxembourg",
            "H.R.H. Full Name / Sovereign of the Grand Duchy of Luxembourg",
            ["Your Royal Highness:", "Alteza Real:", "Votre Altesse Royale,"],
        ),
        (
            "MC",
            "the Principality of Monaco",
            "H.S.H. Full Name / Sovereign of the Principality of Monaco",
            ["Your Serene Highness:", "Alteza Serenísima:", "Votre Altesse Sérénissime,"],
        ),
        ("VA", "the Holy See", "H.H. Full Name / Supreme Pontiff", ["Your Holiness:", "Santidad:", "Votre Sainteté,"]),
    ] {
        let palace = |holder| all(&capital(of, CapitalRole::Monarch, "Palace", of_name, holder));
        let expected = (greetings.map(str::to_owned), MOST_HIGHLY.map(str::to_owned));
        assert_eq!(palace(named()), (format!("{envelope} / Palace"), expected.0.clone(), expected.1.clone()));
        let (lines, greetings, closes) = palace(Holder::Unnamed);
        assert_eq!(lines, format!("The {} / Palace", envelope.split_once(" / ").unwrap().1));
        assert_eq!((greetings, closes), expected);
    }
}

#[test]
fn in_washington_nobody_is_an_excellency() {
    let capital = |role, holder| all(&capital("US", role, "House", "the United States of America", holder));
    let (lines, greetings, closes) = capital(CapitalRole::HeadOfState, named());
    assert_eq!(lines, "The Honorable Full Name / President of the United States / House");
    assert_eq!(greetings, ["Dear President Name:", "A la Presidencia de los Estados Unidos:", "À la présidence des États-Unis,"]);
    assert_eq!(closes, PLAINLY);
    let (lines, greetings, _) = capital(CapitalRole::HeadOfState, Holder::Unnamed);
    assert_eq!(lines, "The President of the United States / House");
    assert_eq!(greetings[0], "To the President of the United States:");
    let (lines, greetings, _) = capital(CapitalRole::ForeignMinister, named());
    assert_eq!(lines, "The Honorable Full Name / Secretary of State of the United States / House");
    assert_eq!(greetings, ["Dear Secretary Name:", "A la Secretaría de Estado:", "À la direction du département d’État,"]);
    assert_eq!(capital(CapitalRole::ForeignMinister, Holder::Unnamed).1[0], "To the Secretary of State:");
}

#[test]
fn anybody_else_is_greeted_by_name_or_as_whom_it_may_concern() {
    let (lines, greetings, closes) = all(&custom("Chair of the Board", named()));
    assert_eq!(lines, "Full Name / Chair of the Board / Headquarters of Examplia Arms");
    assert_eq!(greetings, ["Dear Full Name:", "A la atención de Full Name:", "Madame, Monsieur,"]);
    assert_eq!(closes, PLAINLY);
    let (lines, greetings, _) = all(&custom("Chair of the Board", Holder::Unnamed));
    assert_eq!(lines, "Chair of the Board / Headquarters of Examplia Arms");
    assert_eq!(greetings, ["To whom it may concern:", "A quien corresponda:", "Madame, Monsieur,"]);
    assert_eq!(all(&custom("", named())).0, "Full Name / Headquarters of Examplia Arms");
    assert_eq!(all(&custom("", Holder::Unnamed)).0, "Headquarters of Examplia Arms");
}
