/** Leave now: a button, or Escape three times. Everything typed and made is dropped, and Back does not return here. */

const WITHIN_MS = 1500;

export function watchLeave(document, forget) {
  const buttons = document.querySelectorAll("[data-leave]");
  const target = buttons[0]?.dataset.leave || "about:blank";
  const leave = (url) => {
    forget();
    document.body.replaceChildren();
    document.title = "";
    document.defaultView.location.replace(url || "about:blank");
  };
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault(); // A link's own way would leave the letter in the history.
      leave(button.dataset.leave);
    });
  }
  let presses = [];
  document.addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp] : [];
    if (presses.length >= 3) leave(target);
  });
}
