/**
 * Find elements as a person names them, for tests/journeys/gecko_locator.py: `find(chain)` gives the elements, in document order.
 * A chain narrows step by step: {css}, {role, name, exact}, {label, exact}, {text, exact}, {has: chain}, {hasText}, {nth};
 * {or: chain} adds what another chain finds. Words match a part of the text in any case, or with `exact` the whole of it;
 * {pattern} in the place of words is searched for in the text.
 */
(() => {
  const ROLES = {
    button: "button, summary, [role=button], input[type=submit], input[type=button], input[type=file]", link: "a[href], [role=link]",
    heading: "h1, h2, h3, h4, h5, h6, [role=heading]", checkbox: "input[type=checkbox]", radio: "input[type=radio]",
    textbox: "input:not([type]), input[type=text], input[type=email], textarea, [role=textbox]", alert: "[role=alert]",
    rowheader: "th[scope=row], [role=rowheader]", definition: "dd",
    progressbar: "progress, [role=progressbar]", status: "[role=status], output", combobox: "select", listitem: "li",
  };
  const squash = (text) => text.replace(/\s+/g, " ").trim();
  const fits = (text, wanted, exact) => {
    if (wanted === undefined || wanted === null) return true;
    if (wanted.pattern) return new RegExp(wanted.pattern).test(squash(text));
    return exact ? squash(text) === squash(wanted) : squash(text).toLowerCase().includes(squash(wanted).toLowerCase());
  };
  const words = (element) => element.innerText ?? element.textContent;
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  };
  const nameOf = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    if (element.hasAttribute("aria-label")) return element.getAttribute("aria-label");
    if (element.labels?.length) return [...element.labels].map((label) => label.textContent).join(" ");
    if (element.localName === "input") return element.value;
    return words(element) || element.title;
  };
  const text = (root, step) => [...root.querySelectorAll("*")].filter((element) => {
    if (["script", "style", "template", "noscript", "head", "title"].includes(element.localName)) return false;
    if (!fits(element.textContent, step.text, step.exact)) return false;
    return ![...element.children].some((child) => fits(child.textContent, step.text, step.exact));
  });
  const label = (root, step) => [...root.querySelectorAll("input, select, textarea, button, [aria-label]")].filter((element) =>
    [...(element.labels ?? [])].some((one) => fits(one.textContent, step.label, step.exact)) ||
    (element.hasAttribute("aria-label") && fits(element.getAttribute("aria-label"), step.label, step.exact)));
  const beneath = (root, step) => {
    if ("css" in step) return [...root.querySelectorAll(step.css)];
    if ("label" in step) return label(root, step);
    if ("text" in step) return text(root, step);
    return [...root.querySelectorAll(ROLES[step.role])].filter((one) =>
      seen(one) && !one.closest("[aria-hidden=true]") && fits(nameOf(one), step.name, step.exact));
  };
  const inOrder = (found) => [...new Set(found)].sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1));
  const find = (chain, root = document) => chain.reduce((found, step) => {
    if ("nth" in step) return found.slice(step.nth).slice(0, 1);
    if ("or" in step) return inOrder([...found, ...find(step.or)]);
    if ("has" in step) return found.filter((element) => find(step.has, element).length);
    if ("hasText" in step) return found.filter((element) => fits(element.textContent, step.hasText));
    return [...new Set(found.flatMap((element) => beneath(element, step)))];
  }, [root]);
  return { find, seen, words };
})()
