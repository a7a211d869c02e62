//! Whole files, from every writer at hand.
