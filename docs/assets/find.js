// The search page of a large site: Pagefind does the finding, fold.js folds the query, this file prints the hits.
const root = new URL("..", import.meta.url);
const input = document.getElementById("find");
const list = document.getElementById("hits");
const status = document.getElementById("found");
const SHOWN = 20;

// The field works from the first moment: what is typed while the index loads is looked for when it has come.
const load = async () => {
  const pagefind = await import(new URL("pagefind/pagefind.js", root));
  await pagefind.options({ excerptLength: 24 });
  if (!globalThis.qingyiSearch) await new Promise((ready) => { addEventListener("DOMContentLoaded", ready); });
  await qingyiSearch.load();
  return pagefind;
};
const loaded = load();

const entry = (title, url, excerpt, places) => {
  const item = document.createElement("li");
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title;
  const text = document.createElement("p");
  // Pagefind returns text already escaped, with <mark> around the hits; only these marks are rebuilt.
  const parts = excerpt.split(/<mark>(.*?)<\/mark>/);
  parts.forEach((part, place) => {
    const plain = new DOMParser().parseFromString(part, "text/html").documentElement.textContent;
    const node = place % 2 ? document.createElement("mark") : document.createTextNode(plain);
    if (place % 2) node.textContent = plain;
    text.append(node);
  });
  const label = document.createElement("span");
  label.textContent = places;
  item.append(label, box);
  box.append(link, text);
  return item;
};

let turn = 0;
const find = async () => {
  const mine = ++turn;
  const query = input.value.trim();
  history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  if (!query) {
    list.replaceChildren();
    list.dataset.query = status.textContent = "";
    return;
  }
  const pagefind = await loaded.catch(() => null);
  if (mine !== turn) return;
  if (!pagefind) {
    list.replaceChildren();
    list.dataset.query = query;
    status.textContent = "The search index could not be loaded · 搜索索引未能载入";
    return;
  }
  const folded = qingyiSearch.fold(query);
  const answers = await Promise.all([...new Set([folded, ...folded.split(/\s+/)])].map((part) => pagefind.search(part)));
  const results = new Map(answers.flatMap((answer) => answer.results).map((result) => [result.id, result]));
  const pages = await Promise.all([...results.values()].slice(0, SHOWN).map((result) => result.data()));
  if (mine !== turn) return;
  list.dataset.query = query;
  status.textContent = `${results.size} ${results.size === 1 ? "page" : "pages"} · ${results.size} 篇`;
  list.replaceChildren(...pages.map((page) => {
    const part = page.sub_results.find((sub) => /^p\d/.test(sub.anchor?.id)) ?? page.sub_results[0];
    return entry(page.meta.title, part?.url ?? page.url, part?.excerpt ?? page.excerpt, part?.anchor ? part.title : "");
  }));
};

let waiting;
input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 150);
});
input.closest("form").addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
input.value ||= new URLSearchParams(location.search).get("q") ?? "";
if (input.value) find();
