//! What is wrong with what somebody entered, and what to do about it.

use domain::{
    artwork::{AlternativeText, PICTURE_BYTES_MAX, PICTURE_SIDE_MAX, PictureError},
    checked::{EmailError, Shape, TextError, Unseen, WhereInText, any_name, shown},
    class::NamesError,
    district::{FreelyAssociated, ZipError},
    paper::PaperFormat,
    problem::{Choice, Problem, WantedFont},
    prose::{ProseFault, ProseProblem},
    template::Text,
};

use crate::Words;

impl Words {
    /// As it stands beside the field.
    pub fn problem(self, problem: &Problem) -> String {
        match problem {
            Problem::Text(error) => self.of_text(error),
            Problem::Zip(error) => self.of_zip(*error),
            Problem::Names(error) => self.of_names(error),
            Problem::Picture(error) => self.of_picture(error),
            Problem::Prose(ProseProblem { line, near, fault }) => self.problem_prose_line(*line, near, self.of_prose(*fault)),
            Problem::Lines(error) => self.of_lines(error),
            Problem::Table(error) => self.of_table(error),
            Problem::NoFile => self.desk_table_none_error().to_owned(),
            Problem::FileTooLarge { megabytes } => self.desk_table_large_error(*megabytes),
            Problem::NoColumn => self.desk_column_unknown_error().to_owned(),
            Problem::ColumnNeeded => self.desk_column_needed_error().to_owned(),
            Problem::NoRowTaken => self.desk_no_row_error().to_owned(),
            Problem::ColumnTaken => self.desk_column_taken_error().to_owned(),
            Problem::NoWayToReach => self.desk_no_way_error().to_owned(),
            Problem::DayToCome => self.desk_day_to_come_error().to_owned(),
            Problem::NothingToCorrect => self.desk_nothing_to_correct_error().to_owned(),
            Problem::Choose(choice) => self.of_choice(*choice),
            Problem::NoConsent => self.problem_no_consent().to_owned(),
            Problem::Disowned => self.problem_disowned().to_owned(),
            Problem::DomainRefused => self.problem_domain_refused().to_owned(),
            Problem::SlugTaken => self.problem_slug_taken().to_owned(),
            Problem::NobodyFrom(state) => self.problem_nobody_from_state(self.us_state_in_sentence(state)),
            Problem::NoCardsToOffice => self.problem_no_cards_to_office().to_owned(),
            Problem::NoOfficeTakesCards => self.problem_no_office_takes_cards().to_owned(),
            Problem::OfficeLeft { card } => self.problem_office_left(*card),
            Problem::NoSuchCard { cards } => self.problem_no_such_card(*cards),
            Problem::NotPrinted => self.problem_not_printed().to_owned(),
            Problem::MoreThanPrinted { printed } => self.problem_more_than_printed(*printed),
            Problem::CardNotPrinted { card } => self.problem_card_not_printed(*card),
            Problem::PostedCount { cards } => self.problem_posted_count(*cards),
            Problem::NoCount => self.problem_no_count().to_owned(),
            Problem::OnlyPostcards => self.problem_only_postcards().to_owned(),
            Problem::LetterOrClassCode => self.problem_letter_or_class_code().to_owned(),
            Problem::OnlySingleCards => self.problem_only_single_cards().to_owned(),
            Problem::OnlyDomestic => self.problem_only_domestic().to_owned(),
            Problem::TextOver { over, paper, own } => match (paper, own) {
                (None, _) => self.problem_text_over(*over),
                (Some(paper), true) => self.problem_text_over_own(*over, self.paper(*paper)),
                (Some(paper), false) => self.problem_text_over_campaign(*over, self.paper(*paper)),
            },
            Problem::AddressOver { over, paper: None } => self.problem_address_over(*over),
            Problem::AddressOver { over, paper: Some(paper) } => self.problem_address_over_paper(*over, self.paper(*paper)),
            Problem::ReturnAddressOver { over, paper: None } => self.problem_return_over(*over),
            Problem::ReturnAddressOver { over, paper: Some(paper) } => self.problem_return_over_paper(*over, self.paper(*paper)),
            Problem::CreditTooLong => self.problem_credit_too_long().to_owned(),
            Problem::CodeTooLong => self.problem_qr_code_too_long().to_owned(),
            Problem::HeadingTooLong => self.problem_heading_too_long().to_owned(),
            Problem::NameOnListTooLong { card } => self.problem_name_on_list_too_long(*card),
            Problem::NoFont { characters, wanted } => match wanted {
                WantedFont::Named { font, package } => self.problem_no_font(shown(characters), font, package),
                WantedFont::NewerEmoji => self.problem_no_emoji(shown(characters)),
                WantedFont::Any => self.problem_no_font_known(shown(characters)),
            },
            Problem::TooManyArtworks { most } => self.problem_too_many_artworks(*most),
            Problem::SlugReserved => self.desk_problem_slug_reserved().to_owned(),
            Problem::NotADate => self.desk_problem_not_a_date().to_owned(),
            Problem::ClosesBeforeOpens => self.desk_problem_closes_before_opens().to_owned(),
            Problem::UnknownZone => self.desk_problem_unknown_zone().to_owned(),
            Problem::Number { least, most } => self.desk_problem_number(*least, *most),
            Problem::ChooseOne => self.desk_problem_choose_one().to_owned(),
            Problem::NoPaper => self.desk_problem_no_paper().to_owned(),
            Problem::Hashtag(tag) => self.desk_problem_hashtag(shown(tag)),
            Problem::SourceLine { line } => self.desk_problem_source_line(*line),
            Problem::Template(fault) => match fault.spot.text {
                Text::Subject => self.template_error(&fault.what),
                Text::Body => self.desk_problem_template_line(fault.spot.line, self.template_error(&fault.what)),
            },
            Problem::CardBlanks => self.desk_problem_card_blanks().to_owned(),
            Problem::BlanksOfKind(label) => self.desk_problem_blanks_of_kind(shown(label)),
            Problem::LanguageThere => self.desk_problem_language_there().to_owned(),
            Problem::NotALanguage => self.desk_problem_not_a_language().to_owned(),
            Problem::LastLanguage => self.desk_problem_last_language().to_owned(),
            Problem::NotACampaign(reason) => self.desk_problem_not_a_campaign(shown(reason)),
            Problem::Audience(problem) => self.of_audience(problem),
            Problem::WrongCode => self.problem_wrong_code().to_owned(),
            Problem::KeyLength => self.problem_key_length().to_owned(),
            Problem::KeyCharacters => self.problem_key_characters().to_owned(),
        }
    }

