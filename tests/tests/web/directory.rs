//! The directory changes while the site runs: what was imported is what supporters find.

mod campaigns;
mod congress;
mod imports;
mod waiting;

use std::sync::Arc;

use domain::{
    Date,
    address::Address,
    campaign::Rule,
    checked::EmailAddress,
    directory::{Absence, Directory},
    district::{Congress, District, Districts, Zip},
    state::Iso2,
    tally::Stage,
    target::{CapitalRole, Chamber, Holder, HouseRole, Office, OtherAddress, Seat, Target, TargetId, TargetKind},
    treaty::{Act, Event, JoinedBy, Membership, TreatyId},
};
use jiff::civil::date;
use tests::house::{BY_MAIL, BY_WEB_FORM, House};
use tests::steps::Steps as _;
use usecases::{
    LiveDirectory,
    directory::{Import, ImportError, Manner, Report},
    ports::{DirectoryReads as _, DirectoryRow},
};

use crate::{
    campaign_to, campaign_to_these,
    desk::{self, signed_in, squeezed},
};

const AS_OF: Date = date(2026, 11, 20);
const MANNER: Manner = Manner { dry_run: false, allow_gone: false, as_of: AS_OF };
const DRY: Manner = Manner { dry_run: true, ..MANNER };

const SITTING: Congress = Congress::new(119);

/// The map of the Congress that sits.
fn map(house: &House) -> Districts {
    now(house).map(SITTING).unwrap().clone()
}

/// Who writes to a representative, and where a ZIP code leads.
const TO_CONGRESS: &str = "/c/children-in-detention";

fn live(house: &House) -> &LiveDirectory {
    &house.app.campaigns.directory
}

fn now(house: &House) -> Arc<Directory> {
    live(house).get()
}

async fn import(house: &House, import: Import) -> Report {
    import_so(house, import, MANNER).await
}

async fn import_so(house: &House, import: Import, manner: Manner) -> Report {
    let mut reports = live(house).import(import, manner).await.unwrap();
    assert_eq!(reports.len(), 1);
    reports.remove(0)
}

async fn version(house: &House) -> u64 {
    house.database.directory_version().await.unwrap()
}

fn id(text: &str) -> TargetId {
    TargetId::parse(text).unwrap()
}

fn state(text: &str) -> Iso2 {
    Iso2::parse(text).unwrap()
}

/// The members of Congress as a file has them: their offices at home stand in another one.
fn members(house: &House) -> Vec<Target> {
    let members = now(house)
        .targets()
        .iter()
        .filter(|target| target.kind() == TargetKind::Congress && target.is_current())
        .cloned()
        .collect::<Vec<_>>();
    members.into_iter().map(|target| Target { other_addresses: Vec::new(), ..target }).collect()
}

fn without(members: Vec<Target>, gone: &str) -> Vec<Target> {
    members.into_iter().filter(|target| target.id.as_str() != gone).collect()
}

/// Somebody who was elected to the House for a district.
fn elected(state: &str, district: u8) -> Target {
    let chamber = Chamber::House { district, role: HouseRole::Representative };
    Target {
        id: id("congress-N000999"),
        office: Office::Congress(Seat { state: state.to_owned(), chamber, party: "Independent".to_owned(), leads_as: None }),
        ..of_nobody("Nora Newcomer", "Newcomer")
    }
}

/// A target that a campaign of one's own writes to.
fn custom(name: &str) -> Target {
    let office = Office::Custom { name: "Examplia Arms".to_owned(), title: "Chair of the Board".to_owned(), country: Iso2::us() };
    Target { id: id(&format!("custom-{name}")), office, ..of_nobody("Carla Chair", "Chair") }
}

/// The fields that the made-up targets have in common.
fn of_nobody(full: &str, last: &str) -> Target {
    Target {
        id: id("custom-nobody"),
        office: Office::Custom { name: String::new(), title: String::new(), country: Iso2::us() },
        holder: Holder::Named { full: full.to_owned(), last: last.to_owned() },
        holder_said: None,
        other_names: Vec::new(),
        greetings: Vec::new(),
        address: Some(address("1 Sample Street|Washington DC 20515")),
        other_addresses: Vec::new(),
        email: None,
        web_form: None,
        phone: None,
        note: None,
        source: "A test".to_owned(),
        as_of: AS_OF,
        valid_until: None,
        left_on: None,
        corrected: Vec::new(),
    }
}

fn address(lines: &str) -> Address {
    Address {
        lines: lines.split('|').map(str::to_owned).collect(),
        country: Iso2::us(),
        country_name: "United States of America".to_owned(),
    }
}

fn offices(house: &House) -> Vec<(TargetId, OtherAddress)> {
    let of =
        |target: &Target| target.other_addresses.iter().map(|office| (target.id.clone(), office.clone())).collect::<Vec<_>>();
    now(house).targets().iter().filter(|target| target.kind() == TargetKind::Congress).flat_map(of).collect()
}

fn office(id: &str) -> OtherAddress {
    OtherAddress {
        id: id.to_owned(),
        label: format!("District office in {id}"),
        address: address("9 Sample Square|Sampleton AL 35000"),
        phone: None,
        source: "A test".to_owned(),
        as_of: AS_OF,
    }
}

fn missions_to_us(house: &House) -> (Vec<Target>, Vec<Absence>) {
    let to_us = |target: &&Target| matches!(&target.office, Office::Mission { to, .. } if *to == Iso2::us());
    let directory = live(house).as_told();
    (
        directory.targets().iter().filter(to_us).cloned().collect(),
        directory.absences().iter().filter(|absence| absence.to == Iso2::us()).cloned().collect(),
    )
}

fn memberships(house: &House, treaty: &str) -> Vec<Membership> {
    let treaty = TreatyId::parse(treaty).unwrap();
    let directory = now(house);
    directory.states().filter_map(|state| directory.membership(&treaty, &state.iso2)).cloned().collect()
}
