//! What an organiser is told about a template: what is wrong with it, what may be, what could be put into it.

use domain::{
    language::Language,
    template::{Doubt, Instead, MergeField, Offer, Personal, TemplateError},
    treaty::Status,
};

use crate::Words;

/// Something that the menu beside a template puts into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// As it stands in the template: `{{target.name}}`.
    pub written: String,
    pub name: &'static str,
    /// What it is, in a sentence.
    pub note: String,
}

impl Words {
    /// What can be put into a template in this language, of a campaign with a treaty or without: fields, a blank, and a mark
    /// of paragraphs.
    pub fn insertions(self, language: Language, treaty: bool) -> Vec<Insertion> {
        let field = |field: MergeField| Insertion {
            written: field.written(),
            name: self.merge_field(field),
            note: self.merge_field_note(field).to_owned(),
        };
        let blank = Insertion {
            written: self.blank_example(),
            name: self.template_blank_label(),
            note: self.template_blank_note().to_owned(),
        };
        let only = treaty.then(|| Insertion {
            written: ONLY.to_owned(),
            name: self.template_only_label(),
            note: self.template_only_note(&Status::ALL.map(Status::as_str)),
        });
        MergeField::of_letters(language, treaty).map(field).chain([blank]).chain(only).collect()
    }

    pub const fn merge_field(self, field: MergeField) -> &'static str {
        match field {
            MergeField::TargetName => self.template_target_name_label(),
            MergeField::TargetSalutation => self.template_target_salutation_label(),
            MergeField::TargetClose => self.template_target_close_label(),
            MergeField::TargetCountry => self.template_target_country_label(),
            MergeField::TargetCountryObject => self.template_target_country_object_label(),
            MergeField::TreatyName => self.template_treaty_name_label(),
            MergeField::TreatyAsk => self.template_treaty_ask_label(),
            MergeField::TreatyRequest => self.template_treaty_request_label(),
            MergeField::SenderName => self.template_sender_name_label(),
            MergeField::SenderPlace => self.template_sender_place_label(),
            MergeField::Note => self.template_note_label(),
        }
    }

    /// What is filled in for a field, in a sentence.
    pub const fn merge_field_note(self, field: MergeField) -> &'static str {
        match field {
            MergeField::TargetName => self.template_target_name_note(),
            MergeField::TargetSalutation => self.template_target_salutation_note(),
            MergeField::TargetClose => self.template_target_close_note(),
            MergeField::TargetCountry => self.template_target_country_note(),
            MergeField::TargetCountryObject => self.template_target_country_object_note(),
            MergeField::TreatyName => self.template_treaty_name_note(),
            MergeField::TreatyAsk => self.template_treaty_ask_note(),
            MergeField::TreatyRequest => self.template_treaty_request_note(),
            MergeField::SenderName => self.template_sender_name_note(),
            MergeField::SenderPlace => self.template_sender_place_note(),
            MergeField::Note => self.template_note_note(),
        }
    }

    /// Why a template is refused.
    pub fn template_error(self, error: &TemplateError) -> String {
        let suggestion = error.suggestion().unwrap_or_default();
        let statuses = Status::ALL.map(Status::as_str);
        match error {
            TemplateError::UnknownField(typed) if suggestion.is_empty() => self.template_unknown_field_error(in_braces(typed)),
            TemplateError::UnknownField(typed) => self.template_misspelt_field_error(suggestion, in_braces(typed)),
            TemplateError::NotABlank(typed) => {
                let (example, limited) = (self.blank_example(), format!("[[{}|200]]", self.template_blank_example()));
                self.template_not_a_blank_error(example, limited, 1000, format!("[[{typed}]]"))
            }
            TemplateError::NeverClosed(open) => self.template_never_closed_error(suggestion, open),
            TemplateError::TwoLimits { label, first, other } => self.template_two_limits_error(*first, label, *other),
            TemplateError::SubjectLines => self.template_subject_lines_error().to_owned(),
            TemplateError::Note => self.template_note_error(MergeField::Note.written()),
            TemplateError::OnlyStatus(typed) if typed.is_empty() => self.template_only_none_error(suggestion, &statuses),
            TemplateError::OnlyStatus(typed) => self.template_only_status_error(suggestion, &statuses, typed),
            TemplateError::OnlyPlace => self.template_only_place_error(ONLY),
            TemplateError::OnlyNothing => self.template_only_nothing_error().to_owned(),
            TemplateError::NotInLanguage { field, instead, .. } => self.instead_of(*field, *instead),
        }
    }

    fn instead_of(self, field: MergeField, instead: Instead) -> String {
        let written = field.written();
        match instead {
            Instead::Greeting => self.template_lacks_greeting_error(written),
            Instead::ClosingWords => self.template_lacks_close_error(written),
            Instead::CountryName => self.template_lacks_country_error(written),
            Instead::TreatyName => self.template_lacks_treaty_error(written),
            Instead::WhatIsAsked => self.template_lacks_ask_error(written),
            Instead::Request => self.template_lacks_verb_error(written, MergeField::TreatyRequest.written()),
        }
    }

    /// What may be a mistake in a template.
    pub fn template_doubt(self, doubt: &Doubt) -> String {
        match doubt {
            Doubt::AsksFor { label, what } => match what {
                Personal::LastName => self.template_asks_last_name_warning(label),
                Personal::Address => self.template_asks_address_warning(label),
                Personal::Telephone => self.template_asks_telephone_warning(label),
                Personal::Email => self.template_asks_email_warning(label),
                Personal::Birthday => self.template_asks_birthday_warning(label),
                Personal::School => self.template_asks_school_warning(label),
            },
            Doubt::ShortLabel(label) => self.template_short_label_warning(label),
            Doubt::NobodyFills(field) => self.template_nobody_fills_warning(field.written()),
            Doubt::NobodyReads => self.template_nobody_reads_warning().to_owned(),
            Doubt::NeverOpened(close) => self.template_never_opened_warning(close, if *close == "]]" { "[[" } else { "{{" }),
        }
    }

    /// The button that takes an offer.
    pub fn template_offer(self, offer: &Offer) -> String {
        self.template_offer_button(offer.becomes.written(), &offer.found)
    }

    fn blank_example(self) -> String {
        format!("[[{}]]", self.template_blank_example())
    }
}

