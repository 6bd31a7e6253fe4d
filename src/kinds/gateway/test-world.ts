/** A client, a gateway and what is behind it, for tests. */
import { gatewayKind } from './kind';
import { GatewayModel } from './model';
import type { GatewaySettings } from './settings';
import { MS } from '@/domain/time';
import type { Call } from '@/engine/call';
import { RunContext } from '@/engine/context';
import { NodeModel } from '@/engine/node-model';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import type { ClientSettings } from '@/kinds/client/settings';
import { IdentityProviderModel } from '@/kinds/identity-provider/model';
import type { IdentityProviderSettings } from '@/kinds/identity-provider/settings';
import { serviceKind } from '@/kinds/service/kind';
import { ServiceModel } from '@/kinds/service/model';
import type { ServiceSettings } from '@/kinds/service/settings';
import type { LimitSpec } from '@/policies/rate-limit/limit-set';

const NET = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 1000 };
const SERVICE = serviceKind.schema.parse({ workers: 100, service: { kind: 'constant', meanMs: 10 } }) as ServiceSettings;
/** Settings with the schema's defaults. */
export const settingsOf = (part: object): GatewaySettings => gatewayKind.schema.parse(part) as GatewaySettings;
const IDP: IdentityProviderSettings = {
  rotateEveryMs: null,
  leadMs: 0,
  graceMs: 0,
  answerMs: { kind: 'constant', meanMs: 5 },
};
/** Five per second of the clock for each user. */
export const PER_USER: LimitSpec = {
  id: 'user',
  per: 'user',
  algorithm: 'fixed-window',
  limit: 5,
  windowMs: 1000,
  burst: null,
};

/** What came back; -1 while nothing has. */
export interface Answer {
  reason: number;
  retryAfterMs: number;
}

/** Sends single requests and keeps the answers; the address tells them apart. */
class Sender extends NodeModel {
  readonly state = 'running';
  readonly answers: Answer[] = [];
  private open = 0;

  override holding(): number {
    return this.open;
  }

  send({ path = '/', user = 0, token = 0 } = {}): Answer {
    const [wire] = this.out;
    if (!wire) throw new Error('no wire');
    const answer = { reason: -1, retryAfterMs: 0 };
    const call = this.context.pool.take(wire);
    call.ip = this.answers.push(answer) - 1;
    call.user = user;
    call.urlPath = this.context.urlPath(path);
    call.token = token;
    this.tally.arrived++;
    this.open++;
    wire.start(call, null);
    return answer;
  }

  answered({ reason, retryAfterMs, ip, sentUs }: Call): void {
    this.open--;
    this.tally.end(reason, this.agenda.nowUs - sentUs);
    Object.assign(this.answers[ip] ?? {}, { reason, retryAfterMs });
  }

  receive(): void {
    throw new Error('nobody calls it');
  }

  drop(): void {
    throw new Error('it holds nothing');
  }

  handle(): void {
    throw new Error('it books nothing');
  }

  configure(): void {
    throw new Error('it has no settings');
  }
}

/** What a world may differ in. */
export interface Options {
  readonly perSecond?: number;
  readonly maxRequests?: number | null;
  readonly idp?: Partial<IdentityProviderSettings>;
  readonly seed?: number;
}

/** A client and a gateway before services a and b (wires `to-a`, `to-b`), with a key service. */
export function world(part: object, { perSecond = 0, maxRequests = null, idp = {}, seed = 1 }: Options = {}) {
  const context = new RunContext(seed);
  const arrivals = { kind: 'constant', perSecond } as const;
  const client = new ClientModel(context, 'client', { arrivals, patienceMs: null, maxRequests } as ClientSettings);
  const gateway = new GatewayModel(context, 'gateway', settingsOf(part));
  const [a, b] = ['a', 'b'].map((id) => new ServiceModel(context, id, SERVICE)) as [ServiceModel, ServiceModel];
  const keys = new IdentityProviderModel(context, 'keys', { ...IDP, ...idp });
  const sender = new Sender(context, 'sender', 'client');
  const front = new Wire(context, 'front', client, gateway, NET);
  const side = new Wire(context, 'side', sender, gateway, NET);
  const toA = new Wire(context, 'to-a', gateway, a, NET);
  const toB = new Wire(context, 'to-b', gateway, b, NET);
  const lookup = new Wire(context, 'to-keys', gateway, keys, NET);
  const wires = [front, side, toA, toB, lookup];
  for (const wire of wires) wire.assemble([]);
  client.out.push(front);
  sender.out.push(side);
  gateway.out.push(toA, toB);
  gateway.lookups.push(lookup);
  const nodes = [client, sender, gateway, a, b, keys];
  const run = new Run(context, nodes, wires, 100 * MS);
  for (const node of nodes) node.start();
  const send = (request?: Parameters<Sender['send']>[0]): Answer => sender.send(request);
  return { context, client, gateway, a, b, keys, front, side, nodes, run, send };
}

/** A target of a route. */
export const to = (wire: string, weight = 1) => ({ wire, weight });
