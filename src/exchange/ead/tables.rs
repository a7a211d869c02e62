//! The rows of the field tables.
//!
//! Where frame, description and schema of an annex disagree, the frame counts: 18 elements of a dossier, as real
//! packages have. Profiles say what else may differ.

use super::Computed::{Agreed, Documents, DossierName, Earliest, Latest, Ordinal, Pages, Sheets, Template, Union};
use super::Kind::{Count, Date, Flag, One, PartialDate, Several, Text};
use super::{Computed, Element, Kind, Need, Table};

const MAINTENANCE: Kind = One(&["01", "02", "03", "04", "05", "06", "07"]);
const MODE: Kind = One(&["01", "02", "03"]);
const LANGUAGE: Kind = Several(&["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"]);
const STATE: Kind = One(&["01", "02", "03"]);
const CONFIDENCE: Kind = One(&["01", "02", "03"]);
const BACKUP: Kind = One(&["01", "02"]);
const TYPE: Kind = One(&[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
    "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32",
]);
const PURPOSE: Kind = One(&["01", "02", "03"]);
const FEE: Kind = One(&["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"]);
/// Sheets are counted and the paper is named where there is paper.
const OF_PAPER: Need = Need::If("confidenceLevel", &["02"]);
const OF_SYSTEMS: Need = Need::If("confidenceLevel", &["01", "03"]);
const WITH_BACKUP: Need = Need::If("riskRecovery", &["1"]);

/// A record's fields, in the order in which they are asked.
type From = &'static [&'static str];

const fn must(name: &'static str, kind: Kind, length: usize, from: From) -> Element {
    Element { name, kind, length, need: Need::Must, from, computed: None }
}

const fn may(name: &'static str, kind: Kind, length: usize, from: From) -> Element {
    Element { need: Need::May, ..must(name, kind, length, from) }
}

const fn when(need: Need, name: &'static str, kind: Kind, length: usize, from: From) -> Element {
    Element { need, ..must(name, kind, length, from) }
}

impl Element {
    const fn or(self, computed: Computed) -> Element {
        Element { computed: Some(computed), ..self }
    }
}

macro_rules! dossier {
    ($code:expr, $date:expr) => {
        &[
            $code,
            must("title", Text, 1000, &["dossier.title"]),
            must("maintenance", MAINTENANCE, 100, &["dossier.maintenance"]).or(Agreed("maintenance")),
            must("mode", MODE, 30, &["dossier.mode"]).or(Agreed("mode")),
            must("language", LANGUAGE, 100, &["dossier.language"]).or(Union("language")),
            must("startDate", $date, 0, &["dossier.startDate"]).or(Earliest),
            must("endDate", $date, 0, &["dossier.endDate"]).or(Latest),
            may("keyword", Text, 100, &["dossier.keyword"]),
            must("totalDoc", Count, 10, &[]).or(Documents),
            when(OF_PAPER, "numberOfPaper", Count, 10, &["dossier.numberOfPaper"]).or(Sheets),
            must("numberOfPage", Count, 10, &[]).or(Pages),
            may("format", STATE, 50, &["dossier.format"]),
            may("inforSign", Text, 30, &["dossier.inforSign"]),
            may("confidenceLevel", CONFIDENCE, 40, &["dossier.confidenceLevel"]).or(Agreed("confidenceLevel")),
            when(OF_PAPER, "paperFileCode", Text, 100, &["dossier.paperFileCode"]),
            must("riskRecovery", Flag, 1, &["dossier.riskRecovery"]),
            when(WITH_BACKUP, "riskRecoveryStatus", BACKUP, 2, &["dossier.riskRecoveryStatus"]),
            may("description", Text, 2000, &["dossier.description"]),
        ]
    };
}

/// The dossier, AIP_hoso.
pub const DOSSIER_AIP: Table = Table {
    name: "dossier-aip",
    clause: "TT 05/2025/TT-BNV, Phụ lục I, EAD",
    elements: dossier!(must("arcFileCode", Text, 100, &[]).or(Template), PartialDate),
};

/// The dossier, SIP_hoso.
pub const DOSSIER_SIP: Table = Table {
    name: "dossier-sip",
    clause: "TT 05/2025/TT-BNV, Phụ lục III, EAD",
    elements: dossier!(must("fileCode", Text, 100, &["dossier.fileCode"]).or(DossierName), Date),
};

/// Loose documents, AIP_tailieu.
pub const LOT_AIP: Table = Table {
    name: "lot-aip",
    clause: "TT 05/2025/TT-BNV, Phụ lục II, EAD",
    elements: &[
        must("arcFileCode", Text, 100, &[]).or(Template),
        must("title", Text, 1000, &[]).or(Template),
        may("source", Flag, 1, &[]),
        may("description", Text, 2000, &[]),
    ],
};

/// Loose documents, SIP_tailieu.
pub const LOT_SIP: Table = Table {
    name: "lot-sip",
    clause: "TT 05/2025/TT-BNV, Phụ lục IV, EAD",
    elements: &[
        must("fileCode", Text, 100, &[]).or(Template),
        must("title", Text, 1000, &[]).or(Template),
        must("source", Flag, 1, &[]),
        must("totalDoc", Count, 10, &[]).or(Documents),
        may("description", Text, 2000, &[]),
    ],
};

