/* Photos of reports, loaded when they come into view. */
import { all } from "./dom.js";

/**
 * Show the photo of a link. It may be gone, or forbidden by the page's policy: the link stays.
 * @param {HTMLElement} link
 */
function showPhoto(link) {
  const image = new Image();
  image.loading = "lazy";
  image.decoding = "async";
  image.referrerPolicy = "no-referrer";
  image.alt = "";
  image.addEventListener("error", () => image.remove());
  image.addEventListener("load", () => link.classList.add("seen"));
  link.appendChild(image);
  image.src = link.dataset.photo || "";
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((candidate) => candidate.isIntersecting)) {
      observer.unobserve(entry.target);
      showPhoto(/** @type {HTMLElement} */ (entry.target));
    }
  },
  { rootMargin: "200px" },
);

/* Watch links that are new on the page. */
export function watchPhotos() {
  for (const link of all(document, "[data-photo]:not([data-watched])")) {
    link.dataset.watched = "1";
    observer.observe(link);
  }
}