/// The mark that stands for all of them.
const ONLY: &str = "{{only signatory}}";

fn in_braces(typed: &str) -> String {
    format!("{{{{{typed}}}}}")
}

#[cfg(test)]
mod tests {
    use domain::template::{check, doubts, offers};

    use super::*;
    use crate::Locale;

    fn errors(body: &str, language: Language) -> Vec<String> {
        check("s", body, language).iter().map(|fault| Words::default().template_error(&fault.what)).collect()
    }

    #[test]
    fn each_fault_says_what_to_write_as_it_stands_in_a_template() {
        let said =
            errors("{{target.nmae}} {{x}} [[]]\n\n{{only}}\na\n\n{{only paryt}}\nb {{note}} [[why|20]] [[why]] {{", Language::EN);
        let statuses = "party, signatory, not_party, and withdrawn";
        assert_eq!(
            said,
            [
                "{{target.nmae}} is not a field. Perhaps you mean {{target.name}}.".to_owned(),
                "{{x}} is not a field. Choose one from the menu.".to_owned(),
                "[[]] is not a blank. Write [[your reason]], or [[your reason|200]] if it may have 200 characters. At most 1,000 are possible.".to_owned(),
                format!("Say for which states: write {{{{only signatory}}}}, with one or several of these: {statuses}."),
                format!("“paryt” is not a status. Write {{{{only party}}}}, with one or several of these: {statuses}."),
                "{{note}} stands once at most: in the letter, as a paragraph of its own.".to_owned(),
                "The blank “why” takes 20 characters at its first place and 200 here. Write the same number at both.".to_owned(),
                "“{{” is opened here and never closed. Write “}}” where it ends.".to_owned(),
            ]
        );
        let german = errors("{{treaty.ask}}", Language::DE);
        assert_eq!(
            german,
            ["In this language we cannot fill in {{treaty.ask}}. Write {{treaty.request}}, which has the treaty’s name with it."]
        );
    }

    #[test]
    fn doubts_and_offers_are_said_with_what_stands_there() {
        let words = Words::new(Locale::Es);
        let doubted: Vec<String> =
            doubts("s", "[[tu apellido]] ]]", true).iter().map(|doubt| words.template_doubt(&doubt.what)).collect();
        assert!(doubted[0].starts_with("«tu apellido» pide un apellido."), "{doubted:?}");
        assert!(doubted[1].starts_with("«]]» no cierra nada aquí") && doubted[1].contains("«[[»"), "{doubted:?}");
        let offered = offers("Soy <nombre>", Language::ES);
        assert_eq!(words.template_offer(&offered[0]), "Poner {{sender.name}} en lugar de «<nombre>»");
    }

    #[test]
    fn the_menu_has_what_can_be_filled_in_and_says_what_it_is() {
        let menu = |treaty| Words::default().insertions(Language::EN, treaty);
        let written: Vec<String> = menu(true).into_iter().map(|insertion| insertion.written).collect();
        assert_eq!(written.len(), MergeField::ALL.len() + 2);
        assert_eq!(written[written.len() - 2..], ["[[your reason]]", "{{only signatory}}"]);
        for Insertion { written, .. } in menu(false) {
            assert!(!written.contains("treaty") && !written.contains("only"), "{written}");
        }
        for locale in Locale::ALL {
            let menu = Words::new(*locale).insertions(Language::EN, true);
            let names: std::collections::BTreeSet<&str> = menu.iter().map(|insertion| insertion.name).collect();
            assert_eq!(names.len(), menu.len(), "no two have one name in {locale:?}");
        }
    }
}
