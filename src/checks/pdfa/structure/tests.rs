//! One change each.
