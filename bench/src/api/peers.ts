import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { hashToken, makeSecretToken } from 'db/sql';
import { findFreePort } from 'local-postgres';
import { startApi } from '../start-api.ts';
import { type Server, startServer } from '../start-server.ts';
import { addTokens } from './data.ts';

export interface Peer extends Server {
  name: PeerName;
  /** of its todos */
  url: string;
  /** by which accounts from 1 on ask */
  headers: string[];
  /** of its database */
  databaseUrl: string;
}

export type PeerName = 'Duebell' | 'bare' | 'MikroORM' | 'tutorial';

/** How many accounts ask in turn. */
const asking = 50;
const poolSize = '10';

export async function startDuebell(databaseUrl: string): Promise<Peer> {
  const tokens = Array.from({ length: asking }, () => makeSecretToken('api'));
  await addTokens(databaseUrl, tokens.map(hashToken));
  const { url, ...server } = await startApi(databaseUrl, { API_SQL_POOL_SIZE: poolSize });
  const headers = tokens.map((token) => `Authorization: Bearer ${token}`);
  return { ...server, name: 'Duebell', url: `${url}/api/v1/todos`, headers, databaseUrl };
}

/** Starts a peer of this folder, which is told who asks. */
export async function startProgram(name: PeerName, program: string, databaseUrl: string): Promise<Peer> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/todos`;
  const server = await startServer(
    [process.execPath, join(import.meta.dirname, program)],
    { DATABASE_URL: databaseUrl, PORT: String(port), POOL_SIZE: poolSize },
    url,
  );
  return { ...server, name, url, headers: told, databaseUrl };
}

const told = Array.from({ length: asking }, (_, i) => `Account: ${i + 1}`);

// Debian's, whatever other Python there is
const python = '/usr/bin/python3';

/** The tutorial's app under gunicorn, or undefined where Debian's packages for it are missing. */
export async function startTutorial(databaseUrl: string): Promise<Peer | undefined> {
  if (spawnSync(python, ['-c', 'import flask, flask_sqlalchemy, gunicorn, psycopg2']).status !== 0) return undefined;
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const options = ['--workers', '3', '--bind', `127.0.0.1:${port}`, '--log-level', 'warning'];
  const server = await startServer(
    [python, '-B', '-m', 'gunicorn', ...options, '--chdir', join(import.meta.dirname, 'tutorial'), 'app:app'],
    { DATABASE_URL: databaseUrl },
    `${origin}/api`,
  );
  return { ...server, name: 'tutorial', url: `${origin}/api/todos`, headers: told, databaseUrl };
}
