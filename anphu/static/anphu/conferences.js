// Arithmetic of a ballot while it is typed: the same rules as the program's, which has the last word. The form works
// without this file.
(() => {
  const form = document.getElementById("ballot");
  if (!form || !form.dataset.quorum) return;

  const share = (text) => {
    const [over, under = "1"] = text.split("/");
    return [BigInt(over), BigInt(under)];
  };
  const number = (name) => {
    const text = form.elements[name]?.value.trim();
    return text && /^[0-9]{1,5}$/.test(text) ? Number(text) : null;
  };
  // a/b compared with over/under, exactly
  const compare = (a, b, [over, under]) => BigInt(a) * under - over * BigInt(b);
  const say = (place, words, tone) => {
    place.textContent = words;
    place.dataset.tone = tone;
  };

  const faultOf = (figures) => {
    const { convened, present, issued, returned, valid, invalid } = figures;
    const over = (more, less) => more !== null && less !== null && more > less;
    if (over(present, convened)) return form.dataset.presentOver;
    if (over(issued, present)) return form.dataset.issuedOver;
    if (over(returned, issued)) return form.dataset.returnedOver;
    if ([returned, valid, invalid].every((one) => one !== null) && valid + invalid !== returned) return form.dataset.uncounted;
    return "";
  };

  const sayFigures = (figures) => {
    const place = form.querySelector("[data-said]");
    const fault = faultOf(figures);
    if (fault) return say(place, fault, "bad");
    const { convened, present } = figures;
    if (!convened || present === null) return say(place, "", "");
    const met = compare(present, convened, share(form.dataset.quorum)) >= 0n;
    say(place, `${present}/${convened}: ${met ? form.dataset.quorumMet : form.dataset.quorumMissed}`, met ? "good" : "bad");
  };

  const sayLine = (line, figures) => {
    const [agree, disagree] = [...line.querySelectorAll("input")].map((input) => number(input.name));
    const place = line.querySelector("[data-share]");
    const of = figures[form.dataset.countedOn];
    if (agree === null || !of) return say(place, "", "");
    if (figures.valid !== null && agree + (disagree ?? 0) > figures.valid) return say(place, form.dataset.over, "bad");
    const passed = compare(agree, of, share(form.dataset.threshold)) > 0n;
    const percent = (agree / of).toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });
    say(place, `${agree}/${of} = ${percent}: ${passed ? form.dataset.passed : form.dataset.failed}`, passed ? "good" : "bad");
  };

  const work = () => {
    const names = ["convened", "present", "issued", "returned", "valid", "invalid"];
    const figures = Object.fromEntries(names.map((name) => [name, number(name)]));
    sayFigures(figures);
    form.querySelectorAll("[data-line]").forEach((line) => sayLine(line, figures));
  };

  form.addEventListener("input", work);
  work();
})();
