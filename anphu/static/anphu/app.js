// Conveniences only: every page works without this file.

// Menus made of <details> close on Escape and on a click elsewhere.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// "7/7/2020", "7-7-2020" and "07072020" become 07/07/2020 when the field is left; anything else stays for the server to judge.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.("input.input--day")) return;
  const parts = field.value.trim().match(/^(\d{1,2})[\/.\-\s](\d{1,2})[\/.\-\s](\d{4})$/) ?? field.value.trim().match(/^(\d{2})(\d{2})(\d{4})$/);
  if (parts) field.value = `${parts[1].padStart(2, "0")}/${parts[2].padStart(2, "0")}/${parts[3]}`;
});

// A form is sent once: the button that sent it rests until the answer comes. The back button wakes it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
});

// One box ticks all boxes of its table.
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.checkAll;
  if (!name) return;
  for (const box of event.target.closest("form").querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) box.checked = event.target.checked;
});

// The tree opens and folds as a whole.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tree]");
  if (!button) return;
  const open = button.dataset.tree === "open";
  for (const node of document.querySelectorAll(".tree details")) node.open = open;
});
// An address leads into what is folded.
const unfold = () => document.getElementById(location.hash.slice(1))?.closest("details:not([open])")?.setAttribute("open", "");
addEventListener("hashchange", unfold);
unfold();
// Printing shows what is folded.
addEventListener("beforeprint", () => document.querySelectorAll("main details:not(.menu)").forEach((node) => (node.open = true)));
document.addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) print(); });

// Lists: addresses without empty parameters, and a sort chosen in a table head is shown by the filter form too.
document.addEventListener("htmx:configRequest", (event) => {
  const asked = event.detail.parameters;
  for (const name of Object.keys(asked)) if (asked[name] === "") delete asked[name];
});
document.addEventListener("htmx:pushedIntoHistory", () => {
  const asked = new URLSearchParams(location.search);
  const order = document.querySelector("form.filters [name=ordering]");
  if (order) order.value = asked.get("ordering") ?? "";
  asked.delete("page");
  asked.set("filters", "1");
  const more = document.querySelector("a.filters__open");
  if (more) more.search = asked;
});
