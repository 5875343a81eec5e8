//! What a document says about itself to programs that read no PDF: an XMP packet (ISO 16684-1).
//!
//! It does not say that the document conforms to PDF/UA: nobody can promise that of a letter whose words are its sender's.
//! A sentence in another language would have to be marked as such (ISO 14289-1, 7.2).

use lopdf::{Stream, dictionary};

use super::{About, PRODUCER};

/// The packet as an object of the document. It is not compressed, so that every program finds it.
pub fn stream(about: &About<'_>) -> Stream {
    let (title, language) = (escaped(about.title), escaped(about.language));
    // The name that stands in every packet, by which it is found.
    let packet = format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
         <pdf:Producer>{PRODUCER}</pdf:Producer>\
         </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    );
    Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes())
}

/// A text inside an element. What XML has no way to write (XML 1.0, 2.2) is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_text_whatever_stands_in_it() {
        assert_eq!(escaped("a <b> & c]]>\u{1}\u{FFFF}\td"), "a &lt;b&gt; &amp; c]]&gt; d");
        assert_eq!(escaped("für immer – שלום"), "für immer – שלום");
    }
}
