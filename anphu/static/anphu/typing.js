// Typing in a paper: Enter goes to the next field, as Tab does; Ctrl+Enter sends. The form works without this file.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-enter-next]");
  if (!form || event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) return form.querySelector("button.button:not([name])").click();
  const fields = [...form.querySelectorAll("input:not([type=hidden]), button")];
  fields[fields.indexOf(event.target) + 1]?.focus();
});
