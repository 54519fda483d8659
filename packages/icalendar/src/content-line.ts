/** How long a line may be, in octets without its end: RFC 5545 §3.1. */
const longestLine = 75;

/** A line of content, RFC 5545 §3.1: folded where it is too long, and ended. `value` is as it is to stand there. */
export function contentLine(name: string, value: string): string {
  return `${fold(`${name}:${value}`)}\r\n`;
}

/** A line whose value is text, which is escaped. */
export function textLine(name: string, text: string): string {
  return contentLine(name, escapeText(text));
}

/** RFC 5545 §3.3.11. Every kind of line end becomes \n; control characters, which §3.1 forbids, are left out. */
export function escapeText(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll(/\r\n?|\n/g, '\\n')
    .replaceAll(controls, '');
}

/** What `escapeText` wrote, or another program. */
export function unescapeText(text: string): string {
  return text.replaceAll(/\\([\\;,nN])/g, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
}

/** Text of others without what cannot be stored or shown. */
export function cleanText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(controlsOfText, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controlsOfText = /[\x00-\x08\x0b-\x1f\x7f]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: and these, as there is no line end any more
const controls = /[\x00-\x08\x0a-\x1f\x7f]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is one octet a character
const ascii = /^[\x00-\x7f]*$/;

/** Breaks a line between characters, never within one: §3.1 counts octets, and readers may decode before they unfold. */
function fold(line: string): string {
  if (line.length <= longestLine && (ascii.test(line) || Buffer.byteLength(line) <= longestLine)) return line;
  let [folded, start, octets] = ['', 0, 0];
  for (let i = 0; i < line.length; ) {
    const point = line.codePointAt(i) ?? 0;
    const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (octets + size > longestLine) {
      folded += `${line.slice(start, i)}\r\n `;
      // the blank counts
      [start, octets] = [i, 1];
    }
    octets += size;
    i += point < 0x10000 ? 1 : 2;
  }
  return folded + line.slice(start);
}
