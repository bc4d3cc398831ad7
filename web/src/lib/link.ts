/** A link as it is pasted or typed from memory: without a scheme it is meant as a page of the web. */
export function wholeLink(words: string): string {
  const link = words.trim();
  return /^[^\s/:@]+\.[^\s/:@]{2,}(:\d+)?(\/|$)/.test(link) ? `https://${link}` : link;
}

/** Whether the server takes it for a link. */
export const isLink = (link: string): boolean => /^https?:\/\/\S+$/.test(link);
