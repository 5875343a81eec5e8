//! How the forms of the desk ask for their fields.

use domain::{
    artwork::{AlternativeText, Credit},
    campaign::Pace,
    checked::EmailAddress,
    form::Field,
    prose::Prose,
};
use usecases::desk::parts::{
    BODY_MAX, GOAL_MAX, SHARE_TEXT_MAX, SLOGAN_MAX, SOURCE_MAX, SOURCES_MAX, SUBJECT_MAX, SUMMARY_MAX, TITLE_MAX, WON_MAX,
};
use words::Words;

use super::{Control, Kind};

/// The longest address of a campaign, language's code and name of a time zone.
const SLUG_MAX: usize = 64;
const TAG_MAX: usize = 12;
const DAY_LENGTH: usize = 10;

/// An artwork, at the desk.
pub fn upload(words: Words) -> Vec<Control> {
    vec![
        Control::new(Field::File, words.form_file_label(), Kind::File("image/png,image/jpeg,image/webp"))
            .hint(words.form_file_hint()),
        Control::line(Field::Credit, words.form_credit_label(), Credit::MAX).hint(words.form_credit_hint()).required(),
        Control::line(Field::AlternativeText, words.form_alternative_label(), AlternativeText::MAX)
            .hint(words.form_alternative_hint())
            .required(),
    ]
}

/// What a campaign begins with.
pub fn new_campaign(words: Words) -> Vec<Control> {
    vec![
        Control::line(Field::Title, words.desk_form_title_label(), TITLE_MAX).hint(words.desk_form_title_hint()).required(),
        Control::line(Field::Languages, words.desk_form_language_label(), TAG_MAX)
            .hint(words.desk_form_language_hint())
            .required(),
        Control::line(Field::Slug, words.desk_form_slug_label(), SLUG_MAX).hint(words.desk_form_slug_hint()),
        Control::new(Field::CopyOf, words.desk_form_copy_label(), Kind::List),
    ]
}

/// A campaign's file.
pub fn file(words: Words) -> Vec<Control> {
    vec![
        Control::new(Field::File, words.desk_form_campaign_file_label(), Kind::File("application/json,.json"))
            .hint(words.desk_form_campaign_file_hint()),
        Control::line(Field::FileSlug, words.desk_form_slug_label(), SLUG_MAX).hint(words.desk_form_slug_file_hint()),
    ]
}

/// Another address.
pub fn address(words: Words) -> Vec<Control> {
    vec![Control::line(Field::Slug, words.desk_form_slug_label(), SLUG_MAX).required()]
}

/// Another language.
pub fn language(words: Words) -> Vec<Control> {
    vec![
        Control::line(Field::Languages, words.desk_form_add_language_label(), TAG_MAX)
            .hint(words.desk_form_language_hint())
            .required(),
    ]
}

pub fn story(words: Words) -> Vec<Control> {
    let prose = |field: Field, label: &str, rows: u8| Control::lines(field, label, Prose::MAX, rows);
    vec![
        Control::line(Field::Title, words.desk_form_title_label(), TITLE_MAX).hint(words.desk_form_title_hint()).required(),
        Control::line(Field::Summary, words.desk_form_summary_label(), SUMMARY_MAX).hint(words.desk_form_summary_hint()),
        prose(Field::Story, words.desk_form_story_label(), 12),
        prose(Field::Why, words.desk_form_why_label(), 6),
        prose(Field::WhatToDo, words.desk_form_what_to_do_label(), 6),
        prose(Field::TalkingPoints, words.desk_form_talking_points_label(), 6).hint(words.desk_form_talking_points_hint()),
        Control::lines(Field::Sources, words.desk_form_sources_label(), SOURCES_MAX * SOURCE_MAX, 4)
            .hint(words.desk_form_sources_hint()),
    ]
}

pub fn letters(words: Words) -> Vec<Control> {
    vec![
        Control::line(Field::Subject, words.desk_form_subject_label(), SUBJECT_MAX).required(),
        Control::lines(Field::Body, words.desk_form_body_label(), BODY_MAX, 16).required(),
        Control::lines(Field::CardBody, words.desk_form_card_body_label(), BODY_MAX, 8).hint(words.desk_form_card_body_hint()),
    ]
}

pub fn look(words: Words) -> Vec<Control> {
    vec![
        Control::line(Field::Slogan, words.desk_form_slogan_label(), SLOGAN_MAX).hint(words.desk_form_slogan_hint()),
        Control::new(Field::Colour, words.desk_form_colour_label(), Kind::Choice),
        Control::new(Field::Header, words.desk_form_header_label(), Kind::List),
    ]
}

pub fn dates(words: Words) -> Vec<Control> {
    let day = |field: Field, label: &str| Control { kind: Kind::Line("date"), ..Control::line(field, label, DAY_LENGTH) };
    vec![
        day(Field::OpensOn, words.desk_form_opens_label()).required(),
        day(Field::ClosesOn, words.desk_form_closes_label()).hint(words.desk_form_closes_hint()),
        Control::line(Field::TimeZone, words.desk_form_zone_label(), SLUG_MAX).hint(words.desk_form_zone_hint()).required(),
        Control::line(Field::Goal, words.desk_form_goal_label(), GOAL_MAX.to_string().len()).in_digits().required(),
    ]
}

pub fn ways(words: Words) -> Vec<Control> {
    vec![
        Control::new(Field::Channels, words.desk_form_channels_label(), Kind::Choice),
        Control::new(Field::Papers, words.desk_form_papers_label(), Kind::Choice),
    ]
}

pub fn pace(words: Words) -> Vec<Control> {
    vec![
        Control::new(Field::OfficeHours, words.desk_form_office_hours_label(), Kind::Tick)
            .called(words.desk_form_office_hours_short_label()),
        Control::line(Field::Gap, words.desk_form_gap_label(), Pace::GAP_MAX.to_string().len())
            .hint(words.desk_form_gap_hint())
            .in_digits()
            .required(),
        Control::new(Field::Spread, words.desk_form_spread_label(), Kind::Tick).called(words.desk_form_spread_short_label()),
        Control::new(Field::Digest, words.desk_form_digest_label(), Kind::Tick).called(words.desk_form_digest_short_label()),
    ]
}

pub fn share(words: Words) -> Vec<Control> {
    let email = Control::line(Field::Contact, words.desk_form_contact_label(), EmailAddress::MAX);
    vec![
        Control::lines(Field::ShareText, words.desk_form_share_text_label(), SHARE_TEXT_MAX, 3)
            .hint(words.desk_form_share_text_hint()),
        Control::line(Field::Hashtags, words.desk_form_hashtags_label(), SHARE_TEXT_MAX),
        Control::lines(Field::Thanks, words.desk_form_thanks_label(), Prose::MAX, 4).hint(words.desk_form_thanks_hint()),
        Control::line(Field::Won, words.desk_form_won_label(), WON_MAX).hint(words.desk_form_won_hint()),
        Control { kind: Kind::Line("email"), ..email }.hint(words.desk_form_contact_hint()),
    ]
}