/// The request that a certified copy answers, DIP.
pub const REQUEST: Table = Table {
    name: "request",
    clause: "TT 05/2025/TT-BNV, Phụ lục V, EAD",
    elements: &[
        must("requestID", Text, 100, &[]),
        must("requestDate", Date, 0, &[]),
        must("purpose", PURPOSE, 100, &[]),
        may("purposeContent", Text, 500, &[]),
        may("feeObjectType", FEE, 100, &[]),
        may("researchTopic", Text, 250, &[]),
        may("description", Text, 2000, &[]),
    ],
};

/// One document, AIP.
pub const DOC_AIP: Table = Table {
    name: "doc-aip",
    clause: "TT 05/2025/TT-BNV, Phụ lục I, EAD_doc",
    elements: &[
        must("arcFileCode", Text, 100, &[]).or(Template),
        must("mode", MODE, 20, &["mode", "dossier.mode"]),
        must("language", LANGUAGE, 100, &["language", "dossier.language"]),
        may("keyword", Text, 100, &["keyword"]),
        must("numberOfPage", Count, 4, &[]).or(Pages),
        may("format", STATE, 50, &["format"]),
        may("inforSign", Text, 30, &["inforSign"]),
        may("confidenceLevel", CONFIDENCE, 30, &["confidenceLevel", "dossier.confidenceLevel"]),
        may("description", Text, 500, &["description"]),
        must("docCode", Text, 100, &["docCode"]).or(Template),
        must("docOrdinal", Count, 7, &["docOrdinal"]).or(Ordinal),
        must("typeName", TYPE, 10, &["typeName"]),
        may("codeNumber", Text, 11, &["codeNumber"]),
        may("codeNotation", Text, 30, &["codeNotation"]),
        must("issuedDate", PartialDate, 0, &["issuedDate"]),
        must("organName", Text, 200, &["organName", "tthc.issuingUnit"]),
        must("subject", Text, 500, &["subject"]),
        may("autograph", Text, 2000, &["autograph"]),
        when(OF_SYSTEMS, "process", Flag, 1, &["process"]),
    ],
};

/// One document, SIP.
pub const DOC_SIP: Table = Table {
    name: "doc-sip",
    clause: "TT 05/2025/TT-BNV, Phụ lục III, EAD_doc",
    elements: &[
        must("docId", Text, 25, &[]).or(Template),
        must("docCode", Text, 100, &["docCode"]).or(Template),
        must("maintenance", MAINTENANCE, 100, &["maintenance", "dossier.maintenance"]),
        must("typeName", TYPE, 10, &["typeName"]),
        may("codeNumber", Text, 11, &["codeNumber"]),
        may("codeNotation", Text, 30, &["codeNotation"]),
        must("issuedDate", Date, 0, &["issuedDate"]),
        must("organName", Text, 200, &["organName", "tthc.issuingUnit"]),
        must("subject", Text, 500, &["subject"]),
        must("language", LANGUAGE, 100, &["language", "dossier.language"]),
        must("numberOfPage", Count, 4, &[]).or(Pages),
        may("inforSign", Text, 30, &["inforSign"]),
        may("keyword", Text, 100, &["keyword"]),
        must("mode", MODE, 20, &["mode", "dossier.mode"]),
        may("confidenceLevel", CONFIDENCE, 30, &["confidenceLevel", "dossier.confidenceLevel"]),
        may("autograph", Text, 2000, &["autograph"]),
        may("format", STATE, 50, &["format"]),
        when(OF_SYSTEMS, "process", Flag, 1, &["process"]),
        must("riskRecovery", Flag, 1, &["riskRecovery", "dossier.riskRecovery"]),
        when(WITH_BACKUP, "riskRecoveryStatus", BACKUP, 2, &["riskRecoveryStatus", "dossier.riskRecoveryStatus"]),
        may("description", Text, 500, &["description"]),
    ],
};

/// One document, DIP.
pub const DOC_DIP: Table = Table {
    name: "doc-dip",
    clause: "TT 05/2025/TT-BNV, Phụ lục V, EAD_doc",
    elements: &[
        must("docId", Text, 25, &[]).or(Template),
        must("arcDocCode", Text, 100, &[]).or(Template),
        must("maintenance", MAINTENANCE, 100, &["maintenance", "dossier.maintenance"]),
        must("typeName", TYPE, 10, &["typeName"]),
        may("codeNumber", Text, 11, &["codeNumber"]),
        may("codeNotation", Text, 30, &["codeNotation"]),
        must("issuedDate", PartialDate, 0, &["issuedDate"]),
        must("subject", Text, 500, &["subject"]),
        must("language", LANGUAGE, 100, &["language", "dossier.language"]),
        must("numberOfPage", Count, 4, &[]).or(Pages),
        may("inforSign", Text, 30, &["inforSign"]),
        may("keyword", Text, 100, &["keyword"]),
        must("mode", MODE, 20, &["mode", "dossier.mode"]),
        may("confidenceLevel", CONFIDENCE, 30, &["confidenceLevel", "dossier.confidenceLevel"]),
        may("autograph", Text, 2000, &["autograph"]),
        may("format", STATE, 50, &["format"]),
        when(OF_SYSTEMS, "process", Flag, 1, &["process"]),
        must("riskRecovery", Flag, 1, &["riskRecovery", "dossier.riskRecovery"]),
        when(WITH_BACKUP, "riskRecoveryStatus", BACKUP, 2, &["riskRecoveryStatus", "dossier.riskRecoveryStatus"]),
        may("description", Text, 500, &["description"]),
    ],
};
