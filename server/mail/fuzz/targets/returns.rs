//! Any bytes as a mail that comes back.
#![no_main]

use domain::post::{
    return_path::ReturnPath,
    returned::{Diagnostic, ReturnClass},
};
use libfuzzer_sys::fuzz_target;
use mail::MailReturnReader;
use usecases::ports::{ReturnReader as _, ReturnedMail};

fuzz_target!(|bytes: &[u8]| {
    let mail = MailReturnReader.read(bytes);
    let is_line = |text: &str| !text.contains(char::is_control);
    assert!(mail.text.len() <= ReturnedMail::TEXT_MAX, "{}", mail.text.len());
    assert!(mail.subject.chars().count() <= ReturnedMail::SUBJECT_MAX && is_line(&mail.subject), "{:?}", mail.subject);
    if let Some(said) = &mail.diagnostic {
        let said = said.as_str();
        assert!(!said.is_empty() && said.chars().count() <= Diagnostic::MAX && is_line(said), "{said:?}");
    }
    if matches!(mail.class, ReturnClass::AutoReply | ReturnClass::Unknown) {
        assert!(mail.status.is_none() && mail.diagnostic.is_none(), "{mail:?}");
    }
    for address in &mail.delivered_to {
        if let Some(path) = ReturnPath::parse(address) {
            assert_eq!(ReturnPath::parse(&path.local_part()), Some(path));
        }
    }
});
