use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);
impl Prose {
    pub fn source(&self) -> &str { &self.0 }
    pub fn is_empty(&self) -> bool { self.0.is_empty() }
    pub fn from_paragraphs(p: &[String]) -> Self { Self(p.join("\n\n")) }
}
impl Prose {
    pub fn parse(t: &str) -> Result<Self, crate::checked::TextError> { crate::checked::several_lines(t, 20_000).map(Self) }
    pub fn to_text(&self) -> String { self.0.clone() }
}
