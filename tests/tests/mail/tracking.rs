//! Nothing in a mail tells anybody that it was opened, and no link in it is there for another reason than to be followed.

use scraper::{Html, Selector};

use super::every::every_mail;

#[tokio::test]
async fn no_mail_fetches_anything_or_asks_for_a_receipt() {
    const ELEMENTS: [&str; 12] = ["html", "head", "meta", "title", "body", "p", "div", "br", "ul", "li", "b", "hr"];
    const ATTRIBUTES: [&str; 4] = ["lang", "dir", "charset", "href"];
    const HEADERS: [&str; 11] = [
        "DKIM-Signature",
        "From",
        "Reply-To",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Auto-Submitted",
        "Content-Language",
    ];
    for sent in every_mail().await {
        let html = Html::parse_document(&sent.mail.html);
        let all = html.select(&Selector::parse("*").unwrap()).map(|element| element.value().clone()).collect::<Vec<_>>();
        assert!(all.len() > 5, "{}", sent.mail.html);
        for element in all {
            assert!(element.name() == "a" || ELEMENTS.contains(&element.name()), "{element:?}");
            for (name, _) in element.attrs() {
                assert!(ATTRIBUTES.contains(&name) && (name == "href") == (element.name() == "a"), "{element:?}");
            }
        }
        for (name, value) in &sent.mail.headers {
            assert!(HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name)), "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn a_mail_leads_nowhere_but_where_it_says() {
    let mut found = 0;
    for sent in every_mail().await {
        let html = Html::parse_document(&sent.mail.html);
        for link in html.select(&Selector::parse("[href]").unwrap()) {
            let address = link.value().attr("href").unwrap();
            assert!(sent.links.iter().any(|known| known == address), "{address}");
            assert_eq!(link.text().collect::<String>(), address, "a link is read as it is followed");
            found += 1;
        }
        for text in [&sent.mail.text, &sent.mail.html] {
            for (at, _) in text.match_indices("://") {
                let start = text[..at].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |before| before + 1);
                let end = text[at..].find(|c: char| c.is_whitespace() || "<>\"".contains(c)).map_or(text.len(), |end| at + end);
                let address = text[start..end].replace("&amp;", "&");
                assert!(sent.links.contains(&address), "{address}");
            }
        }
    }
    assert!(found > 10, "mails have links: {found}");
}
