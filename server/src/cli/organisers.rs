//! `postbag organiser`: who runs campaigns here.

use anyhow::Context as _;
use domain::{checked::EmailAddress, people::Role};
use usecases::{Access, Refusal, ports::Person, refusal::Missing};

use super::OrganiserCommand;

/// Runs a command, and returns what it prints. A link stands alone on the last line.
pub(super) async fn answer(command: OrganiserCommand, access: &Access) -> anyhow::Result<String> {
    match command {
        OrganiserCommand::Add { email, role } => {
            let role = role.map(|role| Role::parse(&role).context("the role is owner, organiser or viewer")).transpose()?;
            let added = access.add_organiser(address(&email)?, role).await.map_err(said)?;
            let note = if added.second_factor_off { "Their second factor is off now.\n" } else { "" };
            Ok(format!("{note}{}", added.link))
        }
        OrganiserCommand::List => {
            let people = access.list_organisers().await?;
            if people.is_empty() {
                return Ok("Nobody works here yet.".to_owned());
            }
            Ok(people.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        OrganiserCommand::Remove { email } => {
            let email = address(&email)?;
            access.remove_organiser(&email).await.map_err(said)?;
            Ok(format!("{email} is removed, and signed out everywhere."))
        }
    }
}

/// The address, the role for the whole site, those for single campaigns, and what else is to be known.
fn line(person: &Person) -> String {
    let organiser = &person.organiser;
    let roles = organiser.role.map(|role| role.as_str().to_owned()).into_iter();
    let roles = roles.chain(organiser.campaigns.iter().map(|(campaign, role)| format!("{} of {campaign}", role.as_str())));
    let factor = if person.second_factor { "\tsecond factor" } else { "" };
    format!("{}\t{}{factor}", organiser.email, roles.collect::<Vec<_>>().join(", "))
}

fn address(typed: &str) -> anyhow::Result<EmailAddress> {
    EmailAddress::parse(typed).map_err(|error| anyhow::anyhow!("{}: {error}", typed.escape_debug()))
}

/// What a person at a terminal can do about it.
fn said(refusal: Refusal) -> anyhow::Error {
    match refusal {
        Refusal::LastOwner => anyhow::anyhow!("This is the site's last owner. Add another with --role owner first."),
        Refusal::NotFound(Missing::Person) => {
            anyhow::anyhow!("Nobody with that address works here. See `postbag organiser list`.")
        }
        other => other.into(),
    }
}
