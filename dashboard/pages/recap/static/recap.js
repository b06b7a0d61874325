/* The recap: copies a text at one tap, and says that it did. */
document.addEventListener("click", function (event) {
  var button = event.target.closest && event.target.closest("[data-copy][data-said]");
  if (!button) return;
  var text = document.getElementById(button.dataset.copy);
  var said = document.getElementById(button.dataset.said);
  var tell = function (words) { if (said) said.textContent = words; };
  var byHand = function () {
    var range = document.createRange();
    range.selectNodeContents(text);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    tell(document.execCommand("copy") ? "Tersalin." : "Teks sudah dipilih: salin dari papan tik.");
  };
  if (!navigator.clipboard) return byHand();  // a page without https has no clipboard
  navigator.clipboard.writeText(text.textContent).then(function () { tell("Tersalin."); }, byHand);
});
