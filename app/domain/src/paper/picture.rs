//! The picture side of a card: where the picture, its credit line and the QR code stand.

use super::{INCH, Rect, Size};

/// A QR code with its quiet zone: the free paper round it, without which a camera does not find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeGeometry {
    /// Modules (the little squares) on each side, without the quiet zone: 21 to 177.
    pub modules: u16,
}

impl CodeGeometry {
    /// Modules of free paper on each side (ISO/IEC 18004, quiet zone of a QR code).
    pub const QUIET_ZONE: u16 = 4;
    /// The code without its quiet zone is at least 0.8 in wide: read at arm's length by any telephone. Ours.
    const LEAST: f32 = 0.8 * INCH;
    /// A module is at least 0.396 mm wide (GS1 General Specifications, the smallest of a QR code in general retail).
    const LEAST_MODULE: f32 = 0.396 / 25.4 * INCH;

    /// The width of one module.
    pub fn module(&self) -> f32 {
        (Self::LEAST / f32::from(self.modules)).max(Self::LEAST_MODULE)
    }

    /// Width and height, quiet zone included.
    pub fn side(&self) -> f32 {
        f32::from(self.modules + 2 * Self::QUIET_ZONE) * self.module()
    }

    /// Its place with its quiet zone: the lower right corner of an area.
    pub fn place(&self, area: &Rect) -> Rect {
        let side = self.side();
        Rect::new(area.right() - side, area.bottom() - side, side, side)
    }
}

/// Where things stand on a picture side that has a picture. Nothing covers anything else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureGeometry {
    /// The picture, whole, in its own proportions.
    pub picture: Rect,
    /// One line for who made it, under the picture.
    pub credit: Rect,
    /// The code with its quiet zone.
    pub code: Option<Rect>,
}

/// Height of the credit line: one line of 8 pt. Ours.
const CREDIT: f32 = 11.0;
/// Paper between a picture and its credit line. Ours.
const AIR: f32 = 3.0;

impl PictureGeometry {
    /// Fits a picture of these proportions into an area. It is never cropped, since it may be a child's. The code
    /// stands in the lower right corner, and the picture beside it or above it, whichever leaves the picture larger.
    pub fn fit(area: &Rect, picture: Size, code: Option<CodeGeometry>) -> Self {
        let lower = CREDIT + AIR;
        let Some(code) = code else { return Self::within(area, lower, picture, None) };
        let place = code.place(area);
        // The quiet zone is free paper already.
        let beside = Rect { width: area.width - place.width, ..*area };
        let beside = Self::within(&beside, lower, picture, Some(place));
        let above = Self::within(area, place.height.max(lower), picture, Some(place));
        let above = Self { credit: Rect { width: area.width - place.width, ..above.credit }, ..above };
        if above.picture.width > beside.picture.width { above } else { beside }
    }

    /// An empty frame to draw in: as large as it can be, with nobody's credit.
    pub fn frame(area: &Rect, code: Option<CodeGeometry>) -> Self {
        let code = code.map(|code| code.place(area));
        let picture = Rect { width: area.width - code.map_or(0.0, |place| place.width), ..*area };
        Self { picture, credit: Rect { top: picture.bottom(), height: 0.0, ..picture }, code }
    }

    /// The largest picture in an area, in the middle of what is left above a strip that is kept free at the foot.
    fn within(area: &Rect, strip: f32, picture: Size, code: Option<Rect>) -> Self {
        let room = Rect { height: area.height - strip, ..*area };
        let scale = (room.width / picture.width).min(room.height / picture.height);
        let (width, height) = (picture.width * scale, picture.height * scale);
        let (left, top) = (room.left + (room.width - width) / 2.0, room.top + (room.height - height) / 2.0);
        let picture = Rect::new(left, top, width, height);
        Self { picture, credit: Rect::new(room.left, picture.bottom() + AIR, room.width, CREDIT), code }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_never_smaller_than_a_camera_needs() {
        for modules in (21..=177).step_by(4) {
            let code = CodeGeometry { modules };
            assert!(f32::from(modules) * code.module() >= 0.8 * INCH - 0.001, "{modules}");
            assert!(code.module() >= 1.12, "{modules}");
            assert!((code.side() - f32::from(modules + 8) * code.module()).abs() < 0.001, "four modules on each side");
        }
    }

    #[test]
    fn a_picture_stands_beside_the_code_or_above_it_whichever_is_larger() {
        let area = Rect::between(18.0, 18.0, 414.0, 270.0);
        let code = CodeGeometry { modules: 29 };
        let photograph = PictureGeometry::fit(&area, Size::new(1875.0, 1275.0), Some(code));
        assert!(photograph.picture.right() <= photograph.code.unwrap().left, "beside");
        let panorama = PictureGeometry::fit(&area, Size::new(1800.0, 500.0), Some(code));
        assert!(panorama.picture.bottom() <= panorama.code.unwrap().top, "above");
        assert!((panorama.picture.width - area.width).abs() < 0.001);
    }

    proptest! {
        #[test]
        fn a_picture_keeps_its_proportions_and_nothing_covers_anything(
            width in 1u16..2000, height in 1u16..2000, modules in 21u16..60, has_code: bool, letter: bool,
        ) {
            let area = if letter { Rect::new(18.0, 18.0, 360.0, 270.0) } else { Rect::new(18.0, 18.0, 396.0, 252.0) };
            let code = has_code.then_some(CodeGeometry { modules });
            let picture = Size::new(f32::from(width), f32::from(height));
            let made = PictureGeometry::fit(&area, picture, code);
            let nearly = area.inset(-0.01);
            prop_assert!(nearly.contains(&made.picture) && nearly.contains(&made.credit));
            prop_assert!((made.picture.width * picture.height - made.picture.height * picture.width).abs() < 0.01 * picture.width.max(picture.height));
            prop_assert!(!made.picture.inset(0.01).overlaps(&made.credit));
            if let Some(code) = made.code {
                prop_assert!(nearly.contains(&code));
                prop_assert!(!code.inset(0.01).overlaps(&made.picture) && !code.inset(0.01).overlaps(&made.credit));
            }
            let frame = PictureGeometry::frame(&area, code);
            prop_assert!(nearly.contains(&frame.picture));
            prop_assert!(frame.code.is_none_or(|code| !code.inset(0.01).overlaps(&frame.picture)));
        }
    }
}
