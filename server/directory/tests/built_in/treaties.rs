//! Where the states stand under the treaties, and since when.

use super::*;

#[test]
fn every_treaty_has_its_names_in_every_language() {
    for treaty in DIRECTORY.treaties() {
        let names = Grammar::ALL.map(|grammar| treaty.name(grammar));
        for (grammar, name) in Grammar::ALL.into_iter().zip(names) {
            assert_eq!(grammar.without_article(&name.in_sentence), name.short);
            let has_articles = !matches!(grammar, Grammar::Ar | Grammar::Uk | Grammar::Ru | Grammar::Th);
            assert_eq!(name.in_sentence != name.short, has_articles, "{name:?}");
        }
        let different: BTreeSet<_> = names.iter().map(|name| &name.short).collect();
        assert_eq!(different.len(), Grammar::ALL.len(), "{names:?}");
    }
}

#[test]
fn what_is_asked_is_said_in_the_grammar_of_every_language() {
    let [mbt, ccm] = ["mbt", "ccm"].map(|id| DIRECTORY.treaty(&treaty(id)).unwrap());
    for (grammar, treaty, ask, request) in [
        (Grammar::En, mbt, Ask::Accede, "accede to the Mine Ban Treaty"),
        (Grammar::En, ccm, Ask::Rejoin, "rejoin the Convention on Cluster Munitions"),
        (Grammar::Es, ccm, Ask::Accede, "adherirse a la Convención sobre Municiones en Racimo"),
        (Grammar::Fr, mbt, Ask::Accede, "adhérer au Traité d’interdiction des mines"),
        (Grammar::Fr, mbt, Ask::Ratify, "ratifier le Traité d’interdiction des mines"),
        (Grammar::Pt, ccm, Ask::Accede, "aderir à Convenção sobre Munições de Dispersão"),
        (Grammar::Pt, ccm, Ask::Ratify, "ratificar a Convenção sobre Munições de Dispersão"),
        (Grammar::Pt, mbt, Ask::Rejoin, "voltar a ser parte da Convenção sobre a Proibição de Minas Antipessoal"),
        (Grammar::De, ccm, Ask::Accede, "dem Übereinkommen über Streumunition beizutreten"),
        (Grammar::De, ccm, Ask::Ratify, "das Übereinkommen über Streumunition zu ratifizieren"),
        (Grammar::De, mbt, Ask::Rejoin, "dem Ottawa-Übereinkommen wieder beizutreten"),
        (Grammar::Ar, ccm, Ask::Accede, "الانضمام إلى اتفاقية الذخائر العنقودية"),
        (Grammar::Ar, ccm, Ask::Ratify, "التصديق على اتفاقية الذخائر العنقودية"),
        (Grammar::Ar, mbt, Ask::Rejoin, "الانضمام مجددًا إلى اتفاقية حظر الألغام المضادة للأفراد"),
        (Grammar::Uk, ccm, Ask::Accede, "приєднатися до Конвенції про касетні боєприпаси"),
        (Grammar::Uk, ccm, Ask::Ratify, "ратифікувати Конвенцію про касетні боєприпаси"),
        (Grammar::Uk, mbt, Ask::Rejoin, "знову приєднатися до Конвенції про заборону протипіхотних мін"),
        (Grammar::Ru, ccm, Ask::Accede, "присоединиться к Конвенции по кассетным боеприпасам"),
        (Grammar::Ru, ccm, Ask::Ratify, "ратифицировать Конвенцию по кассетным боеприпасам"),
        (Grammar::Ru, mbt, Ask::Rejoin, "вновь присоединиться к Конвенции о запрещении противопехотных мин"),
        (Grammar::Th, ccm, Ask::Accede, "เข้าเป็นภาคีอนุสัญญาว่าด้วยระเบิดพวง"),
        (Grammar::Th, ccm, Ask::Ratify, "ให้สัตยาบันอนุสัญญาว่าด้วยระเบิดพวง"),
        (Grammar::Th, mbt, Ask::Rejoin, "กลับเข้าเป็นภาคีอนุสัญญาห้ามทุ่นระเบิดสังหารบุคคล"),
    ] {
        assert_eq!(ask.request(grammar, treaty.name(grammar)).as_deref(), Some(request));
    }
}

#[test]
fn a_verb_stands_alone_only_where_the_name_after_it_stays_as_it_is() {
    for treaty in DIRECTORY.treaties() {
        for ask in [Ask::Accede, Ask::Ratify, Ask::Rejoin] {
            for grammar in Grammar::ALL {
                let name = treaty.name(grammar);
                let Some(verb) = ask.verb(grammar) else {
                    assert!(matches!(grammar, Grammar::De | Grammar::Uk | Grammar::Ru), "{}", grammar.language().tag());
                    continue;
                };
                let space = if grammar == Grammar::Th { "" } else { " " };
                let mut words = format!("{verb}{space}");
                grammar.language().join(&mut words, &name.in_sentence);
                assert_eq!(Some(words), ask.request(grammar, name));
            }
        }
    }
}

