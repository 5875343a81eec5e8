//! The states: their tiles on the map, how their addresses are written. What they are called stands in `country_names`.

use super::*;

/// How many steps of a chess king lie between two states on the map.
fn steps(one: &State, other: &State) -> u8 {
    one.tile.column.abs_diff(other.tile.column).max(one.tile.row.abs_diff(other.tile.row))
}

#[test]
fn on_the_map_every_state_has_a_tile_of_its_own_and_a_phone_can_show_them_all() {
    let taken: BTreeSet<_> = DIRECTORY.states().map(|state| (state.tile.column, state.tile.row)).collect();
    assert_eq!(taken.len(), 197);
    let (columns, rows) =
        taken.iter().fold((0, 0), |(columns, rows), (column, row)| (columns.max(column + 1), rows.max(row + 1)));
    assert_eq!((columns, rows), (27, 19));
    assert!(390 / u16::from(columns) >= 13, "the tiles are too small for a phone of 390 px");
    assert!(taken.iter().any(|tile| tile.0 == 0) && taken.iter().any(|tile| tile.1 == 0), "the map has an empty edge");
}

#[test]
fn on_the_map_nobody_is_far_from_the_own_region() {
    for state in DIRECTORY.states() {
        let nearest = DIRECTORY
            .states()
            .filter(|other| other.region == state.region && other.iso2 != state.iso2)
            .map(|other| steps(state, other))
            .min();
        assert!(nearest <= Some(2), "{} is {nearest:?} steps from the rest of {}", state.iso2, state.region.as_str());
    }
}

#[test]
fn on_the_map_neighbours_lie_near_neighbours() {
    for pair in [
        "CA US", "US MX", "HT DO", "CO VE", "BR PY", "BO PE", "CL AR", "PT ES", "ES AD", "AD FR", "FR BE", "NL DE", "DE PL",
        "IE GB", "NO SE", "SE FI", "EE LV", "LV LT", "PL LT", "UA MD", "BY UA", "AL GR", "BG RO", "IT VA", "MA DZ", "LY EG",
        "EG IL", "SN GM", "NG CM", "KE TZ", "ZA LS", "MZ ZW", "TR GR", "TR SY", "AE OM", "IN BD", "IN LK", "PK AF", "CN MN",
        "KP KR", "LA VN", "ID TL", "ID PG", "FJ TO", "NU CK",
    ] {
        let (one, other) = pair.split_once(' ').unwrap();
        assert_eq!(steps(DIRECTORY.state(&iso2(one)).unwrap(), DIRECTORY.state(&iso2(other)).unwrap()), 1, "{pair}");
    }
}

#[test]
fn on_the_map_west_is_left_and_north_is_up() {
    let tile = |code: &str| DIRECTORY.state(&iso2(code)).unwrap().tile;
    for eastward in
        ["US IE DE BY KZ CN JP", "PE BR SN NG SO IN VN PH", "CL ZA MG AU NZ", "CU PT IT GR TR IR PK", "AG CV", "MA EG SA AE"]
    {
        let columns: Vec<u8> = eastward.split(' ').map(|code| tile(code).column).collect();
        assert!(columns.is_sorted_by(|west, east| west < east), "{eastward}: {columns:?}");
    }
    for southward in [
        "CA US MX HN CR PA CO PE CL",
        "NO DK DE CH IT MT TN NE CM GA NA ZA",
        "FI EE LV LT RO BG GR EG SD",
        "KZ UZ IR SA YE SO TZ MZ",
        "MN CN TH MY ID AU NZ",
    ] {
        let rows: Vec<u8> = southward.split(' ').map(|code| tile(code).row).collect();
        assert!(rows.is_sorted_by(|north, south| north < south), "{southward}: {rows:?}");
    }
}

#[test]
fn it_is_known_of_every_state_how_its_addresses_are_written() {
    let parts = PostalParts { lines: vec!["1 Road".into()], town: "Town".into(), ..PostalParts::default() };
    for state in DIRECTORY.states() {
        let lines = parts.lines_for(&state.iso2).unwrap();
        assert_eq!(lines.len(), 2, "{}: {lines:?}", state.iso2);
    }
}
