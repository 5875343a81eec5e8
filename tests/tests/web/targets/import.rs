//! A list from upload to a campaign's target.

use domain::campaign::{Audience, Part};
use jiff::SignedDuration;

use super::*;

/// Forty offices, in letters that Windows-1252 has.
fn forty() -> String {
    let row = |number: usize| {
        let (name, person) = match number % 4 {
            0 => ("Ministère de l’Éducation", "Élodie Façade"),
            1 => ("Câmara de São Tomé", "João Conceição"),
            2 => ("Straßenbauamt Köln", "Jürgen Groß"),
            _ => ("Diputación de Ñuñoa", "Íñigo Peña"),
        };
        let email = format!("office{number}@list.example");
        format!("\"{name} {number}\";\"Chair\";\"{person}\";{email};\"{number}, rue de l’Œuvre\n75007 Paris\";France;;;\r\n")
    };
    "Organisation;Title;Name;E-Mail;Address;Country;;;\r\n".to_owned() + &(1..=40).map(row).collect::<String>()
}

/// In Windows-1252, which has all of these letters.
fn windows(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '’' => 0x92,
        'Œ' => 0x8C,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

/// The page on which the columns of an uploaded file are chosen.
async fn uploaded(house: &House, cookie: &str, file: Vec<u8>) -> Page {
    let answer = upload(house, cookie, file).await;
    assert_eq!(answer.status, 303, "{}", answer.body_text());
    desk::get(house, answer.header("location"), cookie).await
}

async fn previewed(house: &House, cookie: &str, file: Vec<u8>, source: &str) -> Page {
    let columns = uploaded(house, cookie, file).await.form("Show the preview").set("source", source);
    let preview = submit(house, cookie, &columns).await;
    assert_eq!((preview.status, preview.texts("h2")), (200, vec!["Preview".to_owned()]), "{}", preview.body_text());
    preview
}

fn current(house: &House) -> Vec<String> {
    let directory = house.app.campaigns.directory.get();
    let is_custom = |target: &&domain::target::Target| target.id.as_str().starts_with("custom-") && target.is_current();
    directory.targets().iter().filter(is_custom).map(|target| target.id.to_string()).collect()
}

#[tokio::test]
async fn forty_rows_in_windows_1252_become_targets_of_a_campaign() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let columns = uploaded(&house, &cookie, windows(&forty())).await;
    assert_eq!(
        columns.text(".lead"),
        "We found 40 rows. Look whether the columns are right; what the table does not have stays empty."
    );
    assert!(columns.text(".notice").contains("“Câmara” on line 2 "), "{}", columns.text(".notice"));
    for (field, column) in [("name", "0"), ("title", "1"), ("person", "2"), ("email", "3"), ("address", "4"), ("country", "5")] {
        assert_eq!(columns.value(field), column, "{field}");
    }
    let form = columns.form("Show the preview");
    let unnamed = submit(&house, &cookie, &form).await;
    assert_eq!((unnamed.status, unnamed.error("source").as_deref()), (422, Some("Please fill this in.")));
    let preview = submit(&house, &cookie, &form.set("source", "A list of ours")).await;
    let first = preview.texts(".gallery__item")[0].clone();
    for part in ["Câmara de São Tomé 1", "João Conceição", "1, rue de l’Œuvre", "75007 Paris", "FRANCE", "office1@list.example"]
    {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert!(first.ends_with("Dear João Conceição:"), "{first}");
    assert_eq!(preview.texts("tbody tr").len(), 40);
    assert_eq!(current(&house), Vec::<String>::new(), "nothing is stored yet");
    let form = preview.form("Import these 40 targets");
    let done = submit(&house, &cookie, &form).await;
    assert_eq!((done.status, done.header("location")), (303, "/desk/targets?new=40&changed=0&same=0&left=0&refused=0"));
    let list = desk::get(&house, done.header("location"), &cookie).await;
    assert!(list.text(".notice").starts_with("40 targets are new."), "{}", list.text(".notice"));
    assert_eq!((current(&house).len(), current(&house)[0].as_str()), (40, "custom-camara-de-sao-tome-1"));
    // The file is not kept, so that the button does nothing twice.
    assert_eq!(submit(&house, &cookie, &form).await.status, 404);

    let listed = Audience::listed([id("custom-ministere-de-l-education-4")]);
    house.change("cluster-munitions", Part::Targets, |document| document.audience = listed).await;
    let letter = house.get("/c/cluster-munitions/write/custom-ministere-de-l-education-4").await;
    assert_eq!(letter.status, 200);
    let notes = letter.texts(".note");
    assert!(notes.iter().any(|note| note.starts_with("Source: A list of ours, as of November 21, 2026.")), "{notes:?}");
}

#[tokio::test]
async fn the_example_is_understood_in_every_language_of_the_desk() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    for language in ["en", "es", "fr"] {
        let example = desk::get(&house, &format!("/desk/targets/import/example.csv?lang={language}"), &cookie).await;
        assert!(example.header("content-disposition").starts_with("attachment; filename=\""), "{language}");
        let columns = uploaded(&house, &cookie, example.body.to_vec()).await;
        let fields = ["name", "title", "person", "email", "address", "postcode", "town", "country", "greeting"];
        let found = fields.map(|field| columns.value(field));
        assert_eq!(found, std::array::from_fn::<_, 9, _>(|at| at.to_string()), "{language}");
        assert_eq!(columns.texts("#unused"), Vec::<String>::new());
        let preview = submit(&house, &cookie, &columns.form("Show the preview").set("source", "An example")).await;
        assert_eq!(preview.texts("tbody tr td:last-child"), ["new", "new"], "{language}: {}", preview.body_text());
        assert!(preview.texts(".gallery__item")[1].contains("00-950 WarszawaPOLAND"), "{:?}", preview.texts(".gallery__item"));
    }
}