#[test]
fn every_state_has_a_row_under_each_treaty_with_its_source_and_day() {
    assert_eq!(DIRECTORY.treaties().len(), 2);
    for treaty in DIRECTORY.treaties() {
        assert!(!treaty.source.is_empty());
        for state in DIRECTORY.states() {
            let row = DIRECTORY.membership(&treaty.id, &state.iso2).unwrap_or_else(|| panic!("{} {}", treaty.id, state.iso2));
            assert!(!row.source.is_empty() && row.as_of.len() >= 4, "{row:?}");
        }
    }
}

#[test]
fn under_the_mine_ban_treaty_161_parties_and_36_others_make_197() {
    let sums = sums("mbt", edition());
    assert_eq!(sums[&Status::Party], 161);
    assert_eq!(sums[&Status::NotParty], 31);
    assert_eq!(sums[&Status::Withdrawn], 5);
    assert_eq!(sums.get(&Status::Signatory), None, "the last signatory ratified in March 2025");
}

#[test]
fn on_1_december_2025_the_mine_ban_treaty_had_166_parties() {
    assert_eq!(sums("mbt", date("2025-12-01"))[&Status::Party], 166);
}

#[test]
fn under_the_cluster_convention_112_parties_12_signatories_and_73_others_make_197() {
    let sums = sums("ccm", edition());
    assert_eq!(sums[&Status::Party], 112);
    assert_eq!(sums[&Status::Signatory], 12);
    assert_eq!(sums[&Status::NotParty] + sums[&Status::Withdrawn], 73);
    assert_eq!(sums[&Status::Withdrawn], 1, "Lithuania");
}

#[test]
fn on_1_august_2025_the_cluster_convention_had_111_parties() {
    assert_eq!(sums("ccm", date("2025-08-01"))[&Status::Party], 111);
}

#[test]
fn withdrawals_take_effect_by_themselves_on_their_day() {
    assert_eq!(status("mbt", "EE", "2025-12-01"), Status::Party);
    assert_eq!(status("mbt", "EE", "2026-01-01"), Status::Withdrawn);
    for (state, last, first) in [
        ("EE", "2025-12-26", "2025-12-27"),
        ("LV", "2025-12-26", "2025-12-27"),
        ("LT", "2025-12-26", "2025-12-27"),
        ("FI", "2026-01-09", "2026-01-10"),
        ("PL", "2026-02-19", "2026-02-20"),
    ] {
        assert_eq!(status("mbt", state, last), Status::Party, "{state}");
        assert_eq!(status("mbt", state, first), Status::Withdrawn, "{state}");
    }
    assert_eq!(status("ccm", "LT", "2025-03-05"), Status::Party);
    assert_eq!(status("ccm", "LT", "2025-03-06"), Status::Withdrawn);
}

#[test]
fn a_state_that_never_did_anything_has_a_row_without_events() {
    let row = DIRECTORY.membership(&treaty("mbt"), &iso2("US")).unwrap();
    assert!(row.events.is_empty() && !row.source.is_empty());
    assert_eq!(status("mbt", "US", EDITION), Status::NotParty);
    assert_eq!(status("mbt", "UA", EDITION), Status::Party, "a withdrawal cannot take effect in war");
}

#[test]
fn nobody_joined_before_the_treaty_was_adopted_or_signed_after_it_was_closed() {
    for treaty in DIRECTORY.treaties() {
        for state in DIRECTORY.states() {
            for event in &DIRECTORY.membership(&treaty.id, &state.iso2).unwrap().events {
                assert!(event.on > treaty.adopted_on && event.on <= edition(), "{} {} {event:?}", treaty.id, state.iso2);
                assert!(
                    event.act != Act::Signed || event.on < treaty.closed_for_signature_on,
                    "{} {} {event:?}",
                    treaty.id,
                    state.iso2
                );
            }
        }
    }
}

#[test]
fn notes_are_for_the_public() {
    for treaty in DIRECTORY.treaties() {
        for state in DIRECTORY.states() {
            if let Some(note) = &DIRECTORY.membership(&treaty.id, &state.iso2).unwrap().note {
                assert!(note.ends_with('.') && note.len() < 300 && !note.contains(".csv"), "{note}");
            }
        }
    }
    for state in ["UA", "LB", "MH", "TO"] {
        assert!(DIRECTORY.membership(&treaty("mbt"), &iso2(state)).unwrap().note.is_some(), "{state}");
    }
}
