//! The list of mail domains that are not taken.

use super::*;

#[test]
fn a_list_of_mail_domains_that_cannot_be_meant_is_an_error_at_the_start_with_its_line() {
    let desk = Desk::new();
    let list = desk.file("refused", "# throwaway\nthrowaway.example\n\n@other.example\n");
    let said = desk.run_with(&["check"], &[("POSTBAG_REFUSED_DOMAINS", &list)]);
    assert!(!said.success, "{}", said.out);
    for part in ["POSTBAG_REFUSED_DOMAINS", &list, "line 4", "“@other.example” is not a mail domain", "one domain on each line"]
    {
        assert!(said.error.contains(part), "{part} in {}", said.error);
    }
    let missing = desk.path("missing");
    let said = desk.run_with(&["check"], &[("POSTBAG_REFUSED_DOMAINS", missing.to_str().unwrap())]);
    assert!(!said.success && said.error.contains("cannot be read"), "{}", said.error);
}

#[test]
fn a_list_of_mail_domains_that_is_empty_or_not_set_is_none() {
    let desk = Desk::new();
    let (empty, comments) = (desk.file("empty", ""), desk.file("comments", "\u{FEFF}# nobody\r\n"));
    for value in ["", &empty, &comments, &desk.file("list", "throwaway.example\nbücher.test # by hand\n")] {
        assert_eq!(desk.run_with(&["check"], &[("POSTBAG_REFUSED_DOMAINS", value)]).error, "", "{value}");
    }
}
