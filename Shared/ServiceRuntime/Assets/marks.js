// Counts the marked rows of a list, and marks all of them at once.
(() => {
  for (const form of document.querySelectorAll(".qiao-marked")) {
    const boxes = [...form.elements].filter((box) => box.name === "ids");
    const count = form.querySelector(".qiao-marked-count");
    const head = form.closest(".qiao-list").querySelector("thead .qiao-mark-cell");
    const all = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", autocomplete: "off" });
    all.setAttribute("aria-label", count.dataset.all);
    head.replaceChildren(all);
    const tell = () => {
      const marked = boxes.filter((box) => box.checked).length;
      count.textContent = count.dataset.words.replace("{}", marked);
      all.checked = marked === boxes.length;
      all.indeterminate = marked > 0 && marked < boxes.length;
    };
    all.addEventListener("change", () => { boxes.forEach((box) => (box.checked = all.checked)); tell(); });
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
  }
})();
