// A page that is open says when it has changed. A document that nobody is writing in shows by itself what it is now;
// elsewhere a bar says who changed it, and offers to show it. Where streams do not work it asks now and then.
(() => {
  const main = document.querySelector("main[data-live]");
  if (!main) return;
  const words = main.dataset;
  let seen = words.seen;
  let source = null;
  let asking = null;

  const isInUse = () => document.querySelector("form[data-unsaved], .qiao-document .qiao-fold[open]") !== null ||
    main.querySelector("form :is(input, textarea, select):focus") !== null;

  const say = (text, offers) => {
    const bar = document.querySelector(".qiao-live") ?? document.createElement("div");
    bar.className = "qiao-live";
    bar.setAttribute("role", "status");
    bar.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (offers) {
      const link = Object.assign(document.createElement("a"), { href: location.href, textContent: words.show });
      link.className = "btn btn-sm btn-outline-secondary";
      bar.append(link);
    }
    main.prepend(bar);
  };

  // The document as it is now; what is around it stays, and so does where one has scrolled.
  const show = async (text) => {
    const fresh = await freshPart("main[data-live]");
    const [mine, theirs] = [main.querySelector(".qiao-document"), fresh?.querySelector(".qiao-document")];
    if (!mine || !theirs || isInUse()) return say(text, true);
    // Who reads what happened earlier goes on reading.
    theirs.querySelector(".qiao-earlier")?.toggleAttribute("open", mine.querySelector(".qiao-earlier[open]") !== null);
    renewPart(mine, theirs);
    seen = fresh.dataset.seen;
    say(text, false);
  };

  const changed = (revision, { what, who } = {}) => {
    if (revision === seen) return;
    seen = revision;
    const text = [[words.changed, who].filter(Boolean).join(" "), what].filter(Boolean).join(": ");
    if (!main.querySelector(".qiao-document") || isInUse()) return say(text, true);
    show(text).catch(() => say(text, true));
  };

  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${words.live}&seen=${seen}`, { headers: { Accept: "application/json" } });
      if (answer.status === 404 || answer.status === 403) return gone();
      if (!answer.ok) return;
      const { revision, told } = await answer.json();
      changed(revision, JSON.parse(told));
    } catch {
      // Away for a moment: the next look tells.
    }
  };

  const close = () => {
    source?.close();
    source = null;
  };
  const gone = () => {
    close();
    clearInterval(asking);
    removeEventListener("visibilitychange", open);
    say(words.gone, false);
  };
  const open = () => {
    if (document.hidden) return close();
    if (asking) return ask();
    if (source) return;
    source = new EventSource(`${words.live}&seen=${seen}`);
    source.addEventListener("changed", (event) => changed(event.lastEventId, JSON.parse(event.data)));
    source.addEventListener("gone", gone);
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      asking ??= setInterval(ask, 20_000);
    });
  };
  document.addEventListener("visibilitychange", open);
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
