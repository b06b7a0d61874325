/* The photos of the report form: previews, made small, and those of several selections added up. */
import { byId, make } from "../../../ui/static/dom.js";
import { gettext } from "../../../ui/static/messages.js";

const MAX_PHOTOS = 3;

/**
 * Watch the field of photos.
 * @param {HTMLFormElement} form
 * @param {(photo: File) => Promise<{ file?: File, problem?: string }>} shrink
 */
export function watchPhotos(form, shrink) {
  const input = /** @type {HTMLInputElement} */ (byId("photo"));
  const previews = byId("previews");
  const hint = byId("photo-hint");
  const text = hint.textContent;
  /** @type {File[]} */
  let photos = [];

  function update() {
    const transfer = new DataTransfer();
    for (const photo of photos) transfer.items.add(photo);
    input.files = transfer.files;
    previews.replaceChildren(...photos.map(preview));
  }

  /**
   * @param {File} photo
   * @param {number} number
   */
  function preview(photo, number) {
    const count = number + 1;
    const alt = gettext("Photo {count}", { count });
    const image = make("img", { src: URL.createObjectURL(photo), alt });
    const removeButton = make("button", { type: "button", textContent: "×" });
    removeButton.setAttribute("aria-label", gettext("Remove photo {count}", { count }));
    removeButton.addEventListener("click", () => {
      photos = photos.filter((other) => other !== photo);
      update();
    });
    return make("figure", {}, image, removeButton);
  }

  /** @param {File} photo */
  async function makeSmall(photo) {
    const { file, problem } = await shrink(photo);
    if (!photos.includes(photo) || file === photo) return;
    photos = photos.flatMap((other) => (other !== photo ? [other] : file ? [file] : []));
    if (problem) showProblem(problem);
    update();
  }

  /** @param {string} problem */
  function showProblem(problem) {
    hint.textContent = problem;
    hint.classList.add("wrong");
  }

  input.addEventListener("change", () => {
    photos = [...photos, ...(input.files || [])];
    hint.classList.remove("wrong");
    hint.textContent = text;
    if (photos.length > MAX_PHOTOS) showProblem(gettext("Three photos at most."));
    photos = photos.slice(0, MAX_PHOTOS);
    update();
    photos.forEach(makeSmall);
  });
  form.addEventListener("reset", () => {
    photos = [];
    update();
  });
}
