use super::*;

#[test]
fn every_language_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = Locale::ALL.iter().map(|locale| locale.name()).collect();
    assert_eq!(names.len(), Locale::ALL.len());
}
