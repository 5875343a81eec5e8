//! The words that servers and absence programs use, in the languages in which they are often met. They are compared without
//! accents, capitals and signs, so a phrase here may be written as it reads.

use std::sync::LazyLock;

use domain::{fold::fold, post::returned::ReturnClass};

/// What a server's words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// It goes on trying.
    Waits,
    /// The mailbox or the disk is full.
    Full,
    /// It tried for as long as it does.
    Expired,
    /// There is no such address.
    Nobody,
    /// It does not want this mail, or none of ours.
    Refused,
}

impl Sense {
    /// `None` where the mail was not given up.
    pub(super) const fn class_of_failure(self) -> Option<ReturnClass> {
        match self {
            Self::Waits => None,
            Self::Full | Self::Expired => Some(ReturnClass::Soft),
            Self::Nobody | Self::Refused => Some(ReturnClass::Hard),
        }
    }
}

/// In the order in which they are looked for: a server that waits also says what for, and one that gives up after days quotes
/// its last try.
const SENSES: [(Sense, &[&str]); 5] =
    [(Sense::Waits, WAITS), (Sense::Full, FULL), (Sense::Expired, EXPIRED), (Sense::Nobody, NOBODY), (Sense::Refused, REFUSED)];

const WAITS: &[&str] = &[
    "will keep trying",
    "will continue to try",
    "will continue trying",
    "will be retried",
    "will retry",
    "will try again",
    "still trying",
    "still being retried",
    "still being attempted",
    "warning message only",
    "do not need to resend",
    "has been delayed",
    "is delayed",
    "was delayed",
    "has not yet been delivered",
    "not been delivered yet",
    "could not send message for past",
    "delivery attempts will continue",
    "noch nicht zugestellt",
    "wird weiterhin versucht",
    "zustellung verzögert",
    "n'a pas encore été remis",
    "les tentatives continueront",
    "remise retardée",
    "se seguirá intentando",
    "todavía no se ha entregado",
    "entrega retrasada",
    "continuaremos tentando",
    "entrega atrasada",
    "consegna ritardata",
    "доставка задерживается",
    "配信が遅れて",
];

const FULL: &[&str] = &[
    "mailbox full",
    "mailbox is full",
    "mailbox for user is full",
    "mailbox has exceeded",
    "mailbox size limit exceeded",
    "inbox is full",
    "folder is full",
    "over quota",
    "overquota",
    "over its quota",
    "over his quota",
    "exceeded its quota",
    "exceeded his quota",
    "exceeded their quota",
    "quota exceeded",
    "exceeds the quota",
    "quota violation",
    "disk quota",
    "out of storage",
    "storage limit",
    "storage space",
    "insufficient storage",
    "insufficient system storage",
    "insufficient disk space",
    "not enough space",
    "boîte aux lettres pleine",
    "boîte aux lettres est pleine",
    "boîte de réception est pleine",
    "quota dépassé",
    "buzón lleno",
    "buzón está lleno",
    "buzón de correo está lleno",
    "cuota excedida",
    "postfach ist voll",
    "postfach voll",
    "speicherplatz überschritten",
    "caixa de correio cheia",
    "caixa de correio está cheia",
    "casella piena",
    "skrzynka jest pełna",
    "ящик переполнен",
    "メールボックスがいっぱい",
    "邮箱已满",
];

const EXPIRED: &[&str] = &[
    "message expired",
    "delivery time expired",
    "retry timeout exceeded",
    "retry time not reached for any host after a long failure period",
    "too long in queue",
    "in queue too long",
    "in the queue too long",
    "have been failing for a long time",
    "could not be delivered for",
    "was not delivered within",
    "connection timed out",
    "delivery expired",
    "maximum queue lifetime",
    "nachricht ist abgelaufen",
    "zeitüberschreitung",
    "délai de remise dépassé",
    "le message a expiré",
    "el mensaje caducó",
    "tiempo de entrega agotado",
    "a mensagem expirou",
    "il messaggio è scaduto",
    "срок доставки истек",
];

const NOBODY: &[&str] = &[
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "unknown local part",
    "unknown address",
    "no such user",
    "no such recipient",
    "no such address",
    "no such mailbox",
    "no such person",
    "no mailbox here by that name",
    "mailbox not found",
    "mailbox unavailable",
    "mailbox does not exist",
    "address does not exist",
    "account does not exist",
    "does not exist",
    "doesn't exist",
    "recipient not found",
    "user not found",
    "not listed in",
    "not found in directory",
    "invalid recipient",
    "invalid mailbox",
    "recipient address rejected",
    "doesn't have a",
    "doesn't have an account",
    "couldn't be found",
    "could not be found",
    "wasn't found at",
    "account is disabled",
    "account has been disabled",
    "account is inactive",
    "no longer in use",
    "unrouteable address",
    "unrouteable mail domain",
    "host or domain name not found",
    "domain not found",
    "couldn't find any host",
    "n'existe pas",
    "adresse inconnue",
    "utilisateur inconnu",
    "destinataire inconnu",
    "est introuvable",
    "no existe",
    "destinatario desconocido",
    "usuario desconocido",
    "não existe",
    "não foi encontrado",
    "empfänger unbekannt",
    "unbekannter empfänger",
    "existiert nicht",
    "utente sconosciuto",
    "nie istnieje",
    "не существует",
    "見つかりません",
    "不存在",
];

const REFUSED: &[&str] = &[
    "relay access denied",
    "relaying denied",
    "blocked by",
    "has been blocked",
    "blacklisted",
    "blocklisted",
    "message rejected",
    "rejected by",
    "rejected for policy",
    "refused by",
    "access denied",
    "not authorized",
    "not permitted",
    "detected as spam",
    "considered spam",
    "policy violation",
];

