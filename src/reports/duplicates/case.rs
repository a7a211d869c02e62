//! One pair as HTML: the two scans side by side, the place that differs, why they are shown, what their records say.

use std::fmt::Write;

use crate::duplicates::verdict::Area;
use crate::text::{Lang, Text};

use super::html::{escaped, image, said};
use super::words::word;
use super::{Case, Cutting, Field, Shots, Side};

/// The kinds of decisions, in the order of their keys.
const KINDS: [&str; 4] = ["duplicate-of", "rescan-of", "note-pair-of", "different"];

/// Writes one pair.
pub fn render(case: &Case, lang: Lang) -> String {
    let mut out = String::new();
    let [a, b] = case.sides.each_ref().map(|side| escaped(&side.id));
    let (number, group, keep, found) = (case.number, case.group, case.keep.min(1), case.found.code());
    // Writing to a text cannot fail, here and below.
    let _ = writeln!(
        out,
        "<article class=\"pair\" id=\"pair-{number}\" data-a=\"{a}\" data-b=\"{b}\" data-keep=\"{keep}\" \
         data-group=\"{group}\" data-found=\"{found}\">"
    );
    out += &head(case, lang);
    out += &choices(case, lang);
    if let Some(cutting) = case.shots.as_ref().and_then(|shots| shots.cutting.as_ref()) {
        out += &enlarged(cutting, lang);
    }
    out += &match &case.shots {
        Some(shots) => pages(case, shots, lang),
        None => format!("{}<p class=\"warning\">{}</p>\n", sides(case, None, lang), escaped(&word("unseen", lang))),
    };
    out += &fields(&case.fields, lang);
    out + "</article>\n"
}

fn head(case: &Case, lang: Lang) -> String {
    let (pair, number, code) = (escaped(&word("pair", lang)), case.number, case.found.code());
    let (found, likeness) = (said(&case.found.name(), lang), escaped(&word("score", lang)));
    let score = decimal(case.score, 3, lang);
    let mut out = format!(
        "<div class=\"head\"><h2>{pair} {number}</h2><span class=\"badge {code}\">{found}</span>\
         <span class=\"n\">{likeness} {score}</span>"
    );
    if case.group > 0 {
        let _ = write!(out, "<span class=\"n\">{} {}</span>", escaped(&word("group", lang)), case.group);
    }
    let _ = writeln!(out, "<span class=\"state\">{}</span></div>", escaped(&word("open", lang)));
    out + &listed(&case.why, "why", lang)
}

fn listed(texts: &[Text], class: &str, lang: Lang) -> String {
    if texts.is_empty() {
        return String::new();
    }
    let items: String = texts.iter().map(|text| format!("<li>{}</li>", said(text, lang))).collect();
    format!("<ul class=\"{class}\">{items}</ul>\n")
}

fn choices(case: &Case, lang: Lang) -> String {
    let mut out = "<p class=\"choices\">".to_owned();
    for (key, kind) in (1..).zip(KINDS) {
        let label = escaped(&word(kind, lang));
        let _ = write!(out, "<button type=\"button\" data-kind=\"{kind}\" class=\"{kind}\">{key} · {label}</button>");
    }
    let [swap, undo, note] = ["swap", "undo", "note"].map(|name| escaped(&word(name, lang)));
    let _ = write!(
        out,
        "<button type=\"button\" data-do=\"swap\">x · {swap}</button>\
         <button type=\"button\" data-do=\"undo\">u · {undo}</button>"
    );
    if case.group > 0 {
        let split = escaped(&word("split", lang));
        let _ = write!(out, "<button type=\"button\" data-do=\"split\">{split}</button>");
    }
    let _ = writeln!(out, " <input class=\"note\" type=\"text\" maxlength=\"500\" placeholder=\"{note}\"/></p>");
    out
}

/// The place that differs most, of both scans side by side.
fn enlarged(cutting: &Cutting, lang: Lang) -> String {
    let [place, size, tinted] = ["place", "size", "tinted"].map(|name| escaped(&word(name, lang)));
    let (across, down) = (decimal(cutting.millimetres.0, 1, lang), decimal(cutting.millimetres.1, 1, lang));
    let mut out =
        format!("<h3>{place}</h3><p>{size}: {across} × {down} mm. {tinted}.</p><div class=\"sides shots cutting\">");
    for (at, (scan, tint)) in cutting.scans.iter().zip(&cutting.tints).enumerate() {
        let name = word(&format!("side{at}"), lang);
        let (scan, tint) = (image(scan, "scan", &name, cutting.size), image(tint, "tint", "", cutting.size));
        let class = CLASSES[at.min(1)];
        let _ = write!(
            out,
            "<figure class=\"side {class}\" data-side=\"{at}\"><figcaption><b>{}</b></figcaption>\
             <div class=\"frame\">{scan}{tint}</div></figure>",
            escaped(&name)
        );
    }
    out + "</div>\n"
}

