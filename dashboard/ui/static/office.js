/* Office pages. Dash inserts a page after the browser has looked for the address's anchor, so this looks again. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.office = {
  scrollToAnchor: function () {
    var anchor = decodeURIComponent(window.location.hash.slice(1));
    var target = anchor && document.getElementById(anchor);
    if (target) {
      document.querySelectorAll(".office .target").forEach(function (previous) { previous.classList.remove("target"); });
      target.classList.add("target");
      requestAnimationFrame(function () { target.scrollIntoView({ block: "start" }); });
    }
    return anchor;
  },
};
window.addEventListener("hashchange", function () {
  if (document.querySelector(".office")) window.dash_clientside.office.scrollToAnchor();
});
