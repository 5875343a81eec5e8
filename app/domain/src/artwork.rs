//! Artwork: the picture on a postcard, and who made it.

use crate::checked::{Shape, TextError, checked_string, hexadecimal, one_line};

checked_string!(
    /// An artwork's name: the SHA-256 of its file, in 64 lower-case hexadecimal digits. Equal files are one artwork.
    ArtworkId,
    |text| {
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            Ok(text.to_owned())
        } else {
            Err(TextError::Malformed(Shape::Artwork))
        }
    }
);
checked_string!(
    /// Who made it, as it is printed beside it: "Art by Ada, grade 6".
    Credit,
    |text| one_line(text, Credit::MAX)
);
checked_string!(
    /// The picture in words, for those who cannot see it.
    AlternativeText,
    |text| one_line(text, AlternativeText::MAX)
);

impl Credit {
    /// In characters.
    pub const MAX: usize = 80;
}

impl AlternativeText {
    /// In characters.
    pub const MAX: usize = 300;
}

impl ArtworkId {
    /// The id of a file with this digest.
    pub fn from_bytes(digest: [u8; 32]) -> Self {
        Self(hexadecimal(&digest))
    }
}

/// The largest file that is taken: a photograph from a telephone has 3 to 8 MB.
pub const PICTURE_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Pixels on the longer side of what is stored: a card of 6 in with its bleed, at 300 dots to the inch.
pub const PICTURE_SIDE_MAX: u32 = 1875;

/// Why a file was not taken as artwork.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("Choose a picture.")]
    Nothing,
    #[error("This file is larger than {} MB. Save the picture smaller; {} pixels on its longer side are enough.", PICTURE_BYTES_MAX / 1024 / 1024, PICTURE_SIDE_MAX)]
    TooManyBytes,
    #[error("This is not a PNG, JPEG or WebP picture, whatever its name says. Export it as one of these.")]
    UnknownFormat,
    #[error(
        "This picture has {width} × {height} pixels, which is too many. Scale it down; {} pixels on its longer side are enough.",
        PICTURE_SIDE_MAX
    )]
    TooManyPixels { width: u32, height: u32 },
    #[error("This picture is damaged or was cut short. Export or copy it again.")]
    Broken,
}

impl PictureError {
    /// As [`Problem::code`](crate::problem::Problem::code).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "choose-file",
            Self::TooManyBytes => "picture-too-large",
            Self::UnknownFormat => "picture-format",
            Self::TooManyPixels { .. } => "picture-too-many-pixels",
            Self::Broken => "picture-broken",
        }
    }
}

/// An artwork of a campaign, without its file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artwork {
    pub id: ArtworkId,
    pub credit: Credit,
    pub alternative_text: AlternativeText,
    /// In pixels, as it is stored.
    pub width: u32,
    pub height: u32,
}

impl Artwork {
    /// Dots to the inch at which a picture prints well: print shops ask for so many.
    pub const DOTS: u16 = 300;

    /// The width and height in inches up to which it prints well.
    pub fn prints_well_at(&self) -> (f32, f32) {
        (inches(self.width), inches(self.height))
    }

    /// Whether it has fewer than 300 dots to the inch where it fills a card of 6 x 4 in with its bleed (6.25 x 4.25 in).
    pub fn is_small(&self) -> bool {
        let (width, height) = self.prints_well_at();
        width < LARGEST_CARD.0 && height < LARGEST_CARD.1
    }
}

/// In inches: 6 x 4, and an eighth of an inch more on each side for an uneven cut.
const LARGEST_CARD: (f32, f32) = (6.25, 4.25);

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture: thousands")]
fn inches(pixels: u32) -> f32 {
    pixels as f32 / f32::from(Artwork::DOTS)
}

/// The supporter's choice for the picture side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureSide {
    /// The campaign's title, in type.
    Title,
    /// An empty frame, to be drawn in by hand.
    Frame,
    Artwork(ArtworkId),
}

impl PictureSide {
    pub const TITLE: &'static str = "title";
    pub const FRAME: &'static str = "frame";

    /// As it stands in forms and in the interface.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Title => Self::TITLE,
            Self::Frame => Self::FRAME,
            Self::Artwork(id) => id.as_str(),
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            Self::TITLE => Some(Self::Title),
            Self::FRAME => Some(Self::Frame),
            id => ArtworkId::parse(id).ok().map(Self::Artwork),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artwork(width: u32, height: u32) -> Artwork {
        Artwork {
            id: ArtworkId::parse(&"0a".repeat(32)).unwrap(),
            credit: Credit::parse("Art by Ada, grade 6").unwrap(),
            alternative_text: AlternativeText::parse("A field of poppies").unwrap(),
            width,
            height,
        }
    }

    #[test]
    fn a_picture_is_small_if_it_has_fewer_than_300_dots_to_the_inch_of_a_whole_card() {
        assert!(!artwork(1875, 1275).is_small());
        assert!(!artwork(1875, 600).is_small(), "as wide as the card, which it fills no more than that");
        assert!(!artwork(900, 1275).is_small());
        assert!(artwork(1874, 1274).is_small());
        assert_eq!(artwork(1230, 810).prints_well_at(), (4.1, 2.7));
    }

    #[test]
    fn a_choice_is_found_by_its_word_or_by_the_artworks_name_and_nothing_else_is() {
        let id = "0a".repeat(32);
        for text in ["title", "frame", &id] {
            assert_eq!(PictureSide::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "Title", "../0a", &id.to_uppercase(), &id[1..]] {
            assert_eq!(PictureSide::parse(text), None, "{text}");
        }
    }
}