#[tokio::test]
async fn importing_again_updates_and_closes_only_whom_one_says_has_left() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let list = |rows: &[&str]| ("name,email,country\n".to_owned() + &rows.join("\n") + "\n").into_bytes();
    let first = previewed(&house, &cookie, list(&["One,one@list.example,FR", "Two,two@list.example,PL"]), "Ours").await;
    submit(&house, &cookie, &first.form("Import these 2 targets")).await;
    assert_eq!(current(&house), ["custom-one", "custom-two"]);
    // Somebody else's list touches nobody of this one.
    let other = previewed(&house, &cookie, list(&["Three,three@list.example,FR"]), "Theirs").await;
    assert!(other.texts("#missing").is_empty());
    submit(&house, &cookie, &other.form("Import this 1 target")).await;
    assert_eq!(current(&house), ["custom-one", "custom-two", "custom-three"]);
    // Again, with one renamed and one missing.
    let again = list(&["Uno,one@list.example,FR"]);
    let preview = previewed(&house, &cookie, again.clone(), "Ours").await;
    assert_eq!(preview.texts("tbody tr td:last-child"), ["changed: Office or organisation"]);
    assert_eq!(preview.text("#missing"), "1 target of this source is not in the list any more");
    let kept = submit(&house, &cookie, &preview.form("Import this 1 target")).await;
    assert_eq!(kept.header("location"), "/desk/targets?new=0&changed=1&same=0&left=0&refused=0");
    assert_eq!(current(&house), ["custom-one", "custom-two", "custom-three"], "nobody goes silently");
    let preview = previewed(&house, &cookie, again.clone(), "Ours").await;
    let closed = submit(&house, &cookie, &preview.form("Import this 1 target").set("have_left", "yes")).await;
    assert_eq!(closed.header("location"), "/desk/targets?new=0&changed=0&same=1&left=1&refused=0");
    assert_eq!(current(&house), ["custom-one", "custom-three"]);
    let two = desk::get(&house, "/desk/targets/custom-two", &cookie).await;
    assert!(two.text(".notice").contains("left its source on November 21, 2026"), "its counts keep its name");
    assert!(previewed(&house, &cookie, again, "Ours").await.texts("#missing").is_empty());
}

#[tokio::test]
async fn rows_that_cannot_be_taken_are_refused_with_their_reasons_and_the_others_taken() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let file = "name,email,country\n=1+1,a@list.example,FR\n<script>alert(1)</script>,b@list.example,FR\nOffice,not an address,Atlantis\n";
    let preview = previewed(&house, &cookie, file.into(), "Ours").await;
    let rows = preview.texts("tbody tr");
    assert!(rows[0].starts_with("Line 2") && rows[0].contains("Office or organisation: It begins like a formula"), "{rows:?}");
    for part in ["Country that it decides for: “Atlantis” names no country", "Email: Enter an email address in the form"] {
        assert!(rows[1].starts_with("Line 4") && rows[1].contains(part), "{rows:?}");
    }
    assert!(!preview.body_text().contains("<script>alert"), "a cell stays text");
    let done = submit(&house, &cookie, &preview.form("Import this 1 target")).await;
    assert_eq!(done.header("location"), "/desk/targets?new=1&changed=0&same=0&left=0&refused=2");
    let none = previewed(&house, &cookie, b"name,email,country\n=1,a@b.example,FR\n".to_vec(), "Ours").await;
    assert!(none.texts("button").iter().all(|button| !button.starts_with("Import")), "{:?}", none.texts("button"));
}

