//! Stamps by their names.

use domain::address::Stamp;

use crate::Words;

impl Words {
    /// By itself, as in a table: "a postcard stamp".
    pub fn stamp(self, stamp: &Stamp) -> String {
        match stamp {
            Stamp::Postcard => self.paper_stamp_postcard().to_owned(),
            Stamp::Forever => self.paper_stamp_forever().to_owned(),
            Stamp::GlobalForever => self.paper_stamp_global_forever().to_owned(),
            Stamp::CardTo(country) => self.paper_stamp_card_to(country),
            Stamp::LetterTo(country) => self.paper_stamp_letter_to(country),
        }
    }
}
