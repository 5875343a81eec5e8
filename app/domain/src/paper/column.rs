//! Room for a text that need not be a rectangle.

use super::Rect;

/// A column of text that may go on, narrower, below its lower edge: beside something that has to stay free.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    pub main: Rect,
    /// Right below the column, at the same left edge.
    pub foot: Option<Rect>,
}

impl Column {
    /// A column that is a rectangle.
    pub const fn of(main: Rect) -> Self {
        Self { main, foot: None }
    }

    pub const fn height(&self) -> f32 {
        match self.foot {
            Some(foot) => self.main.height + foot.height,
            None => self.main.height,
        }
    }

    /// The part that sets the edges of a line which reaches that far below the column's top.
    pub fn part(&self, reach: f32) -> &Rect {
        match &self.foot {
            Some(foot) if reach > self.main.height => foot,
            _ => &self.main,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_wide_as_the_part_that_it_reaches_into() {
        let (main, foot) = (Rect::new(10.0, 10.0, 100.0, 50.0), Rect::new(10.0, 60.0, 40.0, 20.0));
        let column = Column { main, foot: Some(foot) };
        assert_eq!((column.height(), column.part(50.0), column.part(50.1)), (70.0, &main, &foot));
        let rectangle = Column::of(main);
        assert_eq!((rectangle.height(), rectangle.part(51.0)), (50.0, &main));
    }
}
