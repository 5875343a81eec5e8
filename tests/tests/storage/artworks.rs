use domain::artwork::{AlternativeText, Artwork, ArtworkId, Credit};
use tests::steps::Steps as _;
use usecases::ports::{ArtworkFile, ArtworkReads as _};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign, campaign_id, second},
};

on_both! {
    an_artwork_comes_back_as_it_was_with_both_files_byte_for_byte,
    artworks_come_in_the_order_in_which_they_were_added,
    an_artwork_that_is_added_again_keeps_its_place_and_gets_the_new_words,
    equal_pictures_are_stored_once_and_stay_until_the_last_campaign_lets_go,
    an_artwork_needs_its_campaign,
    a_campaign_has_no_more_artworks_than_it_may,
    nodes_that_add_at_once_do_not_add_more_than_they_may,
    two_nodes_may_add_and_take_out_at_once,
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

async fn add(fresh: &Fresh, campaign: &str, artwork: &Artwork) {
    assert!(fresh.database.add_artwork(&campaign_id(campaign), artwork, [b"print", b"preview"], 24, second(0)).await.unwrap());
}

async fn an_artwork_comes_back_as_it_was_with_both_files_byte_for_byte(fresh: &Fresh) {
    two_campaigns(fresh).await;
    fresh.database.add_artwork(&campaign_id("one"), &artwork(1), [&file(), b"\0small\xFF"], 24, second(0)).await.unwrap();
    assert_eq!(fresh.database.artworks(&campaign_id("one")).await.unwrap(), [artwork(1)]);
    assert_eq!(fresh.database.artworks(&campaign_id("two")).await.unwrap(), []);
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
    let found: Vec<_> =
        fresh.database.artworks(&campaign_id("one")).await.unwrap().into_iter().map(|artwork| artwork.id).collect();
    assert_eq!(found, [9, 5, 3, 1].map(id));
}

async fn an_artwork_that_is_added_again_keeps_its_place_and_gets_the_new_words(fresh: &Fresh) {
    two_campaigns(fresh).await;
    add(fresh, "one", &artwork(1)).await;
    add(fresh, "one", &artwork(2)).await;
    let renamed = Artwork { credit: Credit::parse("Art by Ada").unwrap(), ..artwork(1) };
    add(fresh, "one", &renamed).await;
    assert_eq!(fresh.database.artworks(&campaign_id("one")).await.unwrap(), [renamed, artwork(2)]);
}

async fn equal_pictures_are_stored_once_and_stay_until_the_last_campaign_lets_go(fresh: &Fresh) {
    two_campaigns(fresh).await;
    add(fresh, "one", &artwork(1)).await;
    let other = Artwork { credit: Credit::parse("Art by somebody").unwrap(), ..artwork(1) };
    fresh.database.add_artwork(&campaign_id("two"), &other, [b"other", b"other"], 24, second(1)).await.unwrap();
    let print = async || fresh.database.artwork_file(&id(1), ArtworkFile::Print).await.unwrap();
    assert_eq!(print().await, Some(b"print".to_vec()), "the first stays");
    assert!(fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(9)).await.unwrap());
    assert!(!fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(9)).await.unwrap(), "it is gone");
    assert_eq!(fresh.database.artworks(&campaign_id("one")).await.unwrap(), []);
    assert_eq!((fresh.database.artworks(&campaign_id("two")).await.unwrap(), print().await.is_some()), (vec![other], true));
    assert!(fresh.database.remove_artwork(&campaign_id("two"), &id(1), second(9)).await.unwrap());
    assert_eq!(print().await, None);
}

async fn an_artwork_needs_its_campaign(fresh: &Fresh) {
    fresh.database.add_artwork(&campaign_id("none"), &artwork(1), [b"print", b"preview"], 24, second(0)).await.unwrap_err();
    assert_eq!(fresh.database.artwork_file(&id(1), ArtworkFile::Print).await.unwrap(), None, "all or nothing");
    assert!(!fresh.database.remove_artwork(&campaign_id("none"), &id(1), second(9)).await.unwrap());
}

async fn a_campaign_has_no_more_artworks_than_it_may(fresh: &Fresh) {
    two_campaigns(fresh).await;
    let add = async |campaign, artwork: &Artwork| {
        fresh.database.add_artwork(&campaign_id(campaign), artwork, [b"print", b"preview"], 2, second(0)).await.unwrap()
    };
    assert!(add("one", &artwork(1)).await && add("one", &artwork(2)).await);
    assert!(!add("one", &artwork(3)).await);
    assert_eq!(fresh.database.artwork_file(&id(3), ArtworkFile::Print).await.unwrap(), None, "all or nothing");
    assert!(add("two", &artwork(3)).await, "another campaign has its own");
    let renamed = Artwork { credit: Credit::parse("Art by Ada").unwrap(), ..artwork(1) };
    assert!(add("one", &renamed).await, "one that it has already is not one more");
    assert_eq!(fresh.database.artworks(&campaign_id("one")).await.unwrap(), [renamed, artwork(2)]);
}

async fn nodes_that_add_at_once_do_not_add_more_than_they_may(fresh: &Fresh) {
    two_campaigns(fresh).await;
    let mut nodes = Vec::new();
    for number in 1..=6 {
        nodes.push((fresh.node().await, number));
    }
    at_once(nodes.into_iter().map(|(node, number)| async move {
        node.add_artwork(&campaign_id("one"), &artwork(number), [b"print", b"preview"], 3, second(0)).await.unwrap();
    }))
    .await;
    assert_eq!(fresh.database.artworks(&campaign_id("one")).await.unwrap().len(), 3);
}

async fn two_nodes_may_add_and_take_out_at_once(fresh: &Fresh) {
    two_campaigns(fresh).await;
    let mut nodes = Vec::new();
    for name in ["one", "two"] {
        nodes.push((fresh.node().await, name));
    }
    at_once(nodes.into_iter().map(|(node, name)| async move {
        for round in 0..20 {
            node.add_artwork(&campaign_id(name), &artwork(1), [b"print", b"preview"], 24, second(round)).await.unwrap();
            assert!(node.artwork_file(&id(1), ArtworkFile::Print).await.unwrap().is_some(), "{name} {round}");
            assert!(node.remove_artwork(&campaign_id(name), &id(1), second(9)).await.unwrap());
        }
    }))
    .await;
    assert_eq!(fresh.database.artwork_file(&id(1), ArtworkFile::Print).await.unwrap(), None);
}

async fn who_changed_the_artwork_is_written_down_with_the_change(fresh: &Fresh) {
    two_campaigns(fresh).await;
    let add = async |number| {
        fresh.database.add_artwork(&campaign_id("one"), &artwork(number), [b"print", b"preview"], 1, second(1)).await.unwrap()
    };
    assert!(add(1).await);
    assert!(!add(2).await, "there is no room");
    assert!(fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(2)).await.unwrap());
    assert!(!fresh.database.remove_artwork(&campaign_id("one"), &id(1), second(3)).await.unwrap(), "it is gone");
    let rows = fresh.rows("SELECT organiser || ' ' || act || ' ' || campaign || ' ' || subject FROM audit ORDER BY at").await;
    let id = id(1);
    let expected = ["added_artwork", "removed_artwork"].map(|act| format!("ada@ngo.example {act} one {id}"));
    assert_eq!(rows, expected);
}