    pub(crate) fn of_text(self, error: &TextError) -> String {
        match error {
            TextError::Empty => self.problem_empty().to_owned(),
            TextError::TooLong { limit, over } => self.problem_too_long(*over, *limit),
            TextError::NotOneLine(place) => self.problem_not_one_line(self.place(place)),
            TextError::Unseen(Unseen { character, place, more: 0 }) => {
                self.problem_unseen(self.sign(*character), self.place(place))
            }
            TextError::Unseen(Unseen { character, place, more }) => {
                self.problem_unseen_more(*more, self.sign(*character), self.place(place))
            }
            TextError::Private { code, place } => self.problem_private(format!("U+{code:04X}"), self.place(place)),
            TextError::Lost(place) => self.problem_lost(self.place(place)),
            TextError::Email(error) => self.of_email(error),
            TextError::Malformed(shape) => self.of_shape(*shape),
        }
    }

    /// A character that is not seen, by its name; in other languages by its number, as Unicode has only English names.
    fn sign(self, c: char) -> String {
        if self.is_english() { any_name(c) } else { format!("U+{:04X}", u32::from(c)) }
    }

    /// "after “Mine”, in line 2".
    fn place(self, place: &WhereInText) -> String {
        let near = match (place.word.as_str(), place.before_it) {
            ("", _) => self.problem_place_here().to_owned(),
            (word, true) => self.problem_place_after(word),
            (word, false) => self.problem_place_before(word),
        };
        match place.line {
            Some(line) => self.problem_place_in_line(line, near),
            None => near,
        }
    }

    fn of_email(self, error: &EmailError) -> String {
        match error {
            EmailError::NotAnEmail => self.problem_email_form().to_owned(),
            EmailError::Mailto(address) => self.problem_email_mailto(address),
            EmailError::MailtoAlone => self.problem_email_mailto_alone().to_owned(),
            EmailError::Several(first, second) => self.problem_email_several(first, second),
            EmailError::NotAlone(address) => self.problem_email_not_alone(address),
            EmailError::Space(address) => self.problem_email_space(address),
            EmailError::Curly(address) => self.problem_email_curly(address),
            EmailError::Local(letter) => self.problem_email_letters(letter),
            EmailError::Domain(server) => self.problem_email_server(server),
            EmailError::TooLong => self.problem_email_too_long().to_owned(),
        }
    }

    fn of_shape(self, shape: Shape) -> String {
        match shape {
            Shape::Letter => self.problem_shape_letter(),
            Shape::Link => self.problem_shape_link(),
            Shape::Slug => self.problem_shape_slug(),
            Shape::ClassCode => self.problem_shape_class_code(),
            Shape::CardCount => self.problem_shape_card_count(),
            Shape::TimeZone => self.problem_shape_time_zone(),
            Shape::Artwork => self.problem_shape_artwork(),
            Shape::Country => self.problem_shape_country(),
            Shape::Treaty => self.problem_shape_treaty(),
            Shape::Target => self.problem_shape_target(),
            Shape::Bioguide => self.problem_shape_bioguide(),
            Shape::WebPage => self.desk_shape_web_page_error(),
            Shape::AddressLines(lines) => return self.problem_shape_address_lines(lines),
        }
        .to_owned()
    }

