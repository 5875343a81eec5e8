//! The words of our own mails, in the language of the letter where we have them, else in English. Plain, short, to one person; each says what
//! happened, what happens to the letter, and what to do next.
//!
//! None of these mails has the supporter's name in it. The mail that asks to confirm has nothing else that the writer typed
//! either: no text, no reason, no place. Otherwise anybody could type a stranger's address and have us bring that stranger
//! words, or a link, of their choice. The letter is on the page behind the link.

use domain::language::{Grammar, Language};
use usecases::ports::Outgoing;

use crate::page::Block;

/// A mail of ours: its subject and what it says.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) blocks: Vec<Block>,
}

/// The language that our own mails about a letter are written in.
pub(crate) fn language(mail: &Outgoing) -> Language {
    match mail.letter.language.grammar() {
        Some(Grammar::Es) => Language::ES,
        Some(Grammar::Fr) => Language::FR,
        _ => Language::EN,
    }
}

/// Asks the supporter to confirm, in the campaign's words alone: the address has confirmed nothing yet, and can be
/// anybody's.
pub(crate) fn confirmation(mail: &Outgoing) -> Words {
    let target = &mail.target_name;
    let (subject, asked, press, link_lives) = match mail.letter.language.grammar() {
        Some(Grammar::Es) => (
            titled("Confirma tu carta", mail),
            format!("Nos pediste enviar una carta a {target}{}. Todavía no se ha enviado nada.", campaign_es(mail)),
            "Para leerla otra vez y enviarla, abre esta página y pulsa el botón:",
            "El enlace funciona durante 7 días. Si no lo usas, no se envía nada y la carta se borra.\n\n\
             Si no pediste esto, no tienes que hacer nada: no se envía nada y la carta se borra.",
        ),
        Some(Grammar::Fr) => (
            titled("Confirmez votre lettre", mail),
            format!("Vous nous avez demandé d’envoyer une lettre à {target}{}. Rien n’a encore été envoyé.", campaign_fr(mail)),
            "Pour la relire et l’envoyer, ouvrez cette page et appuyez sur le bouton\u{a0}:",
            "Le lien fonctionne pendant 7 jours. Si vous ne l’utilisez pas, rien n’est envoyé et la lettre est \
             effacée.\n\nSi vous n’avez rien demandé, vous n’avez rien à faire\u{a0}: rien n’est envoyé et la lettre est effacée.",
        ),
        _ => (
            titled("Please confirm your letter", mail),
            format!("You asked us to send a letter to {target}{}. Nothing has been sent yet.", campaign_en(mail)),
            "To read it once more and send it, open this page and press the button there:",
            "The link works for 7 days. If you do not use it, nothing is sent and the letter is deleted.\n\n\
             If you did not ask for this, you need do nothing: nothing is sent and the letter is deleted.",
        ),
    };
    Words {
        subject,
        blocks: vec![
            Block::Text(format!("{asked}\n\n{press}")),
            Block::Link(mail.link.to_string()),
            Block::Text(link_lives.to_owned()),
        ],
    }
}

/// Tells the supporter that the letter could not be delivered, and gives the text back.
pub(crate) fn failure_notice(mail: &Outgoing) -> Words {
    let target = &mail.target_name;
    let recipient = &mail.letter.recipient;
    let reason = mail.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let (subject, failed, why, next, points, page, yours) = match mail.letter.language.grammar() {
        Some(Grammar::Es) => (
            titled("No se pudo entregar tu carta", mail),
            format!("No pudimos entregar tu carta a {target}{} y no lo intentaremos más.", campaign_es(mail)),
            reason.map_or_else(
                || "El servidor de correo no dio ningún motivo.".to_owned(),
                |reason| format!("Esto es lo que pasó: {}", sentence(reason)),
            ),
            "Tu carta todavía puede llegar. Puedes:",
            vec![
                "imprimirla y echarla al correo: copia el texto de abajo en la página que sigue a esta lista;".to_owned(),
                format!("enviarla desde tu propio programa de correo a {recipient}: copia el texto de abajo."),
            ],
            "La página para imprimirla:",
            "Esta es tu carta. Borramos nuestra copia a los 28 días:",
        ),
        Some(Grammar::Fr) => (
            titled("Votre lettre n’a pas pu être remise", mail),
            format!("Nous n’avons pas pu remettre votre lettre à {target}{}, et nous n’essaierons plus.", campaign_fr(mail)),
            reason.map_or_else(
                || "Le serveur de courrier n’a donné aucune raison.".to_owned(),
                |reason| format!("Voici ce qui s’est passé\u{a0}: {}", sentence(reason)),
            ),
            "Votre lettre peut encore arriver. Vous pouvez\u{a0}:",
            vec![
                "l’imprimer et la poster\u{a0}: copiez le texte ci-dessous dans la page indiquée sous cette liste\u{a0};"
                    .to_owned(),
                format!("l’envoyer depuis votre propre messagerie à {recipient}\u{a0}: copiez le texte ci-dessous."),
            ],
            "La page pour l’imprimer\u{a0}:",
            "Voici votre lettre. Nous effaçons notre copie au bout de 28 jours\u{a0}:",
        ),
        _ => (
            titled("Your letter could not be delivered", mail),
            format!("We could not deliver your letter to {target}{}, and we will not try again.", campaign_en(mail)),
            reason.map_or_else(
                || "The mail server gave no reason.".to_owned(),
                |reason| format!("This is what went wrong: {}", sentence(reason)),
            ),
            "Your letter can still arrive. You can:",
            vec![
                "print it and post it: copy the text below into the page under this list;".to_owned(),
                format!("send it from your own mail program to {recipient}: copy the text below."),
            ],
            "The page to print it from:",
            "This is your letter. We delete our copy of it after 28 days:",
        ),
    };
    Words {
        subject,
        blocks: vec![
            Block::Text(format!("{failed}\n\n{why}\n\n{next}")),
            Block::Points(points),
            Block::Text(page.to_owned()),
            Block::Link(mail.again.to_string()),
            Block::Text(yours.to_owned()),
            letter(mail),
        ],
    }
}

fn letter(mail: &Outgoing) -> Block {
    let subject_label = match mail.letter.language.grammar() {
        Some(Grammar::Es) => "Asunto:",
        Some(Grammar::Fr) => "Objet\u{a0}:",
        _ => "Subject:",
    };
    Block::Letter { subject_label, subject: mail.letter.subject.clone(), body: mail.letter.body.clone() }
}

/// A campaign that is gone has no title any more; its letters are still told about.
fn titled(subject: &str, mail: &Outgoing) -> String {
    let colon = match mail.letter.language.grammar() {
        Some(Grammar::Fr) => "\u{a0}:",
        _ => ":",
    };
    let title = &mail.campaign_title;
    if title.is_empty() { subject.to_owned() } else { format!("{subject}{colon} {title}") }
}

fn campaign_en(mail: &Outgoing) -> String {
    if mail.campaign_title.is_empty() { String::new() } else { format!(" for the campaign “{}”", mail.campaign_title) }
}

fn campaign_es(mail: &Outgoing) -> String {
    if mail.campaign_title.is_empty() { String::new() } else { format!(" para la campaña «{}»", mail.campaign_title) }
}

fn campaign_fr(mail: &Outgoing) -> String {
    if mail.campaign_title.is_empty() {
        String::new()
    } else {
        format!(" pour la campagne «\u{a0}{}\u{a0}»", mail.campaign_title)
    }
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
