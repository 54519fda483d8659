// An e-mail as text and as HTML, of the same blocks. The HTML loads nothing, and names no colours, so that it looks right
// in light and dark.

export type Block =
  /** what it is about, in the account's words */
  | { heading: string }
  /** a sentence of ours */
  | { line: string }
  /** the account's words, with their line breaks */
  | { quote: string }
  | { entries: { title: string; detail: string }[] }
  | { buttons: { label: string; url: string }[] };

export interface Letter {
  blocks: Block[];
  /** small, at the end */
  footer: { line: string; link?: { label: string; url: string } | undefined };
}

export function letterText({ blocks, footer: { line, link } }: Letter): string {
  const footer = link ? `${line}\n${link.label}: ${link.url}` : line;
  return `${blocks.map(blockText).join('\n\n')}\n\n-- \n${footer}\n`;
}

function blockText(block: Block): string {
  if ('heading' in block) return block.heading;
  if ('line' in block) return block.line;
  if ('quote' in block) return block.quote;
  if ('buttons' in block) return block.buttons.map(({ label, url }) => `${label}: ${url}`).join('\n');
  return block.entries.map(({ title, detail }, n) => `${n + 1}. ${title}\n   ${detail}`).join('\n');
}

export function letterHtml(title: string, { blocks, footer: { line, link } }: Letter): string {
  const small = `${escapeHtml(line)}${link ? ` <a href="${escapeHtml(link.url)}" style="color:inherit">${escapeHtml(link.label)}</a>` : ''}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere">
<div style="max-width:36em;margin:0 auto">
${blocks.map(blockHtml).join('\n')}
<hr style="border:0;border-top:1px solid;opacity:0.3;margin:24px 0 12px">
<p style="margin:0;font-size:13px;opacity:0.75">${small}</p>
</div>
</body>
</html>
`;
}

const margin = 'margin:0 0 16px';
const button =
  'display:inline-block;margin:0 8px 8px 0;padding:8px 18px;border:1px solid;border-radius:6px;color:inherit;font-weight:600;text-decoration:none';

function blockHtml(block: Block): string {
  if ('heading' in block)
    return `<h1 dir="auto" style="${margin};font-size:20px;line-height:1.3">${escapeHtml(block.heading)}</h1>`;
  if ('line' in block) return `<p style="${margin}">${escapeHtml(block.line)}</p>`;
  if ('quote' in block) return `<p dir="auto" style="${margin};white-space:pre-wrap">${escapeHtml(block.quote)}</p>`;
  if ('buttons' in block) {
    const links = block.buttons.map(
      ({ label, url }) => `<a href="${escapeHtml(url)}" style="${button}">${escapeHtml(label)}</a>`,
    );
    return `<p style="${margin}">${links.join('\n')}</p>`;
  }
  const entries = block.entries.map(
    ({ title, detail }) =>
      `<li style="margin:0 0 8px"><div dir="auto">${escapeHtml(title)}</div><div style="font-size:14px;opacity:0.75">${escapeHtml(detail)}</div></li>`,
  );
  return `<ol style="${margin};padding:0 0 0 24px">\n${entries.join('\n')}\n</ol>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
