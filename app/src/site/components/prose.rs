//! What an organiser has written: the tree of [`Prose`] as elements.

#![cfg_attr(not(test), expect(dead_code, reason = "no page has it before a campaign's document holds prose"))]

use domain::{
    artwork::Artwork,
    language::Language,
    prose::{Block, Inline, Level, List, Picture, Prose},
};
use leptos::prelude::*;

use super::ArtworkImage;
use crate::site::reader::{Tongue, tongue};

/// The element of a first heading; a second one is the next below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headings {
    /// Right under the title of the page.
    FromH2,
    /// Under a title of the page's own.
    #[default]
    FromH3,
}

/// Prose, in the language of its edition if that is told.
#[component]
pub fn ProseView(
    prose: Prose,
    /// The campaign's. A picture that is not among them is shown by its words.
    #[prop(optional)]
    artworks: Vec<Artwork>,
    #[prop(optional)] headings: Headings,
    #[prop(optional)] language: Option<Language>,
) -> impl IntoView {
    let Tongue { lang, dir } = language.map(|language| tongue(language.tag())).unwrap_or_default();
    let frame = Frame { artworks, headings };
    view! {
        <div class="prose" lang=lang dir=dir>
            {frame.blocks(prose.blocks())}
        </div>
    }
}

/// Where the tree is put.
struct Frame {
    artworks: Vec<Artwork>,
    headings: Headings,
}

impl Frame {
    fn blocks(&self, blocks: &[Block]) -> Vec<AnyView> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> AnyView {
        match block {
            Block::Heading(level, words) => match (self.headings, level) {
                (Headings::FromH2, Level::First) => view! { <h2>{inlines(words)}</h2> }.into_any(),
                (Headings::FromH2, Level::Second) | (Headings::FromH3, Level::First) => {
                    view! { <h3>{inlines(words)}</h3> }.into_any()
                }
                (Headings::FromH3, Level::Second) => view! { <h4>{inlines(words)}</h4> }.into_any(),
            },
            Block::Paragraph(words) => view! { <p>{inlines(words)}</p> }.into_any(),
            Block::List(List { first: None, items }) => view! { <ul>{self.items(items)}</ul> }.into_any(),
            Block::List(List { first: Some(first), items }) => {
                let start = (*first != 1).then(|| first.to_string());
                view! { <ol start=start>{self.items(items)}</ol> }.into_any()
            }
            Block::Quotation(blocks) => view! { <blockquote>{self.blocks(blocks)}</blockquote> }.into_any(),
            Block::Picture(picture) => self.picture(picture),
        }
    }

    fn items(&self, items: &[Vec<Block>]) -> Vec<AnyView> {
        items.iter().map(|blocks| view! { <li>{self.item(blocks)}</li> }.into_any()).collect()
    }

    /// A paragraph that is the only one of its item has no space around it.
    fn item(&self, blocks: &[Block]) -> Vec<AnyView> {
        let alone = blocks.iter().filter(|block| matches!(block, Block::Paragraph(_))).count() == 1;
        let part = |block: &Block| match block {
            Block::Paragraph(words) if alone => inlines(words).into_any(),
            block => self.block(block),
        };
        blocks.iter().map(part).collect()
    }

    fn picture(&self, picture: &Picture) -> AnyView {
        let Picture { artwork: id, alternative_text } = picture;
        match self.artworks.iter().find(|artwork| artwork.id == *id) {
            Some(artwork) => {
                let shown = Artwork { alternative_text: alternative_text.clone(), ..artwork.clone() };
                view! {
                    <figure class="prose__picture">
                        <ArtworkImage artwork=shown />
                        <figcaption>{artwork.credit.to_string()}</figcaption>
                    </figure>
                }
                .into_any()
            }
            None => view! { <p class="note">{alternative_text.to_string()}</p> }.into_any(),
        }
    }
}

fn inlines(inlines: &[Inline]) -> Vec<AnyView> {
    inlines.iter().map(inline).collect()
}

