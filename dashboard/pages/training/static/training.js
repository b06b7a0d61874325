/* Says once that the board runs as an installed app: the first exercise of the training. */
(() => {
  const tell = () => fetch("/latihan/terpasang", { method: "POST" });
  const installed = window.matchMedia("(display-mode: standalone)").matches;
  if (installed && !sessionStorage.getItem("installed")) {
    tell().then((answer) => answer.ok && sessionStorage.setItem("installed", "yes"));
  }
  window.addEventListener("appinstalled", tell);
  const sheet = document.querySelector(".print .sheet");
  if (sheet) window.addEventListener("load", () => window.print());
})();
