//! Which rows and documents find each other.
