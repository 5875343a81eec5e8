//! The words of the interface: every sentence that a page, a mail, a cover sheet or an error says to a person.
