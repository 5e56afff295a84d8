//! Addresses as a package may name them: a relationship with a malformed one makes Word call the
//! file damaged.

/// The address as a relationship's target, or nothing if it is none that Word could open: `http`,
/// `https` and `mailto` with a well-formed host (RFC 3986).
pub(crate) fn hyperlink_target(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            is_authority(authority)
                .then(|| format!("{scheme}://{authority}{}", percent_encoded(path)))
        }
        "mailto" => {
            let end = rest.find('?').unwrap_or(rest.len());
            let (mailbox, headers) = rest.split_at(end);
            let (local, domain) = mailbox.rsplit_once('@')?;
            let local_fine = !local.is_empty()
                && local
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || "!#$&'*+-/=?^_`{|}~.".contains(it));
            (local_fine && is_host(domain)).then(|| {
                format!(
                    "mailto:{}@{domain}{}",
                    percent_encoded(local),
                    percent_encoded(headers)
                )
            })
        }
        _ => None,
    }
}

fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    is_host(host)
        && port.is_none_or(|port| {
            port.parse::<u16>().is_ok() && port.bytes().all(|it| it.is_ascii_digit())
        })
}

/// Labels of letters, digits and inner hyphens; letters may be of any script.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && label
                .chars()
                .all(|it| it.is_alphanumeric() || it == '-' || it == '_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && !host.is_empty() && host.split('.').all(label)
}

/// What a path, query or fragment may not hold as it is, percent-encoded; what is encoded already
/// stays so.
fn percent_encoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut fragment = false;
    for (at, byte) in bytes.iter().enumerate() {
        let digits = || {
            bytes
                .get(at + 1..at + 3)
                .is_some_and(|next| next.iter().all(u8::is_ascii_hexdigit))
        };
        let keep = match byte {
            b'%' => digits(),
            b'#' => !std::mem::replace(&mut fragment, true),
            other => other.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(other),
        };
        if keep {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
