//! The words by which a placeholder is known in a text from elsewhere, and what it plainly means, in the languages of the
//! interface. All of them are looked for in any text: organisations pass their letters on half translated.

use crate::{
    fold::folded_words,
    language::{Grammar, Language},
    template::MergeField,
};

/// What a placeholder says that is one of our fields. With commas between.
const FIELDS: [(MergeField, &str); 6] = [
    (
        MergeField::SenderName,
        "name, your name, my name, full name, your full name, first name, your first name, sender name, signature, your signature, \
         nombre, tu nombre, su nombre, mi nombre, nombre completo, tu nombre completo, nombre y apellidos, firma, tu firma, \
         nom, votre nom, ton nom, mon nom, prénom, votre prénom, ton prénom, nom et prénom, prénom et nom, \
         nome, seu nome, o seu nome, teu nome, meu nome, nome completo, seu nome completo, assinatura, \
         ihr name, dein name, mein name, vorname, dein vorname, ihr vorname, name und vorname, vor und nachname, unterschrift, \
         الاسم, اسمك, اسمي, الاسم الكامل, اسمك الكامل, التوقيع, توقيعك",
    ),
    (
        MergeField::SenderPlace,
        "city, your city, town, your town, your place, city and state, city state, your city and state, hometown, your hometown, \
         ciudad, tu ciudad, su ciudad, lugar, tu pueblo, ville, votre ville, ta ville, lieu, \
         cidade, sua cidade, a sua cidade, tua cidade, local, ort, ihr ort, dein ort, wohnort, stadt, ihre stadt, deine stadt, \
         المدينة, مدينتك, مدينتي, المكان",
    ),
    (
        MergeField::TargetName,
        "ambassador, ambassador s name, name of ambassador, name of the ambassador, minister, minister s name, name of the minister, \
         recipient, recipient s name, recipient name, name of recipient, name of the recipient, official s name, \
         president s name, senator s name, representative s name, addressee, \
         embajador, embajadora, nombre del embajador, nombre de la embajadora, nombre del ministro, nombre de la ministra, \
         destinatario, destinataria, nombre del destinatario, nombre de la destinataria, \
         ambassadeur, ambassadrice, nom de l ambassadeur, nom de l ambassadrice, nom du ministre, nom de la ministre, \
         destinataire, nom du destinataire, nom de la destinataire, \
         embaixador, embaixadora, nome do embaixador, nome da embaixadora, nome do ministro, nome da ministra, \
         destinatária, nome do destinatário, nome da destinatária, \
         botschafter, botschafterin, name des botschafters, name der botschafterin, name des ministers, name der ministerin, \
         empfänger, empfängerin, name des empfängers, name der empfängerin, \
         السفير, السفيرة, اسم السفير, اسم السفيرة, اسم الوزير, اسم الوزيرة, المرسل إليه, اسم المرسل إليه",
    ),
    (MergeField::TargetSalutation, "salutation, greeting, saludo, formule d appel, saudação, anrede, التحية"),
    (
        MergeField::TargetCountry,
        "country, country name, name of country, name of the country, target country, país, nombre del país, pays, nom du pays, \
         nome do país, land, name des landes, البلد, اسم البلد, الدولة, اسم الدولة",
    ),
    (
        MergeField::TreatyName,
        "treaty, treaty name, name of treaty, name of the treaty, tratado, nombre del tratado, traité, nom du traité, \
         nome do tratado, vertrag, name des vertrags, المعاهدة, اسم المعاهدة",
    ),
];

/// What stands before a place that is left open, whatever comes before that.
const BEFORE: [(MergeField, &str); 2] = [
    (
        MergeField::SenderName,
        "my name is, me llamo, mi nombre es, je m appelle, mon nom est, meu nome é, chamo me, ich heiße, mein name ist",
    ),
    (MergeField::SenderPlace, "i live in, vivo en, j habite à, moro em, vivo em, ich wohne in, أعيش في, أسكن في"),
];

/// Asks to put something in; the last ones stand behind it.
const INSERT: &str = "insert, enter, write, fill, insertar, inserta, inserte, escribe, escriba, indica, indique, pon, ponga, \
     insérer, insérez, indiquer, indiquez, écrire, écrivez, saisir, saisissez, complétez, \
     inserir, insira, escreva, preencha, coloque, أدخل, اكتب, ضع, أدرج, \
     einfügen, eintragen, einsetzen, eingeben, ergänzen";

/// What may stand beside such a word and says nothing.
const FILLERS: &str = "please, in, out, the, a, an, here, por favor, aquí, el, la, los, veuillez, svp, le, les, ici, \
     aqui, o, os, bitte, hier, هنا, رجاء";

fn is_one_of(word: &str, words: &str) -> bool {
    let word = folded_words(word);
    !word.is_empty() && words.split(',').any(|known| folded_words(known) == word)
}

/// Whether a word asks to put something in.
pub(super) fn is_insert(word: &str) -> bool {
    is_one_of(word, INSERT)
}

/// Whether a word says nothing beside one that asks to put something in.
pub(super) fn is_filler(word: &str) -> bool {
    is_one_of(word, FILLERS)
}

/// The field that a placeholder's words mean.
pub(super) fn field(words: &str) -> Option<MergeField> {
    FIELDS.iter().find(|(_, known)| is_one_of(words, known)).map(|(field, _)| *field)
}

/// The field that is left open after these words.
pub(super) fn field_after(words: &str) -> Option<MergeField> {
    let words = format!(" {}", folded_words(words));
    let is_end = |known: &str| words.ends_with(&format!(" {}", folded_words(known)));
    BEFORE.iter().find(|(_, known)| known.split(',').any(is_end)).map(|(field, _)| *field)
}

/// The label of a blank of which nothing is known.
pub(super) fn any_words(language: Language) -> &'static str {
    match language.grammar() {
        None | Some(Grammar::En) => "your words",
        Some(Grammar::Es) => "tus palabras",
        Some(Grammar::Fr) => "vos mots",
        Some(Grammar::Pt) => "suas palavras",
        Some(Grammar::De) => "Ihre Worte",
        Some(Grammar::Ar) => "كلماتك",
        Some(Grammar::Uk) => "ваші слова",
        Some(Grammar::Ru) => "ваши слова",
        Some(Grammar::Th) => "ข้อความของคุณ",
    }
}
