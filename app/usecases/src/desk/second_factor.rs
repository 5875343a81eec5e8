//! The second factor: a code of six digits that an authenticator works out each half minute from a secret that it shares
//! with us (RFC 6238), and recovery codes for the day on which the authenticator is lost.

use domain::checked::EmailAddress;
use jiff::{SignedDuration, Timestamp};
use totp_rs::{Builder, Secret, Totp};

use super::{
    Present,
    access::{Access, again_in},
};
use crate::{
    digest::digest,
    ports::{Act, Ids, SecondFactor, StoreError, Unit},
    refusal::Refusal,
};

/// What became of a code that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    Right,
    Wrong,
    /// Too many were wrong lately, so that it was not looked at.
    TooMany {
        again_in: SignedDuration,
    },
}

impl Access {
    /// Wrong codes that somebody may type in a day.
    pub const WRONG_CODES: u64 = 10;
    pub(super) const CODES_COUNTED: SignedDuration = SignedDuration::from_hours(24);
    /// So many recovery codes are made.
    pub const RECOVERY_CODES: usize = 10;

    /// Somebody's own second factor, which may not be on yet.
    pub async fn second_factor(&self, present: &Present) -> Result<Option<SecondFactor>, Refusal> {
        Ok(self.second_factors.second_factor(&present.organiser.email).await?)
    }

    /// Makes a secret for an authenticator. It asks for nothing until a code has shown that the authenticator has it.
    pub async fn begin_second_factor(&self, present: &Present) -> Result<(), Refusal> {
        must_be_fresh(present)?;
        let secret = new_secret(&*self.ids);
        let email = &present.organiser.email;
        Ok(self.writes.write::<_, StoreError>(async |work| work.begin_second_factor(email, &secret).await).await?)
    }

    /// Turns the second factor on, if the code shows that the authenticator has its secret. Returns the recovery codes, which
    /// are stored as digests and never shown again.
    pub async fn turn_on_second_factor(&self, present: &Present, typed: &str) -> Result<Vec<String>, Refusal> {
        must_be_fresh(present)?;
        let (email, now) = (&present.organiser.email, self.clock.now());
        let codes = recovery_codes(&*self.ids);
        self.writes
            .write::<_, Refusal>(async |work| {
                let factor = work.second_factor(email).await?.filter(|factor| factor.on_since.is_none());
                let step = factor.and_then(|factor| step_of(&factor.secret, &stripped(typed), now));
                let Some(step) = step else { return Err(Checked::Wrong.refused()) };
                if !work.take_step(email, step).await? || !work.turn_on_second_factor(email, now).await? {
                    return Err(Checked::Wrong.refused());
                }
                work.set_recovery_codes(email, &digests(email, &codes)).await?;
                work.audit(&present.holder(), Act::TurnedOnSecondFactor { person: email.clone() }, now);
                Ok(())
            })
            .await?;
        Ok(codes)
    }

    /// Makes new recovery codes in the place of those before.
    pub async fn new_recovery_codes(&self, present: &Present, typed: &str) -> Result<Vec<String>, Refusal> {
        let codes = recovery_codes(&*self.ids);
        let email = &present.organiser.email;
        self.with_code(present, typed, async |work, now| {
            work.set_recovery_codes(email, &digests(email, &codes)).await?;
            work.audit(&present.holder(), Act::MadeRecoveryCodes { person: email.clone() }, now);
            Ok(())
        })
        .await?;
        Ok(codes)
    }

    pub async fn turn_off_second_factor(&self, present: &Present, typed: &str) -> Result<(), Refusal> {
        let email = &present.organiser.email;
        self.with_code(present, typed, async |work, now| {
            work.remove_second_factor(email).await?;
            work.audit(&present.holder(), Act::TurnedOffSecondFactor { person: email.clone() }, now);
            Ok(())
        })
        .await
    }

    /// Does something if the code is right.
    async fn with_code(
        &self,
        present: &Present,
        typed: &str,
        does: impl AsyncFnOnce(&mut Unit, Timestamp) -> Result<(), StoreError>,
    ) -> Result<(), Refusal> {
        let (email, now) = (&present.organiser.email, self.clock.now());
        let checked = self
            .writes
            .write::<_, StoreError>(async |work| {
                let checked = check_code(work, email, typed, now).await?;
                if checked == Checked::Right {
                    does(work, now).await?;
                }
                Ok(checked)
            })
            .await?;
        checked.or_refused()
    }
}

impl Checked {
    fn refused(self) -> Refusal {
        self.or_refused().err().unwrap_or(Refusal::SignInAgain)
    }
}

/// A session that was stolen must not lock its organiser out.
fn must_be_fresh(present: &Present) -> Result<(), Refusal> {
    if present.fresh { Ok(()) } else { Err(Refusal::SignInAgain) }
}

