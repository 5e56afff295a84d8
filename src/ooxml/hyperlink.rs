//! Checks the addresses of hyperlinks: a relationship with a malformed one makes Word call the
//! file damaged.

/// The target of a hyperlink's relationship (RFC 3986), percent-encoded where it has to be.
///
/// `None` for an address that Word could not open: other than `http`, `https` or `mailto`, or
/// without a well-formed host.
pub(crate) fn hyperlink_target(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => web_target(&scheme, rest),
        "mailto" => mail_target(rest),
        _ => None,
    }
}

fn web_target(scheme: &str, rest: &str) -> Option<String> {
    let rest = rest.strip_prefix("//")?;
    // Browsers take a backslash for a slash (WHATWG URL).
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if !is_authority(authority) {
        return None;
    }
    let path = percent_encoded(path);
    Some(format!("{scheme}://{authority}{path}"))
}

fn mail_target(rest: &str) -> Option<String> {
    let end = rest.find('?').unwrap_or(rest.len());
    let (mailbox, headers) = rest.split_at(end);
    let (local, domain) = mailbox.rsplit_once('@')?;
    if !is_local_part(local) || !is_host(domain) {
        return None;
    }
    let local = percent_encoded(local);
    let headers = percent_encoded(headers);
    Some(format!("mailto:{local}@{domain}{headers}"))
}

/// Whether text can stand before the `@` of an address: an `atext` of RFC 5322, without the
/// percent sign that URLs use otherwise.
fn is_local_part(local: &str) -> bool {
    const SIGNS: &str = "!#$&'*+-/=?^_`{|}~.";
    let is_allowed =
        |character: char| character.is_ascii_alphanumeric() || SIGNS.contains(character);
    !local.is_empty() && local.chars().all(is_allowed)
}

fn is_authority(authority: &str) -> bool {
    let Some((host, port)) = authority.rsplit_once(':') else {
        return is_host(authority);
    };
    // `parse` alone would let `+80` pass.
    let has_digits_only = port.bytes().all(|byte| byte.is_ascii_digit());
    is_host(host) && has_digits_only && port.parse::<u16>().is_ok()
}

/// Whether text is the name of a host. Its letters may be of any script.
fn is_host(host: &str) -> bool {
    // 253 and 63 are the limits of the domain name system (RFC 1035).
    !host.is_empty() && host.len() <= 253 && host.split('.').all(is_host_label)
}

fn is_host_label(label: &str) -> bool {
    if label.starts_with('-') || label.ends_with('-') {
        return false;
    }
    let mut length = 0;
    for character in label.chars() {
        if !character.is_alphanumeric() && !matches!(character, '-' | '_') {
            return false;
        }
        length += 1;
    }
    (1..=63).contains(&length)
}

/// Percent-encodes what a path, query or fragment must not hold. What is encoded already stays, and
/// so does the first `#`, which starts the fragment.
fn percent_encoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut in_fragment = false;
    for (index, byte) in bytes.iter().enumerate() {
        let is_kept = match byte {
            // A percent sign that starts no code is text, as in `100%`.
            b'%' => match bytes.get(index + 1..index + 3) {
                Some(code) => code.iter().all(u8::is_ascii_hexdigit),
                None => false,
            },
            b'#' => {
                let is_first = !in_fragment;
                in_fragment = true;
                is_first
            }
            // Unreserved and reserved characters of RFC 3986, without brackets: only hosts that
            // are IPv6 addresses may hold those.
            other => other.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(other),
        };
        if is_kept {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
