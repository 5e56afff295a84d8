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
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if !is_authority(authority) {
        return None;
    }
    Some(format!("{scheme}://{authority}{}", percent_encoded(path)))
}

fn mail_target(rest: &str) -> Option<String> {
    let end = rest.find('?').unwrap_or(rest.len());
    let (mailbox, headers) = rest.split_at(end);
    let (local, domain) = mailbox.rsplit_once('@')?;
    let is_local_character = |character: char| {
        character.is_ascii_alphanumeric() || "!#$&'*+-/=?^_`{|}~.".contains(character)
    };
    if local.is_empty() || !local.chars().all(is_local_character) || !is_host(domain) {
        return None;
    }
    Some(format!(
        "mailto:{}@{domain}{}",
        percent_encoded(local),
        percent_encoded(headers)
    ))
}

fn is_authority(authority: &str) -> bool {
    let Some((host, port)) = authority.rsplit_once(':') else {
        return is_host(authority);
    };
    // `parse` alone would let `+80` pass.
    let is_port = port.parse::<u16>().is_ok() && port.bytes().all(|byte| byte.is_ascii_digit());
    is_host(host) && is_port
}

/// Whether text is the name of a host. Its letters may be of any script.
fn is_host(host: &str) -> bool {
    !host.is_empty() && host.len() <= 253 && host.split('.').all(is_host_label)
}

fn is_host_label(label: &str) -> bool {
    let is_label_character =
        |character: char| character.is_alphanumeric() || character == '-' || character == '_';
    (1..=63).contains(&label.chars().count())
        && label.chars().all(is_label_character)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Percent-encodes what a path, query or fragment must not hold. What is encoded already stays, and
/// so does the first `#`, which starts the fragment.
fn percent_encoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut in_fragment = false;
    for (at, byte) in bytes.iter().enumerate() {
        let is_kept = match byte {
            b'%' => bytes
                .get(at + 1..at + 3)
                .is_some_and(|next| next.iter().all(u8::is_ascii_hexdigit)),
            b'#' => !std::mem::replace(&mut in_fragment, true),
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
