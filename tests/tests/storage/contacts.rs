use domain::{
    checked::{EmailAddress, Token},
    target::{DetailKind, Said, TargetId},
};
use jiff::Timestamp;
use usecases::desk::{CorrectTargets, Rights, WholeSite};
use usecases::ports::{
    Act, CorrectionReads as _, CorrectionRow, DirectoryReads as _, KeptFile, KeptFileReads as _, StoreError, Unit, Writes,
};

use crate::{fresh::Fresh, sample::second};

on_both! {
    a_correction_comes_back_as_it_was_and_the_newest_comes_first,
    a_correction_takes_the_place_of_the_one_before_and_raises_the_version,
    a_correction_that_is_taken_back_is_gone_for_every_node,
    a_file_is_kept_byte_for_byte_for_one_organiser_and_until_its_time,
    an_organiser_has_one_file_and_what_has_expired_is_deleted,
    what_is_done_to_targets_is_audited_without_a_campaign,
}

fn writes(fresh: &Fresh) -> &dyn Writes {
    &fresh.database
}

fn id(id: &str) -> TargetId {
    TargetId::parse(id).unwrap()
}

fn organiser(name: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{name}@ngo.example")).unwrap()
}

fn correction(target: &str, content: &str, at: Timestamp) -> CorrectionRow {
    CorrectionRow {
        target: id(target),
        detail: "email".to_owned(),
        content: content.to_owned(),
        before: "Łódź \"; DROP TABLE corrections; --".to_owned(),
        said: Said { source: "Biuro, ул. Примерная 💌".to_owned(), as_of: "2026-11-20".parse().unwrap() },
        organiser: organiser("ada"),
        at,
    }
}

async fn correct(fresh: &Fresh, correction: &CorrectionRow) {
    writes(fresh).write::<_, StoreError>(async |work| work.correct(correction).await).await.unwrap();
}

async fn a_correction_comes_back_as_it_was_and_the_newest_comes_first(fresh: &Fresh) {
    let (old, new) = (correction("mission-ao-us", "{}", second(1)), correction("custom-one", "x", second(2)));
    correct(fresh, &old).await;
    correct(fresh, &new).await;
    assert_eq!(fresh.node().await.corrections().await.unwrap(), [new, old]);
}

async fn a_correction_takes_the_place_of_the_one_before_and_raises_the_version(fresh: &Fresh) {
    let mut versions = vec![fresh.database.directory_version().await.unwrap()];
    for number in 1..4 {
        correct(fresh, &correction("mission-ao-us", &number.to_string(), second(number))).await;
        versions.push(fresh.node().await.directory_version().await.unwrap());
    }
    assert!(versions.is_sorted_by(|before, after| before < after), "{versions:?}");
    assert_eq!(fresh.database.corrections().await.unwrap(), [correction("mission-ao-us", "3", second(3))]);
    let greeting = CorrectionRow { detail: "greeting-fr".to_owned(), ..correction("mission-ao-us", "4", second(4)) };
    correct(fresh, &greeting).await;
    assert_eq!(fresh.database.corrections().await.unwrap().len(), 2, "another detail has its own");
    assert_eq!(fresh.database.directory_rows().await.unwrap(), [], "they are no rows of the directory");
}

async fn a_correction_that_is_taken_back_is_gone_for_every_node(fresh: &Fresh) {
    correct(fresh, &correction("mission-ao-us", "1", second(1))).await;
    let version = fresh.database.directory_version().await.unwrap();
    let take_back = async |detail| {
        let target = id("mission-ao-us");
        writes(fresh).write::<_, StoreError>(async |work| work.uncorrect(&target, detail, second(2)).await).await.unwrap()
    };
    assert!(!take_back(DetailKind::Address).await);
    assert_eq!(fresh.database.directory_version().await.unwrap(), version, "there was nothing to take back");
    assert!(take_back(DetailKind::Email).await);
    assert!(!take_back(DetailKind::Email).await);
    let node = fresh.node().await;
    assert_eq!(node.corrections().await.unwrap(), []);
    assert!(node.directory_version().await.unwrap() > version);
}

fn file(id: u8, of: &str, until: Timestamp) -> KeptFile {
    let bytes = (0..=255).cycle().take(300_001).map(|byte: u8| byte.wrapping_add(id)).collect();
    KeptFile { id: Token::from_bytes([id; 16]), organiser: organiser(of), bytes, until }
}

async fn keep(fresh: &Fresh, file: &KeptFile) {
    writes(fresh).write::<_, StoreError>(async |work| work.keep_file(file).await).await.unwrap();
}

async fn a_file_is_kept_byte_for_byte_for_one_organiser_and_until_its_time(fresh: &Fresh) {
    let kept = file(1, "ada", second(10));
    keep(fresh, &kept).await;
    let node = fresh.node().await;
    let read = async |of: &str, at| node.kept_file(&kept.id, &organiser(of), second(at)).await.unwrap();
    assert_eq!(read("ada", 9).await.as_ref(), Some(&kept.bytes));
    assert_eq!((read("ben", 9).await, read("ada", 10).await), (None, None));
    writes(fresh).write::<_, StoreError>(async |work| work.drop_file(&kept.id).await).await.unwrap();
    assert_eq!(read("ada", 9).await, None);
}

async fn an_organiser_has_one_file_and_what_has_expired_is_deleted(fresh: &Fresh) {
    let (first, second_one, other) = (file(1, "ada", second(10)), file(2, "ada", second(20)), file(3, "ben", second(10)));
    for kept in [&first, &other, &second_one] {
        keep(fresh, kept).await;
    }
    let read = async |kept: &KeptFile| fresh.database.kept_file(&kept.id, &kept.organiser, second(1)).await.unwrap().is_some();
    assert_eq!((read(&first).await, read(&second_one).await, read(&other).await), (false, true, true));
    let expired = writes(fresh).write::<_, StoreError>(async |work| work.drop_expired_files(second(10)).await).await.unwrap();
    assert_eq!((expired, read(&second_one).await, read(&other).await), (1, true, false));
}

async fn what_is_done_to_targets_is_audited_without_a_campaign(fresh: &Fresh) {
    let rights = Rights::<CorrectTargets>::check(&tests::steps::present().unwrap(), WholeSite).unwrap();
    let (target, detail) = (id("mission-ao-us"), DetailKind::Email);
    for (number, act) in (1..).zip([
        Act::ImportedTargets { source: "Ours".to_owned(), new: 3, changed: 2, left: 1 },
        Act::CorrectedTarget { target: target.clone(), detail, content: "{}".to_owned() },
        Act::RemovedCorrection { target, detail },
    ]) {
        let at = second(number);
        let done = async |work: &mut Unit| -> Result<(), StoreError> {
            work.audit(rights.holder(), act, at);
            Ok(())
        };
        writes(fresh).write(done).await.unwrap();
    }
    let rows = fresh.rows("SELECT organiser || ' ' || act || ' [' || campaign || '] ' || subject FROM audit ORDER BY at").await;
    assert_eq!(
        rows,
        [
            "ada@ngo.example imported_targets [] 3 new, 2 changed, 1 left: Ours",
            "ada@ngo.example corrected_target [] mission-ao-us email {}",
            "ada@ngo.example removed_correction [] mission-ao-us email",
        ]
    );
}
