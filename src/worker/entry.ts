/** The worker: keeps one session, and tells the page when the engine breaks. */
import type { FromWorker, ToWorker } from './protocol';
import { Session, type SessionHost } from './session';

/** What a worker's global scope offers here; the page's types know another one. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  onunhandledrejection: ((event: { readonly reason: unknown; preventDefault(): void }) => void) | null;
}

declare const self: WorkerScope;
const soon = new MessageChannel();
let action: (() => void) | null = null;
let session: Session | null = null;
let run = 0;

/** Runs something; whatever it throws ends the session, not the worker. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    session?.end();
    session = null;
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ type: 'failed', run, message }, []);
  }
}

soon.port1.onmessage = () => {
  const next = action;
  action = null;
  if (next) guarded(next);
};

/** What goes over instead of being copied. */
function buffersOf(message: FromWorker): readonly Float64Array<ArrayBuffer>[] {
  if (message.type === 'looks') return message.looks.flatMap(({ nodes, wires, pods }) => [nodes, wires, pods]);
  if (message.type !== 'frame') return [];
  const { nodes, wires, pods, marks, samples } = message.frame;
  return [nodes, wires, pods, marks, samples];
}

const host: SessionHost = {
  now: () => performance.now(),
  post: (message) => self.postMessage(message, buffersOf(message).map(({ buffer }) => buffer)),
  later: (next) => {
    action = next;
    // A timer gives messages their turn and lets the processor rest between strides.
    setTimeout(() => soon.port2.postMessage(null), 4);
  },
};

/** Whatever escapes ends the session and is told; the worker's own way would tell the page nothing of a promise. */
self.onunhandledrejection = (event) => {
  event.preventDefault();
  guarded(() => {
    throw event.reason instanceof Error ? event.reason : new Error(String(event.reason));
  });
};

self.onmessage = ({ data }) => {
  if (data.type === 'ping') {
    self.postMessage({ type: 'pong', run }, []);
    return;
  }
  guarded(() => {
    if (data.type !== 'load') return session?.hear(data);
    session?.end();
    action = null;
    run = data.run;
    session = new Session(host, data.run, data.scenario, data.isQuiet);
  });
};
