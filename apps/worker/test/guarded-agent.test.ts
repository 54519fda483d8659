import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { BlockList, getDefaultAutoSelectFamily, isIP, type Socket, setDefaultAutoSelectFamily } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fetch } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createGuardedAgent, type GuardedAgentOptions, type Resolve } from '../src/channels/guarded-agent.ts';
import type { SendOutcome } from '../src/channels/message.ts';
import { sendWebhook } from '../src/channels/webhook.ts';
import { testSecret } from './arrange.ts';
import { type LoopbackTarget, loopbackPem, type Scheme, startLoopbackTarget } from './loopback-target.ts';

/** what stands for the account's own, private address */
const inside = '127.0.0.1';
/** What stands for an address of the internet, since tests must not leave loopback. A Mac has no other in 127.0.0.0/8. */
const outside = process.platform === 'linux' ? '127.0.0.2' : '::1';
const isOutside = (address: string) => address === outside;
/** An address of the internet, for tests that never get as far as connecting. */
const internet = '93.184.215.14';
const refusal = 'is not a public address: see ALLOW_PRIVATE_TARGETS';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** every address that this process tried to connect to */
let attempts: string[] = [];

/** Sees each connection before its first packet leaves, and ends the run where one would leave loopback. */
function watch(message: unknown): void {
  (message as { socket: Socket }).socket.on('connectionAttempt', (address: string) => {
    attempts.push(address);
    if (!loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) throw new Error(`a connection to ${address}`);
  });
}

beforeAll(() => {
  setDefaultCACertificates([...getCACertificates('default'), loopbackPem]);
  subscribe('net.client.socket', watch);
});
afterAll(() => void unsubscribe('net.client.socket', watch));
beforeEach(() => {
  attempts = [];
});

