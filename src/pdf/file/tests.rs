//! Files from bytes in sight.
