// Fields that refer to something among many: what is typed is looked for on the server, arrows and Enter choose (the
// combobox of WAI-ARIA's practices, with a list). What is sent is the text in the field, as without script.
(() => {
  const pause = 150;
  const fill = (words, text) => words.replace("{}", text);
  const shown = (entry) => `${entry.number} · ${entry.name}`;

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  };

  const enhance = (field) => {
    const list = document.createElement("ul");
    const note = document.createElement("div");
    let known = field.matches(".is-invalid") ? "" : field.value, entries = [], active = -1, asked = "", timer, request;
    Object.assign(list, { id: `${field.id}-list`, className: "qiao-picker-list", hidden: true });
    set(list, { role: "listbox", "aria-label": field.labels[0]?.textContent ?? "" });
    note.className = "form-text qiao-picker-note";
    set(note, { role: "status" });
    field.after(list);
    field.parentNode.append(note);
    set(field, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });

    // What the list shows by itself is said to those only who do not see it.
    const say = (words, isWrong, isSeen = false) => {
      note.textContent = words;
      note.classList.toggle("visually-hidden", isSeen);
      field.setCustomValidity(isWrong ? words : "");
      if (isWrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      field.classList.toggle("is-invalid", isWrong);
    };
    const open = (isOpen) => {
      list.hidden = !isOpen;
      field.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) point(-1);
    };
    const point = (place) => {
      active = place;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
      list.children[place]?.scrollIntoView({ block: "nearest" });
      if (place < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", list.children[place].id);
    };
    const choose = (entry) => {
      stop();
      known = field.value = shown(entry);
      open(false);
      say(entry.note ?? "", false);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const stop = () => {
      clearTimeout(timer);
      request?.abort();
      request = undefined;
    };
    const item = (entry, index) => {
      const option = document.createElement("li");
      set(option, { id: `${list.id}-${index}`, role: "option", "aria-selected": "false" });
      for (const [text, look] of [[entry.number, ""], [entry.name, ""], [entry.note, "qiao-note"]])
        if (text) option.append(Object.assign(document.createElement("span"), { textContent: text, className: look }));
      return option;
    };
    // Answers whether the server said what fits.
    const look = async (text) => {
      stop();
      const own = (request = new AbortController());
      try {
        const answer = await fetch(`${field.dataset.lookup}?q=${encodeURIComponent(text)}`, {
          headers: { Accept: "application/json" }, signal: own.signal });
        if (!answer.ok) return false;
        const found = await answer.json();
        if (own !== request) return false;
        [entries, asked, request] = [found.entries, text, undefined];
        list.replaceChildren(...entries.map(item));
        if (document.activeElement !== field) return true;
        open(entries.length > 0);
        if (text && entries.length) point(0);
        const words = !entries.length ? field.dataset.none : found.more ? field.dataset.more : field.dataset.found;
        say(fill(words, entries.length || text), false, entries.length > 0);
        return true;
      } catch {
        return false; // Looked for in vain, or no longer wanted: what was typed is understood when it is sent.
      }
    };
    const typed = () => field.value.trim();
    const meant = () => {
      const text = typed().toLowerCase();
      const called = entries.filter((one) => [one.number, one.name].some((word) => word.toLowerCase() === text));
      return called.length === 1 ? called[0] : !called.length && entries.length === 1 ? entries[0] : undefined;
    };

    field.addEventListener("input", () => {
      if (field.value === known) return;
      stop();
      say("", false);
      if (typed()) timer = setTimeout(look, pause, typed());
      else open(false);
    });
    field.addEventListener("keydown", async (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && list.hidden) {
        event.preventDefault();
        await look(field.value === known ? "" : typed());
      } else if (step) {
        event.preventDefault();
        point((active + step + entries.length) % entries.length);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        choose(entries[active]);
      } else if (event.key === "Tab" && active >= 0) choose(entries[active]);
      else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        open(false);
      }
    });
    field.addEventListener("click", () => list.hidden && look(field.value === known ? "" : typed()));
    // What was typed and not chosen is taken where it means one thing.
    field.addEventListener("blur", async () => {
      open(false);
      if (field.value === known) return say("", false);
      if (!typed()) return (known = ""), say("", false);
      if (asked !== typed() && !(await look(typed()))) return;
      if (document.activeElement === field) return;
      const one = meant();
      if (one) choose(one);
      else say(fill(field.dataset.unknown, typed()), true);
    });
    // The field keeps the focus while one chooses by hand.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) choose(entries[[...list.children].indexOf(option)]);
    });
  };
  document.querySelectorAll("[data-lookup]").forEach(enhance);
  // A page that is open may have got new ones.
  document.addEventListener("focusin", (event) => event.target.matches("[data-lookup]:not([role])") && enhance(event.target));
})();
