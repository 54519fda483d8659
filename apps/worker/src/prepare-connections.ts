import type pg from 'pg';
import { claimDeliveries } from './delivery/claim.ts';
import { settleDeliveries } from './delivery/settle.ts';
import { fireDue } from './firing/fire-due.ts';

/**
 * Opens all connections of the pool, and prepares on each what a reminder passes through, without doing anything: else
 * the first ones would be late by it.
 */
export async function prepareConnections(pool: pg.Pool, size: number): Promise<void> {
  const clients: pg.PoolClient[] = [];
  try {
    while (clients.length < size) clients.push(await pool.connect());
    await Promise.all(clients.map(prepare));
  } finally {
    for (const client of clients) client.release();
  }
}

async function prepare(client: pg.PoolClient): Promise<void> {
  await fireDue(client, 0);
  await claimDeliveries(client, { lane: 'webhook', limit: 0, limitOfReceiver: 0, leaseMs: 0, worker: '' });
  await settleDeliveries(client, []);
}
