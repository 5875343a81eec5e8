//! The forms around organisers: signing in, codes, invitations, who changed what.

use domain::{checked::EmailAddress, form::Field};
use words::Words;

use super::{Control, Kind};

/// Where a sign-in link is asked for, and where the first owner comes in.
pub fn sign_in(words: Words) -> Vec<Control> {
    let email = Control::line(Field::Email, words.sign_in_email_label(), EmailAddress::MAX);
    vec![Control { kind: Kind::Line("email"), ..email }.autocomplete("email").required()]
}

/// The code of an authenticator, or a recovery code, which is longer.
pub fn code(words: Words) -> Vec<Control> {
    const LONGEST: usize = 40;
    vec![
        Control::line(Field::OneTimeCode, words.sign_in_code_label(), LONGEST)
            .hint(words.sign_in_code_hint())
            .autocomplete("one-time-code")
            .required(),
    ]
}

/// Somebody who is invited.
pub fn invitation(words: Words) -> Vec<Control> {
    let email = Control::line(Field::Email, words.people_invite_email_label(), EmailAddress::MAX);
    vec![
        Control { kind: Kind::Line("email"), ..email }.autocomplete("off").required(),
        Control::new(Field::Role, words.people_invite_role_label(), Kind::List),
    ]
}

/// Which changes are looked for.
pub fn audit(words: Words) -> Vec<Control> {
    const DAY_LENGTH: usize = 10;
    let day = |field: Field, label: &str| Control { kind: Kind::Line("date"), ..Control::line(field, label, DAY_LENGTH) };
    vec![
        Control::line(Field::Email, words.desk_audit_email_label(), EmailAddress::MAX).autocomplete("off"),
        Control::new(Field::Campaign, words.desk_audit_campaign_label(), Kind::List),
        day(Field::From, words.desk_audit_from_label()),
        day(Field::Until, words.desk_audit_until_label()),
    ]
}
