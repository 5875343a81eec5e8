//! Codes: each is good once, and wrong ones are counted.

use std::collections::BTreeMap;

use domain::people::{Organiser, Role};
use tests::steps::{LinkUse, Steps as _, entry};
use usecases::{
    Access, Refusal,
    desk::sign_in::use_code,
    ports::{SecondFactorReads as _, SessionReads as _, StoreError, Unit, Writes},
    refusal::Spent,
};

use crate::{
    fresh::{Fresh, at_once},
    sample::{email, second},
};

on_both! {
    a_secret_can_be_begun_anew_until_it_is_on,
    a_step_is_taken_once_and_none_before_it_ever,
    a_recovery_code_works_once_however_many_try,
    a_half_session_has_so_many_tries_and_so_much_time,
    wrong_codes_are_counted_over_all_links,
    turning_it_off_leaves_nothing,
}

const ADDRESS: &str = "olga@ngo.example";

async fn does<T>(fresh: &Fresh, does: impl AsyncFnOnce(&mut Unit) -> Result<T, StoreError>) -> T {
    let writes: &dyn Writes = &fresh.database;
    writes.write::<_, StoreError>(does).await.unwrap()
}

/// Somebody whose second factor is on, with these recovery codes.
async fn with_factor(fresh: &Fresh, codes: &[&str]) {
    let olga = Organiser { email: email(ADDRESS), role: Some(Role::Owner), campaigns: BTreeMap::new() };
    fresh.database.add_organiser(&olga, "first", second(600)).await.unwrap();
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    does(fresh, async |work| {
        work.begin_second_factor(&email(ADDRESS), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").await?;
        work.turn_on_second_factor(&email(ADDRESS), second(0)).await?;
        work.set_recovery_codes(&email(ADDRESS), &codes).await
    })
    .await;
}

async fn a_secret_can_be_begun_anew_until_it_is_on(fresh: &Fresh) {
    with_factor(fresh, &[]).await;
    does(fresh, async |work| work.begin_second_factor(&email(ADDRESS), "ANOTHER").await).await;
    let factor = fresh.database.second_factor(&email("OLGA@ngo.example")).await.unwrap().unwrap();
    assert_eq!((factor.on_since, factor.secret.len()), (Some(second(0)), 32));
    assert!(!does(fresh, async |work| work.turn_on_second_factor(&email(ADDRESS), second(1)).await).await);
    does(fresh, async |work| work.remove_second_factor(&email(ADDRESS)).await).await;
    for secret in ["ONE", "TWO"] {
        does(fresh, async |work| work.begin_second_factor(&email(ADDRESS), secret).await).await;
    }
    let factor = fresh.database.second_factor(&email(ADDRESS)).await.unwrap().unwrap();
    assert_eq!((factor.on_since, factor.secret.as_str()), (None, "TWO"));
}

async fn a_step_is_taken_once_and_none_before_it_ever(fresh: &Fresh) {
    with_factor(fresh, &[]).await;
    let nodes = [fresh.database.clone(), fresh.node().await];
    let taken = at_once((0..8).map(|n| {
        let node = nodes[n % 2].clone();
        async move {
            let writes: &dyn Writes = &node;
            writes.write::<_, StoreError>(async |work| work.take_step(&email(ADDRESS), 50).await).await.unwrap()
        }
    }))
    .await;
    assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 1);
    for (step, takes) in [(49, false), (50, false), (51, true)] {
        assert_eq!(does(fresh, async |work| work.take_step(&email(ADDRESS), step).await).await, takes, "{step}");
    }
}

async fn a_recovery_code_works_once_however_many_try(fresh: &Fresh) {
    with_factor(fresh, &["one", "two"]).await;
    let nodes = [fresh.database.clone(), fresh.node().await];
    let spent = at_once((0..8).map(|n| {
        let node = nodes[n % 2].clone();
        async move {
            let writes: &dyn Writes = &node;
            let spend = async |work: &mut Unit| work.spend_recovery_code(&email(ADDRESS), "one", second(1)).await;
            writes.write::<_, StoreError>(spend).await.unwrap()
        }
    }))
    .await;
    assert_eq!(spent.into_iter().filter(|spent| *spent).count(), 1);
    assert!(!does(fresh, async |work| work.spend_recovery_code(&email("eve@ngo.example"), "two", second(2)).await).await);
    assert_eq!(fresh.database.second_factor(&email(ADDRESS)).await.unwrap().unwrap().codes_left, 1);
}

/// Follows a new link, up to where a code is asked for.
async fn half_open(fresh: &Fresh, half: &str, now: i64) {
    does(fresh, async |work| work.add_link(half, &email(ADDRESS), second(9_999_999)).await).await;
    assert_eq!(fresh.database.use_link(half, half, second(now)).await.unwrap(), LinkUse::CodeWanted);
    assert_eq!(fresh.database.session(half, second(now)).await.unwrap(), None, "a link alone opens nothing");
}

async fn a_half_session_has_so_many_tries_and_so_much_time(fresh: &Fresh) {
    with_factor(fresh, &[]).await;
    half_open(fresh, "half", 0).await;
    for n in 0..Access::CODES_PER_LINK {
        let wrong = use_code(&fresh.database, "half", "000000", entry("session", second(1))).await;
        assert!(matches!(wrong, Err(Refusal::Invalid(_))), "{n}: {wrong:?}");
    }
    let gone = use_code(&fresh.database, "half", "000000", entry("session", second(1))).await;
    assert!(matches!(gone, Err(Refusal::TokenSpent(Spent::Code))), "{gone:?}");
    half_open(fresh, "slow", 0).await;
    let within = Access::CODE_WITHIN.as_secs();
    assert!(fresh.database.half_session("slow", second(within - 1), 5).await.unwrap().is_some());
    assert_eq!(fresh.database.half_session("slow", second(within), 5).await.unwrap(), None);
    let gone = use_code(&fresh.database, "slow", "000000", entry("session", second(within))).await;
    assert!(matches!(gone, Err(Refusal::TokenSpent(Spent::Code))), "{gone:?}");
}

async fn wrong_codes_are_counted_over_all_links(fresh: &Fresh) {
    with_factor(fresh, &[]).await;
    let tried = async |half: &str, now| {
        half_open(fresh, half, now).await;
        use_code(&fresh.database, half, "000000", entry("session", second(now + 1))).await
    };
    for wrong in 0..Access::WRONG_CODES {
        let refused = tried(&format!("half {wrong}"), 0).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))), "{wrong}: {refused:?}");
    }
    let day = 24 * 3600;
    let refused = tried("one more", 0).await;
    assert!(matches!(refused, Err(Refusal::TooManyTries { again_in }) if again_in.as_secs() == day + 1), "{refused:?}");
    let later = tried("tomorrow", day + 1).await;
    assert!(matches!(later, Err(Refusal::Invalid(_))), "{later:?}");
}

async fn turning_it_off_leaves_nothing(fresh: &Fresh) {
    with_factor(fresh, &["one"]).await;
    assert!(does(fresh, async |work| work.remove_second_factor(&email(ADDRESS)).await).await);
    assert!(!does(fresh, async |work| work.remove_second_factor(&email(ADDRESS)).await).await);
    for table in ["SELECT organiser FROM second_factors", "SELECT digest FROM recovery_codes"] {
        assert_eq!(fresh.rows(table).await, [""; 0], "{table}");
    }
    let signed_in = fresh.database.use_link("first", "session", second(5)).await.unwrap();
    assert!(matches!(signed_in, LinkUse::SignedIn(_)), "{signed_in:?}");
}