describe.each<Scheme>(['http', 'https'])('over %s', (scheme) => {
  let target: LoopbackTarget;
  let answer: (response: ServerResponse) => void;

  beforeAll(async () => {
    target = await startLoopbackTarget(scheme, new Set([inside, outside, '::1']), (_request, response) =>
      answer(response),
    );
  });
  afterAll(() => target.close());
  beforeEach(() => {
    answer = (response) => response.end();
  });
  afterEach(async () => {
    // also what a failed test left behind
    await target.connections();
    target.requests.splice(0);
  });

  const url = (host: string, path = '/') => `${scheme}://${host}:${target.port}${path}`;

  function agentOf(options: Partial<GuardedAgentOptions> = {}) {
    const agent = createGuardedAgent({ allowPrivateTargets: false, ...options });
    onTestFinished(() => agent.destroy());
    return agent;
  }

  function send(host: string, agent = agentOf()): Promise<SendOutcome> {
    const message = { url: url(host), secrets: [testSecret], id: 'id', body: '{}' };
    return sendWebhook(message, { agent, timeoutMs: 10_000, signal: new AbortController().signal });
  }

  /** Checks which addresses were tried, and that connections arrived there and nowhere else. */
  async function expectConnections(addresses: string[], what?: string) {
    expect(attempts, what).toEqual(addresses);
    expect(await target.connections(), what).toEqual(addresses);
    // those that `connections` itself made
    attempts = [];
  }

  async function expectRefused(host: string, { reason = refusal, agent = agentOf() } = {}) {
    expect(await send(host, agent), host).toEqual({ ok: false, error: expect.stringContaining(reason) });
    await expectConnections([], host);
  }

  test.each([
    ['loopback', '127.0.0.1 127.0.0.2 127.255.255.254 [::1]'],
    ['private', '10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 [fc00::1] [fd12:3456:789a::1] [fec0::1]'],
    ['carrier-grade NAT', '100.64.0.1 100.127.255.255'],
    ['link-local', '169.254.0.1 [fe80::1]'],
    ['metadata', '169.254.169.254 169.254.170.2 100.100.100.200 168.63.129.16 [fd00:ec2::254] [fd20:ce::254]'],
    ['unspecified', '0.0.0.0 0.1.2.3 [::]'],
    ['broadcast and multicast', '255.255.255.255 224.0.0.1 239.255.255.250 [ff02::1] [ff0e::1]'],
    ['reserved', '240.0.0.1 198.18.0.1 192.0.2.1 192.0.0.8 [2001:db8::1] [2001:2::1] [100::1] [4000::1]'],
    ['one number', '2130706433 017700000001 0x7f000001 2852039166 0xa9fea9fe 0 0x0'],
    ['octal and hex', '0177.0.0.1 0x7f.0.0.1 0x7F.1 0251.0376.0251.0376 0xA9.254.0251.0xfe'],
    ['short', '127.1 127.0.1 10.1 169.254.43518'],
    ['trailing dots', '127.0.0.1. 0x7f.1. 2130706433.'],
    ['percent-encoded', '%31%32%37.0.0.1 127%2e0%2E0%2e1'],
    ['full-width', `${fullWidth('127.0.0.1')} ①②⑦.0.0.1 127。0。0。1`],
    ['long IPv6', '[0:0:0:0:0:0:0:1] [0000::0001] [::0.0.0.1] [FE80:0:0:0:0:0:0:1] [FD00:EC2::254]'],
    ['IPv4-mapped', '[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:127.0.0.1] [0:0:0:0:0:ffff:7f00:1] [::ffff:a9fe:a9fe]'],
    ['IPv4-compatible', '[::127.0.0.1] [::7f00:1] [::169.254.169.254] [::10.0.0.1]'],
    ['IPv4-translated', '[::ffff:0:127.0.0.1] [::ffff:0:7f00:1]'],
    ['NAT64', '[64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::7f00:1]'],
    ['6to4', '[2002:7f00:1::] [2002:7f00:1::1] [2002:a9fe:a9fe::]'],
    // the client's address is in the last 32 bits, inverted
    ['Teredo', '[2001:0:7f00:1::80ff:fffe] [2001::80ff:fffe]'],
  ])('addresses are refused, %s: %s', async (_, hosts) => {
    for (const host of hosts.split(' ')) await expectRefused(host);
  });

  test.each([
    ...['localhost', 'LocalHost', '%6cocalhost', fullWidth('localhost'), 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ', 'local\u00adhost'],
    ...[`${internet}@localhost`, `user:${internet}@localhost`],
  ])('the name %s is resolved as the system does, and refused', async (host) => {
    await expectRefused(host, { reason: 'localhost (' });
  });

  test.each([
    ...['[::1%25lo]', '[::1%lo]', '[fe80::1%25eth0]', '[::1].', '[::ffff:127.0.0.1', '127.0.0.1%00', '127.0.0.256'],
    ...['%5b::1%5d', `[${fullWidth('::1')}]`, '0x7f.0.0.0.1', '4294967296', 'local host', `127.0.0.1%20${internet}`],
  ])('%s is no host, and nothing is connected to', async (host) => {
    await expectRefused(host, { reason: 'Invalid URL' });
  });

  test.each([
    ['loopback', [inside]],
    ['private', ['192.168.1.1']],
    ['metadata', ['169.254.169.254']],
    ['IPv6 metadata', ['fd00:ec2::254']],
    ['IPv6 loopback', ['::1']],
    ['IPv6 loopback with a zone', ['::1%1']],
    ['link-local with a zone', ['fe80::1%lo']],
    ['IPv4-mapped', ['::ffff:127.0.0.1']],
    ['IPv4-compatible', ['::7f00:1']],
    ['NAT64', ['64:ff9b::7f00:1']],
    ['unspecified', ['0.0.0.0']],
    ['public, then private', [internet, inside]],
    ['private, then public', [inside, internet]],
    ['many public, one private', [internet, '2606:4700:4700::1111', '1.1.1.1', 'fd00::1']],
    ['something that is no address', ['localhost']],
  ])('a name is refused that resolves to: %s', async (_, addresses) => {
    const { resolve, asked } = resolver(addresses);
    const names = ['private.duebell.test', 'private.duebell.test.', 'localhost.', 'a.localhost'];
    for (const name of names) await expectRefused(name, { reason: `${name} (`, agent: agentOf({ resolve }) });
    expect(asked).toEqual(names);
  });

  test('a name without any address, and one that cannot be resolved, fail', async () => {
    const { resolve } = resolver([]);
    await expectRefused('nowhere.duebell.test', { reason: 'has no address', agent: agentOf({ resolve }) });
    // no resolver sends a label of 64 characters, so this stays on the machine
    await expectRefused(`${'x'.repeat(64)}.invalid`, { reason: 'getaddrinfo' });
  });

  describe.each([true, false])('with autoSelectFamily %s', (autoSelectFamily) => {
    const before = getDefaultAutoSelectFamily();
    beforeAll(() => setDefaultAutoSelectFamily(autoSelectFamily));
    afterAll(() => setDefaultAutoSelectFamily(before));

    test('a name that resolves to a private address the second time is connected to where it was checked', async () => {
      answer = (response) => response.setHeader('connection', 'close').end();
      const { resolve, asked } = resolver([outside], [inside]);
      const agent = agentOf({ resolve, isPublic: isOutside });
      expect(await send('a.duebell.test', agent)).toEqual({ ok: true, status: 200 });
      expect(asked).toEqual(['a.duebell.test']);
      expect(target.requests).toEqual(['POST /']);
      await expectConnections([outside]);

      // another connection is another answer, and another check
      await expectRefused('a.duebell.test', { reason: `a.duebell.test (${inside}) ${refusal}`, agent });
      expect(asked).toHaveLength(2);
      expect(target.requests).toEqual(['POST /']);
    });
  });

  test('a public address works', async () => {
    expect(await send(inUrl(outside), agentOf({ isPublic: isOutside }))).toEqual({ ok: true, status: 200 });
    expect(target.requests).toEqual(['POST /']);
    await expectConnections([outside]);
  });

  test('private addresses and names work where they are allowed', async () => {
    const { resolve } = resolver([inside]);
    for (const host of [inside, 'private.duebell.test']) {
      expect(await send(host, agentOf({ allowPrivateTargets: true, resolve }))).toEqual({ ok: true, status: 200 });
    }
    expect(target.requests).toEqual(['POST /', 'POST /']);
    await expectConnections([inside, inside]);
  });

  describe.each([301, 302, 303, 307, 308])('a redirect with %i', (status) => {
    test.each([
      ['a private address', () => url(inside, '/private')],
      ['a private name', () => url('localhost', '/private')],
      ['the public address itself', () => url(inUrl(outside), '/public')],
      ['somewhere relative', () => '/relative'],
    ])('to %s is not followed', async (_, location) => {
      answer = (response) => response.writeHead(status, { location: location() }).end();
      const outcome = await send(inUrl(outside), agentOf({ isPublic: isOutside }));
      expect(outcome).toEqual({ ok: false, error: `HTTP ${status}: redirects are not followed`, status });
      expect(target.requests).toEqual(['POST /']);
      await expectConnections([outside]);
    });

    test('to a private address is refused even where the client follows it', async () => {
      for (const host of [inside, '2130706433', 'localhost']) {
        target.requests.splice(0);
        answer = (response) => response.writeHead(status, { location: url(host, '/private') }).end();
        const dispatcher = agentOf({ isPublic: isOutside });
        const followed = fetch(url(inUrl(outside)), { method: 'POST', dispatcher });
        await expect(followed).rejects.toMatchObject({ cause: { message: expect.stringContaining(refusal) } });
        expect(target.requests).toEqual(['POST /']);
        await expectConnections([outside]);
      }
    });
  });
});

/** Answers the first list at the first question, and so on; the last one from then on. */
function resolver(...answers: string[][]): { resolve: Resolve; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve(host, _options, callback) {
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
      asked.push(host);
      const addresses = answer.map((address): LookupAddress => ({ address, family: isIP(address) }));
      process.nextTick(callback, null, addresses);
    },
  };
}

function inUrl(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}
