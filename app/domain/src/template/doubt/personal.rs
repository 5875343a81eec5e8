//! What a blank asks for that a child should not give away.

use crate::fold::folded_words;

/// What a stranger could find a child with. Anybody may write, so any blank may be filled in by a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    LastName,
    Address,
    Telephone,
    Email,
    Birthday,
    School,
}

impl Personal {
    /// What a label asks for, in any of the languages of the interface: who writes in one of them may well borrow from another.
    pub(super) fn asked_by(label: &str) -> Option<Self> {
        let label = spaced(label);
        let is_in = |words: &str| match words.strip_suffix('$') {
            Some(whole) => label.contains(&spaced(whole)),
            None => label.contains(spaced(words).trim_end()),
        };
        WORDS.iter().find(|(_, words)| words.split(',').any(is_in)).map(|(personal, _)| *personal)
    }
}

/// Folded, with one space before each word and one at the end.
fn spaced(text: &str) -> String {
    format!(" {} ", folded_words(text))
}

/// What labels say, with commas between: beginnings of words, or with a `$` at the end whole words. Looked for in this order, as an email
/// address is no postal one.
const WORDS: [(Personal, &str); 6] = [
    (
        Personal::Email,
        "email, e mail, mail address, mailadresse, correo electrónico, courriel, البريد الإلكتروني, بريدك الإلكتروني, إيميل",
    ),
    (
        Personal::LastName,
        "surname, last name, family name, full name, first and last name, name and surname, \
         apellido, nombre completo, nom de famille, nom complet, prénom et nom, nom et prénom, \
         sobrenome, apelido, nome completo, nome de família, \
         nachname, familienname, zuname, vor und nachname, vollständiger name, ganzer name, \
         اسم العائلة, لقب العائلة, اسم الأسرة, الكنية, كنيتك, الاسم الكامل, اسمك الكامل, الاسم الثلاثي",
    ),
    (
        Personal::Address,
        "address, street, zip code, postcode, post code, postal code, dirección, domicilio, calle, código postal, \
         adresse, rue$, code postal, domicile, endereço, morada, rua$, cep$, \
         anschrift, postanschrift, wohnanschrift, wohnadresse, postadresse, straße, postleitzahl, plz$, hausnummer, \
         عنوان, العنوان, شارع, الشارع, الرمز البريدي",
    ),
    (
        Personal::Telephone,
        "phone, telephone, mobile, cell phone, cellphone, tel$, whatsapp, teléfono, móvil, celular$, \
         téléphone, portable$, telefone, telemóvel, telefon, handy, mobilnummer, rufnummer, \
         هاتف, الهاتف, جوال, الجوال, موبايل, واتساب",
    ),
    (
        Personal::Birthday,
        "birthday, birth date, birthdate, date of birth, fecha de nacimiento, cumpleaños, nacimiento, \
         date de naissance, anniversaire, naissance, data de nascimento, aniversário, nascimento, geburt, \
         ميلاد, الميلاد, ميلادك",
    ),
    (
        Personal::School,
        "school, your class$, your teacher, escuela, colegio, instituto$, tu clase$, \
         école, collège$, lycée, ta classe$, votre classe$, escola, tua turma$, sua turma$, \
         schule, schulname, deine klasse$, ihre klasse$, مدرسة, المدرسة, مدرستك, صفك",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_child_should_not_give_away_is_known_in_every_language() {
        for (labels, personal) in [
            ("your surname, Last name, your FULL NAME, tus apellidos, ton nom de famille, o seu sobrenome", Personal::LastName),
            ("dein Nachname, اسم العائلة, اسمك الكامل", Personal::LastName),
            ("home address, tu dirección, votre adresse, seu endereço, deine Postanschrift", Personal::Address),
            ("Straße, عنوانك, العنوان, PLZ, zip code, ta rue", Personal::Address),
            ("phone number, tu teléfono, ton téléphone, telefone, Handynummer, Tel., رقم الهاتف, رقم هاتفك", Personal::Telephone),
            ("your email address, E-Mail, tu correo electrónico, courriel, بريدك الإلكتروني", Personal::Email),
            ("date of birth, tu cumpleaños, date de naissance, data de nascimento, Geburtsdatum", Personal::Birthday),
            ("تاريخ ميلادك, your birthday", Personal::Birthday),
            ("the name of your school, tu escuela, ton école, sua escola, deine Schule, اسم مدرستك", Personal::School),
        ] {
            for label in labels.split(", ") {
                assert_eq!(Personal::asked_by(label), Some(personal), "{label}");
            }
        }
    }

    #[test]
    fn what_says_nothing_about_who_writes_is_not_taken_for_it() {
        for label in [
            "your reason, why it matters to you, your town, first name, telling words, celebration",
            "tu motivo, tu nombre, la rueda, ta raison, ta ville, prénom, seu motivo, ruas seguras",
            "deine Schulden, dein Grund, dein Vorname, سببك, مدينتك, اسمك, 理由, เหตุผล",
        ] {
            for label in label.split(", ") {
                assert_eq!(Personal::asked_by(label), None, "{label}");
            }
        }
    }
}
