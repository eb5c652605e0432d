/**
 * Leave now: a button, or Escape three times. Everything typed and made is dropped, and Back does not return here.
 *
 * For that the pages of a letter are one entry of the browser's history: a link from one to the next takes its place.
 * What this cannot do is take them out of the list of visited pages; the safety page says so.
 */

const WITHIN_MS = 1500;

export function watchLeave(document, forget) {
  const { location } = document.defaultView;
  const buttons = document.querySelectorAll("[data-leave]");
  const target = buttons[0]?.dataset.leave || "about:blank";
  const leave = (url) => {
    forget();
    document.body.replaceChildren();
    document.title = "";
    location.replace(url || "about:blank");
  };
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault(); // A link's own way would leave the letter in the history.
      leave(button.dataset.leave);
    });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.hasAttribute("download") || !link.pathname.endsWith("/")) return;
    event.preventDefault();
    location.replace(link.href);
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp] : [];
    if (presses.length >= 3) leave(target);
  });
}
