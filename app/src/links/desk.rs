//! The pages of organisers.

use std::fmt::{self, Display, Formatter};

use domain::{
    artwork::ArtworkId,
    campaign::{Part, Revision},
    checked::{Slug, Token},
    form::Field,
    language::Language,
    target::{DetailKind, TargetId, TargetKind},
};

use super::{EDITION, Filling, written};

/// A page for organisers.
#[derive(Debug, Clone, Copy)]
pub enum DeskLink<'a> {
    Overview,
    /// Where a campaign begins.
    New,
    /// Where a campaign begins from a file.
    NewFromFile,
    /// A campaign's counts.
    Campaign(&'a Slug),
    /// A part of a campaign; if it has words, in a language, and the letters of one kind of targets.
    Part(&'a Slug, Part, Option<(Language, Option<TargetKind>)>),
    /// Where it is asked what there is to say of a letter while it is written.
    Remarks(&'a Slug),
    /// Where an artwork is added to a campaign.
    Artworks(&'a Slug),
    /// Where a language is added to a campaign or taken out.
    Languages(&'a Slug),
    /// A campaign's revisions.
    History(&'a Slug),
    Revision(&'a Slug, Revision),
    /// Where letters are paused and resumed.
    Pauses,
    /// Where a campaign is published, paused and ended.
    Publish(&'a Slug),
    /// A campaign as a file.
    File(&'a Slug),
    /// Where the link to a campaign's draft is made and taken back.
    Preview(&'a Slug),
    /// Where an artwork is taken out of a campaign.
    Artwork(&'a Slug, &'a ArtworkId),
    /// The targets that fit a search, under the names of its fields, from a page on.
    Targets {
        q: &'a str,
        page: usize,
    },
    /// The same after an import, with what it came to.
    Imported(Imported),
    Target(&'a TargetId),
    /// Where a detail of a target is corrected.
    Detail(&'a TargetId, DetailKind),
    Corrections,
    /// Where a list is uploaded.
    Import,
    /// Where the columns of an uploaded list are chosen.
    ImportFile(&'a Token),
    ImportExample,
    /// Who changed what.
    Audit(AuditSearch<'a>),
    /// The same as a file.
    AuditFile(AuditSearch<'a>),
    /// The post of the whole site.
    Post(PostQuery),
    /// The post of a campaign.
    CampaignPost(&'a Slug, PostQuery),
    Mailbox,
    /// A mail of the local mailbox, by its name there.
    Mail(&'a str),
}

/// Which changes are looked for, under the names of the fields. Empty fields are left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditSearch<'a> {
    pub email: &'a str,
    pub campaign: &'a str,
    pub from: &'a str,
    pub until: &'a str,
    /// From 1; the first is left out.
    pub page: usize,
}

/// How many rows of a list came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub left: usize,
    pub refused: usize,
}

impl Imported {
    /// The fields of the query.
    pub const FIELDS: [&'static str; 5] = ["new", "changed", "same", "left", "refused"];
}

/// A page of the letters that wait for a decision, and what was done with others a moment ago. Zeros are left out, and the
/// first page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PostQuery {
    /// From 1.
    pub page: usize,
    pub approved: usize,
    pub rejected: usize,
    pub done: Option<PostDone>,
}

/// What else was done on a page of the post a moment ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostDone {
    /// An address was taken off the list of those that fail.
    Cleared,
    /// A returned mail was deleted.
    Dropped,
    /// A returned mail was said to be about a letter that did not arrive.
    Judged,
}

impl PostDone {
    const ALL: [Self; 3] = [Self::Cleared, Self::Dropped, Self::Judged];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Dropped => "dropped",
            Self::Judged => "judged",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.as_str() == text)
    }
}

impl PostQuery {
    /// The fields of the query beside the page.
    pub const APPROVED: &'static str = "approved";
    pub const REJECTED: &'static str = "rejected";
    pub const DONE: &'static str = "done";

    fn ask<'f, 'g>(self, path: Filling<'f, 'g>) -> Result<Filling<'f, 'g>, fmt::Error> {
        let some = |count: usize| Some(count).filter(|count| *count > 0);
        path.ask(&Field::Page.name(), Some(self.page).filter(|page| *page > 1))?
            .ask(Self::APPROVED, some(self.approved))?
            .ask(Self::REJECTED, some(self.rejected))?
            .ask(Self::DONE, self.done.map(PostDone::as_str))
    }
}

impl AuditSearch<'_> {
    fn ask<'f, 'g>(&self, mut path: Filling<'f, 'g>) -> Result<Filling<'f, 'g>, fmt::Error> {
        let Self { email, campaign, from, until, page } = *self;
        let fields = [(Field::Email, email), (Field::Campaign, campaign), (Field::From, from), (Field::Until, until)];
        for (field, value) in fields {
            path = path.ask(&field.name(), Some(value).filter(|value| !value.is_empty()))?;
        }
        path.ask(&Field::Page.name(), Some(page).filter(|page| *page > 1))
    }
}

impl DeskLink<'_> {
    pub const OVERVIEW: &'static str = "/desk";
    pub const CAMPAIGN: &'static str = "/desk/c/{slug}";
    pub const NEW: &'static str = "/desk/new";
    pub const NEW_FROM_FILE: &'static str = "/desk/new/file";
    pub const PART: &'static str = "/desk/c/{slug}/{part}";
    pub const REMARKS: &'static str = "/desk/c/{slug}/letters/remarks";
    pub const ARTWORKS: &'static str = "/desk/c/{slug}/artwork";
    pub const LANGUAGES: &'static str = "/desk/c/{slug}/languages";
    pub const HISTORY: &'static str = "/desk/c/{slug}/history";
    pub const REVISION: &'static str = "/desk/c/{slug}/history/{revision}";
    pub const PAUSES: &'static str = "/desk/pauses";
    pub const PUBLISH: &'static str = "/desk/c/{slug}/publish";
    pub const FILE: &'static str = "/desk/c/{slug}/file";
    pub const PREVIEW: &'static str = "/desk/c/{slug}/preview";
    pub const ARTWORK: &'static str = "/desk/c/{slug}/artwork/{artwork}";
    pub const TARGETS: &'static str = "/desk/targets";
    pub const TARGET: &'static str = "/desk/targets/{target}";
    pub const DETAIL: &'static str = "/desk/targets/{target}/{detail}";
    pub const CORRECTIONS: &'static str = "/desk/targets/corrections";
    pub const IMPORT: &'static str = "/desk/targets/import";
    pub const IMPORT_FILE: &'static str = "/desk/targets/import/{file}";
    pub const IMPORT_EXAMPLE: &'static str = "/desk/targets/import/example.csv";
    pub const AUDIT: &'static str = "/desk/audit";
    pub const AUDIT_FILE: &'static str = "/desk/audit/audit.csv";
    pub const POST: &'static str = "/desk/post";
    pub const CAMPAIGN_POST: &'static str = "/desk/c/{slug}/post";
    pub const MAILBOX: &'static str = "/desk/mail";
    pub const MAIL: &'static str = "/desk/mail/{name}";

    /// The link as it stands in a page.
    pub fn path(&self) -> String {
        written(self)
    }
}

impl Display for DeskLink<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let path = Filling::new(f);
        match *self {
            Self::Overview => path.of(Self::OVERVIEW, &[]),
            Self::Campaign(campaign) => path.of(Self::CAMPAIGN, &[campaign]),
            Self::New => path.of(Self::NEW, &[]),
            Self::NewFromFile => path.of(Self::NEW_FROM_FILE, &[]),
            Self::Part(campaign, part, place) => {
                let (language, kind) = place.map_or((None, None), |(language, kind)| (Some(language), kind));
                let path = path.of(Self::PART, &[campaign, &part.as_str()])?.ask(EDITION, language)?;
                path.ask(&Field::Kind.name(), kind.map(TargetKind::as_str))
            }
            Self::Remarks(campaign) => path.of(Self::REMARKS, &[campaign]),
            Self::Artworks(campaign) => path.of(Self::ARTWORKS, &[campaign]),
            Self::Languages(campaign) => path.of(Self::LANGUAGES, &[campaign]),
            Self::History(campaign) => path.of(Self::HISTORY, &[campaign]),
            Self::Revision(campaign, revision) => path.of(Self::REVISION, &[campaign, &revision]),
            Self::Pauses => path.of(Self::PAUSES, &[]),
            Self::Publish(campaign) => path.of(Self::PUBLISH, &[campaign]),
            Self::File(campaign) => path.of(Self::FILE, &[campaign]),
            Self::Preview(campaign) => path.of(Self::PREVIEW, &[campaign]),
            Self::Artwork(campaign, artwork) => path.of(Self::ARTWORK, &[campaign, artwork]),
            Self::Targets { q, page } => path
                .of(Self::TARGETS, &[])?
                .ask(&Field::Q.name(), Some(q).filter(|q| !q.is_empty()))?
                .ask(&Field::Page.name(), Some(page).filter(|page| *page > 1)),
            Self::Imported(Imported { new, changed, same, left, refused }) => {
                let mut path = path.of(Self::TARGETS, &[])?;
                for (field, count) in Imported::FIELDS.into_iter().zip([new, changed, same, left, refused]) {
                    path = path.ask(field, Some(count))?;
                }
                Ok(path)
            }
            Self::Target(target) => path.of(Self::TARGET, &[target]),
            Self::Detail(target, detail) => path.of(Self::DETAIL, &[target, &detail]),
            Self::Corrections => path.of(Self::CORRECTIONS, &[]),
            Self::Import => path.of(Self::IMPORT, &[]),
            Self::ImportFile(file) => path.of(Self::IMPORT_FILE, &[file]),
            Self::ImportExample => path.of(Self::IMPORT_EXAMPLE, &[]),
            Self::Audit(search) => search.ask(path.of(Self::AUDIT, &[])?),
            Self::AuditFile(search) => search.ask(path.of(Self::AUDIT_FILE, &[])?),
            Self::Post(query) => query.ask(path.of(Self::POST, &[])?),
            Self::CampaignPost(campaign, query) => query.ask(path.of(Self::CAMPAIGN_POST, &[campaign])?),
            Self::Mailbox => path.of(Self::MAILBOX, &[]),
            Self::Mail(name) => path.of(Self::MAIL, &[&name]),
        }
        .map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::takes, *};

    #[test]
    fn every_link_leads_to_where_its_route_is() {
        let slug = &Slug::parse("cluster-munitions").unwrap();
        let artwork = &ArtworkId::from_bytes([0xcd; 32]);
        let token = &Token::from_bytes([0x0f; 16]);
        let target = &TargetId::parse("mission-ao-us").unwrap();
        for (link, path, pattern) in [
            (DeskLink::Overview, "/desk", DeskLink::OVERVIEW),
            (DeskLink::Campaign(slug), "/desk/c/cluster-munitions", DeskLink::CAMPAIGN),
            (DeskLink::New, "/desk/new", DeskLink::NEW),
            (DeskLink::NewFromFile, "/desk/new/file", DeskLink::NEW_FROM_FILE),
            (DeskLink::Part(slug, Part::Dates, None), "/desk/c/cluster-munitions/dates", DeskLink::PART),
            (
                DeskLink::Part(slug, Part::Letters, Some((Language::ES, Some(TargetKind::Mission)))),
                "/desk/c/cluster-munitions/letters?language=es&kind=mission",
                DeskLink::PART,
            ),
            (DeskLink::Remarks(slug), "/desk/c/cluster-munitions/letters/remarks", DeskLink::REMARKS),
            (DeskLink::Artworks(slug), "/desk/c/cluster-munitions/artwork", DeskLink::ARTWORKS),
            (DeskLink::Languages(slug), "/desk/c/cluster-munitions/languages", DeskLink::LANGUAGES),
            (DeskLink::History(slug), "/desk/c/cluster-munitions/history", DeskLink::HISTORY),
            (DeskLink::Revision(slug, Revision(7)), "/desk/c/cluster-munitions/history/7", DeskLink::REVISION),
            (DeskLink::Pauses, "/desk/pauses", DeskLink::PAUSES),
            (DeskLink::Publish(slug), "/desk/c/cluster-munitions/publish", DeskLink::PUBLISH),
            (DeskLink::Preview(slug), "/desk/c/cluster-munitions/preview", DeskLink::PREVIEW),
            (DeskLink::File(slug), "/desk/c/cluster-munitions/file", DeskLink::FILE),
            (
                DeskLink::Artwork(slug, artwork),
                &format!("/desk/c/cluster-munitions/artwork/{}", "cd".repeat(32)),
                DeskLink::ARTWORK,
            ),
            (DeskLink::Targets { q: "", page: 1 }, "/desk/targets", DeskLink::TARGETS),
            (DeskLink::Targets { q: "a&b", page: 2 }, "/desk/targets?q=a%26b&page=2", DeskLink::TARGETS),
            (
                DeskLink::Imported(Imported { new: 1, changed: 2, same: 3, left: 4, refused: 5 }),
                "/desk/targets?new=1&changed=2&same=3&left=4&refused=5",
                DeskLink::TARGETS,
            ),
            (DeskLink::Target(target), "/desk/targets/mission-ao-us", DeskLink::TARGET),
            (
                DeskLink::Detail(target, DetailKind::Greeting(Language::ES)),
                "/desk/targets/mission-ao-us/greeting-es",
                DeskLink::DETAIL,
            ),
            (DeskLink::Corrections, "/desk/targets/corrections", DeskLink::CORRECTIONS),
            (DeskLink::Import, "/desk/targets/import", DeskLink::IMPORT),
            (DeskLink::ImportFile(token), &format!("/desk/targets/import/{token}"), DeskLink::IMPORT_FILE),
            (DeskLink::ImportExample, "/desk/targets/import/example.csv", DeskLink::IMPORT_EXAMPLE),
            (DeskLink::Audit(AuditSearch::default()), "/desk/audit", DeskLink::AUDIT),
            (
                DeskLink::AuditFile(AuditSearch {
                    email: "ada+x@ngo.example",
                    campaign: "cluster-munitions",
                    from: "2026-11-01",
                    until: "2026-11-30",
                    page: 2,
                }),
                "/desk/audit/audit.csv?email=ada%2Bx%40ngo%2Eexample&campaign=cluster-munitions&from=2026-11-01\
                 &until=2026-11-30&page=2",
                DeskLink::AUDIT_FILE,
            ),
            (DeskLink::Post(PostQuery::default()), "/desk/post", DeskLink::POST),
            (
                DeskLink::CampaignPost(slug, PostQuery { page: 2, approved: 3, rejected: 4, done: Some(PostDone::Judged) }),
                "/desk/c/cluster-munitions/post?page=2&approved=3&rejected=4&done=judged",
                DeskLink::CAMPAIGN_POST,
            ),
            (DeskLink::Mailbox, "/desk/mail", DeskLink::MAILBOX),
            (DeskLink::Mail("0f0f.failure_notice"), "/desk/mail/0f0f.failure_notice", DeskLink::MAIL),
        ] {
            assert_eq!(link.path(), path);
            assert!(takes(pattern, path), "{path} is not at {pattern}");
        }
    }
}
