/* Office pages. Dash draws a page after the browser has looked for the address's anchor, so we look again. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.office = {
  aim: function () {
    var anchor = decodeURIComponent(window.location.hash.slice(1));
    var target = anchor && document.getElementById(anchor);
    if (target) {
      document.querySelectorAll(".office .aimed").forEach(function (old) { old.classList.remove("aimed"); });
      target.classList.add("aimed");
      requestAnimationFrame(function () { target.scrollIntoView({ block: "start" }); });
    }
    return anchor;
  },
};
window.addEventListener("hashchange", function () {
  if (document.querySelector(".office")) window.dash_clientside.office.aim();
});
