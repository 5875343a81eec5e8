use tests::steps::Steps as _;
use usecases::ports::{DirectoryReads as _, DirectoryRow};

use crate::{
    fresh::{Fresh, at_once},
    sample::second,
};

on_both! {
    an_import_comes_back_as_it_was_in_its_order,
    every_import_raises_the_version_and_reading_does_not,
    an_import_leaves_nothing_of_the_one_before,
    an_import_leaves_every_other_dataset_as_it_was,
    an_import_is_all_or_nothing,
    two_thousand_rows_go_in_at_once_and_a_dataset_may_be_empty,
    of_imports_at_once_one_is_there_whole_and_each_raised_the_version,
    an_import_is_seen_by_another_node_and_after_a_restart,
    datasets_come_one_after_the_other,
    several_datasets_of_one_file_go_in_together_or_not_at_all,
}

fn row(dataset: &str, key: &str, content: &str) -> DirectoryRow {
    DirectoryRow { dataset: dataset.to_owned(), key: key.to_owned(), content: content.to_owned() }
}

/// So many rows that all say the same. Their keys are not in the order of the alphabet.
fn rows(dataset: &str, count: usize, content: &str) -> Vec<DirectoryRow> {
    (0..count).rev().map(|number| row(dataset, &format!("congress-{number}"), content)).collect()
}

async fn an_import_comes_back_as_it_was_in_its_order(fresh: &Fresh) {
    let rows = [
        row("targets", "z", r#"{"name":"It's \"quoted\"; DROP TABLE datasets; --"}"#),
        row("targets", "a", "Łódź, İstanbul, Αθήνα, 北京, 💌 \u{2067}כתב\u{2069}\r\n\t\\ $1 ? %"),
        row("targets", "no mission AF US", ""),
        row("targets", "É", &"long ".repeat(20_000)),
    ];
    fresh.database.replace_datasets(&["targets".to_owned()], &rows, second(0)).await.unwrap();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), rows);
}

async fn every_import_raises_the_version_and_reading_does_not(fresh: &Fresh) {
    let mut versions = vec![fresh.database.directory_version().await.unwrap()];
    for dataset in ["congress", "congress", "offices", "congress", "treaty mbt"] {
        fresh.database.replace_datasets(&[dataset.to_owned()], &rows(dataset, 1, "{}"), second(0)).await.unwrap();
        fresh.database.directory_rows().await.unwrap();
        versions.push(fresh.database.directory_version().await.unwrap());
        assert_eq!(fresh.database.directory_version().await.unwrap(), *versions.last().unwrap());
    }
    assert!(versions.is_sorted_by(|before, after| before < after), "{versions:?}");
}

async fn an_import_leaves_nothing_of_the_one_before(fresh: &Fresh) {
    fresh.database.replace_datasets(&["congress".to_owned()], &rows("congress", 100, "old"), second(0)).await.unwrap();
    let new = [row("congress", "congress-7", "new"), row("congress", "congress-new", "new")];
    fresh.database.replace_datasets(&["congress".to_owned()], &new, second(1)).await.unwrap();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), new);
}

async fn an_import_leaves_every_other_dataset_as_it_was(fresh: &Fresh) {
    // The same keys, and a name that begins like the other's.
    for dataset in ["treaty ccm", "treaty ccm2"] {
        fresh.database.replace_datasets(&[dataset.to_owned()], &rows(dataset, 3, "first"), second(0)).await.unwrap();
    }
    fresh.database.replace_datasets(&["treaty ccm".to_owned()], &rows("treaty ccm", 2, "second"), second(1)).await.unwrap();
    let all = [rows("treaty ccm", 2, "second"), rows("treaty ccm2", 3, "first")].concat();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), all);
}

async fn an_import_is_all_or_nothing(fresh: &Fresh) {
    let twice = [rows("offices", 40, "new"), rows("offices", 1, "new")].concat();
    fresh.database.replace_datasets(&["offices".to_owned()], &twice, second(0)).await.unwrap_err();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), []);
    assert_eq!(fresh.database.directory_version().await.unwrap(), 0);
    fresh.database.replace_datasets(&["offices".to_owned()], &rows("offices", 40, "old"), second(0)).await.unwrap();
    let version = fresh.database.directory_version().await.unwrap();
    let error = fresh.database.replace_datasets(&["offices".to_owned()], &twice, second(1)).await.unwrap_err();
    assert!(error.to_string().contains("storing an import"), "{error}");
    assert_eq!(fresh.database.directory_rows().await.unwrap(), rows("offices", 40, "old"));
    assert_eq!(fresh.database.directory_version().await.unwrap(), version, "nobody has anything to read");
}

async fn two_thousand_rows_go_in_at_once_and_a_dataset_may_be_empty(fresh: &Fresh) {
    let many = rows("offices", 2_000, &"x".repeat(300));
    fresh.database.replace_datasets(&["offices".to_owned()], &many, second(0)).await.unwrap();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), many);
    fresh.database.replace_datasets(&["offices".to_owned()], &[], second(1)).await.unwrap();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), []);
}

async fn of_imports_at_once_one_is_there_whole_and_each_raised_the_version(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    at_once((0..8).map(|writer| {
        let node = nodes[writer % 2].clone();
        // Each brings another number of rows, so that one too many or too few would be seen.
        async move {
            node.replace_datasets(&["congress".to_owned()], &rows("congress", 50 + writer, &format!("{writer}")), second(0)).await
        }
    }))
    .await
    .into_iter()
    .for_each(Result::unwrap);
    let found = fresh.database.directory_rows().await.unwrap();
    let writer: usize = found[0].content.parse().unwrap();
    assert_eq!(found, rows("congress", 50 + writer, &format!("{writer}")));
    assert_eq!(fresh.database.directory_version().await.unwrap(), 8);
}

async fn an_import_is_seen_by_another_node_and_after_a_restart(fresh: &Fresh) {
    let node = fresh.node().await;
    assert_eq!(node.directory_version().await.unwrap(), 0);
    fresh.database.replace_datasets(&["targets".to_owned()], &rows("targets", 3, "{}"), second(0)).await.unwrap();
    let version = fresh.database.directory_version().await.unwrap();
    for node in [node, fresh.node().await] {
        assert_eq!(node.directory_version().await.unwrap(), version);
        assert_eq!(node.directory_rows().await.unwrap(), rows("targets", 3, "{}"));
    }
}

async fn datasets_come_one_after_the_other(fresh: &Fresh) {
    for dataset in ["treaty mbt", "congress", "treaty ccm2"] {
        fresh.database.replace_datasets(&[dataset.to_owned()], &rows(dataset, 20, dataset), second(0)).await.unwrap();
    }
    let found = fresh.database.directory_rows().await.unwrap();
    assert_eq!(found.len(), 60);
    for part in found.chunks(20) {
        let dataset = part[0].dataset.as_str();
        assert_eq!(part, rows(dataset, 20, dataset));
    }
}

async fn several_datasets_of_one_file_go_in_together_or_not_at_all(fresh: &Fresh) {
    let names = ["treaty ccm".to_owned(), "treaty mbt".to_owned()];
    let both = [rows("treaty ccm", 3, "new"), rows("treaty mbt", 3, "new")].concat();
    let twice = [&both[..], &both[3..4]].concat();
    fresh.database.replace_datasets(&names, &twice, second(0)).await.unwrap_err();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), []);
    fresh.database.replace_datasets(&names, &both, second(0)).await.unwrap();
    assert_eq!(fresh.database.directory_rows().await.unwrap(), both);
}
