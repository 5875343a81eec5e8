//! What a document says, as a tree of headings, paragraphs and pictures in the order in which they are read: a screen
//! reader goes by it, where it would else have to guess from what stands where (ISO 32000-1, 14.7 and 14.8).

use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, text_string};

/// What a text is to somebody who hears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Heading,
    Paragraph,
    /// Passed over: a number that counts pages or measures the paper.
    Aside,
}

/// What a line of text is a part of.
#[derive(Debug, Clone)]
pub enum Part {
    /// The first line of something.
    First {
        kind: Kind,
        /// What it says, where that is not what its lines say one after the other.
        says: Option<Rc<str>>,
    },
    /// What the line before it is a part of.
    Next,
}

/// A tree in the making. Content is added to the element that was begun last.
#[derive(Debug, Default)]
pub struct Structure {
    elements: Vec<Element>,
    /// For each page, whose each of its contents is.
    owners: Vec<Vec<usize>>,
    section: Option<usize>,
}

#[derive(Debug)]
struct Element {
    name: &'static str,
    section: Option<usize>,
    /// What is to be said of it, or instead of it.
    words: Option<(&'static str, Rc<str>)>,
    /// Page and number.
    content: Vec<(usize, usize)>,
}

impl Structure {
    pub fn begin_page(&mut self) {
        self.owners.push(Vec::new());
    }

    /// What follows is one side of a card, among those of others.
    pub fn begin_section(&mut self) {
        self.section = None;
        self.section = Some(self.begin("Sect", None));
    }

    pub fn end_section(&mut self) {
        self.section = None;
    }

    pub fn begin_text(&mut self, heading: bool, says: Option<Rc<str>>) {
        self.begin(if heading { "H1" } else { "P" }, says.map(|says| ("ActualText", says)));
    }

    pub fn begin_figure(&mut self, alternative_text: &str) {
        self.begin("Figure", Some(("Alt", alternative_text.into())));
    }

    fn begin(&mut self, name: &'static str, words: Option<(&'static str, Rc<str>)>) -> usize {
        self.elements.push(Element { name, section: self.section, words, content: Vec::new() });
        self.elements.len() - 1
    }

    /// More of the latest element stands on the latest page: its name, and the number of the content on that page.
    pub fn add(&mut self) -> Option<(&'static str, usize)> {
        let page = self.owners.len().checked_sub(1)?;
        let element = self.elements.len().checked_sub(1)?;
        let number = self.owners[page].len();
        self.owners[page].push(element);
        self.elements[element].content.push((page, number));
        Some((self.elements[element].name, number))
    }

    /// Puts the tree into a document of these pages: its root.
    pub fn add_to(&self, document: &mut Document, pages: &[ObjectId]) -> ObjectId {
        let [root, whole] = [(); 2].map(|()| document.new_object_id());
        let ids: Vec<ObjectId> = self.elements.iter().map(|_| document.new_object_id()).collect();
        let children = |of: Option<usize>| -> Object {
            let own = self.elements.iter().zip(&ids).enumerate();
            // A section stands beside what is in no section.
            let own = own.filter(|(index, (element, _))| element.section == of && of != Some(*index));
            Object::Array(own.map(|(_, (_, id))| Object::Reference(*id)).collect())
        };
        let mut tree = node("StructTreeRoot");
        tree.set("K", Object::Reference(whole));
        let mut owners = Vec::new();
        for (page, own) in (0_i64..).zip(&self.owners) {
            owners.push(Object::Integer(page));
            owners.push(Object::Array(own.iter().map(|element| Object::Reference(ids[*element])).collect()));
        }
        let mut by_page = Dictionary::new();
        by_page.set("Nums", owners);
        tree.set("ParentTree", by_page);
        document.set_object(root, tree);

        let mut top = element("Document", root);
        top.set("K", children(None));
        document.set_object(whole, top);
        for (index, (own, id)) in self.elements.iter().zip(&ids).enumerate() {
            let parent = own.section.map_or(whole, |section| ids[section]);
            let mut made = element(own.name, parent);
            if let Some((entry, words)) = &own.words {
                made.set(*entry, text_string(words));
            }
            if let Some((first, _)) = own.content.first() {
                made.set("Pg", Object::Reference(pages[*first]));
                made.set("K", own.content.iter().map(|content| numbered(content, *first, pages)).collect::<Vec<_>>());
            } else {
                made.set("K", children(Some(index)));
            }
            document.set_object(*id, made);
        }
        root
    }
}

fn node(kind: &str) -> Dictionary {
    let mut node = Dictionary::new();
    node.set("Type", Object::Name(kind.into()));
    node
}

fn element(name: &str, parent: ObjectId) -> Dictionary {
    let mut element = Dictionary::new();
    element.set("S", Object::Name(name.into()));
    element.set("P", Object::Reference(parent));
    element
}

/// A content by its number, and by its page too, where that is not the one where its element begins.
fn numbered(&(page, number): &(usize, usize), first: usize, pages: &[ObjectId]) -> Object {
    let number = Object::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    if page == first {
        return number;
    }
    let mut reference = node("MCR");
    reference.set("Pg", Object::Reference(pages[page]));
    reference.set("MCID", number);
    Object::Dictionary(reference)
}
