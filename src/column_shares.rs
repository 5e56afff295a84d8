//! Widths of a table's columns as the brief gives them: shares of the whole.

/// Widths that fill `room` in proportion to `shares`, but none narrower than `least`: a word is not
/// broken for the sake of a share. `None` if the least widths do not fit.
pub(crate) fn widths_by_share(shares: &[f32], least: &[f32], room: f32) -> Option<Vec<f32>> {
    if least.iter().sum::<f32>() > room {
        return None;
    }
    let mut widths = vec![0.0; shares.len()];
    let mut is_fixed = vec![false; shares.len()];
    // Each round fixes the columns that would be too narrow, and divides what is left among the
    // others again.
    loop {
        let mut rest = room;
        let mut share_sum = 0.0;
        for (index, share) in shares.iter().enumerate() {
            if is_fixed[index] {
                rest -= least[index];
            } else {
                share_sum += share;
            }
        }
        let mut has_fixed = false;
        for (index, share) in shares.iter().enumerate() {
            if is_fixed[index] {
                widths[index] = least[index];
                continue;
            }
            widths[index] = rest * share / share_sum.max(f32::MIN_POSITIVE);
            if widths[index] < least[index] {
                is_fixed[index] = true;
                has_fixed = true;
            }
        }
        if !has_fixed {
            return Some(widths);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_shares_but_no_less_than_their_words() {
        let widths = |shares: &[f32], least: &[f32]| widths_by_share(shares, least, 100.0);
        assert_eq!(widths(&[1.0, 3.0], &[10.0, 10.0]), Some(vec![25.0, 75.0]));
        assert_eq!(widths(&[1.0, 9.0], &[20.0, 10.0]), Some(vec![20.0, 80.0]));
        assert_eq!(
            widths(&[1.0, 1.0, 8.0], &[30.0, 10.0, 10.0]).map(|it| it[0]),
            Some(30.0)
        );
        assert_eq!(widths(&[1.0, 1.0], &[60.0, 60.0]), None);
    }
}
