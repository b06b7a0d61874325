/* Tells the server once that the board runs as an installed app: the first exercise of the training. */
const reportInstalled = () => fetch("/latihan/terpasang", { method: "POST" });

const installed = window.matchMedia("(display-mode: standalone)").matches;
if (installed && !sessionStorage.getItem("installed")) {
  reportInstalled().then((response) => response.ok && sessionStorage.setItem("installed", "yes"));
}
window.addEventListener("appinstalled", reportInstalled);
if (document.querySelector(".print .handout")) window.addEventListener("load", () => window.print());
