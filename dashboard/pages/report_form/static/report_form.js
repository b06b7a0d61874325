/* The report form: photos, the location, and a choice of likely duplicates. */
import { watchDuplicates } from "./report_duplicates.js";
import { watchLocation } from "./report_location.js";
import { watchPhotos } from "./report_photos.js";

/**
 * Make the form of the page work; without this script it is a plain form.
 * @param {Parameters<typeof watchPhotos>[1]} shrinkPhoto
 */
export function startReportForm(shrinkPhoto) {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form.report");
  if (!form) return;
  document.body.classList.add("scripted");
  form.classList.add("has-script");
  watchPhotos(form, shrinkPhoto);
  watchLocation(form, watchDuplicates(form)).catch(() => {});
}
