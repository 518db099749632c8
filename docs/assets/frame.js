// What must be there before the first paint, and what of the frame works only with scripts: the choice of paper and the search.
// Material's own script and the table of the search are heavy; they are fetched when a reader first turns to the search.
(() => {
  const own = document.currentScript;
  const base = new URL("..", own.src);
  const key = (name, scope) => `${scope.pathname}.${name}`;
  Object.assign(globalThis, {
    __md_scope: base,
    __md_hash: (text) => [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 0),
    __md_get: (name, store = localStorage, scope = base) => JSON.parse(store.getItem(key(name, scope))),
    __md_set(name, value, store = localStorage, scope = base) {
      try { store.setItem(key(name, scope), JSON.stringify(value)); } catch { /* private windows keep nothing */ }
    },
  });
  if (own.dataset.lean === undefined) return;

  const schemes = { light: "default", dark: "slate" };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem("qingyi.paper"); } catch { return null; } };
  const paint = () => {
    const paper = schemes[stored()] ? stored() : system.matches ? "dark" : "light";
    document.body.dataset.mdColorScheme = schemes[paper];
    return paper;
  };
  document.documentElement.classList.replace("no-js", "js");
  const watch = new MutationObserver(() => {
    if (!document.body) return;
    watch.disconnect();
    paint();
  });
  watch.observe(document.documentElement, { childList: true });
  system.addEventListener("change", paint);

  const icon = (name) => `<svg class="i i-${name}"></svg>`;
  const button = 'class="md-header__button md-icon"';
  const dialog = `
    <label ${button} for="__search" title="Search · 搜索">${icon("magnify")}</label>
    <div class="md-search" data-md-component="search" role="dialog" aria-label="Search">
    <label class="md-search__overlay" for="__search"></label>
    <div class="md-search__inner" role="search"><form class="md-search__form" name="search">
    <input type="text" class="md-search__input" name="query" aria-label="Search" placeholder="Search · 搜索" autocapitalize="off"
      autocorrect="off" autocomplete="off" spellcheck="false" data-md-component="search-query" required>
    <label class="md-search__icon md-icon" for="__search">${icon("magnify")} ${icon("arrow-left")}</label>
    <nav class="md-search__options" aria-label="Search"><button type="reset" class="md-search__icon md-icon" title="Clear"
      aria-label="Clear" tabindex="-1">${icon("close")}</button></nav></form>
    <div class="md-search__output"><div class="md-search__scrollwrap" tabindex="0" data-md-scrollfix>
    <div class="md-search-result" data-md-component="search-result"><div class="md-search-result__meta">Loading · 加载中</div>
    <ol class="md-search-result__list" role="presentation"></ol></div></div></div></div></div>`;
  const translations = {
    "clipboard.copied": "Copied · 已复制",
    "clipboard.copy": "Copy · 复制",
    "search.result.more.one": "1 more on this page · 本页另有1处",
    "search.result.more.other": "# more on this page · 本页还有",
    "search.result.none": "No matching stories · 没有找到",
    "search.result.one": "1 matching page · 1篇",
    "search.result.other": "# matching pages · 篇",
    "search.result.placeholder": "Type to start · 请输入中文、拼音或英文",
    "search.result.term.missing": "Missing · 缺",
    "select.version": "Version",
  };

  const fetchScript = (path) => new Promise((ready, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: new URL(path, base), async: false, onload: ready, onerror: failed });
    document.body.append(script);
  });
  let loading = null;
  const load = () => (loading ??= (async () => {
    const [bundle, worker] = own.dataset.lean.split(" ").map((name) => `assets/javascripts/${name}`);
    const config = document.createElement("script");
    Object.assign(config, { id: "__config", type: "application/json" });
    const features = ["search.highlight"];
    config.textContent = JSON.stringify({ base: base.href, features, search: new URL(worker, base).href, translations });
    document.body.append(config);
    await Promise.all([fetchScript("assets/fold.js"), fetchScript(bundle)]);
    document.querySelector(".md-search__input").dispatchEvent(new KeyboardEvent("keyup"));
  })());

  const toggle = (name) => `<input class="md-toggle" data-md-toggle="${name}" type="checkbox" id="__${name}" autocomplete="off">`;
  const offerSearch = (header) => {
    document.body.insertAdjacentHTML("afterbegin", toggle("drawer") + toggle("search"));
    header.insertAdjacentHTML("beforeend", dialog);
    const shown = document.getElementById("__search");
    const input = header.querySelector(".md-search__input");
    input.addEventListener("focus", () => {
      shown.checked = true;
      load();
    });
    shown.addEventListener("change", () => { if (shown.checked) input.focus(); });
    header.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, [contenteditable]");
      if (loading || typing || event.ctrlKey || event.metaKey || event.altKey || !["/", "s", "f"].includes(event.key)) return;
      event.preventDefault();
      input.focus();
    });
    if (/[?&][hq]=/.test(location.search)) load();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const header = document.querySelector(".md-header__inner");
    const name = "Light or dark paper · 明暗";
    header.insertAdjacentHTML("beforeend", `<button type="button" ${button} title="${name}" aria-label="${name}"></button>`);
    const paper = header.lastElementChild;
    const show = () => { paper.innerHTML = icon(paint() === "dark" ? "brightness-5" : "moon-waning-crescent"); };
    paper.addEventListener("click", () => {
      try { localStorage.setItem("qingyi.paper", paint() === "dark" ? "light" : "dark"); } catch { /* as above */ }
      show();
    });
    show();
    system.addEventListener("change", show);
    if (own.dataset.lean) offerSearch(header);
  });
})();
