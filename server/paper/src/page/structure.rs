//! The structure of a document: a tree of headings, paragraphs and pictures in the order in which they are read. A screen
//! reader goes by it; without it, it would have to guess the order from the places on the page (ISO 32000-1, 14.7 and 14.8).

use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, text_string};

/// The kind of a text, as somebody hears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Heading,
    Paragraph,
    /// The number of a list's next item.
    Label,
    /// The text of the item that was numbered last.
    Item,
    /// Passed over: a number that counts pages or measures the paper.
    Aside,
}

/// The element of the structure to which a line of text belongs.
#[derive(Debug, Clone)]
pub enum Part {
    /// The first line of something.
    First {
        kind: Kind,
        /// Its text, where that is not the text of its lines one after the other.
        says: Option<Rc<str>>,
        /// Its language, if that is not the document's.
        language: Option<Rc<str>>,
    },
    /// The same as the line before it.
    Next,
}

/// A tree in the making.
#[derive(Debug, Default)]
pub struct Structure {
    elements: Vec<Element>,
    /// The element to which content is added.
    latest: Option<usize>,
    /// For each page, whose each of its contents is.
    owners: Vec<Vec<usize>>,
    section: Option<usize>,
    list: Option<List>,
}

/// A list that may go on.
#[derive(Debug, Clone, Copy)]
struct List {
    whole: usize,
    /// Of its latest item.
    body: usize,
}

#[derive(Debug)]
struct Element {
    name: &'static str,
    parent: Option<usize>,
    /// A text to be read of it, or in its place.
    words: Option<(&'static str, Rc<str>)>,
    /// If that is not the document's.
    language: Option<Rc<str>>,
    /// Page and number.
    content: Vec<(usize, usize)>,
}

impl Structure {
    pub fn begin_page(&mut self) {
        self.owners.push(Vec::new());
    }

    /// Begins one side of a card, among those of others.
    pub fn begin_section(&mut self) {
        self.end_section();
        self.section = Some(self.begin("Sect", None, None));
    }

    pub fn end_section(&mut self) {
        (self.section, self.list) = (None, None);
    }

    pub fn begin_text(&mut self, kind: Kind, says: Option<Rc<str>>, language: Option<Rc<str>>) {
        let says = says.map(|says| ("ActualText", says));
        match (kind, self.list) {
            (Kind::Label, list) => {
                let whole = list.map_or_else(|| self.begin("L", self.section, None), |list| list.whole);
                let item = self.begin("LI", Some(whole), None);
                let label = self.begin("Lbl", Some(item), says);
                self.list = Some(List { whole, body: self.begin("LBody", Some(item), None) });
                self.latest = Some(label);
            }
            (Kind::Item, Some(list)) => {
                self.begin("P", Some(list.body), says);
            }
            (kind, _) => {
                self.list = None;
                self.begin(if kind == Kind::Heading { "H1" } else { "P" }, self.section, says);
            }
        }
        if let Some(latest) = self.latest {
            self.elements[latest].language = language;
        }
    }

    pub fn begin_figure(&mut self, alternative_text: &str) {
        self.list = None;
        self.begin("Figure", self.section, Some(("Alt", alternative_text.into())));
    }

    fn begin(&mut self, name: &'static str, parent: Option<usize>, words: Option<(&'static str, Rc<str>)>) -> usize {
        let index = self.elements.len();
        self.elements.push(Element { name, parent, words, language: None, content: Vec::new() });
        self.latest = Some(index);
        index
    }

    /// More of the latest element stands on the latest page: its name, and the number of the content on that page.
    pub fn add(&mut self) -> Option<(&'static str, usize)> {
        let page = self.owners.len().checked_sub(1)?;
        let element = self.latest?;
        let number = self.owners[page].len();
        self.owners[page].push(element);
        self.elements[element].content.push((page, number));
        Some((self.elements[element].name, number))
    }

    /// Puts the tree into a document of these pages: its root.
    pub fn add_to(&self, document: &mut Document, pages: &[ObjectId]) -> ObjectId {
        let [root, whole] = [(); 2].map(|()| document.new_object_id());
        let ids: Vec<ObjectId> = self.elements.iter().map(|_| document.new_object_id()).collect();
        // Of each element, and last of the document.
        let mut children: Vec<Vec<Object>> = vec![Vec::new(); self.elements.len() + 1];
        for (element, id) in self.elements.iter().zip(&ids) {
            children[element.parent.unwrap_or(self.elements.len())].push(Object::Reference(*id));
        }
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
        top.set("K", children.pop().unwrap_or_default());
        document.set_object(whole, top);
        for ((own, id), children) in self.elements.iter().zip(&ids).zip(children) {
            let parent = own.parent.map_or(whole, |parent| ids[parent]);
            let mut made = element(own.name, parent);
            if let Some((entry, words)) = &own.words {
                made.set(*entry, text_string(words));
            }
            if let Some(language) = &own.language {
                made.set("Lang", text_string(language));
            }
            if let Some((first, _)) = own.content.first() {
                made.set("Pg", Object::Reference(pages[*first]));
                made.set("K", own.content.iter().map(|content| numbered(content, *first, pages)).collect::<Vec<_>>());
            } else {
                made.set("K", children);
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

/// Content by its number, and by its page too if that is not the page on which its element begins.
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