/// Checks a code, or a recovery code, and uses it up. A wrong one is counted, so what this writes must be committed.
pub(super) async fn check_code(
    work: &mut Unit,
    email: &EmailAddress,
    typed: &str,
    now: Timestamp,
) -> Result<Checked, StoreError> {
    // Two at once would each count the wrong codes without the other.
    work.alone().await?;
    let whose = format!("code {}", email.as_str().to_ascii_lowercase());
    let wrong = work.count_tries([&whose, &whose], now - Access::CODES_COUNTED).await?;
    if wrong.count >= Access::WRONG_CODES {
        return Ok(Checked::TooMany { again_in: again_in(wrong.first, Access::CODES_COUNTED, now) });
    }
    let Some(factor) = work.second_factor(email).await?.filter(|factor| factor.on_since.is_some()) else {
        return Ok(Checked::Wrong);
    };
    let code = stripped(typed);
    let right = match step_of(&factor.secret, &code, now) {
        Some(step) => work.take_step(email, step).await?,
        None => work.spend_recovery_code(email, &recovery_digest(email, &code), now).await?,
    };
    if right {
        return Ok(Checked::Right);
    }
    work.add_try(&whose, now).await?;
    Ok(Checked::Wrong)
}

/// A code without the spaces and hyphens that stand in it for the eye.
fn stripped(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The step whose code it is: the one of now, or a neighbour of it.
fn step_of(secret: &str, code: &str, now: Timestamp) -> Option<u64> {
    authenticator(secret)?.check(code, u64::try_from(now.as_second()).ok()?)
}

/// Six digits, half a minute, SHA-1: what every authenticator can do.
fn authenticator(secret: &str) -> Option<Totp> {
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()
}

/// 160 bits, as RFC 4226 recommends, in base32.
fn new_secret(ids: &dyn Ids) -> String {
    let (first, second) = (ids.bytes(), ids.bytes());
    let bytes: [u8; 20] = std::array::from_fn(|at| if at < 16 { first[at] } else { second[at - 16] });
    Secret::from(bytes).to_base32()
}

/// Without letters and digits that are taken for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Each has 80 random bits.
fn recovery_codes(ids: &dyn Ids) -> Vec<String> {
    let code = |_| {
        let letters: Vec<char> = ids.bytes().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    };
    (0..Access::RECOVERY_CODES).map(code).collect()
}

fn digests(email: &EmailAddress, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| recovery_digest(email, &stripped(code))).collect()
}

fn recovery_digest(email: &EmailAddress, code: &str) -> String {
    digest(&[b"postbag recovery", email.as_str().to_ascii_lowercase().as_bytes(), code.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Counting(std::sync::atomic::AtomicU8);

    impl Ids for Counting {
        fn bytes(&self) -> [u8; 16] {
            let first = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            std::array::from_fn(|at| first.wrapping_mul(31).wrapping_add(u8::try_from(at).unwrap() * 7))
        }
    }

    /// RFC 6238, appendix B: the secret is `12345678901234567890`; of eight digits the last six are ours.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(step_of(secret, code, now), Some(u64::try_from(second / 30).unwrap()), "{second}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_and_one_late_and_no_more() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let at = |second| Timestamp::from_second(second).unwrap();
        for (second, good) in [(0, true), (59, true), (89, true), (90, false)] {
            assert_eq!(step_of(secret, "287082", at(second)), good.then_some(1), "{second}");
        }
        for wrong in ["287083", "", "28708", "2870820", "٢٨٧٠٨٢", "287o82"] {
            assert_eq!(step_of(secret, wrong, at(59)), None, "{wrong}");
        }
        assert_eq!(step_of("not base32!", "287082", at(59)), None);
    }

    #[test]
    fn a_secret_has_160_bits_and_recovery_codes_differ_and_are_easy_to_type() {
        let ids = Counting(0.into());
        assert_eq!(new_secret(&ids).len(), 32);
        let codes = recovery_codes(&ids);
        let different: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!((codes.len(), different.len()), (10, 10));
        for code in &codes {
            assert_eq!(code.len(), 19);
            assert_eq!(stripped(&format!(" {} ", code.to_uppercase().replace('-', " "))), stripped(code));
            assert!(!code.contains(['0', 'o', '1', 'l']), "{code}");
        }
    }

    #[test]
    fn a_recovery_code_is_one_persons() {
        let (ada, bob) = ("Ada@ngo.example".parse().unwrap(), "bob@ngo.example".parse().unwrap());
        assert_ne!(recovery_digest(&ada, "abcd"), recovery_digest(&bob, "abcd"));
        assert_eq!(recovery_digest(&ada, "abcd"), recovery_digest(&"ada@ngo.example".parse().unwrap(), "abcd"));
    }
}
