// Every password can be looked at while it is typed; a new one is told how well it withstands guessing. What the service
// refuses it says by itself (PasswordPolicy): this only tells earlier.
(() => {
  const texts = document.currentScript.dataset;
  const rows = [
    "1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "0123456789", "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p",
  ].flatMap((row) => [row, [...row].reverse().join("")]);
  const words = [
    "123", "abc", "qwe", "asd", "zxc", "password", "passwort", "admin", "welcome", "iloveyou", "letmein", "secret",
    "woaini", "5201314", "qiao",
  ];

  // How many pieces it has, when each that is easily guessed is one.
  const pieces = (password, names) => {
    const text = password.toLowerCase();
    let index = 0;
    let count = 0;
    while (index < text.length) {
      let longest = 1;
      for (let end = index + 3; end <= text.length; end += 1) {
        const piece = text.slice(index, end);
        const known = words.includes(piece) || names.includes(piece) || text.slice(0, index).includes(piece) ||
          (piece.length > 3 && rows.some((row) => row.includes(piece))) || new Set(piece).size === 1 || /^(19|20)\d\d$/.test(piece);
        if (known) longest = piece.length;
      }
      index += longest;
      count += 1;
    }
    return count;
  };

  const namesIn = (form) => [...form.querySelectorAll("[name=login], [name=email], [name=name], #login")]
    .flatMap((field) => [field.value, ...field.value.split(/[^\p{L}\p{N}]+/u)])
    .map((name) => name.toLowerCase()).filter((name) => name.length >= 3);

  const strength = (field) => {
    if ([...field.value].length < field.minLength) return { text: texts.short, part: 25, colour: "danger" };
    const count = pieces(field.value, namesIn(field.form));
    if (count < 8) return { text: texts.guessed, part: 25, colour: "danger" };
    if (count < 12) return { text: texts.fair, part: 50, colour: "warning" };
    return count < 16 ? { text: texts.good, part: 75, colour: "success" } : { text: texts.strong, part: 100, colour: "success" };
  };

  const made = (name, attributes) => Object.assign(document.createElement(name), attributes);

  const addButton = (field) => {
    const hadFocus = document.activeElement === field;
    const group = made("div", { className: "input-group" });
    const margin = [...field.classList].find((name) => name.startsWith("mb-"));
    if (margin) {
      field.classList.remove(margin);
      group.classList.add(margin);
    }
    const button = made("button", { type: "button", className: "btn btn-outline-secondary" });
    const show = (isShown) => {
      field.type = isShown ? "text" : "password";
      button.textContent = isShown ? texts.hide : texts.show;
      button.title = isShown ? texts.hideLabel : texts.showLabel;
    };
    button.setAttribute("aria-controls", field.id);
    button.addEventListener("click", () => show(field.type === "password"));
    // Browsers keep passwords of password fields only.
    field.form.addEventListener("submit", () => show(false));
    field.replaceWith(group);
    group.append(field, button);
    show(false);
    if (hadFocus) field.focus();
    return group;
  };

  const addMeter = (field, group) => {
    const bar = made("div", { className: "progress-bar" });
    const meter = made("div", { className: "progress mt-2", hidden: true });
    meter.setAttribute("aria-hidden", "true");
    meter.style.height = "0.4rem";
    meter.append(bar);
    const said = made("div", { id: `${field.id}Strength`, className: "form-text" });
    said.setAttribute("aria-live", "polite");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${said.id}`.trim());
    group.after(meter, said);
    field.addEventListener("input", () => {
      const { text, part, colour } = strength(field);
      meter.hidden = field.value === "";
      bar.className = `progress-bar w-${part} bg-${colour}`;
      const sentence = field.value === "" ? "" : `${texts.strength} ${text}`;
      if (said.textContent !== sentence) said.textContent = sentence;
    });
  };

  for (const field of document.querySelectorAll("input[type=password]")) {
    const group = addButton(field);
    if (field.autocomplete === "new-password") addMeter(field, group);
  }
})();
