/** The longest that one visible character is kept whole; text can pile up any number of marks on a letter. */
const longestCharacter = 50;

/**
 * The text itself where it fits, else the longest beginning that fits with "…" behind it. Visible characters, such as
 * an emoji of several code points, stay whole. `fits` must be true of all that is shorter than what fits.
 */
export function shorten(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const characters = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);
  const cut = (length: number) => {
    const { index = length } = characters.containing(length) ?? {};
    const end = length - index <= longestCharacter ? index : length;
    return `${text
      .slice(0, end)
      .replace(/[\ud800-\udbff]$/, '')
      .trimEnd()}…`;
  };
  let [fitting, tooLong] = [0, text.length];
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2);
    if (fits(cut(middle))) fitting = middle;
    else tooLong = middle;
  }
  return cut(fitting);
}
