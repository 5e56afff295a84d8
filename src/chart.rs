//! Charts as drawings that every backend can paint.
