//! The official schemas that packages carry, unchanged; `schemas/README.md` names source and licence of each.

/// METS 1.12.
pub const METS: &[u8] = include_bytes!("schemas/mets1_12.xsd");
/// The XLink attributes that METS uses.
pub const XLINK: &[u8] = include_bytes!("schemas/xlink.xsd");
/// The attributes of E-ARK CSIP.
pub const CSIP: &[u8] = include_bytes!("schemas/DILCISExtensionMETS.xsd");
/// The attributes of E-ARK SIP.
pub const SIP: &[u8] = include_bytes!("schemas/DILCISExtensionSIPMETS.xsd");
/// PREMIS 3.0.
pub const PREMIS: &[u8] = include_bytes!("schemas/premis.xsd");