    pub(crate) fn of_zip(self, error: ZipError) -> String {
        match error {
            ZipError::NotFiveDigits => self.problem_zip_form().to_owned(),
            ZipError::ArmedForces(state) => self.problem_zip_armed_forces(state),
            ZipError::Abroad(FreelyAssociated::Palau) => self.problem_zip_palau().to_owned(),
            ZipError::Abroad(FreelyAssociated::Micronesia) => self.problem_zip_micronesia().to_owned(),
            ZipError::Abroad(FreelyAssociated::MarshallIslands) => self.problem_zip_marshall_islands().to_owned(),
        }
    }

    fn of_names(self, error: &NamesError) -> String {
        match error {
            NamesError::TooMany { names, cards } => self.problem_names_too_many(*cards, *names),
            NamesError::Name { line, error } => self.problem_names_line(*line, self.of_text(error)),
            NamesError::Several { line, parts } => self.problem_names_several(*line, self.quoted(parts)),
            NamesError::Two { line, parts } => self.problem_names_two(*line, self.quoted(parts)),
            NamesError::Columns { line, parts } => self.problem_names_columns(parts.len(), *line, self.quoted(parts)),
            NamesError::Heading { line, typed } => self.problem_names_heading(*line, typed),
        }
    }

    /// The first few of several names.
    fn quoted(self, parts: &[String]) -> String {
        const SHOWN: usize = 3;
        let first: Vec<String> =
            parts.iter().take(SHOWN).map(|part| self.problem_names_quoted(domain::class::cut(part))).collect();
        let names = first.join(self.problem_names_comma());
        if parts.len() > SHOWN { self.problem_names_and_others(names) } else { names }
    }

    fn of_picture(self, error: &PictureError) -> String {
        match error {
            PictureError::Nothing => self.problem_picture_none().to_owned(),
            PictureError::TooManyBytes => self.problem_picture_too_large(PICTURE_BYTES_MAX / 1024 / 1024, PICTURE_SIDE_MAX),
            PictureError::UnknownFormat => self.problem_picture_format().to_owned(),
            PictureError::TooManyPixels { width, height } => self.problem_picture_pixels(*height, PICTURE_SIDE_MAX, *width),
            PictureError::Broken => self.problem_picture_broken().to_owned(),
        }
    }

    fn of_prose(self, fault: ProseFault) -> String {
        match fault {
            // The catalogue has no `<` of its own in a text.
            ProseFault::Html => return self.problem_prose_html("\\<"),
            ProseFault::PictureText => return self.problem_prose_picture_text(AlternativeText::MAX),
            ProseFault::Code => self.problem_prose_code(),
            ProseFault::Indented => self.problem_prose_indented(),
            ProseFault::Table => self.problem_prose_table(),
            ProseFault::Footnote => self.problem_prose_footnote(),
            ProseFault::Rule => self.problem_prose_rule(),
            ProseFault::HeadingDepth => self.problem_prose_heading_depth(),
            ProseFault::HeadingEmpty => self.problem_prose_heading_empty(),
            ProseFault::HeadingInside => self.problem_prose_heading_inside(),
            ProseFault::Nesting => self.problem_prose_nesting(),
            ProseFault::LinkScheme => self.problem_prose_link_scheme(),
            ProseFault::LinkAddress => self.problem_prose_link_address(),
            ProseFault::LinkEmpty => self.problem_prose_link_empty(),
            ProseFault::LinkTitle => self.problem_prose_link_title(),
            ProseFault::LinkApart => self.problem_prose_link_apart(),
            ProseFault::PictureElsewhere => self.problem_prose_picture_elsewhere(),
            ProseFault::PictureBeside => self.problem_prose_picture_beside(),
            ProseFault::Entity => self.problem_prose_entity(),
        }
        .to_owned()
    }

    fn of_choice(self, choice: Choice) -> String {
        match choice {
            Choice::Paper => self.problem_choose_paper(),
            Choice::PaperName => return self.problem_choose_format(PaperFormat::ALL.map(PaperFormat::as_str).join(", ")),
            Choice::Flip => self.problem_choose_flip(),
            Choice::FlipName => self.problem_choose_long_or_short(),
            Choice::State => self.problem_choose_state(),
            Choice::Country => self.problem_choose_country(),
            Choice::Office => self.problem_choose_office(),
            Choice::Whom => self.problem_choose_whom(),
            Choice::Place => self.problem_choose_place(),
            Choice::Picture => self.problem_choose_picture(),
            Choice::Channel => self.problem_choose_channel(),
            Choice::Campaign => self.desk_problem_choose_campaign(),
            Choice::Colour => self.desk_problem_choose_colour(),
            Choice::Header => self.desk_problem_choose_header(),
            Choice::Treaty => self.audience_choose_treaty(),
            Choice::Rule => self.audience_choose_rule(),
            Choice::District => self.audience_choose_district(),
            Choice::Then => self.audience_choose_then(),
            Choice::Role => self.problem_choose_role(),
        }
        .to_owned()
    }
}
