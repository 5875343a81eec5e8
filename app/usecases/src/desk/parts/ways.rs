//! Ways: the channels and papers that a campaign offers.

use domain::{
    campaign::{Document, Part, Ways},
    channel::Channel,
    checked::FieldError,
    form::{Field, Several},
    paper::PaperFormat,
    problem::Problem,
};

use super::{At, PartForm};

domain::form! {
    /// The channels and papers that are ticked.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct WaysForm {
        channels: Several = Channels,
        papers: Several = Papers,
    }
}

impl PartForm for WaysForm {
    const PART: Part = Part::Ways;

    fn of(document: &Document, _: At) -> Self {
        let Ways { channels, papers } = &document.ways;
        Self {
            channels: channels.iter().map(|channel| channel.as_str().to_owned()).collect(),
            papers: papers.iter().map(|paper| paper.as_str().to_owned()).collect(),
        }
    }

    fn put(&self, document: &mut Document, _: At) -> Result<(), Vec<FieldError>> {
        let ways = Ways {
            channels: Channel::ALL.into_iter().filter(|channel| self.channels.contains(channel.as_str())).collect(),
            papers: PaperFormat::ALL.into_iter().filter(|paper| self.papers.contains(paper.as_str())).collect(),
        };
        if ways.channels.is_empty() {
            return Err(vec![FieldError::new(Field::Channels, Problem::ChooseOne)]);
        }
        let lacks_paper =
            |channel: Channel| ways.channels.contains(&channel) && !ways.papers.iter().any(|paper| paper.channel() == channel);
        if lacks_paper(Channel::Postcard) || lacks_paper(Channel::Letter) {
            return Err(vec![FieldError::new(Field::Papers, Problem::NoPaper)]);
        }
        document.ways = ways;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::language::Language;

    use super::*;

    #[test]
    fn paper_needs_a_format_and_a_campaign_needs_a_way() {
        let at = At { language: Language::EN, kind: None };
        let document = crate::starter::campaigns().unwrap().remove(0).document;
        let put = |channels: &[&str], papers: &[&str]| {
            let several = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let mut changed = document.clone();
            WaysForm { channels: several(channels), papers: several(papers) }.put(&mut changed, at).map(|()| changed.ways)
        };
        let refused = |field, problem| Err(vec![FieldError::new(field, problem)]);
        assert_eq!(put(&[], &["a4"]), refused(Field::Channels, Problem::ChooseOne));
        assert_eq!(put(&["carrier_pigeon"], &["a4"]), refused(Field::Channels, Problem::ChooseOne));
        assert_eq!(put(&["own_mail", "postcard"], &["a4"]), refused(Field::Papers, Problem::NoPaper));
        assert_eq!(put(&["letter"], &["us-postcard-4x6"]), refused(Field::Papers, Problem::NoPaper));
        assert_eq!(put(&["own_mail"], &[]).unwrap().channels, [Channel::OwnMail].into());
        assert_eq!(put(&["letter"], &["a4"]).unwrap().papers, [PaperFormat::A4].into());
    }
}
