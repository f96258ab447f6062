// The page works without this: it follows the story by itself, and fills in examples.
"use strict";
(() => {
  let known = document.body.dataset.state;
  let looking = false;

  // What says `data-live` is taken from a fresh copy of this page; what is being read, typed or pressed stays.
  const renew = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(old.id);
      if (!now || now.isEqualNode(old)) continue;
      for (const one of old.querySelectorAll("details[open]")) {
        const twin = now.querySelectorAll("details")[[...old.querySelectorAll("details")].indexOf(one)];
        if (twin) twin.open = true;
      }
      const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      const top = old.scrollTop;
      old.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
      old.scrollTop = top;
      if (held) [...old.querySelectorAll("a")].find((link) => link.getAttribute("href") === held)?.focus();
    }
    known = fresh.body.dataset.state;
  };

  const look = async () => {
    if (looking || document.hidden) return;
    looking = true;
    try {
      const answer = await fetch("/etat");
      if (answer.ok && (await answer.text()) !== known) await renew();
    } catch {
      // The demo has ended, or is busy: the page stays as it is.
    } finally {
      looking = false;
    }
  };
  setInterval(look, 1500);
  // The clock has minutes.
  setInterval(() => { if (!document.hidden) renew().catch(() => {}); }, 30000);
  document.addEventListener("visibilitychange", look);

  const text = document.getElementById("texte");
  if (!text) return;
  for (const hints of document.querySelectorAll(".hints")) hints.hidden = false;
  document.addEventListener("click", (event) => {
    const words = event.target.closest?.("[data-fill]")?.dataset.fill;
    if (words === undefined) return;
    text.value = words;
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form.requestSubmit();
  });
  text.form.addEventListener("submit", () => {
    const button = text.form.querySelector("[type=submit]");
    button.disabled = true;
    button.textContent = "Palabre lit…";
  });
  // Back to the form by the history: it can be sent again.
  addEventListener("pageshow", () => {
    const button = text.form.querySelector("[type=submit]");
    button.disabled = false;
    button.textContent = "Envoyer";
  });
})();