/// A bounce's subject begins so.
const BOUNCE_SUBJECTS: &[&str] = &[
    "undeliver",
    "delivery status notification",
    "delivery notification",
    "delivery failure",
    "delivery failed",
    "delivery has failed",
    "delivery delay",
    "delivery report",
    "delivery error",
    "delivery problem",
    "mail delivery",
    "message delivery",
    "mail could not be delivered",
    "message could not be delivered",
    "message undeliverable",
    "message delayed",
    "message status undeliverable",
    "mail system error",
    "mail not delivered",
    "email not delivered",
    "failure notice",
    "failure delivery",
    "failed mail",
    "returned mail",
    "returned to sender",
    "non deliverable",
    "non delivery",
    "nondeliverable",
    "warning could not send",
    "delayed mail",
    "unzustellbar",
    "nachricht unzustellbar",
    "nicht zustellbar",
    "non remis",
    "message non distribué",
    "courrier non distribué",
    "échec de la remise",
    "échec de remise",
    "non distribuable",
    "no se puede entregar",
    "no entregado",
    "mensaje no entregado",
    "correo no entregado",
    "error de entrega",
    "não entregue",
    "mensagem não entregue",
    "falha na entrega",
    "mancata consegna",
    "non recapitabile",
    "не доставлено",
    "配信不能",
];

/// An absence program's subject has this in it.
const ABSENCES: &[&str] = &[
    "out of office",
    "out of the office",
    "automatic reply",
    "automatic response",
    "auto reply",
    "autoreply",
    "auto response",
    "autoresponse",
    "autoresponder",
    "away from my mail",
    "i am on vacation",
    "on annual leave",
    "we have received your",
    "thank you for contacting",
    "thank you for your message",
    "thank you for your email",
    "absence du bureau",
    "réponse automatique",
    "message d'absence",
    "accusé de réception",
    "respuesta automática",
    "fuera de la oficina",
    "acuse de recibo",
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "eingangsbestätigung",
    "resposta automática",
    "fora do escritório",
    "risposta automatica",
    "fuori sede",
    "automatisch antwoord",
    "afwezigheidsbericht",
    "automatyczna odpowiedź",
    "autosvar",
    "автоответ",
    "автоматический ответ",
    "رد تلقائي",
    "自動応答",
    "自动回复",
];

/// The text's folded words with one space between them, and one at each end.
fn words(text: &str) -> String {
    // An apostrophe is a space when it is folded, and some servers leave it out of their texts.
    let mut words = String::from(" ");
    for word in fold(text).split_whitespace() {
        words.push_str(word);
        words.push(' ');
    }
    words
}

struct Folded {
    senses: Vec<(Sense, Vec<String>)>,
    bounces: Vec<String>,
    absences: Vec<String>,
}

static FOLDED: LazyLock<Folded> = LazyLock::new(|| {
    let all = |phrases: &[&str]| phrases.iter().map(|phrase| words(phrase).trim_end().to_owned()).collect::<Vec<_>>();
    Folded {
        senses: SENSES.iter().map(|(sense, phrases)| (*sense, all(phrases))).collect(),
        bounces: all(BOUNCE_SUBJECTS),
        absences: all(ABSENCES),
    }
});

/// What a text says. Where it says several things, the first of [`SENSES`].
pub(super) fn of(text: &str) -> Option<Sense> {
    let text = words(text);
    FOLDED.senses.iter().find(|(_, phrases)| has_one(&text, phrases)).map(|(sense, _)| *sense)
}

pub(super) fn is_bounce_subject(subject: &str) -> bool {
    let subject = words(subject);
    FOLDED.bounces.iter().any(|phrase| subject.starts_with(phrase.as_str()))
}

pub(super) fn is_absence_subject(subject: &str) -> bool {
    has_one(&words(subject), &FOLDED.absences)
}

/// Phrases begin with a word. Scripts that are written without spaces between their words have them anywhere.
fn has_one(text: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| {
        let spaced = phrase.trim_start();
        let without_spaces = spaced.starts_with(|c: char| matches!(c, '\u{3040}'..='\u{9FFF}'));
        text.contains(if without_spaces { spaced } else { phrase.as_str() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_in_capitals_without_accents_and_over_the_end_of_a_line() {
        for (text, sense) in [
            ("552 Mailbox is FULL", Some(Sense::Full)),
            ("La boite aux lettres est\r\npleine.", Some(Sense::Full)),
            ("Das Postfach ist voll", Some(Sense::Full)),
            ("申し訳ありません。メールボックスがいっぱいです", Some(Sense::Full)),
            ("user unknown; will keep trying", Some(Sense::Waits)),
            ("Cette adresse n’existe pas", Some(Sense::Nobody)),
            ("El usuario no existe", Some(Sense::Nobody)),
            ("your message is on its way", None),
        ] {
            assert_eq!(of(text), sense, "{text}");
        }
    }

    #[test]
    fn a_bounce_is_known_by_the_beginning_of_its_subject_alone() {
        assert!(is_bounce_subject("Undeliverable: Please ratify") && is_bounce_subject("[!] Mail delivery failed: returning"));
        assert!(!is_bounce_subject("Re: Undeliverable: Please ratify") && !is_bounce_subject("Our delivery report"));
    }

    #[test]
    fn an_absence_is_known_in_several_languages() {
        for subject in ["Automatic reply: Please ratify", "RÉPONSE AUTOMATIQUE : Please", "自動応答: x", "رد تلقائي: x"]
        {
            assert!(is_absence_subject(subject), "{subject}");
        }
        assert!(!is_absence_subject("Please ratify"));
    }
}
