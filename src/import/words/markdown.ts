/**
 * Plain text as Markdown that shows exactly that text: what would be a mark is escaped, a line break stays one. Addresses keep their
 * form, so that they can still be followed.
 */
export function markdownOf(text: string): string {
  return paragraphsOf(text)
    .map(paragraph => paragraph.split("\n").map(lineOf).join("\\\n"))
    .join("\n\n")
}

/** The paragraphs of a plain text, each with its lines trimmed. */
export const paragraphsOf = (text: string): string[] =>
  cleaned(text)
    .split(/\n{2,}/)
    .filter(paragraph => paragraph !== "")

/** With one kind of line end, without control characters, halves of characters, and blanks around lines. */
export const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff]/g, "")
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/^[ \t\n]+|[ \t\n]+$/g, "")

/** On one line. */
export const oneLine = (text: string): string =>
  cleaned(text)
    .replace(/[\n\t]+/g, " ")
    .trim()

const lineOf = (line: string): string =>
  line
    .replace(/[\\`*[\]<>~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu, "\\$&")
    // headings, lists, rules and what underlines a heading begin a line
    .replace(/^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|-{2,}|={1,}(?=\s*$))/, "\\$&")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