/// How the script tells the scan that stays from the one that is laid over it.
const CLASSES: [&str; 2] = ["first", "second"];

/// Both pages, the second one where it lies on the first.
fn pages(case: &Case, shots: &Shots, lang: Lang) -> String {
    let frame = |at: usize| {
        let name = word(&format!("side{at}"), lang);
        let scan = shots.pages.get(at).map_or(String::new(), |page| image(page, "scan", &name, shots.size));
        format!("<div class=\"frame\"><div class=\"zoomed\">{scan}{}</div></div>", marked(case.place))
    };
    sides(case, Some(&[frame(0), frame(1)]), lang)
}

/// A rectangle around the place that differs most, a little larger than it.
fn marked(place: Option<Area>) -> String {
    let Some(Area { x, y, width, height }) = place else { return String::new() };
    let around = 0.008;
    let part = |from: f64, long: f64| {
        let begin = (from - around).clamp(0.0, 1.0);
        (begin * 100.0, ((from + long + around).clamp(0.0, 1.0) - begin).max(0.0) * 100.0)
    };
    let ((x, width), (y, height)) = (part(x, width), part(y, height));
    format!("<svg><rect x=\"{x:.2}%\" y=\"{y:.2}%\" width=\"{width:.2}%\" height=\"{height:.2}%\"/></svg>")
}

fn sides(case: &Case, frames: Option<&[String; 2]>, lang: Lang) -> String {
    let shots = if frames.is_some() { " shots" } else { "" };
    let mut out = format!("<h3>{}</h3>", escaped(&word("why-keep", lang)));
    out += &listed(&case.reasons, "why", lang);
    let _ = write!(out, "<div class=\"sides pages{shots}\">");
    for (at, side) in case.sides.iter().enumerate() {
        let (class, caption) = (CLASSES[at.min(1)], caption(at, side, case.keep, lang));
        let frame = frames.and_then(|frames| frames.get(at)).map_or("", String::as_str);
        let _ = write!(
            out,
            "<figure class=\"side {class}\" data-side=\"{at}\"><figcaption>{caption}</figcaption>{frame}</figure>"
        );
    }
    out + "</div>\n"
}

fn caption(at: usize, side: &Side, keep: usize, lang: Lang) -> String {
    let (label, name, id) = (escaped(&word(&format!("side{at}"), lang)), escaped(&side.name), escaped(&side.id));
    let page = match side.page {
        0 => String::new(),
        page => format!(", {} {page}", escaped(&word("page", lang))),
    };
    let facts = side.facts.iter().map(|fact| said(fact, lang)).collect::<Vec<_>>().join(" · ");
    let id = if side.id == side.name { String::new() } else { format!("{id} · ") };
    // Without the script the proposal stands as it is.
    let hidden = if at == keep { "" } else { " hidden=\"hidden\"" };
    let kept = escaped(&word("keep", lang));
    format!(
        "<b>{label}</b>{name}{page} <span class=\"keep\" data-side=\"{at}\"{hidden}>✔ {kept}</span>\
         <br/><small>{id}{facts}</small>"
    )
}

fn fields(fields: &[Field], lang: Lang) -> String {
    let [title, none, field] = ["records", "norecords", "field"].map(|name| escaped(&word(name, lang)));
    if fields.is_empty() {
        return format!("<h3>{title}</h3><p class=\"n\">{none}</p>\n");
    }
    let sides = [0, 1].map(|at| escaped(&word(&format!("side{at}"), lang)));
    let mut out = format!(
        "<h3>{title}</h3><div class=\"scroll\"><table><tr><th>{field}</th><th>{}</th><th>{}</th></tr>",
        sides[0], sides[1]
    );
    for Field { label, values } in fields {
        let class = if values[0] == values[1] { "" } else { " class=\"differs\"" };
        let [one, other] = values.each_ref().map(|value| escaped(value));
        let _ = write!(out, "<tr{class}><td>{}</td><td>{one}</td><td>{other}</td></tr>", said(label, lang));
    }
    out + "</table></div>\n"
}

/// Writes a number as people of a language do.
fn decimal(value: f64, places: usize, lang: Lang) -> String {
    let written = format!("{value:.places$}");
    if lang == Lang::Vi { written.replace('.', ",") } else { written }
}
