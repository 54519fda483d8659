import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Sockets whose request may take longer to arrive than the server allows any other. */
const patient = new WeakSet<Socket>();

/** How long the rest of a request may take to arrive that was answered already. */
const restMs = 30_000;

/**
 * Lets a request take `ms` to arrive, where the server gives all others less. Node tells of a request that is over its
 * time once, by an error that `isWaitedFor` then takes for none; from then on only this watches over it. Call `end` when all
 * of it is here, or nobody wants the rest.
 */
export function bePatient(request: IncomingMessage, ms: number): { end: () => void } {
  const { socket } = request;
  patient.add(socket);
  // it may also be silent for as long: while the answer is worked out nothing is sent
  socket.setTimeout(ms);
  const giveUp = () => {
    if (!request.complete) socket.destroy();
  };
  const timer = setTimeout(giveUp, ms).unref();
  return {
    end() {
      clearTimeout(timer);
      patient.delete(socket);
      // answered before all of it came: the rest is read and thrown away, for a while
      if (!request.complete) setTimeout(giveUp, restMs).unref();
    },
  };
}

/** Whether the server is to go on waiting for what this socket sends. */
export function isWaitedFor(socket: Socket): boolean {
  return patient.has(socket);
}