fn inline(part: &Inline) -> AnyView {
    match part {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Strong(words) => view! { <strong>{inlines(words)}</strong> }.into_any(),
        Inline::Emphasis(words) => view! { <em>{inlines(words)}</em> }.into_any(),
        // The site does not answer for where it leads, and does not tell that page where its readers come from.
        Inline::Link(link) => view! {
            <a href=link.target.as_str().to_owned() rel="nofollow ugc noopener">
                {inlines(&link.text)}
            </a>
        }
        .into_any(),
        Inline::LineBreak => view! { <br /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use domain::artwork::{AlternativeText, ArtworkId, Credit};

    use super::*;
    use crate::site::reader::rendered;

    fn prose(source: &str) -> Prose {
        Prose::parse(source).unwrap()
    }

    /// Without the marks that the renderer leaves between texts.
    fn html_of(source: &str) -> String {
        let prose = prose(source);
        rendered(|| view! { <ProseView prose /> }).replace("<!>", "")
    }

    fn artwork() -> Artwork {
        Artwork {
            id: ArtworkId::from_bytes([0xcd; 32]),
            credit: Credit::parse("Art by Ada, grade 6").unwrap(),
            alternative_text: AlternativeText::parse("A drawing").unwrap(),
            width: 600,
            height: 400,
        }
    }

    #[test]
    fn each_part_of_the_tree_is_its_element() {
        assert_eq!(
            html_of("# Why\n## Now\n**a** *b*\nc\n\n- d\n  1. e\n\n3. f\n\n   g\n\n> h"),
            "<div class=\"prose\"><h3>Why</h3><h4>Now</h4><p><strong>a</strong> <em>b</em><br>c</p>\
             <ul><li>d<ol><li>e</li></ol></li></ul><ol start=\"3\"><li><p>f</p><p>g</p></li></ol><blockquote><p>h</p></blockquote></div>"
        );
    }

    #[test]
    fn headings_begin_where_the_page_says() {
        let prose = prose("# a\n## b");
        let html = rendered(|| view! { <ProseView prose headings=Headings::FromH2 /> }).replace("<!>", "");
        assert!(html.contains("<h2>a</h2><h3>b</h3>"), "{html}");
    }

    #[test]
    fn what_would_be_markup_elsewhere_is_text() {
        let hostile = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "</p></div><svg onload=alert(1)>",
            "[x](javascript:alert(1))",
            "&lt;b&gt; & \"quotes\" 'and'",
            "<!-- x -->",
        ];
        let prose = Prose::from_paragraphs(&hostile.map(str::to_owned)).unwrap();
        let html = rendered(|| view! { <ProseView prose /> });
        for sign in ["<script", "<img", "<svg", "<b>", "<a", "x -->", "</p></div><"] {
            assert!(!html.contains(sign), "{sign}: {html}");
        }
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("&amp;lt;b&amp;gt; &amp; "), "{html}");
        let escaped = html_of("# \\<b>\n- \\</li>\\<script>\n\n**\\<i>** [\\<u>](https://un.example)");
        for sign in ["<b>", "<script", "<i>", "<u>"] {
            assert!(!escaped.contains(sign), "{sign}: {escaped}");
        }
    }

    #[test]
    fn a_link_stays_in_its_attribute_and_is_not_vouched_for() {
        let html = html_of("[x](https://un.example/'onclick=alert(1)?a=b&c={d}) <us@un.example>");
        assert_eq!(
            html,
            "<div class=\"prose\"><p><a href=\"https://un.example/'onclick=alert(1)?a=b&amp;c={d}\" rel=\"nofollow ugc noopener\">x</a> \
             <a href=\"mailto:us@un.example\" rel=\"nofollow ugc noopener\">us@un.example</a></p></div>"
        );
    }

    #[test]
    fn a_picture_of_the_campaign_is_shown_with_its_words_here_and_its_credit() {
        let source = format!("![A \"field\" \\<b>](artwork:{})", artwork().id);
        let (shown, missing) = (prose(&source), prose(&source));
        let html = rendered(|| view! { <ProseView prose=shown artworks=vec![artwork()] /> });
        let address = format!("src=\"/artwork/{}-small.jpg\"", "cd".repeat(32));
        for part in [&address, "alt=\"A &quot;field&quot; &lt;b&gt;\"", "<figcaption>Art by Ada, grade 6</figcaption>"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        let html = rendered(|| view! { <ProseView prose=missing /> });
        assert!(!html.contains("<img") && html.contains("A \"field\" &lt;b&gt;</p>"), "{html}");
    }

    #[test]
    fn prose_in_another_language_says_so() {
        let prose = prose("# لا للألغام");
        let language = Language::parse("ar").unwrap();
        let html = rendered(|| view! { <ProseView prose language /> });
        assert!(html.starts_with("<div lang=\"ar\" dir=\"rtl\" class=\"prose\">"), "{html}");
    }
}
