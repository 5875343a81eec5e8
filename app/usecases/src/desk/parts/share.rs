//! Share: what goes round beside the letters.

use domain::{
    campaign::{Document, Part, Share},
    checked::{EmailAddress, FieldError, collect, collect_all, several_lines},
    form::Field,
    problem::Problem,
    prose::Prose,
};

use super::{At, PartForm, edition, line_or_nothing};

domain::form! {
    /// What goes round beside the letters, in one language, and the address for questions.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct ShareForm {
        share_text: String = ShareText,
        hashtags: String = Hashtags,
        thanks: String = Thanks,
        won: String = Won,
        contact: String = Contact,
    }
}

/// In characters.
pub const SHARE_TEXT_MAX: usize = 500;
/// In characters.
pub const WON_MAX: usize = 200;
/// The most hashtags of an edition, and the most characters of one.
pub const HASHTAGS_MAX: usize = 10;
const HASHTAG_MAX: usize = 60;

impl PartForm for ShareForm {
    const PART: Part = Part::Share;

    fn of(document: &Document, at: At) -> Self {
        let Share { hashtags, text, thanks, won } =
            document.edition(at.language).map(|edition| edition.share.clone()).unwrap_or_default();
        Self {
            share_text: text,
            hashtags: hashtags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
            thanks: thanks.source().to_owned(),
            won,
            contact: document.contact.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn put(&self, document: &mut Document, at: At) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let text = collect(&mut errors, Field::ShareText, several_lines(&self.share_text, SHARE_TEXT_MAX));
        let hashtags = collect(&mut errors, Field::Hashtags, hashtags(&self.hashtags));
        let thanks = collect_all(&mut errors, &Field::Thanks, Prose::parse(&self.thanks));
        let won = collect(&mut errors, Field::Won, line_or_nothing(&self.won, WON_MAX));
        let contact = match self.contact.trim() {
            "" => Some(None),
            typed => collect(&mut errors, Field::Contact, EmailAddress::parse(typed)).map(Some),
        };
        let (Some(text), Some(hashtags), Some(thanks), Some(won), Some(contact)) = (text, hashtags, thanks, won, contact) else {
            return Err(errors);
        };
        edition(document, at)?.share = Share { hashtags, text: text.trim().to_owned(), thanks, won };
        document.contact = contact;
        Ok(())
    }
}

/// Words with or without `#`, with spaces or commas between them.
fn hashtags(typed: &str) -> Result<Vec<String>, Problem> {
    let mut tags: Vec<String> = Vec::new();
    for word in typed.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let tag = word.trim_start_matches('#');
        let fits = (1..=HASHTAG_MAX).contains(&tag.chars().count()) && tag.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !fits || tags.len() == HASHTAGS_MAX {
            return Err(Problem::Hashtag(word.chars().take(HASHTAG_MAX).collect()));
        }
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_come_with_or_without_their_sign_each_once() {
        assert_eq!(hashtags("#MineBan, Łódź_2026 MineBan").unwrap(), ["MineBan", "Łódź_2026"]);
        assert_eq!(hashtags(" ").unwrap(), [""; 0]);
        for wrong in ["#", "mine-ban", "<script>", &"x".repeat(61), "a b c d e f g h i j k"] {
            assert!(matches!(hashtags(wrong), Err(Problem::Hashtag(_))), "{wrong}");
        }
    }
}
