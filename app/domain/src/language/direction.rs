//! Which way a language is read.

use super::Language;

/// The way a line runs, as `dir` in HTML has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ltr,
    Rtl,
}

impl Direction {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Language {
    /// By its script; where the tag says none, by the one that it is mostly written in, there or anywhere.
    pub fn direction(&self) -> Direction {
        let (language, script, region) = self.parts();
        let is_in = |list: &str, code: &str| list.split(' ').any(|known| known == code);
        let rtl = match (script, region) {
            (Some(script), _) => is_in(SCRIPTS, script),
            (None, Some(region)) if REGIONS.iter().any(|(of, regions)| *of == language && is_in(regions, region)) => {
                !is_in(LANGUAGES, language)
            }
            (None, _) => is_in(LANGUAGES, language),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

/// The scripts that are written from right to left (CLDR 48, `scriptMetadata`).
const SCRIPTS: &str = "Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat \
    Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Syre Syrj Syrn Thaa Todr Yezi";

/// The languages that are mostly written in one of them (CLDR 48, `likelySubtags`).
const LANGUAGES: &str = "aao abh abv acm acq acw acx adf ae aeb aec aee aeq afb aib aii aij aiq ajp aju amw apc apd ar arb arc arq ars ary arz \
    ask atn auj auz avd avl ayh ayl ayn ayp azb bal bcc bdz bej bft bgn bgp bhe bhm bhn bjf bjm bqi brh brk bsh bsk chg \
    cja ckb cld clh czk dcc def deh dgl dmk dml dv ecy esh fa fay faz fia fub gbz ggg gha ghr gig gjk gju glh glk grr gwc \
    gwf gwt gzi hac haz hbo he hkh hnd hno hoh hrt hrz hss huy isk itk jad jat jbe jbn jdg jnd jog jpa jpr jrb jye kbu kby \
    kcy kfm khw klj kmz kqd ks ktl kvx kxp lad lah lhs lki lrc lrk lrl lsa lsd lss luv luz mby mde mey mfa mfi mhj mid mki \
    mnj mve mvy myz mzb mzn nli nlm nqo ntz nyq oar obm odk oru ota otk oui pal pbt pbu pes pgd phl phn phr phv plk pnb \
    prc prd prs prx ps psh psi pst qxq rdb rhg rmt sam sbn scl sd sdb sdf sdg sdh sds sgr sgy shd shm shu shv siy siz skr \
    smp smy sog sqo sqt srh srz ssh sts swb syc syn syr tjo tks tmr tov tra trg trm trw ug ur ush uzs vaf vgr vmh wbk wlo \
    wne wni wsv xco xhe xka xkc xkj xkp xld xly xmn xmr xna xpr xsa xvi ydd ydg yhd yi yih yud zba zdj zrp zum";

/// The languages that are written the other way in some countries than elsewhere (CLDR 48, `likelySubtags`).
const REGIONS: [(&str, &str); 16] = [
    ("az", "IR IQ"),
    ("azj", "IR IQ"),
    ("ha", "CM SD"),
    ("kk", "AF CN IR MN"),
    ("kmr", "IR IQ LB"),
    ("ku", "IR IQ LB"),
    ("ky", "CN"),
    ("mey", "SN"),
    ("ms", "CC"),
    ("pa", "PK"),
    ("sd", "IN"),
    ("tg", "PK"),
    ("ug", "KZ MN"),
    ("uz", "AF"),
    ("uzn", "AF"),
    ("zsm", "CC"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_the_way_of_its_script() {
        for tag in [
            "ar", "he", "iw", "fa", "ur", "ur-PK", "ps", "sd", "ug", "yi", "dv", "ckb", "ku-Arab", "uz-AF", "pa-PK", "ks",
            "ar-EG",
        ] {
            assert_eq!(Language::parse(tag).unwrap().direction(), Direction::Rtl, "{tag}");
        }
        for tag in
            ["en", "th", "jra", "uk", "zh-Hant-TW", "ku", "ku-TR", "uz", "pa", "sd-Deva", "sd-IN", "ar-Latn", "xx", "en-IL"]
        {
            assert_eq!(Language::parse(tag).unwrap().direction(), Direction::Ltr, "{tag}");
        }
    }
}