#[tokio::test]
async fn a_choice_of_columns_that_cannot_be_is_said_at_its_field_and_kept() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let columns = uploaded(&house, &cookie, b"x,y\nOffice,1 Road\n".to_vec()).await;
    assert_eq!(columns.text("#unused"), "Not used: A: x and B: y.");
    let form = columns.form("Show the preview").set("source", "Ours").set("as_of", "2026-02-30");
    let lacks = submit(&house, &cookie, &form).await;
    assert_eq!(lacks.status, 422);
    assert_eq!(lacks.error("name").unwrap(), "Choose a column for this: without it nobody can be written to.");
    assert!(lacks.error("address").unwrap().starts_with("Choose a column with an address"));
    assert!(lacks.error("country").is_some());
    assert_eq!(lacks.error("as_of").unwrap(), "Write a day that exists, as in 2026-11-21.");
    assert_eq!((lacks.value("source").as_str(), lacks.value("as_of").as_str()), ("Ours", "2026-02-30"));
    let wrong =
        form.set("name", "0").set("address", "0").set("email", "7").set("country_of_all", "ZZ").set("as_of", "2027-01-01");
    let wrong = submit(&house, &cookie, &wrong).await;
    assert_eq!(wrong.error("address").unwrap(), "This column is chosen for something else already.");
    assert_eq!(wrong.error("email").unwrap(), "Choose one of the file’s columns.");
    assert_eq!(wrong.error("country_of_all").unwrap(), "Choose a country from the list.");
    assert!(wrong.error("as_of").unwrap().starts_with("This day is yet to come."));
    // Without a header, and back from the preview to the columns.
    let right = columns.form("Show the preview").without("first_row").set("source", "Ours").set("country_of_all", "FR");
    let preview = submit(&house, &cookie, &right.set("name", "0").set("address", "1")).await;
    assert_eq!(preview.texts("tbody tr th"), ["Line 1", "Line 2"], "{}", preview.body_text());
    let back = submit(&house, &cookie, &preview.form("Choose the columns again")).await;
    assert_eq!((back.status, back.value("address").as_str(), back.value("source").as_str()), (200, "1", "Ours"));
}

#[tokio::test]
async fn what_is_no_table_is_refused_with_what_to_do() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let page = desk::get(&house, "/desk/targets/import", &cookie).await;
    assert_eq!(page.attributes("form[enctype]", "enctype"), ["multipart/form-data"]);
    for (file, reason) in [
        (Vec::new(), "Choose a file."),
        (b"PK\x03\x04xl/workbook".to_vec(), "This is a workbook of a spreadsheet program"),
        (b"%PDF-1.7".to_vec(), "This is a picture or a PDF"),
        (b"a\nWroc\xB3aw\n".to_vec(), "Line 2: The letters of this file cannot be read with certainty (“c³a”)."),
        (b"a,b\n\"c,d\n".to_vec(), "Line 2: A quotation mark is opened here and not closed."),
        (b"a,b\n".repeat(1_400_000), "This file is larger than 5 MB."),
        (b"a,b\n".repeat(10_002), "This file has more than 10,001 rows."),
    ] {
        let answer = upload(&house, &cookie, file).await;
        let error = answer.error("file").unwrap_or_default();
        assert!(answer.status == 422 && error.starts_with(reason), "{reason}: {error}");
    }
}

#[tokio::test]
async fn a_file_is_kept_for_a_day_and_a_newer_one_takes_its_place() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let file = b"name,email\nOffice,a@b.example\n".to_vec();
    let first = upload(&house, &cookie, file.clone()).await.header("location").to_owned();
    let second = upload(&house, &cookie, file).await.header("location").to_owned();
    assert_eq!(desk::get(&house, &first, &cookie).await.status, 404);
    house.clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_secs(1));
    assert_eq!(desk::get(&house, &second, &cookie).await.status, 200);
    assert_eq!(house.app.contacts.forget_files().await.unwrap(), 0);
    house.clock.advance(SignedDuration::from_secs(1));
    let gone = desk::get(&house, &second, &cookie).await;
    assert!(gone.status == 404 && gone.body_text().contains("Upload it again."), "{}", gone.body_text());
    assert_eq!(house.app.contacts.forget_files().await.unwrap(), 1);
    for path in ["/desk/targets/import/x", "/desk/targets/import/00000000000000000000000000000000"] {
        assert_eq!(desk::get(&house, path, &cookie).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_import_on_another_node_meanwhile_shows_the_preview_again() {
    let house = House::start().await;
    let store = house.database.clone();
    let node = House::with(|parts| parts.store = store).await;
    let cookie = desk::signed_in(&house).await;
    let other = signed_in_as(&house, "oscar@ngo.example", Role::Organiser).await;
    let mine = previewed(&house, &cookie, b"name,email,country\nOne,one@list.example,FR\n".to_vec(), "Ours").await;
    let theirs = previewed(&node, &other, b"name,email,country\nUno,one@list.example,FR\n".to_vec(), "Ours").await;
    assert_eq!(submit(&node, &other, &theirs.form("Import this 1 target")).await.status, 303);
    let form = mine.form("Import this 1 target");
    let again = submit(&house, &cookie, &form).await;
    assert_eq!(again.status, 409, "the other's is not undone, though this node has not seen it");
    house.app.contacts.directory.refresh().await.unwrap();
    let again = submit(&house, &cookie, &form).await;
    assert!(again.status == 409 && again.text(".notice").starts_with("Somebody else imported"), "{}", again.body_text());
    assert_eq!(again.texts("tbody tr td:last-child"), ["changed: Office or organisation"]);
    assert_eq!(submit(&house, &cookie, &again.form("Import this 1 target")).await.status, 303);
    assert_eq!(current(&house), ["custom-uno"]);
}
