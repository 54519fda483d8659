import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Turns } from '../src/turns.ts';

const makeResponse = () => new ServerResponse(new IncomingMessage(new Socket()));

test('places are given in the order in which they were asked for, and not to who has gone', async () => {
  const turns = new Turns(4);
  const order: number[] = [];
  const responses = Array.from({ length: 8 }, makeResponse);
  const all = responses.map((response, i) =>
    turns.take(1, response).then(
      () => order.push(i),
      () => {},
    ),
  );
  responses[4]?.emit('close');
  for (let i = 0; i < 5; i += 1) turns.leave(1);
  await Promise.all(all);
  expect(order).toEqual([0, 1, 2, 3, 5, 6, 7]);
  expect(turns.free).toBe(2);
  // what waited left nothing behind on the connection
  expect(responses.map((response) => response.listenerCount('close'))).toEqual(Array(8).fill(0));
  turns.leave(1);
  turns.leave(1);
  expect(turns.free).toBe(4);
});

test('five hundred wait, and who comes then is sent away at once, until one of them goes', async () => {
  const turns = new Turns(1);
  await turns.take(1, makeResponse());
  const leaver = makeResponse();
  const leaving = turns.take(1, leaver);
  const waiting = Array.from({ length: 499 }, () => turns.take(1, makeResponse()));
  await expect(turns.take(1, makeResponse())).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  leaver.emit('close');
  await expect(leaving).rejects.toMatchObject({ code: 'unavailable' });
  waiting.push(turns.take(1, makeResponse()));
  for (const each of waiting) {
    turns.leave(1);
    await each;
  }
  turns.leave(1);
  expect(turns.free).toBe(1);
});

test('an account holds as many as it leaves free at most, or one, and who has least comes first', async () => {
  const turns = new Turns(10);
  const held: number[] = [];
  const responses: ServerResponse[] = [];
  const ask = (account: number) => {
    const response = makeResponse();
    responses.push(response);
    return turns.take(account, response).then(() => held.push(account));
  };
  const settled = () => new Promise(setImmediate);
  const asked = [1, 2, 3, 4].flatMap((account) => Array.from({ length: 6 }, () => ask(account)));
  await settled();
  expect(held.splice(0)).toEqual([1, 1, 1, 1, 1, 2, 2, 3, 4]);
  expect(turns.free).toBe(1);
  asked.push(ask(5), ask(6));
  turns.leave(1);
  await settled();
  // one that had nothing takes the last
  expect(held.splice(0)).toEqual([5, 6]);
  turns.occupy();
  turns.leave(6);
  turns.leave();
  await settled();
  expect(held.splice(0)).toEqual([]);
  for (const account of [1, 1, 1]) turns.leave(account);
  await settled();
  // those with one get another while that leaves two, whoever was served longest ago first
  expect(held).toEqual([3, 1]);
  for (const response of responses) response.emit('close');
  expect(await Promise.allSettled(asked)).toHaveLength(26);
});
