// Closes the small menus of the top bar when one clicks elsewhere or presses Escape.
(() => {
  const close = (but) => document.querySelectorAll(".qiao-pop[open]").forEach((pop) => pop !== but && (pop.open = false));
  document.addEventListener("click", (event) => close(event.target.closest(".qiao-pop")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector(".qiao-pop[open] summary");
    const sheet = document.querySelector(".qiao-menu-switch:checked");
    close();
    if (sheet) sheet.checked = false;
    (open || sheet)?.focus();
  });
})();
