/* The recap: copies a text at one tap, and shows the result. */
document.addEventListener("click", function (event) {
  var button = event.target.closest && event.target.closest("[data-copy][data-status]");
  if (!button) return;
  var source = document.getElementById(button.dataset.copy);
  var status = document.getElementById(button.dataset.status);
  var showStatus = function (text) { if (status) status.textContent = text; };
  var copySelection = function () {
    var range = document.createRange();
    range.selectNodeContents(source);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    showStatus(document.execCommand("copy") ? "Tersalin." : "Teks sudah dipilih: salin dari papan tik.");
  };
  if (!navigator.clipboard) return copySelection();  // a page without https has no clipboard
  navigator.clipboard.writeText(source.textContent).then(function () { showStatus("Tersalin."); }, copySelection);
});
