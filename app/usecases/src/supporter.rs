//! A supporter finds a campaign and an office, writes, and sees what was counted.

pub mod campaigns;
pub mod finding;
pub mod letters;
mod live;
pub mod states;
pub mod tallies;

pub use campaigns::Campaigns;
pub use letters::Letters;
pub use live::LiveCampaigns;
pub use states::States;
pub use tallies::Tallies;
