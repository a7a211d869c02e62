// Keys, views and decisions. Plain words for old browsers: no modules, no promises, nothing from elsewhere.
(function () {
  "use strict";
  var KINDS = ["duplicate-of", "rescan-of", "note-pair-of", "different"];
  var data = JSON.parse(document.getElementById("data").textContent);
  var words = data.words, names = data.names;
  var KEY = "sohoa-decisions-1 " + data.archive;
  var body = document.body;
  var pairs = all("article.pair");
  var at = 0, mode = "beside", timer = null, undone = [], together = null, memory = null;

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  function element(id) { return document.getElementById(id); }
  function of(node, name) { return node.getAttribute("data-" + name); }
  function mark(node, name, is) { if (is) { node.classList.add(name); } else { node.classList.remove(name); } }
  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  // What was decided lies in the browser, for this archive; where it has no room for that, in this page alone.
  function load() {
    var read = null;
    try { read = JSON.parse(window.localStorage.getItem(KEY)); } catch (error) { read = null; }
    read = read || memory || {};
    return { by: typeof read.by === "string" ? read.by : "", pairs: read.pairs || {} };
  }
  function store(all) {
    memory = all;
    try { window.localStorage.setItem(KEY, JSON.stringify(all)); } catch (error) { /* The page still has it. */ }
  }
  function name(pair) { return of(pair, "a") + "\n" + of(pair, "b"); }
  function chosen(pair) { return load().pairs[name(pair)] || null; }

  // A decision names the one that is said to be something, and the one that it is said of.
  function relation(pair, kind, note) {
    var kept = of(pair, of(pair, "keep") === "1" ? "b" : "a");
    var other = of(pair, of(pair, "keep") === "1" ? "a" : "b");
    var from = kind === "rescan-of" ? kept : other;
    var to = kind === "rescan-of" ? other : kept;
    var said = { document: from, kind: kind, to: to };
    if (note) { said.note = note; }
    return said;
  }
  function put(pair, said, isUndo) {
    var now = load(), key = name(pair);
    if (!isUndo) { remember(pair, now.pairs[key] || null); }
    if (said) { now.pairs[key] = said; } else { delete now.pairs[key]; }
    store(now);
    show(pair);
    count();
  }
  // One step back takes back all that one key or button did.
  function remember(pair, was) {
    var step = { pair: pair, was: was, keep: of(pair, "keep") };
    if (together) { together.push(step); } else { undone.push([step]); }
  }
  function atOnce(some, act) {
    together = [];
    some.forEach(act);
    undone.push(together);
    together = null;
  }
  function note(pair) { return pair.querySelector(".note").value.replace(/\s+/g, " ").trim(); }
  function decide(pair, kind) { put(pair, relation(pair, kind, note(pair))); }
  function undo() {
    var last = undone.pop();
    if (last && last.length) {
      last.forEach(function (step) {
        step.pair.setAttribute("data-keep", step.keep);
        put(step.pair, step.was, true);
      });
      go(pairs.indexOf(last[0].pair));
    } else if (pairs[at] && chosen(pairs[at])) {
      put(pairs[at], null, true);
    }
  }
  function swap(pair) {
    var said = chosen(pair);
    var was = of(pair, "keep");
    if (said) { remember(pair, said); }
    pair.setAttribute("data-keep", was === "1" ? "0" : "1");
    if (said) { put(pair, relation(pair, said.kind, note(pair)), true); } else { show(pair); }
  }

  function show(pair) {
    var said = chosen(pair), keep = of(pair, "keep");
    if (said) {
      var held = said.kind === "rescan-of" ? said.document : said.to;
      keep = held === of(pair, "b") ? "1" : "0";
      pair.setAttribute("data-keep", keep);
    }
    mark(pair, "done", !!said);
    all(".side", pair).forEach(function (side) { mark(side, "kept", of(side, "side") === keep); });
    all(".keep", pair).forEach(function (label) { label.hidden = of(label, "side") !== keep; });
    all("button[data-kind]", pair).forEach(function (button) { mark(button, "chosen", !!said && of(button, "kind") === said.kind); });
    var input = pair.querySelector(".note");
    if (said && document.activeElement !== input) { input.value = said.note || ""; }
    var kept = of(pair, keep === "1" ? "b" : "a"), other = of(pair, keep === "1" ? "a" : "b");
    var values = { kept: names[kept] || kept, other: names[other] || other };
    pair.querySelector(".state").textContent = said ? filled(words["says-" + said.kind], values) : words.open;
  }
  function open() { return pairs.filter(function (pair) { return !chosen(pair); }); }
  function count() {
    element("progress").textContent = (pairs.length - open().length) + " / " + pairs.length;
  }

  function go(to) {
    if (!pairs.length) { return; }
    at = Math.max(0, Math.min(pairs.length - 1, to));
    tab("pairs");
    pairs.forEach(function (pair, n) { mark(pair, "here", n === at); });
    dress(pairs[at]);
    if (!body.classList.contains("single")) { pairs[at].scrollIntoView(); } else { window.scrollTo(0, 0); }
  }
  function nextOpen() {
    for (var step = 1; step <= pairs.length; step += 1) {
      var next = (at + step) % pairs.length;
      if (!chosen(pairs[next])) { go(next); return; }
    }
  }
  function tab(id) {
    var parts = all(".part");
    var known = parts.some(function (part) { return part.id === id; }) ? id : (parts[0] || {}).id;
    parts.forEach(function (part) { mark(part, "here", part.id === known); });
    all(".tabs a").forEach(function (link) { mark(link, "here", link.getAttribute("href") === "#" + known); });
  }

  // The second scan over the first: both are of one size, since the report has laid the one where the other lies.
  function dress(pair) {
    var stacked = mode !== "beside";
    mark(pair, "stacked", stacked);
    all(".sides.shots", pair).forEach(function (sides) {
      var frame = sides.querySelector(".first .frame"), over = sides.querySelector(".over");
      if (stacked && !over) {
        over = sides.querySelector(".second .scan").cloneNode(false);
        over.className = "over";
        (frame.querySelector(".zoomed") || frame).appendChild(over);
      }
      if (over) { over.style.opacity = mode === "beside" ? "0" : mode === "onion" ? String(element("onion").value / 100) : "0"; }
    });
  }
  function view(wanted) {
    mode = mode === wanted ? "beside" : wanted;
    if (timer) { window.clearInterval(timer); timer = null; }
    all(".bar button").forEach(function (button) { mark(button, "here", of(button, "do") === mode && mode !== "beside"); });
    pairs.forEach(function (pair) { if (pair.classList.contains("stacked")) { dress(pair); } });
    if (!pairs.length) { return; }
    dress(pairs[at]);
    if (mode === "blink") {
      var on = false;
      timer = window.setInterval(function () {
        on = !on;
        all(".over", pairs[at]).forEach(function (over) { over.style.opacity = on ? "1" : "0"; });
      }, 550);
    }
  }

  // Decisions of other pages of this report come along, where the browser keeps them for all of them.
  function file() {
    var now = load();
    var decisions = Object.keys(now.pairs).sort().map(function (key) { return now.pairs[key]; });
    var written = { schema: "sohoa-decisions-1", archive: data.archive };
    if (now.by) { written.by = now.by; }
    written.decisions = decisions;
    return JSON.stringify(written, null, 2) + "\n";
  }
  function saving() {
    element("by").value = load().by;
    element("text").value = file();
    element("left").textContent = filled(words.left, { n: open().length });
    sheet("saving");
  }
  function download() {
    var blob = new Blob([file()], { type: "application/json" });
    if (window.navigator.msSaveBlob) { window.navigator.msSaveBlob(blob, "decisions.json"); return; }
    var link = document.createElement("a");
    link.href = window.URL.createObjectURL(blob);
    link.download = "decisions.json";
    body.appendChild(link);
    link.click();
    body.removeChild(link);
  }
  function sheet(id) {
    all(".sheet").forEach(function (one) { one.hidden = one.id !== id; });
  }
  function accept() {
    var sure = open().filter(function (pair) { return of(pair, "found") !== "review" && of(pair, "found") !== "same-record"; });
    if (!sure.length || !window.confirm(filled(words.sure, { n: sure.length }))) { return; }
    atOnce(sure, function (pair) { decide(pair, "duplicate-of"); });
  }
  function split(group) {
    var some = pairs.filter(function (pair) { return of(pair, "group") === group; });
    atOnce(some, function (pair) { decide(pair, "different"); });
  }

  var ACTS = {
    previous: function () { go(at - 1); },
    next: function () { go(at + 1); },
    nextopen: nextOpen,
    beside: function () { view("beside"); },
    blink: function () { view("blink"); },
    onion: function () { view("onion"); },
    zoom: function () { mark(body, "zoom", !body.classList.contains("zoom")); },
    tint: function () { mark(body, "plainink", !body.classList.contains("plainink")); },
    list: function () { mark(body, "single", !body.classList.contains("single")); go(at); },
    help: function () { if (element("keys").hidden) { sheet("keys"); } else { sheet(""); } },
    save: saving,
    download: download,
    accept: accept,
    close: function () { sheet(""); },
    undo: undo,
    swap: function () { if (pairs[at]) { swap(pairs[at]); } }
  };
  var LETTERS = { j: "next", k: "previous", n: "nextopen", b: "blink", o: "onion", s: "beside", z: "zoom", t: "tint", l: "list",
    u: "undo", x: "swap", "?": "help", ArrowRight: "next", ArrowLeft: "previous", Right: "next", Left: "previous", Escape: "close", Esc: "close" };

  function decideHere(kind) {
    if (!pairs[at]) { return; }
    tab("pairs");
    decide(pairs[at], kind);
  }

  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range";
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (typing) { if (event.key === "Escape" || event.key === "Esc") { event.target.blur(); sheet(""); } return; }
    if (event.target.type === "range" && /^(Arrow)?(Left|Right)$/.test(event.key)) { return; }
    var kind = KINDS["1234".indexOf(event.key)];
    var act = LETTERS[event.key] || LETTERS[String(event.key).toLowerCase()];
    if (kind && event.key.length === 1) { decideHere(kind); } else if (act) { ACTS[act](); } else { return; }
    event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    var node = event.target;
    while (node && node.getAttribute && !of(node, "do") && !of(node, "kind") && node.tagName !== "A") { node = node.parentNode; }
    if (!node || !node.getAttribute) { return; }
    if (node.tagName === "A") {
      var link = node.getAttribute("href") || "";
      if (link.indexOf("#pair-") === 0) { go(pairs.indexOf(element(link.slice(1)))); event.preventDefault(); }
      else if (link.charAt(0) === "#") { tab(link.slice(1)); event.preventDefault(); }
      return;
    }
    var pair = node;
    while (pair && pairs.indexOf(pair) < 0) { pair = pair.parentNode; }
    if (pair) { at = pairs.indexOf(pair); }
    if (of(node, "kind")) { decide(pair, of(node, "kind")); }
    else if (of(node, "do") === "split") { split(of(pair, "group")); }
    else { ACTS[of(node, "do")](); }
  });
  document.addEventListener("change", function (event) {
    var pair = event.target;
    while (pair && pairs.indexOf(pair) < 0) { pair = pair.parentNode; }
    var said = pair && chosen(pair);
    if (event.target.className === "note" && said) { put(pair, relation(pair, said.kind, note(pair))); }
  });
  // Zoomed in, both scans show the same part.
  document.addEventListener("scroll", function (event) {
    var frame = event.target;
    if (!frame.classList || !frame.classList.contains("frame")) { return; }
    all(".frame", frame.parentNode.parentNode).forEach(function (other) {
      if (other !== frame && (other.scrollTop !== frame.scrollTop || other.scrollLeft !== frame.scrollLeft)) {
        other.scrollTop = frame.scrollTop;
        other.scrollLeft = frame.scrollLeft;
      }
    });
  }, true);
  element("by").addEventListener("input", function () {
    var now = load();
    now.by = element("by").value.replace(/\s+/g, " ").trim();
    store(now);
    element("text").value = file();
  });
  element("onion").addEventListener("input", function () {
    if (mode !== "onion") { view("onion"); } else if (pairs[at]) { dress(pairs[at]); }
  });
  window.addEventListener("storage", function () { pairs.forEach(show); count(); });

  body.classList.add("script");
  body.classList.add("single");
  element("bar").hidden = false;
  pairs.forEach(show);
  count();
  go(0);
  var hash = window.location.hash.slice(1);
  if (hash.indexOf("pair-") === 0 && element(hash)) { go(pairs.indexOf(element(hash))); }
  else if (hash) { tab(hash); }
  else if (data.first) { tab("summary"); }
}());
