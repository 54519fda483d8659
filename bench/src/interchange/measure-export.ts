import { request } from 'undici';

export interface Exported {
  seconds: number;
  bytes: number;
}

/** How long an account takes to leave, from the request to the last byte. */
export async function measureExport(url: string, token: string, format: string): Promise<Exported> {
  const started = performance.now();
  const { statusCode, body } = await request(`${url}/api/v1/export?format=${format}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (statusCode !== 200) throw new Error(`the export answered ${statusCode}: ${await body.text()}`);
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  return { seconds: (performance.now() - started) / 1000, bytes };
}
