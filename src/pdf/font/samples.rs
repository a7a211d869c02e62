//! Tiny font programs for tests, built byte by byte: no outlines, only what is read here.

/// One character map: platform, encoding, and glyphs of codes.
pub(crate) type Map<'a> = (u16, u16, &'a [(u16, u16)]);

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// Builds a TrueType file: 1000 units, a width for every glyph, character maps, and names from `.notdef` on.
pub(crate) fn truetype(widths: &[u16], maps: &[Map<'_>], names: &[&str]) -> Vec<u8> {
    let count = widths.len() as u16;
    let mut head = vec![0; 54];
    head[18..20].copy_from_slice(&1000_u16.to_be_bytes());
    let mut hhea = vec![0; 36];
    hhea[34..36].copy_from_slice(&count.to_be_bytes());
    let hmtx = widths.iter().flat_map(|width| words(&[*width, 0])).collect();
    let maxp = [words(&[1, 0, count]), vec![0; 26]].concat();
    let mut post = [words(&[2, 0]), vec![0; 28], words(&[names.len() as u16])].concat();
    post.extend((0..names.len() as u16).flat_map(|at| words(&[258 + at])));
    post.extend(names.iter().flat_map(|name| [&[name.len() as u8], name.as_bytes()].concat()));
    sfnt(&[(b"cmap", cmap(maps)), (b"head", head), (b"hhea", hhea), (b"hmtx", hmtx), (b"maxp", maxp), (b"post", post)])
}

/// Builds a file of tables, which come in the order of their names.
pub(crate) fn sfnt(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut file = words(&[1, 0, tables.len() as u16, 0, 0, 0]);
    let mut at = 12 + 16 * tables.len() as u32;
    for (tag, table) in tables {
        file.extend([&tag[..], &[0; 4], &at.to_be_bytes(), &(table.len() as u32).to_be_bytes()].concat());
        at += table.len() as u32;
    }
    file.extend(tables.iter().flat_map(|(_, table)| table.iter()));
    file
}

fn cmap(maps: &[Map<'_>]) -> Vec<u8> {
    let mut table = words(&[0, maps.len() as u16]);
    let mut at = 4 + 8 * maps.len() as u16;
    let subtables: Vec<Vec<u8>> = maps.iter().map(|(_, _, codes)| segments(codes)).collect();
    for ((platform, encoding, _), subtable) in maps.iter().zip(&subtables) {
        table.extend(words(&[*platform, *encoding, 0, at]));
        at += subtable.len() as u16;
    }
    table.extend(subtables.concat());
    table
}

/// A subtable of format 4 with a segment for each code.
fn segments(codes: &[(u16, u16)]) -> Vec<u8> {
    let ends: Vec<u16> = codes.iter().map(|(code, _)| *code).chain([0xFFFF]).collect();
    let deltas: Vec<u16> = codes.iter().map(|(code, glyph)| glyph.wrapping_sub(*code)).chain([1]).collect();
    let count = ends.len() as u16;
    let head = words(&[4, 16 + 8 * count, 0, 2 * count, 0, 0, 0]);
    [head, words(&ends), words(&[0]), words(&ends), words(&deltas), words(&vec![0; ends.len()])].concat()
}

/// Builds a CFF program of glyphs with names and widths behind `.notdef`, which is 500 wide; codes 65, 66 ... lead to
/// them.
pub(crate) fn cff(glyphs: &[(&str, i32)]) -> Vec<u8> {
    let charset: Vec<u16> = (0..glyphs.len() as u16).map(|at| 391 + at).collect();
    let names: Vec<Vec<u8>> = glyphs.iter().map(|(name, _)| name.as_bytes().to_vec()).collect();
    let encoding = [vec![0, glyphs.len() as u8], (0..glyphs.len() as u8).map(|at| 65 + at).collect()].concat();
    assemble(&index(&names), &charset, glyphs.iter().map(|(_, width)| *width), Some(encoding))
}

/// Builds a CID-keyed CFF program of glyphs with CIDs and widths behind `.notdef`, which is 500 wide.
pub(crate) fn cid_cff(glyphs: &[(u16, i32)]) -> Vec<u8> {
    let charset: Vec<u16> = glyphs.iter().map(|(cid, _)| *cid).collect();
    let strings = index(&[b"Adobe".to_vec(), b"Identity".to_vec()]);
    assemble(&strings, &charset, glyphs.iter().map(|(_, width)| *width), None)
}

/// Lays the parts of a program out; without an encoding it is CID-keyed.
fn assemble(strings: &[u8], charset: &[u16], widths: impl Iterator<Item = i32>, encoding: Option<Vec<u8>>) -> Vec<u8> {
    let count = charset.len() + 1;
    let charset = [vec![0], words(charset)].concat();
    let charstrings: Vec<Vec<u8>> =
        [500].into_iter().chain(widths).map(|width| [operand(width), vec![14]].concat()).collect();
    let charstrings = index(&charstrings);
    let select = [vec![0], vec![0; count]].concat();
    let is_cid = encoding.is_none();
    let encoding = encoding.unwrap_or_default();
    // The dictionary has numbers of one size, so its own size does not depend on the places in it.
    let top = |at: i32| {
        let after_charset = at + charset.len() as i32;
        let after_encoding = after_charset + encoding.len() as i32;
        let after_charstrings = after_encoding + charstrings.len() as i32;
        let after_select = after_charstrings + select.len() as i32;
        let mut dict = Vec::new();
        if is_cid {
            dict.extend([long(391), long(392), long(0), vec![12, 30]].concat());
        }
        dict.extend([long(at), vec![15], long(after_encoding), vec![17]].concat());
        if is_cid {
            dict.extend([long(after_charstrings), vec![12, 37], long(after_select), vec![12, 36]].concat());
        } else {
            dict.extend([long(after_charset), vec![16], long(0), long(after_encoding), vec![18]].concat());
        }
        index(&[dict])
    };
    let head = [vec![1, 0, 4, 1], index(&[b"Sample".to_vec()])].concat();
    let rest = [strings, &index(&[])].concat();
    let at = (head.len() + top(0).len() + rest.len()) as i32;
    let fonts = index(&[[long(0), long(at), vec![18]].concat()]);
    [head, top(at), rest, charset, encoding, charstrings, select, fonts].concat()
}

fn index(items: &[Vec<u8>]) -> Vec<u8> {
    let mut index = words(&[items.len() as u16]);
    if items.is_empty() {
        return index;
    }
    let mut at = 1_u16;
    index.push(2);
    index.extend(words(&[at]));
    for item in items {
        at += item.len() as u16;
        index.extend(words(&[at]));
    }
    index.extend(items.concat());
    index
}

/// A number of five bytes in a dictionary.
fn long(value: i32) -> Vec<u8> {
    [vec![29], value.to_be_bytes().to_vec()].concat()
}

/// A number of three bytes in a charstring.
fn operand(value: i32) -> Vec<u8> {
    [vec![28], (value as i16).to_be_bytes().to_vec()].concat()
}

/// Builds a Type 1 program of glyphs with names and widths behind `.notdef`; codes 65, 66 ... lead to them.
pub(crate) fn type1(glyphs: &[(&str, i32)]) -> Vec<u8> {
    let mut clear =
        String::from("%!PS-AdobeFont-1.0: Sample\n/FontMatrix [0.001 0 0 0.001 0 0] def\n/Encoding 256 array\n");
    for (code, (name, _)) in (65..).zip(glyphs) {
        clear.push_str(&format!("dup {code} /{name} put\n"));
    }
    clear.push_str("readonly def\ncurrentfile eexec\n");
    let mut private =
        format!("dup /Private 8 dict dup begin /lenIV 4 def /CharStrings {} dict dup begin\n", glyphs.len() + 1)
            .into_bytes();
    for (name, width) in [(".notdef", 500)].iter().chain(glyphs) {
        let charstring = encrypted(&[vec![0; 4], number(0), number(*width), vec![13, 14]].concat(), 4330);
        private.extend(format!("/{name} {} RD ", charstring.len()).into_bytes());
        private.extend(charstring);
        private.extend(b" ND\n");
    }
    private.extend(b"end end mark currentfile closefile\n");
    let private = encrypted(&[vec![0; 4], private].concat(), 55665);
    [clear.into_bytes(), private, b"0".repeat(512), b"cleartomark".to_vec()].concat()
}

/// A number of five bytes in a Type 1 charstring.
fn number(value: i32) -> Vec<u8> {
    [vec![255], value.to_be_bytes().to_vec()].concat()
}

/// Encrypts as Type 1 programs are (Adobe Type 1 Font Format, chapter 7).
fn encrypted(plain: &[u8], mut key: u16) -> Vec<u8> {
    let encrypt = |byte: &u8| {
        let cipher = byte ^ (key >> 8) as u8;
        key = (u16::from(cipher).wrapping_add(key)).wrapping_mul(52845).wrapping_add(22719);
        cipher
    };
    plain.iter().map(encrypt).collect()
}
