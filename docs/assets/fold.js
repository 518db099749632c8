// Fold a search query before the search engine sees it: Traditional characters and pinyin to the words of the site, English
// words to their stems (the engine finds longer forms by itself). The table is fetched when the search is first used.
(() => {
  const base = new URL("..", document.currentScript.src);
  let table = null;
  let loading = null;

  const load = () => (loading ??= fetch(new URL("assets/fold.json", base))
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((data) => {
      if (!data) return;
      const simple = new Map([...data.t].map((character, place) => [character, data.s[place]]));
      table = { simple, pinyin: new Map(Object.entries(data.p)), english: new Set(data.e) };
    })
    .catch(() => {}));

  const stem = (word) => {
    if (word.length < 5) return word.length === 4 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
    return word.replace(/(?:ies|ied|y)$/, "").replace(/(?:ing|ed|es|s|e)$/, (end) => (/ss$/.test(word) ? end : ""));
  };

  const fold = (query) => {
    if (!table) return query;
    const simple = [...query].map((character) => table.simple.get(character) ?? character).join("");
    const joined = simple.toLowerCase().replace(/[^a-zü]+/g, "");
    const whole = /^[a-zü' ]+$/i.test(simple) && simple.trim().includes(" ") && table.pinyin.get(joined);
    if (whole) return table.english.has(joined) ? `${simple} ${whole}` : whole;
    return simple.replace(/[a-zü]+/gi, (word) => {
      const lower = word.toLowerCase();
      const words = table.pinyin.get(lower);
      if (words && !table.english.has(lower)) return words;
      return words ? `${stem(lower)} ${words}` : stem(lower);
    });
  };

  globalThis.qingyiSearch = { load, fold };

  // Material sends each query to a worker as a message of type 2.
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.type !== 2 || typeof message.data !== "string") return post.call(this, message, ...rest);
    load().then(() => post.call(this, { ...message, data: fold(message.data) }, ...rest));
  };
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-md-component=search-query], [data-qy-search]")) load();
  });
})();
