//! How the form of a campaign's targets asks for its fields.

use domain::{
    campaign::{Document, ListName, Reason},
    directory::Directory,
    form::{Each, Field},
};
use usecases::desk::audience::{LINES_MAX, PLACE_DIGITS, Reach};
use words::Words;

use super::{Control, Kind};

/// The longest words by which targets are found.
const FIND_MAX: usize = 100;

/// The fields of which there is one.
pub fn once(words: Words) -> Vec<Control> {
    let find = Control::line(Field::Q, words.audience_q_label(), FIND_MAX).hint(words.audience_q_hint());
    vec![
        Control::new(Field::Treaty, words.audience_treaty_label(), Kind::List).hint(words.audience_treaty_hint()),
        Control::new(Field::Rule, words.audience_rule_label(), Kind::Choice),
        Control::new(Field::State, words.audience_state_label(), Kind::List),
        Control::line(Field::District, words.audience_district_label(), 2).hint(words.audience_district_hint()).in_digits(),
        Control::line(Field::ListName, words.audience_list_name_label(), ListName::MAX).hint(words.audience_list_name_hint()),
        Control::lines(Field::List, words.audience_list_label(), LINES_MAX, 4).hint(words.audience_list_hint()),
        Control { kind: Kind::Line("search"), ..find },
        Control::lines(Field::These, words.audience_these_label(), LINES_MAX, 4).hint(words.audience_these_hint()),
        Control::new(Field::Then, words.audience_then_label(), Kind::Choice),
        Control::line(Field::Reason, words.audience_reason_label(), Reason::MAX).hint(words.audience_reason_hint()),
    ]
}

/// The fields of which there is one for each rule and target.
pub fn each(words: Words, Document { audience, .. }: &Document, directory: &Directory, reach: &Reach) -> Vec<Control> {
    let rules = audience.rules.iter().enumerate().filter(|(_, rule)| !rule.is_by_hand()).map(|(place, rule)| {
        let count = reach.targets.iter().filter(|reached| reached.rules.contains(&place)).count();
        let said = words.rule(rule, directory);
        let label = words.audience_rule_count(count, said);
        Control::new(Field::Each(Each::Rule, place.to_string()), label, Kind::Tick)
    });
    let first = audience.first.iter().map(|id| {
        let label = words.audience_place_label(directory.name_of(id));
        let control = Control::line(Field::Each(Each::Order, id.to_string()), label, PLACE_DIGITS).in_digits();
        if reach.first_in_vain.contains(id) { control.hint(words.audience_first_in_vain()) } else { control }
    });
    let excluded = reach.excluded.iter().flat_map(|left_out| {
        let reason = words.audience_left_out_reason(&left_out.name);
        let reason = Control::line(Field::Each(Each::Reason, left_out.id.to_string()), reason, Reason::MAX);
        let reason = if left_out.matters { reason } else { reason.hint(words.audience_left_out_idle()) };
        [Control::new(Field::Each(Each::Excluded, left_out.id.to_string()), left_out.name.clone(), Kind::Tick), reason.required()]
    });
    rules.chain(first).chain(excluded).collect()
}
