// Keyboard and suggestions of the forms of a dossier. Conveniences only: every form works without this file.

// Ctrl+S saves, Ctrl+Enter saves and adds another, Escape cancels: the form that has the focus, else the only open one.
const formOf = (target) => target.closest?.("form[data-keys]") ?? only(document.querySelectorAll("form[data-keys]"));
const saving = (form) => form.querySelector("button.button:not([name])");
const only = (found) => (found.length === 1 ? found[0] : null);
document.addEventListener("keydown", (event) => {
  const form = formOf(event.target);
  if (!form || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "s") {
    event.preventDefault();
    saving(form).click();
  } else if (command && event.key === "Enter") {
    event.preventDefault();
    (form.querySelector("button[name=another]") ?? saving(form)).click();
  } else if (event.key === "Escape" && !event.defaultPrevented && form.contains(event.target)) {
    form.querySelector("[data-cancel]")?.click();
  }
});

// Suggestions: the list below a field. Arrows choose, Enter or Tab takes, Escape folds it; the first is not taken unasked.
const listOf = (input) => (input.matches?.("[role=combobox]") ? document.getElementById(input.getAttribute("aria-controls")) : null);
const chosen = (list) => list.querySelector("[aria-selected=true]");
const fold = (input, list) => {
  list.hidden = true;
  list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};
const choose = (input, option) => {
  const list = listOf(input);
  chosen(list)?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.id ||= `${list.id}_${[...list.children].indexOf(option)}`;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};
const take = (input, option) => {
  input.value = option.textContent;
  fold(input, listOf(input));
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches?.(".suggestions")) return;
  const input = document.querySelector(`[aria-controls="${CSS.escape(event.target.id)}"]`);
  const open = event.target.childElementCount > 0 && input === document.activeElement;
  event.target.hidden = !open;
  input?.setAttribute("aria-expanded", String(open));
});
document.addEventListener("keydown", (event) => {
  const list = listOf(event.target);
  if (!list || list.hidden) return;
  const options = [...list.children], now = options.indexOf(chosen(list));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(event.target, options[(now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length]);
  } else if ((event.key === "Enter" || event.key === "Tab") && now >= 0 && !event.ctrlKey) {
    if (event.key === "Enter") event.preventDefault();
    take(event.target, options[now]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopImmediatePropagation();
    fold(event.target, list);
  }
}, true);
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.(".suggestions [role=option]");
  if (!option) return;
  event.preventDefault();
  take(document.querySelector(`[aria-controls="${CSS.escape(option.parentElement.id)}"]`), option);
});
document.addEventListener("focusout", (event) => {
  const list = listOf(event.target);
  if (list && !list.hidden) fold(event.target, list);
});

// A form that was refused comes back with its sentences: show it. What did not come back at all is said beside the buttons.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 400 && event.detail.requestConfig.elt.matches("form.entry")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
const failed = (event) => {
  const form = event.detail.elt.closest?.("form.entry");
  if (!form) return;
  const said = form.querySelector(".entry__failed") ?? form.querySelector(".buttons").insertAdjacentElement("beforebegin", Object.assign(document.createElement("p"), { className: "entry__failed", role: "alert" }));
  said.textContent = document.querySelector("[data-failed]")?.dataset.failed ?? "";
};
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);

// "Where is it missing?" leads to the field itself.
addEventListener("DOMContentLoaded", () => {
  const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (asked?.matches("input, select, textarea")) asked.focus();
});
