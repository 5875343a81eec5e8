//! The campaigns that a fresh start comes with. With them the first visitor finds something to do, and the first
//! organiser has an example to change.
//!
//! They are data: `starter/*.json`, one file each, in our own words, with the sources of their statements. This room
//! reads them and must not know who is written to or where a state stands; a campaign says that by rule.

use domain::campaign::{CampaignFile, DocumentError};

const FILES: [&str; 3] = [
    include_str!("starter/mine-ban-treaty.json"),
    include_str!("starter/cluster-munitions.json"),
    include_str!("starter/children-in-detention.json"),
];

/// The starter campaigns, in the order in which they are shown.
pub fn campaigns() -> Result<Vec<CampaignFile>, DocumentError> {
    FILES.into_iter().map(CampaignFile::from_json).collect()
}

#[cfg(test)]
mod tests {
    use domain::{
        campaign::{Campaign, CampaignState, Edition},
        checked::{Slug, one_line},
        language::Language,
        template::{Blank, MergeField},
    };

    use super::*;

    fn editions() -> impl Iterator<Item = (Slug, Edition)> {
        campaigns().unwrap().into_iter().flat_map(|campaign| {
            let slug = campaign.slug;
            campaign.document.editions.into_iter().map(move |edition| (slug.clone(), edition))
        })
    }

    #[test]
    fn there_are_three_and_all_are_open_from_2026_on() {
        let campaigns = campaigns().unwrap();
        let slugs: Vec<_> = campaigns.iter().map(|campaign| campaign.slug.as_str()).collect();
        assert_eq!(slugs, ["mine-ban-treaty", "cluster-munitions", "children-in-detention"]);
        for campaign in campaigns.into_iter().map(Campaign::from) {
            assert_eq!(campaign.state_on("2026-11-21".parse().unwrap()), CampaignState::Open);
            assert_eq!(campaign.document.zone.as_str(), "America/New_York", "all write to Washington");
            assert!(crate::zones::is_known(&campaign.document.zone));
            assert!(campaign.document.goal > 0 && campaign.document.languages().next() == Some(Language::EN));
        }
    }

    #[test]
    fn the_letter_to_embassies_is_there_in_english_and_in_spanish() {
        let languages: Vec<_> =
            editions().filter(|(slug, _)| slug.as_str() == "cluster-munitions").map(|(_, edition)| edition.language).collect();
        assert_eq!(languages, [Language::EN, Language::ES]);
    }

    #[test]
    fn each_has_a_story_with_sources_and_a_slogan_for_one_line() {
        for (slug, edition) in editions() {
            assert!((3..=5).contains(&edition.story.blocks().len()) && (2..=4).contains(&edition.sources.len()), "{slug}");
            for text in [&edition.title, &edition.summary] {
                assert!(one_line(text, 500).as_deref() == Ok(text), "{slug}: {text}");
            }
            assert!(one_line(&edition.slogan, 60).is_ok(), "{slug}: {}", edition.slogan);
            for source in edition.sources {
                assert!(
                    source.url.starts_with("http") && source.url.contains("://") && !source.title.is_empty(),
                    "{slug}: {source:?}"
                );
            }
        }
    }

    /// The left half of a 4 x 6 in card takes about 900 characters at 8 pt: a salutation, a name and a place
    /// of 40 each, a reason of 160 and 480 of ours leave room for the names of states and treaties.
    #[test]
    fn each_letter_is_short_enough_for_a_postcard() {
        for (slug, edition) in editions() {
            let body = edition.letter.template.body();
            let merged: usize =
                body.split("{{").skip(1).chain(body.split("[[").skip(1)).map(|rest| rest.find(['}', ']']).unwrap() + 4).sum();
            let fixed = body.chars().count() - merged;
            assert!((300..=480).contains(&fixed), "{slug}: {fixed}");
        }
    }

    #[test]
    fn each_letter_greets_leaves_one_blank_takes_a_note_and_is_signed() {
        for (slug, edition) in editions() {
            let template = &edition.letter.template;
            assert!(template.body().starts_with("{{target.salutation}}\n\n"), "{slug}");
            assert!(template.body().ends_with("\n\n{{target.close}}\n{{sender.name}}\n{{sender.place}}"), "{slug}");
            assert!(template.takes_note(), "{slug}");
            let label = if edition.language == Language::ES { "tu motivo" } else { "your reason" };
            let name = label.replace(' ', "-");
            assert_eq!(template.blanks(), [Blank { name, label: label.to_owned(), max: 160 }], "{slug}");
        }
    }

    #[test]
    fn a_letter_names_a_treaty_where_the_campaign_has_one() {
        for campaign in campaigns().unwrap() {
            for edition in campaign.document.editions {
                for field in [MergeField::TreatyAsk, MergeField::TreatyName] {
                    let named = edition.letter.template.body().contains(field.as_str());
                    assert_eq!(named, campaign.document.treaty.is_some(), "{} {}", campaign.slug, field.as_str());
                }
            }
        }
    }
}
