use domain::artwork::{AlternativeText, Artwork, ArtworkId, Credit};
use tests::steps::Steps as _;
use usecases::ports::{ArtworkFile, ArtworkReads as _, CampaignReads as _, RevisionReads as _};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign, campaign_id, second, slug},
};

on_both! {
    an_artwork_comes_back_as_it_was_with_both_files_byte_for_byte,
    artworks_come_in_the_order_in_which_they_were_added,
    an_artwork_that_is_added_again_keeps_its_place_and_gets_the_new_words,
    equal_pictures_are_stored_once,
    an_artwork_needs_its_campaign,
    a_campaign_has_no_more_artworks_than_it_may,
    nodes_that_add_at_once_lose_nothing,
    nothing_of_it_is_public_before_it_is_published,
    who_changed_the_artwork_is_written_down_with_the_change,
}

fn artwork(number: u8) -> Artwork {
    Artwork {
        id: id(number),
        credit: Credit::parse(&format!("Art by Łucja {number}, grade 6")).unwrap(),
        alternative_text: AlternativeText::parse("A field of poppies 🌺").unwrap(),
        width: 1875,
        height: 1275,
    }
}

fn id(number: u8) -> ArtworkId {
    ArtworkId::from_bytes([number; 32])
}

/// Every byte there is, and as many as a photograph has.
fn file() -> Vec<u8> {
    (0..=255).cycle().take(700_001).collect()
}

async fn two_campaigns(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one"), campaign("two")], second(0)).await.unwrap();
}

/// As many as a campaign may have.
const MOST: u8 = 24;

/// The artworks of the newest revision.
async fn shown(fresh: &Fresh, campaign: &str) -> Vec<Artwork> {
    fresh.database.working_campaign(&slug(campaign)).await.unwrap().unwrap().document.look.artworks
}

async fn add(fresh: &Fresh, campaign: &str, artwork: &Artwork) {
    assert!(fresh.database.add_artwork(&campaign_id(campaign), artwork, [b"print", b"preview"], second(0)).await.unwrap());
}

async fn an_artwork_comes_back_as_it_was_with_both_files_byte_for_byte(fresh: &Fresh) {
    two_campaigns(fresh).await;
    fresh.database.add_artwork(&campaign_id("one"), &artwork(1), [&file(), b"\0small\xFF"], second(0)).await.unwrap();
    assert_eq!(shown(fresh, "one").await, [artwork(1)]);
    assert_eq!(shown(fresh, "two").await, []);
    let again = fresh.node().await;
    assert_eq!(again.artwork_file(&id(1), ArtworkFile::Print).await.unwrap(), Some(file()));
    assert_eq!(again.artwork_file(&id(1), ArtworkFile::Preview).await.unwrap(), Some(b"\0small\xFF".to_vec()));
    assert_eq!(again.artwork_file(&id(2), ArtworkFile::Print).await.unwrap(), None);
}

async fn artworks_come_in_the_order_in_which_they_were_added(fresh: &Fresh) {
    two_campaigns(fresh).await;
    for number in [9, 1, 5, 3] {
        add(fresh, "one", &artwork(number)).await;
    }
    assert!(fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(9)).await.unwrap());
    add(fresh, "one", &artwork(1)).await;
    let found: Vec<_> = shown(fresh, "one").await.into_iter().map(|artwork| artwork.id).collect();
    assert_eq!(found, [9, 5, 3, 1].map(id));
}

async fn an_artwork_that_is_added_again_keeps_its_place_and_gets_the_new_words(fresh: &Fresh) {
    two_campaigns(fresh).await;
    add(fresh, "one", &artwork(1)).await;
    add(fresh, "one", &artwork(2)).await;
    let renamed = Artwork { credit: Credit::parse("Art by Ada").unwrap(), ..artwork(1) };
    add(fresh, "one", &renamed).await;
    assert_eq!(shown(fresh, "one").await, [renamed, artwork(2)]);
}

async fn equal_pictures_are_stored_once(fresh: &Fresh) {
    two_campaigns(fresh).await;
    add(fresh, "one", &artwork(1)).await;
    let other = Artwork { credit: Credit::parse("Art by somebody").unwrap(), ..artwork(1) };
    fresh.database.add_artwork(&campaign_id("two"), &other, [b"other", b"other"], second(1)).await.unwrap();
    let print = async || fresh.database.artwork_file(&id(1), ArtworkFile::Print).await.unwrap();
    assert_eq!(print().await, Some(b"print".to_vec()), "the first stays");
    assert!(fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(9)).await.unwrap());
    assert!(!fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(9)).await.unwrap(), "it is gone");
    assert_eq!((shown(fresh, "one").await, shown(fresh, "two").await), (vec![], vec![other]));
    assert_eq!(print().await, Some(b"print".to_vec()), "an earlier revision shows it");
}

async fn an_artwork_needs_its_campaign(fresh: &Fresh) {
    fresh.database.add_artwork(&campaign_id("none"), &artwork(1), [b"print", b"preview"], second(0)).await.unwrap_err();
    assert_eq!(fresh.database.artwork_file(&id(1), ArtworkFile::Print).await.unwrap(), None, "all or nothing");
    assert!(fresh.database.remove_artwork(&campaign_id("none"), &id(1), second(9)).await.is_err());
}

async fn a_campaign_has_no_more_artworks_than_it_may(fresh: &Fresh) {
    two_campaigns(fresh).await;
    for number in 1..=MOST {
        add(fresh, "one", &artwork(number)).await;
    }
    let more = artwork(MOST + 1);
    let taken = fresh.database.add_artwork(&campaign_id("one"), &more, [b"print", b"preview"], second(0)).await.unwrap();
    assert!(!taken);
    assert_eq!(fresh.database.artwork_file(&more.id, ArtworkFile::Print).await.unwrap(), None, "all or nothing");
    add(fresh, "two", &more).await;
    // One that it has already is not one more.
    let renamed = Artwork { credit: Credit::parse("Art by Ada").unwrap(), ..artwork(1) };
    add(fresh, "one", &renamed).await;
    assert_eq!(shown(fresh, "one").await.len(), usize::from(MOST));
}

async fn nodes_that_add_at_once_lose_nothing(fresh: &Fresh) {
    two_campaigns(fresh).await;
    let mut nodes = Vec::new();
    for number in 1..=3 {
        nodes.push((fresh.node().await, number));
    }
    at_once(nodes.into_iter().map(|(node, number)| async move {
        node.add_artwork(&campaign_id("one"), &artwork(number), [b"print", b"preview"], second(0)).await.unwrap();
    }))
    .await;
    assert_eq!(shown(fresh, "one").await.len(), 3);
}

async fn nothing_of_it_is_public_before_it_is_published(fresh: &Fresh) {
    two_campaigns(fresh).await;
    add(fresh, "one", &artwork(1)).await;
    let public = fresh.database.campaign_named(&campaign_id("one")).await.unwrap().unwrap();
    assert_eq!(public.document.look.artworks, []);
}

async fn who_changed_the_artwork_is_written_down_with_the_change(fresh: &Fresh) {
    two_campaigns(fresh).await;
    add(fresh, "one", &artwork(1)).await;
    assert!(fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(2)).await.unwrap());
    assert!(!fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(3)).await.unwrap(), "it is gone");
    let rows = fresh.rows("SELECT organiser || ' ' || act || ' ' || campaign || ' ' || subject FROM audit ORDER BY at").await;
    assert_eq!(rows, ["2", "3"].map(|revision| format!("ada@ngo.example saved_campaign one {revision} look")));
}
