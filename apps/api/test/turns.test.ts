import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Turns } from '../src/turns.ts';

const makeResponse = () => new ServerResponse(new IncomingMessage(new Socket()));

test('places are given in the order in which they were asked for, and not to who has gone', async () => {
  const turns = new Turns(2);
  const order: number[] = [];
  const responses = Array.from({ length: 8 }, makeResponse);
  const all = responses.map((response, i) =>
    turns.take(response).then(
      () => order.push(i),
      () => {},
    ),
  );
  responses[4]?.emit('close');
  for (let i = 0; i < 5; i += 1) turns.leave();
  await Promise.all(all);
  expect(order).toEqual([0, 1, 2, 3, 5, 6, 7]);
  expect(turns.isUnused).toBe(false);
  // what waited left nothing behind on the connection
  expect(responses.map((response) => response.listenerCount('close'))).toEqual(Array(8).fill(0));
  turns.leave();
  turns.leave();
  expect(turns.isUnused).toBe(true);
});

test('five hundred wait, and who comes then is sent away at once, until one of them goes', async () => {
  const turns = new Turns(1);
  await turns.take(makeResponse());
  const leaver = makeResponse();
  const leaving = turns.take(leaver);
  const waiting = Array.from({ length: 499 }, () => turns.take(makeResponse()));
  await expect(turns.take(makeResponse())).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  leaver.emit('close');
  await expect(leaving).rejects.toMatchObject({ code: 'unavailable' });
  waiting.push(turns.take(makeResponse()));
  for (const each of waiting) {
    turns.leave();
    await each;
  }
  turns.leave();
  expect(turns.isUnused).toBe(true);
});
