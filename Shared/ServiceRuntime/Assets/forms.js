// Asks before what was typed is lost; prints a document. A form that came back because it was refused is unsaved from the
// start.
(() => {
  const isWatched = (form) => form?.method === "post" && !form.querySelector("[type=password]");
  const note = (event) => isWatched(event.target.form) && (event.target.form.dataset.unsaved = "");
  document.addEventListener("input", note);
  document.addEventListener("reset", (event) => delete event.target.dataset.unsaved);
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    for (const form of document.querySelectorAll("form[data-unsaved]")) delete form.dataset.unsaved;
  });
  addEventListener("beforeunload", (event) => document.querySelector("form[data-unsaved]") && event.preventDefault());
  document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());
  // Whoever adds a line goes on typing in it.
  document.addEventListener("click", (event) => {
    const more = event.target.closest(".qiao-more > summary")?.parentElement;
    if (more) setTimeout(() => more.querySelector("input")?.focus());
  });
  // On paper nobody unfolds what is earlier.
  addEventListener("beforeprint", () => document.querySelectorAll(".qiao-earlier").forEach((part) => (part.open = true)));
  // What is wrong is looked at first.
  document.querySelector(".is-invalid, .qiao-refused")?.scrollIntoView({ block: "center" });
  document.querySelector(".is-invalid")?.focus();
})();
