//! A device, as its browser names itself in `User-Agent`. It is for a person who looks through their own sessions, and
//! proves nothing.

use std::fmt;

macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($variant:ident = $word:literal, $shown:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($variant,)*
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word that is stored.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// Its maker's name for it, which is the same in every language.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $shown,)*
                }
            }

            fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text)
            }
        }
    };
}

named! {
    Browser {
        Firefox = "firefox", "Firefox";
        Edge = "edge", "Edge";
        Opera = "opera", "Opera";
        Samsung = "samsung", "Samsung Internet";
        Chrome = "chrome", "Chrome";
        Safari = "safari", "Safari";
    }
}

named! {
    System {
        Android = "android", "Android";
        Iphone = "iphone", "iPhone";
        Ipad = "ipad", "iPad";
        Windows = "windows", "Windows";
        Mac = "mac", "macOS";
        ChromeOs = "chromeos", "ChromeOS";
        Linux = "linux", "Linux";
    }
}

/// What is known of a device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Device {
    pub browser: Option<Browser>,
    pub system: Option<System>,
}

impl Device {
    /// Reads the header `User-Agent`. Nearly every browser also names those that it wants to be taken for, so the more
    /// particular name counts.
    pub fn of_user_agent(header: &str) -> Self {
        const BROWSERS: [(&str, Browser); 11] = [
            ("Edg/", Browser::Edge),
            ("EdgA/", Browser::Edge),
            ("EdgiOS/", Browser::Edge),
            ("OPR/", Browser::Opera),
            ("SamsungBrowser/", Browser::Samsung),
            ("FxiOS/", Browser::Firefox),
            ("Firefox/", Browser::Firefox),
            ("CriOS/", Browser::Chrome),
            ("Chromium/", Browser::Chrome),
            ("Chrome/", Browser::Chrome),
            ("Safari/", Browser::Safari),
        ];
        const SYSTEMS: [(&str, System); 7] = [
            ("Android", System::Android),
            ("iPhone", System::Iphone),
            ("iPad", System::Ipad),
            ("Windows", System::Windows),
            ("CrOS", System::ChromeOs),
            ("Macintosh", System::Mac),
            ("Linux", System::Linux),
        ];
        let browser = BROWSERS.into_iter().find(|(sign, _)| header.contains(sign)).map(|(_, browser)| browser);
        let system = SYSTEMS.into_iter().find(|(sign, _)| header.contains(sign)).map(|(_, system)| system);
        Self { browser, system }
    }

    /// Reads what [`Display`](fmt::Display) has written. Words of a newer program are unknown.
    pub fn parse(text: &str) -> Self {
        let (browser, system) = text.split_once(' ').unwrap_or((text, ""));
        Self { browser: Browser::parse(browser), system: System::parse(system) }
    }
}

impl fmt::Display for Device {
    /// As it is stored: `firefox linux`, with a hyphen for what is unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.browser.map_or("-", Browser::as_str), self.system.map_or("-", System::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_most_particular_name() {
        for (header, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Some(Browser::Firefox),
                Some(System::Linux),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                Some(Browser::Edge),
                Some(System::Windows),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                Some(Browser::Chrome),
                Some(System::Android),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                Some(Browser::Safari),
                Some(System::Iphone),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                Some(Browser::Safari),
                Some(System::Mac),
            ),
            ("curl/8.9", None, None),
            ("", None, None),
            ("<script>alert(1)</script> Windows", None, Some(System::Windows)),
        ] {
            assert_eq!(Device::of_user_agent(header), Device { browser, system }, "{header}");
        }
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let every_browser = Browser::ALL.iter().copied().map(Some).chain([None]);
        for browser in every_browser {
            for system in System::ALL.iter().copied().map(Some).chain([None]) {
                let device = Device { browser, system };
                assert_eq!(Device::parse(&device.to_string()), device);
            }
        }
        assert_eq!(Device::parse(""), Device::default());
        assert_eq!(Device::parse("netscape beos"), Device::default());
    }
}
