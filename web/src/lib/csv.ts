/**
 * Reads just enough of a CSV file to ask about its columns and owners. What a
 * row means is the server's to say: its report is the truth.
 */
export interface Sheet {
  header: string[];
  rows: string[][];
}

const separators = [",", ";", "\t", "|"];

/** Splits by the separator that gives the first line the most columns. */
export function readSheet(text: string): Sheet {
  const clean = text.replace(/^\uFEFF/, "");
  let best: string[][] = [];
  for (const separator of separators) {
    const [first] = split(clean, separator, 1);
    if ((first?.length ?? 0) > (best[0]?.length ?? 0))
      best = split(clean, separator, Number.POSITIVE_INFINITY);
  }
  const [header = [], ...rows] = best;
  return {
    header: header.map(oneLine),
    rows: rows.map((row) => row.map(oneLine)).filter((row) => row.some(Boolean)),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A field may stand in quotation marks, with line breaks in it and its own marks written twice. */
function split(text: string, separator: string, most: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (char === '"' && field.trim() === "") {
      quoted = true;
      field = "";
    } else if (char === separator) {
      row.push(field);
      field = "";
    } else if (char === "\n" || char === "\r") {
      if (char === "\r" && text[i + 1] === "\n") i++;
      rows.push([...row, field]);
      if (rows.length >= most) return rows;
      row = [];
      field = "";
    } else field += char;
  }
  if (field || row.length) rows.push([...row, field]);
  return rows;
}

/** A field as CSV has it. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

export interface Opened {
  text: string;
  /** It was not UTF-8, and was read as spreadsheets on Windows write it. */
  converted: boolean;
}

/** The words of a file, whichever of the two usual encodings it has. */
export async function openText(file: Blob): Promise<Opened> {
  const bytes = await file.arrayBuffer();
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), converted: false };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), converted: true };
  }
}
