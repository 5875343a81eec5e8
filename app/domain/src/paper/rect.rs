//! Rectangles, in points, from the top left corner, y downwards.

/// Width and height in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    pub width: f32,
    pub height: f32,
}

impl Size {
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height }
    }
}

/// A rectangle with its sides along the paper's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Rect {
    pub const fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Self { left, top, width, height }
    }

    /// By its four edges.
    pub const fn between(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// By two opposite corners, whichever they are.
    pub const fn round((x1, y1): (f32, f32), (x2, y2): (f32, f32)) -> Self {
        let (left, right) = if x1 < x2 { (x1, x2) } else { (x2, x1) };
        let (top, bottom) = if y1 < y2 { (y1, y2) } else { (y2, y1) };
        Self::between(left, top, right, bottom)
    }

    pub const fn of(size: Size) -> Self {
        Self { left: 0.0, top: 0.0, width: size.width, height: size.height }
    }

    pub const fn right(&self) -> f32 {
        self.left + self.width
    }

    pub const fn bottom(&self) -> f32 {
        self.top + self.height
    }

    pub const fn size(&self) -> Size {
        Size { width: self.width, height: self.height }
    }

    /// The rectangle less a margin on all four sides.
    #[must_use]
    pub const fn inset(&self, margin: f32) -> Self {
        Self {
            left: self.left + margin,
            top: self.top + margin,
            width: self.width - 2.0 * margin,
            height: self.height - 2.0 * margin,
        }
    }

    /// Whether `other` lies inside, edges included.
    pub const fn contains(&self, other: &Self) -> bool {
        other.left >= self.left && other.top >= self.top && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    /// Whether the two share more than an edge.
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right() && other.left < self.right() && self.top < other.bottom() && other.top < self.bottom()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_that_share_an_edge_do_not_overlap() {
        let a = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(!a.overlaps(&Rect::new(10.0, 0.0, 5.0, 5.0)));
        assert!(!a.overlaps(&Rect::new(0.0, 10.0, 5.0, 5.0)));
        assert!(a.overlaps(&Rect::new(9.0, 9.0, 5.0, 5.0)));
        assert!(a.contains(&a));
        assert!(a.contains(&a.inset(1.0)));
        assert!(!a.inset(1.0).contains(&a));
    }
}
