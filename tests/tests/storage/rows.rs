//! JSON that older programs stored is read for ever: `tests/rows` has what stood there, and is only added to.

use std::sync::Arc;

use domain::{
    campaign::{Audience, AudienceVersion1},
    prose::Prose,
    target::Said,
};
use serde_json::Value;
use server::SystemClock;
use tests::steps::Steps as _;
use usecases::{
    LiveDirectory,
    directory::BuiltIn,
    ports::{CampaignReads as _, CorrectionRow, DirectoryRow, StoreError, Writes},
};

use crate::{
    fresh::Fresh,
    sample::{campaign, second, slug},
};

on_both! {
    every_audience_and_edition_that_was_stored_is_read,
    every_document_that_was_stored_is_read,
    every_row_of_the_directory_that_was_stored_is_read,
    every_correction_that_was_stored_is_read,
}

const AUDIENCES: &str = include_str!("../../rows/audiences.jsonl");
const EDITIONS: &str = include_str!("../../rows/editions.jsonl");
const DOCUMENTS: &str = include_str!("../../rows/documents.jsonl");
const CORRECTIONS: &str = include_str!("../../rows/corrections.jsonl");
const DIRECTORY_ROWS: &str = include_str!("../../rows/directory-rows.jsonl");

/// Whether all that a line says is said by what was read from it. New fields may have come to it.
fn has(read: &Value, line: &Value) -> bool {
    match (read, line) {
        (Value::Object(read), Value::Object(line)) => {
            line.iter().all(|(key, value)| value.is_null() || read.get(key).is_some_and(|read| has(read, value)))
        }
        (Value::Array(read), Value::Array(line)) => {
            read.len() == line.len() && read.iter().zip(line).all(|(read, line)| has(read, line))
        }
        _ => read == line,
    }
}

/// Before there were documents, the audience and each edition stood in a row of their own. The migration put them into
/// the documents of version 1 as they were.
async fn every_audience_and_edition_that_was_stored_is_read(fresh: &Fresh) {
    let edition = EDITIONS.lines().next().unwrap();
    let audience = AUDIENCES.lines().next().unwrap();
    for (audience, edition) in AUDIENCES.lines().map(|line| (line, edition)).chain(EDITIONS.lines().map(|line| (audience, line)))
    {
        let content = format!(
            r#"{{"version":1,"treaty":null,"audience":{audience},"zone":"UTC","opens_on":"2026-01-01","closes_on":null,"goal":1,"editions":[{edition}]}}"#
        );
        is_read(fresh, &content).await;
    }
}

async fn every_document_that_was_stored_is_read(fresh: &Fresh) {
    for line in DOCUMENTS.lines() {
        is_read(fresh, line).await;
    }
}

async fn is_read(fresh: &Fresh, line: &str) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    fresh.tamper(&format!("UPDATE campaign_revisions SET content = '{}'", line.replace('\'', "''"))).await;
    let read = fresh.database.campaign(&slug("one")).await.unwrap().unwrap().document.to_json().unwrap();
    let mut line: Value = serde_json::from_str(line).unwrap();
    if line["version"] == 1 {
        line = as_version_2(line);
    }
    assert!(has(&serde_json::from_str(&read).unwrap(), &line), "{line}\n{read}");
}

/// What version 1 says, as version 2 says it.
fn as_version_2(mut document: Value) -> Value {
    document.as_object_mut().unwrap().remove("version");
    // It was one rule, which is written as a rule among others now.
    let audience = serde_json::from_value::<AudienceVersion1>(document["audience"].take()).unwrap();
    document["audience"] = serde_json::to_value(Audience::from(audience)).unwrap();
    for edition in document["editions"].as_array_mut().unwrap() {
        let edition = edition.as_object_mut().unwrap();
        let template = edition.remove("template").unwrap();
        edition.insert("letter".to_owned(), serde_json::json!({ "template": template }));
        let paragraphs: Vec<String> = serde_json::from_value(edition.remove("story").unwrap()).unwrap();
        let story = Prose::from_paragraphs(&paragraphs).unwrap();
        assert_eq!(story.to_text(), paragraphs.join("\n\n"), "the paragraphs read as they did");
        edition.insert("story".to_owned(), Value::from(story.source()));
    }
    serde_json::json!({ "version": 2, "document": document })
}

/// By a node that starts on them: what it cannot read, it says.
async fn every_row_of_the_directory_that_was_stored_is_read(fresh: &Fresh) {
    let rows: Vec<(usize, Value)> = DIRECTORY_ROWS.lines().map(|line| serde_json::from_str(line).unwrap()).enumerate().collect();
    let row = |(number, line): &(usize, Value)| DirectoryRow {
        dataset: line["dataset"].as_str().unwrap().to_owned(),
        key: number.to_string(),
        content: line["content"].as_str().unwrap().to_owned(),
    };
    let rows: Vec<DirectoryRow> = rows.iter().map(row).collect();
    let mut datasets: Vec<String> = rows.iter().map(|row| row.dataset.clone()).collect();
    datasets.dedup();
    datasets.sort();
    datasets.dedup();
    fresh.database.replace_datasets(&datasets, &rows, second(0)).await.unwrap();
    let live = started(fresh).await;
    let directory = live.as_told();
    for row in &rows {
        let content: Value = serde_json::from_str(&row.content).unwrap();
        if content["fact"] == "target" {
            let id = content["id"].as_str().unwrap().parse().unwrap();
            let mut said = content.clone();
            said.as_object_mut().unwrap().remove("fact");
            // A member's offices at home come from another dataset.
            said.as_object_mut().unwrap().remove("other_addresses");
            let target = serde_json::to_value(directory.target(&id).unwrap()).unwrap();
            assert!(has(&target, &said), "{said}\n{target}");
        }
    }
}

/// A node that starts, and can read all that it finds.
async fn started(fresh: &Fresh) -> LiveDirectory {
    let built_in: BuiltIn = directory::tables().unwrap().into();
    let database = Arc::new(fresh.database.clone());
    let live = LiveDirectory::new(Arc::new(built_in), database.clone(), database.clone(), database, Arc::new(SystemClock));
    assert!(live.refresh().await.unwrap());
    assert_eq!(live.unreadable().into_iter().collect::<Vec<_>>(), [""; 0]);
    live
}

/// A correction, and what the source said when it was made, are of one form.
async fn every_correction_that_was_stored_is_read(fresh: &Fresh) {
    for line in CORRECTIONS.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let content = line["content"].as_str().unwrap().to_owned();
        let row = CorrectionRow {
            target: "mission-ao-us".parse().unwrap(),
            detail: line["detail"].as_str().unwrap().to_owned(),
            before: content.clone(),
            content,
            said: Said { source: "A source".to_owned(), as_of: "2026-11-20".parse().unwrap() },
            organiser: "ada@ngo.example".parse().unwrap(),
            at: second(1),
        };
        let writes: &dyn Writes = &fresh.database;
        writes.write::<_, StoreError>(async |work| work.correct(&row).await).await.unwrap();
        let corrections = started(fresh).await.corrections();
        let read = corrections.iter().find(|corrected| corrected.correction.right.kind().to_string() == row.detail).unwrap();
        let (said, read) = (serde_json::from_str(&row.content).unwrap(), serde_json::to_value(&read.correction.right).unwrap());
        assert!(has(&read, &said), "{said}\n{read}");
    }
}
