//! `postbag import`: reads a file by its importer, and lays it over the built-in data.

use std::{fs::File, path::PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::{Args, ValueEnum};
use directory::import::{
    About, Form, Map, Refused, congress, districts, ending, missions, offices, targets, treaty_csv, treaty_xml,
};
use domain::{
    Date,
    directory::Directory,
    district::Congress,
    target::Target,
    treaty::{Membership, TreatyId},
};
use jiff::{Timestamp, tz::TimeZone};
use usecases::{
    LiveDirectory,
    directory::{Import, Manner, congress_of_map, members_of_table},
};

#[derive(Debug, Args)]
pub struct ImportCommand {
    /// What the file holds.
    what: What,
    /// The file, as it was published. Its forms are described in docs/imports.md.
    file: PathBuf,
    /// The day for which the file says what it says, as 2026-11-21. The day on which the file was last changed, if it is
    /// not given.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Who says so; it is shown beside each row. A table of our own form says it in its rows.
    #[arg(long)]
    source: Option<String>,
    /// Of which treaty the depositary's XML is, if its number is not known here.
    #[arg(long)]
    treaty: Option<String>,
    /// Of which Congress a map of districts is, as 120. What the file says, else the Congress that sits, if it is not given.
    #[arg(long, value_name = "NUMBER")]
    congress: Option<Congress>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take a file that lacks more than a tenth of what is there.
    #[arg(long)]
    allow_gone: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// legislators-current of unitedstates/congress-legislators, in JSON, YAML or CSV.
    Congress,
    /// legislators-district-offices.csv from there.
    Offices,
    /// ZIP codes and districts: zccd.csv, or a relationship file of the Census Bureau.
    Districts,
    /// Where states stand under a treaty: the depositary's XML, or a CSV.
    Treaty,
    /// Missions of states to others, as CSV.
    Missions,
    /// Offices in capitals and targets of your own, as CSV.
    Targets,
}

impl What {
    /// The publisher of such a file, if there is only one.
    const fn source(self) -> &'static str {
        match self {
            Self::Congress | Self::Offices => "unitedstates/congress-legislators (CC0)",
            Self::Treaty => "United Nations Treaty Collection, Status of Treaties",
            Self::Districts | Self::Missions | Self::Targets => "",
        }
    }
}

impl ImportCommand {
    /// Reads the file and imports it. Gives what to print.
    pub async fn run(self, live: &LiveDirectory, now: Timestamp) -> anyhow::Result<String> {
        let today = TimeZone::UTC.to_datetime(now).date();
        let as_of = match self.as_of {
            Some(day) => day,
            None => self.last_changed()?,
        };
        ensure!(
            self.congress.is_none() || self.what == What::Districts,
            "--congress says of which Congress a map of districts is. Leave it out here, or import districts."
        );
        ensure!(
            self.treaty.is_none() || self.what == What::Treaty && ending(&self.file) == "xml",
            "--treaty says of which treaty the depositary\u{2019}s XML is. Leave it out here; a table names the treaty in its rows."
        );
        ensure!(as_of <= today, "{as_of} is yet to come: --as-of is the day for which the file says what it says.");
        let Read { import, notes } = self.read(&live.as_told(), as_of, Congress::at(now))?;
        if let Import::Targets(rows) | Import::Missions(rows, _) = &import
            && let Some(row) = rows.iter().find(|row| row.as_of > today)
        {
            // A row that lost a separator has values in the wrong columns, and one of them can look like a day.
            bail!(
                "{} is refused, and nothing was changed.\n{}: as_of, {}, is yet to come; look whether each field of the row stands in its own column",
                self.file.display(),
                row.id,
                row.as_of
            );
        }
        let manner = Manner { dry_run: self.dry_run, allow_gone: self.allow_gone, as_of };
        let reports = live.import(import, manner).await?;
        let mut lines: Vec<String> = reports.iter().map(ToString::to_string).collect();
        lines.extend(notes);
        if self.dry_run {
            lines.push("Nothing was changed, as --dry-run was given.".to_owned());
        }
        Ok(lines.join("\n"))
    }

