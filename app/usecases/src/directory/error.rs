//! Why a file was not imported.

use domain::{Date, district::Congress};

use crate::ports::StoreError;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(
        "{gone} of {of} rows would be gone. If the file was cut short, get it again; if it is right, say --allow-gone. Nothing was changed."
    )]
    MuchGone { gone: usize, of: usize },
    #[error(
        "The file says what was so on {as_of}, and what is here says what was so on {newest}. Get a newer file, or give its day with --as-of. Nothing was changed."
    )]
    Older { as_of: Date, newest: Date },
    #[error("The file holds nothing. Nothing was changed.")]
    Nothing,
    #[error(
        "This is the map of the {0} Congress, whose time is over: the {1} sits. Get the map of the {1}. Nothing was changed."
    )]
    MapOfThePast(Congress, Congress),
    #[error(
        "This is the map of the {0} Congress, and the {1} sits: a map can be imported when its Congress is the next one. Nothing was changed."
    )]
    MapOfTheFuture(Congress, Congress),
    #[error(
        "The file is a table, which does not say whose term runs, and of its {all} members of the House {ended} are those whose terms ended on {}. It is the list of the Congress before. Import legislators-current as JSON or YAML, which say whose term runs, or wait for the list of the {of}. Nothing was changed.",
        .of.begins()
    )]
    MembersOfTheLast { all: usize, ended: usize, of: Congress },
    #[error("The file says that it is of the {said} Congress, and --congress says the {given}. Nothing was changed.")]
    OtherCongress { said: Congress, given: Congress },
    #[error(
        "The file does not say of which Congress it is, and it hardly differs from the map of the {like} that is here. If it is the {of}\u{2019}s all the same, say --congress {}. Nothing was changed.",
        .of.number()
    )]
    LikeAnotherMap { like: Congress, of: Congress },
    #[error(
        "The file does not say of which Congress it is, and it differs much from the map of the {of} that is here. Say --congress {} if it is of that one, or --congress {} if it is the next one\u{2019}s. Nothing was changed.",
        .of.number(),
        .of.next().number()
    )]
    UnlikeItsMap { of: Congress },
    #[error("The file cannot be stored ({0}). Nothing was changed.")]
    Unstorable(#[from] serde_json::Error),
    #[error("Somebody else imported something at the same time. Look at what is there now, and try again. Nothing was changed.")]
    Overtaken,
    #[error("{0}. Nothing was changed.")]
    Store(#[from] StoreError),
}
