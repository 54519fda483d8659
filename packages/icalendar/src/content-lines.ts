import { CalendarError } from './calendar-error.ts';

/** A line of content, unfolded. */
export interface ContentLine {
  /** where it begins; the first is 1 */
  number: number;
  text: string;
}

/** The longest line, in UTF-16 units: the longest notes need 200,000, and inline attachments are refused beyond it. */
export const longestLine = 1024 * 1024;

/**
 * Makes lines of chunks of text and unfolds them (RFC 5545 §3.1), with no more in memory than the line that is not over.
 * Takes LF for CRLF, and lets empty lines go. Throws CalendarError where a line is too long.
 */
export function createUnfolder() {
  // the line that has no end yet, as it came; and the one before, which it may go on with
  let pending: string[] = [];
  let pendingLength = 0;
  let number = 0;
  let folded: (ContentLine & { more: string[]; length: number }) | undefined;

  function finish(): ContentLine[] {
    if (!folded) return [];
    const { number: first, text, more } = folded;
    folded = undefined;
    return [{ number: first, text: more.length > 0 ? text + more.join('') : text }];
  }

  function takePhysical(raw: string): ContentLine[] {
    number += 1;
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (folded && (text.startsWith(' ') || text.startsWith('\t'))) {
      // the blank too, so that lines of nothing else have an end
      folded.length += text.length;
      if (folded.length > longestLine) throw tooLong(folded.number);
      folded.more.push(text.slice(1));
      return [];
    }
    const before = finish();
    if (text.trim() !== '') folded = { number, text, more: [], length: text.length };
    return before;
  }

  return {
    /** The lines that are known to be over. */
    push(chunk: string): ContentLine[] {
      const lines: ContentLine[] = [];
      let start = 0;
      for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
        const last = chunk.slice(start, end);
        if (pendingLength + last.length > longestLine) throw tooLong(number + 1);
        lines.push(...takePhysical(pending.length > 0 ? pending.join('') + last : last));
        pending = [];
        pendingLength = 0;
        start = end + 1;
      }
      if (start < chunk.length) {
        pending.push(chunk.slice(start));
        pendingLength += chunk.length - start;
        if (pendingLength > longestLine) throw tooLong(number + 1);
      }
      return lines;
    },
    /** The rest, where nothing more comes. */
    end(): ContentLine[] {
      return [...(pendingLength > 0 ? takePhysical(pending.join('')) : []), ...finish()];
    },
  };
}

function tooLong(line: number): CalendarError {
  return new CalendarError(line, `is longer than ${longestLine.toLocaleString('en')} characters, which no todo needs`);
}
