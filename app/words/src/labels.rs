//! The names of the values of `domain`, as a table, a list or a choice shows them. Their names for programs (`as_str`)
//! stay as they are.

use domain::{
    campaign::{CampaignState, Colour, Part},
    channel::Channel,
    forms_of_address::Remark,
    paper::{Flip, PaperFormat, Stock},
    people::Role,
    post::Purpose,
    state::Region,
    tally::Stage,
    target::{CapitalRole, TargetKind},
    treaty::Status,
};

use crate::Words;

impl Words {
    /// In a table's first column.
    pub const fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::OwnMail => self.label_channel_own_mail(),
            Channel::Relay => self.label_channel_relay(),
            Channel::WebForm => self.label_channel_web_form(),
            Channel::Postcard => self.label_channel_postcard(),
            Channel::Letter => self.label_channel_letter(),
        }
    }

    /// A part of a campaign, as its page is called.
    pub const fn part(self, part: Part) -> &'static str {
        match part {
            Part::Story => self.desk_part_story(),
            Part::Letters => self.desk_part_letters(),
            Part::Targets => self.desk_part_targets(),
            Part::Look => self.desk_part_look(),
            Part::Dates => self.desk_part_dates(),
            Part::Ways => self.desk_part_ways(),
            Part::Pace => self.desk_part_pace(),
            Part::Share => self.desk_part_share(),
        }
    }

    pub const fn colour(self, colour: Colour) -> &'static str {
        match colour {
            Colour::Red => self.desk_colour_red(),
            Colour::Blue => self.desk_colour_blue(),
            Colour::Teal => self.desk_colour_teal(),
            Colour::Green => self.desk_colour_green(),
            Colour::Brown => self.desk_colour_brown(),
            Colour::Plum => self.desk_colour_plum(),
            Colour::Grey => self.desk_colour_grey(),
        }
    }

    /// At the head of a table's column.
    pub const fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Prepared => self.label_stage_prepared(),
            Stage::Confirmed => self.label_stage_confirmed(),
            Stage::Accepted => self.label_stage_accepted(),
            Stage::Bounced => self.label_stage_bounced(),
            Stage::Settled => self.label_stage_settled(),
            Stage::Answered => self.label_stage_answered(),
        }
    }

    /// Where a state stands: "Has not joined".
    pub const fn status(self, status: Status) -> &'static str {
        match status {
            Status::Party => self.label_status_party(),
            Status::Signatory => self.label_status_signatory(),
            Status::NotParty => self.label_status_not_party(),
            Status::Withdrawn => self.label_status_withdrawn(),
        }
    }

    pub const fn region(self, region: Region) -> &'static str {
        match region {
            Region::Africa => self.label_region_africa(),
            Region::Americas => self.label_region_americas(),
            Region::Asia => self.label_region_asia(),
            Region::Europe => self.label_region_europe(),
            Region::Oceania => self.label_region_oceania(),
        }
    }

    pub const fn campaign_state(self, state: CampaignState) -> &'static str {
        match state {
            CampaignState::Upcoming => self.label_campaign_upcoming(),
            CampaignState::Open => self.label_campaign_open(),
            CampaignState::Paused => self.label_campaign_paused(),
            CampaignState::Closed => self.label_campaign_closed(),
            CampaignState::Won => self.label_campaign_won(),
        }
    }

    /// Several of a kind: "Members of Congress".
    pub const fn targets(self, kind: TargetKind) -> &'static str {
        match kind {
            TargetKind::Congress => self.label_target_congress(),
            TargetKind::Mission => self.label_target_mission(),
            TargetKind::Capital => self.label_target_capital(),
            TargetKind::Custom => self.label_target_custom(),
        }
    }

    pub const fn capital_role(self, role: CapitalRole) -> &'static str {
        match role {
            CapitalRole::HeadOfState => self.label_capital_head_of_state(),
            CapitalRole::Monarch => self.label_capital_monarch(),
            CapitalRole::HeadOfGovernment => self.label_capital_head_of_government(),
            CapitalRole::ForeignMinister => self.label_capital_foreign_minister(),
        }
    }

    /// What is to be said of who holds an office.
    pub fn remark(self, remark: Remark) -> String {
        match remark {
            Remark::NameUncertain { since } => self.remark_name_uncertain(since),
            Remark::NobodyKnown { on } => self.remark_nobody_known(on),
        }
    }

    /// For a person who chooses: "A card of 6 × 4 in".
    pub const fn paper(self, format: PaperFormat) -> &'static str {
        match format {
            PaperFormat::UsPostcard4x6 => self.label_paper_us_postcard_4x6(),
            PaperFormat::UsLetter2up4x6 => self.label_paper_us_letter_2up_4x6(),
            PaperFormat::UsLetter4up => self.label_paper_us_letter_4up(),
            PaperFormat::A6 => self.label_paper_a6(),
            PaperFormat::A44upA6 => self.label_paper_a4_4up_a6(),
            PaperFormat::UsLetter => self.label_paper_us_letter(),
            PaperFormat::A4 => self.label_paper_a4(),
        }
    }

    /// The same with bleed. Only single cards have one ([`PaperFormat::layout_with_bleed`]).
    pub const fn paper_with_bleed(self, format: PaperFormat) -> &'static str {
        match format {
            PaperFormat::UsPostcard4x6 => self.label_paper_us_postcard_4x6_bleed(),
            PaperFormat::A6 => self.label_paper_a6_bleed(),
            other => self.paper(other),
        }
    }

    pub const fn stock(self, stock: Stock) -> &'static str {
        match stock {
            Stock::UsLetter => self.label_stock_us_letter(),
            Stock::A4 => self.label_stock_a4(),
        }
    }

    /// How the printer turns the sheet, in printers' words.
    pub const fn flip(self, flip: Flip) -> &'static str {
        match flip {
            Flip::Long => self.label_flip_long(),
            Flip::Short => self.label_flip_short(),
        }
    }

    /// The same, with a comparison for teachers who do not know those words.
    pub const fn flip_pictured(self, flip: Flip) -> &'static str {
        match flip {
            Flip::Long => self.label_flip_long_pictured(),
            Flip::Short => self.label_flip_short_pictured(),
        }
    }

    /// What an organiser may do at the desk.
    pub const fn role(self, role: Role) -> &'static str {
        match role {
            Role::Viewer => self.label_role_viewer(),
            Role::Organiser => self.label_role_organiser(),
            Role::Owner => self.label_role_owner(),
        }
    }

    /// What a mail in the queue is for.
    pub const fn purpose(self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::Confirmation => self.label_mail_confirmation(),
            Purpose::Reminder => self.label_mail_reminder(),
            Purpose::Letter => self.label_mail_letter(),
            Purpose::Copy => self.label_mail_copy(),
            Purpose::Question => self.label_mail_question(),
            Purpose::FailureNotice => self.label_mail_failure_notice(),
        }
    }
}
