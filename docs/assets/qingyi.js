// What a page can do beyond its HTML: remember the language, link to it, copy a paragraph's address, report an error there.
// Everything readable works without this file.
(() => {
  const views = ["zh", "en", "both"];
  const store = {
    get() { try { return localStorage.getItem("qingyi.view"); } catch { return null; } },
    set(view) { try { localStorage.setItem("qingyi.view", view); } catch { /* private windows keep nothing */ } },
  };

  const current = () => document.querySelector(".qy .switch :checked")?.value;
  const show = (view) => {
    const input = document.getElementById(`view-${view}`);
    if (input) input.checked = true;
  };

  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (views.includes(hash)) return show(hash);
    const target = hash && document.getElementById(hash);
    if (!target) return;
    const part = target.localName === "h6" ? target.nextElementSibling : target;
    const hidden = part.closest(".e") ? "zh" : part.closest(".z:not(.only)") ? "en" : "";
    if (hidden && current() === hidden) show("both");
    target.scrollIntoView();
  };

  const remembered = store.get();
  if (views.includes(remembered)) show(remembered);
  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("change", (event) => {
    if (event.target.name !== "view") return;
    store.set(event.target.value);
    if (views.includes(location.hash.slice(1))) history.replaceState(null, "", `#${event.target.value}`);
  });

  // A tapped sentence stays marked with its counterpart until another is tapped.
  const sentenceOf = (element) => {
    for (let part = element; part; part = part.parentElement) if (/^s-\d+$/.test(part.localName)) return part;
    return null;
  };
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".qy .on").forEach((old) => old.classList.remove("on"));
    const sentence = event.target.closest("a, button") ? null : sentenceOf(event.target);
    sentence?.closest(".pair").querySelectorAll(sentence.localName).forEach((part) => part.classList.add("on"));
  });

  // A term opens its entry beside itself; without this file its link shows the entry at the foot of the window.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".qy dfn a");
    const entry = link && document.getElementById(link.hash.slice(1));
    if (!entry?.showPopover) return;
    event.preventDefault();
    entry.showPopover({ source: link });
  });

  // A paragraph's number copies its address, and offers the report of an error in it.
  let note;
  document.addEventListener("click", async (event) => {
    const anchor = event.target.closest?.(".qy h6 a");
    note?.remove();
    if (!anchor) return;
    note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    try {
      await navigator.clipboard.writeText(anchor.href);
      note.append("Link copied · 已复制链接");
    } catch {
      note.append("Link in the address bar · 链接见地址栏");
    }
    const report = document.querySelector(".qy a[data-report]")?.href;
    if (report && /^https?:/.test(report)) {
      const link = document.createElement("a");
      const address = new URL(report);
      address.searchParams.set("paragraph", anchor.hash.slice(1));
      link.href = address;
      link.textContent = "report an error here · 在此报错";
      note.append(" · ", link);
    }
    anchor.closest(".qy").append(note);
  });
})();
