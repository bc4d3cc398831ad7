/**
 * Fetches the app's own letters, 100 KB, when the words of the first page stand: on a slow line they must not come
 * before what is to be read. Then both families are taken at once. Where they are on the device already,
 * public/theme.js takes them before anything is painted.
 */
export function fetchFonts(): void {
  const { dataset } = document.documentElement;
  if (dataset.letters) return;
  const faces = ["1em Inter", "600 1em Inter", "1em Literata", "600 1em Literata"];
  Promise.all(faces.map((face) => document.fonts.load(face))).then(
    () => {
      dataset.letters = "own";
    },
    // Without them it is read in the device's letters.
    () => {},
  );
}
