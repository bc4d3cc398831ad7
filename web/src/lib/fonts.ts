let here = false;

/**
 * Fetches the app's own letters, 100 KB, when the words of the first page stand: on a slow line they must not come
 * before what is to be read. Where they are on the device already, public/theme.js takes them before anything is
 * painted.
 */
export function fetchFonts(): void {
  if (document.documentElement.dataset.letters) return;
  const faces = ["1em Inter", "600 1em Inter", "1em Literata", "600 1em Literata"];
  Promise.all(faces.map((face) => document.fonts.load(face))).then(
    () => {
      here = true;
    },
    // Without them it is read in the device's letters.
    () => {},
  );
}

/** All of them at once and with another page: what one is reading does not move. */
export function takeFonts(): void {
  if (here) document.documentElement.dataset.letters = "own";
}
