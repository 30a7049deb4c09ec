"use strict";
/* Draws the charts in the language shown, and answers the page's controls.  Loads nothing. */
(() => {
  let charts = {}, common = {};
  const state = { language: document.documentElement.lang, mode: "level", scenario: null, year: null };
  const views = {};
  const tip = document.getElementById("tip");
  let drawing = 0;

  /* The text of an element that holds it deflated, in letters. */
  const unfold = async (id) => {
    const folded = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([folded]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  };

  /* Numbers, specifications and the library that draws them, which the page's policy knows by its digest. */
  const load = async () => {
    const [data, shared, library] = await Promise.all(["charts", "common", "library"].map(unfold));
    [charts, common] = [JSON.parse(data), JSON.parse(shared)];
    document.head.append(element("script", library));
  };

  const fill = (value, words) => {
    if (typeof value === "string") return value.includes("@{") ? value.replace(/@\{(\w+)\}/g, (all, key) => words[key] ?? all) : value;
    if (Array.isArray(value)) return value.map((each) => fill(each, words));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, words)]));
    return value;
  };

  const fields = ["k", "s", "t", "v", "e", "d", "de", "n", "lo", "hi", "dlo", "dhi"];
  const unpack = (row) => Object.fromEntries(row.map((each, i) => [fields[i], each]).filter(([, each]) => each !== null));

  const element = (name, text) => { const made = document.createElement(name); made.textContent = text; return made; };

  /* A small table under the pointer: names on the left, numbers on the right. */
  const showTip = (handler, event, item, value) => {
    const pairs = value && typeof value === "object" ? Object.entries(value).filter(([, v]) => v !== "" && v != null && v !== "undefined") : [];
    if (!pairs.length) { tip.hidden = true; return; }
    const table = document.createElement("table");
    for (const [name, number] of pairs) {
      const row = document.createElement("tr");
      row.append(element("th", name.trim()), element("td", String(number)));
      table.append(row);
    }
    tip.replaceChildren(table);
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 16, innerWidth - box.width - 8)) + "px";
    tip.style.top = Math.max(4, event.clientY + 16 + box.height > innerHeight ? event.clientY - box.height - 10 : event.clientY + 16) + "px";
  };

  const font = getComputedStyle(document.documentElement).getPropertyValue("--sans").trim();

  const NARROW = 700;

  /* On a narrow screen panels stand one below the other, as wide as the screen, and names take less room. */
  const fitNarrow = (spec, place, words) => {
    if (innerWidth >= NARROW) return;
    const each = spec.spec || spec;
    if (spec.columns) spec.columns = spec.columns >= 7 ? 3 : 1;
    if (spec.hconcat) { spec.vconcat = spec.hconcat; delete spec.hconcat; }
    for (const panel of spec.vconcat || []) panel.width = place.clientWidth - 12;
    if (typeof each.width === "number") each.width = Math.floor(place.clientWidth / (spec.columns === 3 ? 3 : 1)) - 44;
    /* Names of rows stand left of the panels, above which legend and headers begin. */
    const beside = JSON.stringify(each).includes('"ticks":false') ? 170 : 40;
    if (spec.facet?.header) Object.assign(spec.facet.header, { labelLimit: place.clientWidth - beside + 30, labelFontSize: 12 });
    const soften = (value) => {
      if (!value || typeof value !== "object") return;
      if (typeof value.labelLimit === "number") value.labelLimit = Math.min(value.labelLimit, 150);
      if (value.orient === "top" && "labelExpr" in value) { value.columns = 1; value.labelLimit = place.clientWidth - beside - 12; }
      if (value.labelExpr === words.scenarios + "[datum.value]") value.labelExpr = words.narrow + "[datum.value]";
      /* Beside its bar a name has room for all its lines. */
      if (value.labelExpr === words.wrapped + "[datum.value]" && value.ticks === false) {
        const names = JSON.parse(words.wrapped), most = Math.max(...names.map((name) => name.length));
        Object.assign(value, { labelLineHeight: 12, labelOffset: -6 * (most - 1) });
        each.height = Math.max(each.height, names.length * (12 * most + 8));
      }
      /* Names of series have room for two lines. */
      if (value.labelExpr === words.series + "[datum.value]" && value.ticks === false)
        Object.assign(value, { labelExpr: `split(replace(${value.labelExpr}, regexp('(.{10,22}) ', 'g'), '$1|'), '|')`, labelLineHeight: 12 });
      for (const inner of Array.isArray(value) ? value : Object.values(value)) soften(inner);
    };
    soften(spec.spec || spec.vconcat || spec.layer);
  };

  const shrink = (spec, excess) => {
    const each = spec.spec || spec;
    if (typeof each.width === "number") each.width = Math.max(60, each.width - Math.ceil(excess / (spec.columns || 1)) - 2);
    for (const panel of spec.vconcat || []) if (typeof panel.width === "number") panel.width -= Math.ceil(excess) + 2;
  };

  const settle = (key, spec) => {
    const view = views[key];
    const change = (name, value) => { if (value !== null && (spec.params || []).some((p) => p.name === name)) view.signal(name, value); };
    if (spec.usermeta.toggles) change("mode", state.mode);
    change("map_scenario", state.scenario);
    change("map_year", state.year);
    return view.runAsync();
  };

  const draw = async () => {
    const turn = ++drawing;
    document.body.dataset.drawn = "0";
    await document.fonts.ready;
    for (const [key, chart] of Object.entries(charts)) {
      const words = { ...common.words[state.language], ...chart.words[state.language] };
      if (innerWidth < NARROW) words.wrapped = words.narrow;
      const spec = { ...fill(common.shapes[chart.spec.shape], words), usermeta: chart.spec.usermeta };
      spec.data = { values: chart.rows.map(unpack) };
      spec.config.font = font;
      const place = document.getElementById("chart-" + key);
      views[key]?.finalize();
      const embed = () => vegaEmbed(place, spec, { mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: showTip });
      fitNarrow(spec, place, words);
      let result = await embed();
      /* What names and axes need is known when it is drawn: on a narrow screen the panels give it up. */
      for (let turn = 0; innerWidth < NARROW && turn < 3; turn++) {
        const excess = place.querySelector("svg").getBoundingClientRect().width - place.clientWidth;
        if (excess <= 0) break;
        shrink(spec, excess);
        result.finalize();
        result = await embed();
      }
      if (turn !== drawing) { result.view.finalize(); return; }
      views[key] = result.view;
      await settle(key, spec);
      document.body.dataset.drawn = String(Number(document.body.dataset.drawn) + 1);
      await new Promise((done) => setTimeout(done));
    }
    document.body.dataset.ready = state.language;
  };

  /* What the maps show, in words, for print and for readers aloud. */
  const tellMaps = () => {
    for (const each of document.querySelectorAll("[data-map]")) each.textContent = document.getElementById(each.dataset.map).selectedOptions[0].textContent;
  };

  const speak = (language) => {
    state.language = language;
    document.documentElement.lang = language;
    for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === language));
    for (const each of document.querySelectorAll("[data-label-en]")) each.setAttribute("aria-label", each.dataset["label" + (language === "en" ? "En" : "Zh")]);
    for (const each of document.querySelectorAll("option[data-text-en]")) each.textContent = each.dataset["text" + (language === "en" ? "En" : "Zh")];
    tellMaps();
    document.title = document.body.dataset["title" + (language === "en" ? "En" : "Zh")];
  };

  const settleAll = () => Promise.all(Object.entries(charts).filter(([key]) => views[key]).map(([key, chart]) => settle(key, { ...common.shapes[chart.spec.shape], usermeta: chart.spec.usermeta })));

  for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => { speak(button.dataset.language); loaded.then(draw, () => {}); });
  for (const radio of document.querySelectorAll("input[name=mode]")) radio.addEventListener("change", () => { state.mode = radio.value; document.body.dataset.mode = radio.value; settleAll(); });
  for (const [id, name] of [["map-scenario", "scenario"], ["map-year", "year"]]) {
    const control = document.getElementById(id);
    if (control) { state[name] = Number(control.value); control.addEventListener("change", () => { state[name] = Number(control.value); tellMaps(); settleAll(); }); }
  }
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  const known = (document.body.dataset.languages || "").split(" ");
  const asked = location.hash.slice(1);
  const own = navigator.language.startsWith("zh") ? "zh" : "en";
  speak(known.includes(asked) ? asked : known.length === 2 ? own : known[0]);
  const loaded = load();
  loaded.then(draw, () => { document.getElementById("undrawn").hidden = false; });
})();
