//! The address of a request: the peer's, or the visitor's for whom trusted proxies speak.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};

pub(super) const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Each proxy adds, at the right, the address that it was reached from. So the last `proxies` entries come from trusted
/// proxies; anybody can have written those to the left of them. An entry that is no address ends the walk: we know no
/// more than the address of whoever let it through.
pub(super) fn visitor(peer: IpAddr, headers: &HeaderMap, proxies: u8) -> IpAddr {
    let mut entries: Vec<&[u8]> =
        headers.get_all(FORWARDED_FOR).iter().flat_map(|header| header.as_bytes().split(|byte| *byte == b',')).collect();
    entries.reverse();
    let trusted = entries.into_iter().take(usize::from(proxies)).map_while(entry);
    trusted.last().unwrap_or(peer).to_canonical()
}

/// Reads an address as proxies write it: some add a port, and then IPv6 is in brackets.
fn entry(bytes: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse().ok().map(|socket: SocketAddr| socket.ip()))
}

/// The address whose connections count as one visitor's. An IPv6 line has at least the last 64 bits to choose from.
pub(super) fn holder(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        four @ IpAddr::V4(_) => four,
    }
}

/// Whether a peer can be a proxy of our own: on this machine or in this local network.
pub(super) fn is_near(peer: IpAddr) -> bool {
    match peer.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// The visitor behind a peer at 10.0.0.1, with these headers, each on a line of its own.
    fn visitor_of(lines: &[&str], proxies: u8) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        visitor("::ffff:10.0.0.1".parse().unwrap(), &headers, proxies).to_string()
    }

    #[test]
    fn without_trusted_proxies_the_peer_is_the_visitor_whatever_the_header_says() {
        assert_eq!(visitor_of(&["192.0.2.1"], 0), "10.0.0.1");
        assert_eq!(visitor_of(&[], 0), "10.0.0.1");
        assert_eq!(visitor_of(&[], 2), "10.0.0.1");
    }

    #[test]
    fn entries_are_counted_from_the_right_over_all_lines() {
        assert_eq!(visitor_of(&["198.51.100.9, 192.0.2.1"], 1), "192.0.2.1");
        assert_eq!(visitor_of(&["198.51.100.9, 192.0.2.1 ,10.0.0.2"], 2), "192.0.2.1");
        assert_eq!(visitor_of(&["198.51.100.9, 192.0.2.1", "10.0.0.2"], 2), "192.0.2.1");
        assert_eq!(visitor_of(&["192.0.2.1"], 3), "192.0.2.1", "a chain that is shorter than it may be");
    }

    #[test]
    fn what_is_no_address_is_not_trusted_nor_what_stands_before_it() {
        for garbage in ["unknown", "", "_hidden", "192.0.2", "192.0.2.1.", "<script>", "\u{fffd}", "192.0.2.1 198.51.100.9"] {
            assert_eq!(visitor_of(&[&format!("192.0.2.1, {garbage}")], 1), "10.0.0.1", "{garbage}");
            assert_eq!(visitor_of(&[&format!("192.0.2.1, {garbage}, 10.0.0.2")], 3), "10.0.0.2", "{garbage}");
        }
    }

    #[test]
    fn addresses_are_read_with_ports_brackets_and_as_the_ipv4_that_they_are() {
        for (written, read) in [
            ("192.0.2.1:4711", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("[::ffff:192.0.2.1]:4711", "192.0.2.1"),
        ] {
            assert_eq!(visitor_of(&[written], 1), read, "{written}");
        }
    }

    #[test]
    fn one_line_of_ipv6_is_one_holder_of_connections() {
        let of = |address: &str| holder(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
    }
}
