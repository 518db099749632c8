// What a page can do beyond its HTML: remember the language, link to it, copy a paragraph's address, report an error there.
// Everything readable works without this file.
(() => {
  const views = ["zh", "en", "both"];
  const store = {
    get() { try { return localStorage.getItem("qingyi.view"); } catch { return null; } },
    set(view) { try { localStorage.setItem("qingyi.view", view); } catch { /* private windows keep nothing */ } },
  };

  const current = () => document.querySelector(".qy .switch :checked")?.id.slice("view-".length);
  const show = (view) => {
    const input = document.getElementById(`view-${view}`);
    if (input) input.checked = true;
  };

  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (views.includes(hash)) return show(hash);
    const target = hash && document.getElementById(hash);
    if (!target) return;
    const part = target.matches(".text > div > a") ? target.nextElementSibling : target;
    if (part.closest(".text") && part.checkVisibility?.() === false) show("both");
    target.scrollIntoView();
  };

  const remembered = store.get();
  if (views.includes(remembered)) show(remembered);
  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("change", (event) => {
    if (event.target.name !== "view") return;
    store.set(current());
    if (views.includes(location.hash.slice(1))) history.replaceState(null, "", `#${current()}`);
  });

  // A tapped sentence stays marked with its counterpart until another is tapped.
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".qy .on").forEach((old) => old.classList.remove("on"));
    const sentence = event.target.closest("a, button") ? null : event.target.closest(".text > div > p > i");
    if (!sentence) return;
    const place = [...sentence.parentElement.querySelectorAll(":scope > i")].indexOf(sentence) + 1;
    const both = sentence.parentElement.parentElement.querySelectorAll(`:scope > p > i:nth-of-type(${place})`);
    both.forEach((part) => part.classList.add("on"));
  });

  // A term opens its entry beside itself; without this file its link leads to the entry below the text.
  const pop = document.createElement("p");
  pop.className = "pop";
  pop.popover = "auto";
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('.qy .text a[href^="#t"]');
    const entry = link && document.getElementById(link.hash.slice(1));
    if (!entry || !pop.showPopover) return;
    event.preventDefault();
    const word = document.createElement("span");
    word.lang = "zh-Hans";
    word.textContent = link.textContent;
    const told = (entry.localName === "tr" ? entry.lastElementChild : entry).cloneNode(true);
    told.querySelectorAll('a, th, [href^="#p"]').forEach((part) => part.remove());
    pop.replaceChildren(word, ...told.childNodes);
    for (const node of pop.childNodes) if (node.nodeType === 3) node.data = node.data.replace(link.textContent, "");
    link.closest(".qy").append(pop);
    pop.showPopover({ source: link });
  });

  // A paragraph's number copies its address, and offers the report of an error in it.
  let note;
  document.addEventListener("click", async (event) => {
    const anchor = event.target.closest?.(".qy .text > div > a");
    note?.remove();
    if (!anchor) return;
    const english = current() === "en" && document.getElementById(`${anchor.id}-en`);
    const address = english ? anchor.href.replace(/#.*/, `#${english.id}`) : anchor.href;
    note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    try {
      await navigator.clipboard.writeText(address);
      note.append("Link copied · 已复制链接");
    } catch {
      note.append("Link in the address bar · 链接见地址栏");
    }
    const report = document.querySelector(".qy a[data-report]")?.href;
    if (report && /^https?:/.test(report)) {
      const link = document.createElement("a");
      const form = new URL(report);
      form.searchParams.set("paragraph", anchor.id);
      link.href = form;
      link.textContent = "report an error here · 在此报错";
      note.append(" · ", link);
    }
    anchor.closest(".qy").append(note);
  });
})();
