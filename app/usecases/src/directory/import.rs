//! Completes a file: what its form leaves open is decided by what is already known.

use domain::{
    Date,
    directory::Directory,
    district::{Congress, Districts},
    target::{Office, Target},
};

use super::ImportError;

/// After every election at least one in this many members of the House is new.
const NEW_IN_HOUSE: usize = 50;

/// The members of a table. It does not say whose term runs. If it has the House whose terms have ended, it is an old
/// list with a new date and is refused: every election brings some thirty new members. It does not say who leads a
/// chamber: whoever did still does, if in the same seat. Nor does it say whose term ends before those of others:
/// whoever had such an end, in this Congress or later, keeps it.
pub fn members_of_table(mut members: Vec<Target>, known: &Directory, as_of: Date) -> Result<Vec<Target>, ImportError> {
    let of = Congress::of_day(as_of);
    let is_in_house = |target: &&Target| target.seat().is_some_and(|seat| !seat.is_in_senate());
    let has_ended =
        |member: &Target| known.target(&member.id).and_then(|known| known.valid_until).is_some_and(|end| end <= of.begins());
    let all = members.iter().filter(is_in_house).count();
    let ended = members.iter().filter(is_in_house).filter(|member| has_ended(member)).count();
    if all > 0 && (all - ended) * NEW_IN_HOUSE < all {
        return Err(ImportError::MembersOfTheLast { all, ended, of });
    }
    for member in &mut members {
        let Some(before) = known.target(&member.id) else { continue };
        if let (Office::Congress(seat), Some(old)) = (&mut member.office, before.seat())
            && seat.chamber == old.chamber
            && seat.state == old.state
        {
            seat.leads_as.clone_from(&old.leads_as);
            if let Some(end) = before.valid_until.filter(|end| *end > of.begins()) {
                member.valid_until = Some(end);
            }
        }
    }
    Ok(members)
}

/// The Congress that a map of districts belongs to, with notices about it for a person. It is the one named in the file
/// or given beside it, else the one that sits.
pub fn congress_of_map(
    districts: &Districts,
    said: Option<Congress>,
    given: Option<Congress>,
    known: &Directory,
    sitting: Congress,
) -> Result<(Congress, Vec<String>), ImportError> {
    if let (Some(said), Some(given)) = (said, given)
        && said != given
    {
        return Err(ImportError::OtherCongress { said, given });
    }
    let told = said.or(given);
    let of = told.unwrap_or(sitting);
    let is_like = |(_, map): &(Congress, &Districts)| is_much_like(map, districts);
    let its_own = known.map(of).map(|map| (of, map));
    // A table without a date has to be like the map of the sitting Congress. Between two elections with different
    // lines, thousands of ZIP codes move.
    if told.is_none() && !its_own.as_ref().is_some_and(is_like) {
        if let Some((like, _)) = known.maps().filter(|(known, _)| *known != of).find(is_like) {
            return Err(ImportError::LikeAnotherMap { like, of });
        }
        if its_own.is_some() {
            return Err(ImportError::UnlikeItsMap { of });
        }
    }
    let mut notes = Vec::new();
    if told.is_none() {
        notes.push(format!(
            "The file does not say of which Congress it is: it was taken as the map of the {of}, which sits. If it is of another, say --congress."
        ));
    }
    if of > sitting {
        let since = format!("{}, at noon in Washington", of.begins());
        notes.push(format!("This is the map of the {of} Congress: it takes effect by itself on {since}."));
    }
    Ok((of, notes))
}

/// Whether at most one in a hundred of the ZIP codes that a map and a file both have lies elsewhere in the file.
fn is_much_like(map: &Districts, file: &Districts) -> bool {
    let both = || file.iter().map(|(zip, of)| (map.of(zip), of)).filter(|(known, _)| !known.is_empty());
    let moved = both().filter(|(known, of)| known != of).count();
    both().next().is_some() && moved * 100 <= both().count()
}