    fn last_changed(&self) -> anyhow::Result<Date> {
        let changed = std::fs::metadata(&self.file).and_then(|file| file.modified());
        let changed = changed.with_context(|| format!("{} cannot be read", self.file.display()))?;
        Ok(Timestamp::try_from(changed).context("the file's date cannot be read; give --as-of")?.to_zoned(TimeZone::UTC).date())
    }

    fn read(&self, directory: &Directory, as_of: Date, sitting: Congress) -> anyhow::Result<Read> {
        let name = self.file.display();
        let file = File::open(&self.file).with_context(|| format!("{name} cannot be read"))?;
        ensure!(!self.file.is_dir(), "{name} is a folder; name the file that is in it.");
        let refused =
            |refused: Refused| anyhow::anyhow!("{name} is refused, and nothing was changed.\n{}", refused.to_string().trim_end());
        let source = self.source.clone().unwrap_or_else(|| self.what.source().to_owned());
        let about = About { source, as_of };
        let states: Vec<_> = directory.states().cloned().collect();
        Ok(match self.what {
            What::Congress => {
                let form = Form::of(&self.file)?;
                let read = congress(file, form, &about).map_err(refused)?;
                let members = read.members;
                let members = if form == Form::Csv { members_of_table(members, directory, as_of)? } else { members };
                Read { import: Import::Congress(members), notes: read.notes }
            }
            What::Offices => {
                let read = offices(file, &about).map_err(refused)?;
                let is_there = |id| directory.target(id).is_some_and(Target::is_current);
                let without = read.offices.iter().filter(|(member, _)| !is_there(member)).count();
                let mut notes = read.notes;
                if without > 0 {
                    notes.push(format!("Kept, and not shown, for want of their member: {without}. Import the members too."));
                }
                Read { import: Import::Offices(read.offices), notes }
            }
            What::Districts => {
                let Map { districts, congress, mut notes } = districts(file).map_err(refused)?;
                let (of, more) = congress_of_map(&districts, congress, self.congress, directory, sitting)?;
                notes.extend(more);
                Read { import: Import::Districts(of, districts), notes }
            }
            What::Treaty => {
                let treaties: Vec<_> = directory.treaties().cloned().collect();
                let current = memberships(directory);
                let read = match ending(&self.file).as_str() {
                    "xml" => {
                        let asked = self.treaty.as_deref().map(TreatyId::parse).transpose();
                        let asked = asked.map_err(|error| anyhow::anyhow!("--treaty: {error}"))?;
                        treaty_xml(file, asked.as_ref(), &treaties, &states, &current, &about)
                    }
                    "csv" | "tsv" => treaty_csv(file, &treaties, &states, &current),
                    _ => {
                        bail!("{name}: the name of a treaty's file must end in .xml or .csv, as it says how the file is written.")
                    }
                };
                let read = read.map_err(refused)?;
                let decide = read.to_decide.iter().map(|what| format!("For you to decide: {what}"));
                Read { notes: read.notes.iter().cloned().chain(decide).collect(), import: Import::Treaties(read.memberships) }
            }
            What::Missions => {
                let read = missions(file, &states).map_err(refused)?;
                Read { import: Import::Missions(read.targets, read.absences), notes: read.notes }
            }
            What::Targets => {
                let read = targets(file, &states).map_err(refused)?;
                Read { import: Import::Targets(read.targets), notes: read.notes }
            }
        })
    }
}

/// The contents of a file, with notices for a person.
struct Read {
    import: Import,
    notes: Vec<String>,
}

fn memberships(directory: &Directory) -> Vec<Membership> {
    let of = |treaty| directory.states().filter_map(move |state| directory.membership(treaty, &state.iso2)).cloned();
    directory.treaties().flat_map(|treaty| of(&treaty.id)).collect()
}
