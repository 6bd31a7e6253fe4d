/**
 * Makes the scene of two hundred services (scenarios/parts/two-hundred-services.json) and others of its kind: four layers of
 * services behind one gateway, each with a sidecar, all under one control plane. Made and not drawn, because nobody keeps four
 * hundred parts in line by hand. `node src/tooling/make-scene.mjs` writes the file; the canvas is measured on larger ones.
 */

/** What may be chosen. */
export interface SceneOptions {
  /** Requests per second at the gateway. */
  readonly perSecond: number;
  /** Services whose requests come from the gateway, and those of the three layers behind. */
  readonly layers: readonly [number, number, number, number];
  /** Call wires that enter each of the three layers behind; at least one for each service. */
  readonly wires: readonly [number, number, number];
  readonly durationMs: number;
}

/** The shipped scene: 200 services; a request touches five and a half of them on average. */
export const TWO_HUNDRED: SceneOptions = {
  perSecond: 3600,
  layers: [40, 60, 60, 40],
  wires: [64, 66, 44],
  durationMs: 30_000,
};

/** What the services of each layer do. */
const LAYERS = [
  { word: 'API', meanMs: 3, pods: 3 },
  { word: 'core', meanMs: 4, pods: 3 },
  { word: 'data', meanMs: 3, pods: 3 },
  { word: 'store', meanMs: 2, pods: 2 },
] as const;

/** Products of one block, one below the other; the columns of a block are the layers. */
const ROWS = 10;

const TOPICS = [
  'Order', 'Cart', 'Search', 'Price', 'Stock', 'Payment', 'Account', 'Login', 'Review', 'Offer',
  'Coupon', 'Media', 'Image', 'Video', 'Chat', 'Mail', 'Push', 'Address', 'Parcel', 'Return',
  'Refund', 'Invoice', 'Tax', 'Ledger', 'Fraud', 'Risk', 'Credit', 'Gift', 'Wish', 'Catalog',
  'Brand', 'Seller', 'Supply', 'Depot', 'Route', 'Driver', 'Ticket', 'Survey', 'Report', 'Feed',
] as const;
/** Services of the inner layers that belong to no product. */
const SHARED = [
  'Clock', 'Locale', 'Rates', 'Geo', 'Quota', 'Consent', 'Session', 'Device', 'Flag', 'Rule',
  'Score', 'Match', 'Index', 'Cache', 'Queue', 'Audit', 'Token', 'Secret', 'Schema', 'Cohort',
] as const;

const PITCH = { x: 320, y: 350 };
/** Room between two blocks beyond the room between two columns. */
const AISLE = 150;
const FIRST_X = 430;
/** Where the proxy of a part stands, from the part. */
const PROXY = { x: 14, y: 150 };

type Settings = Readonly<Record<string, unknown>>;

/** A part of the file. */
interface SceneNode {
  readonly kind: string;
  readonly name: string;
  readonly parent: string | null;
  readonly position: { readonly x: number; readonly y: number };
  readonly settings: Settings;
}

/** A wire of the file. */
interface SceneEdge {
  readonly source: string;
  readonly target: string;
  readonly role: 'call' | 'control';
  readonly settings: { readonly latencyMs: number };
}

/** The file; what is left out has its usual value. */
export interface Scene {
  readonly format: 'faultline-scenario';
  readonly version: 1;
  readonly title: string;
  readonly notes: string;
  readonly author: string;
  readonly durationMs: number;
  readonly nodes: Record<string, SceneNode>;
  readonly edges: Record<string, SceneEdge>;
  readonly objectives: readonly Settings[];
  readonly expected: 'met';
}

interface Service {
  readonly id: string;
  readonly name: string;
  readonly position: SceneNode['position'];
}

/** Services layer by layer. There are as many products as services of the first layer; what a layer has beyond them is shared. */
function servicesOf({ layers }: SceneOptions): readonly (readonly Service[])[] {
  const [products] = layers;
  return layers.map((count, layer) => {
    const { word } = LAYERS[layer] as (typeof LAYERS)[number];
    return Array.from({ length: count }, (_, i): Service => {
      const name = `${(i < products ? TOPICS[i] : SHARED[i - products]) ?? `Service ${i + 1}`} ${word}`;
      return { id: name.toLowerCase().replaceAll(' ', '-'), name, position: placeOf(layer, i, products) };
    });
  });
}

/**
 * Where a service stands. A product is a row with its layers from left to right, ten rows are a block; so most calls go to the next column.
 * What is shared stands in a block of its own at the right.
 */
function placeOf(layer: number, index: number, products: number): SceneNode['position'] {
  const isShared = index >= products;
  const place = isShared ? index - products : index;
  const folds = Math.floor(place / ROWS);
  const block = isShared ? Math.ceil(products / ROWS) : folds;
  // Two layers share the block of the shared ones: the second of them begins where the first ends.
  const column = isShared ? (layer - 1) * 2 + folds : layer;
  return { x: FIRST_X + block * (LAYERS.length * PITCH.x + AISLE) + column * PITCH.x, y: (place % ROWS) * PITCH.y };
}

/**
 * Who calls whom between two layers, `wires` in all: everybody is called once, by the caller of the same place as far as there is
 * one; what is left goes from callers spread over the layer to callees a few places on, the shared ones among them.
 */
function callsBetween(callers: readonly Service[], callees: readonly Service[], wires: number): [Service, Service][] {
  const calls = callees.map((callee, i): [Service, Service] => [callers[(i * 7) % callers.length] as Service, callee]);
  for (let i = 0; i < callees.length && i < callers.length; i++) calls[i] = [callers[i] as Service, callees[i] as Service];
  for (let i = 0; calls.length < wires; i++) {
    const caller = callers[(i * 11 + 3) % callers.length] as Service;
    const callee = callees[(i * 17 + 5 + Math.floor(i / callees.length)) % callees.length] as Service;
    if (!calls.some(([from, to]) => from === caller && to === callee)) calls.push([caller, callee]);
    if (i > wires * 50) throw new RangeError(`${callers.length} and ${callees.length} services have no room for ${wires} wires`);
  }
  return calls;
}

/** The parts in front: who asks, who lets in, who governs. */
function frontOf({ perSecond }: SceneOptions, products: readonly Service[]): Record<string, SceneNode> {
  const middle = Math.floor((ROWS - 1) / 2) * PITCH.y;
  const paths = products.map(({ id }) => ({ path: `/${id}`, weight: 1 }));
  return {
    visitors: {
      kind: 'client', name: 'Visitors', parent: null, position: { x: 0, y: middle - 2 * PITCH.y },
      settings: {
        arrivals: { kind: 'poisson', perSecond },
        population: { users: 100_000, firstUser: 1, addresses: 20_000, firstAddress: 1, paths, tokens: null },
      },
    },
    gateway: {
      kind: 'gateway', name: 'API gateway', parent: null, position: { x: 0, y: middle },
      settings: {
        replicas: 6,
        workers: 4,
        routes: products.map(({ id }) => ({ id, match: 'prefix', path: `/${id}`, to: [{ wire: `to-${id}`, weight: 1 }] })),
      },
    },
    'gateway-proxy': proxy('gateway', 'API gateway', { x: 0, y: middle }),
    plane: { kind: 'control-plane', name: 'Control plane', parent: null, position: { x: 0, y: 0 }, settings: { defaultMode: 'strict' } },
  };
}

/** The gateway takes plaintext too: its callers live outside the mesh. */
function proxy(host: string, name: string, { x, y }: SceneNode['position']): SceneNode {
  const settings = host === 'gateway' ? { mtls: 'permissive', concurrency: 4 } : {};
  return { kind: 'sidecar', name: `${name} proxy`, parent: host, position: { x: x + PROXY.x, y: y + PROXY.y }, settings };
}

function call(source: string, target: string, latencyMs = 0.5): SceneEdge {
  return { source, target, role: 'call', settings: { latencyMs } };
}

/** Wires by id: `to-` from the gateway, `a--b` between services, `g-` from the control plane. */
function edgesOf(layers: readonly (readonly Service[])[], { wires }: SceneOptions): Record<string, SceneEdge> {
  const edges: Record<string, SceneEdge> = { visits: call('visitors', 'gateway', 10) };
  for (const { id } of layers[0] as readonly Service[]) edges[`to-${id}`] = call('gateway', id);
  wires.forEach((count, i) => {
    const [callers, callees] = [layers[i] as readonly Service[], layers[i + 1] as readonly Service[]];
    for (const [from, to] of callsBetween(callers, callees, count)) edges[`${from.id}--${to.id}`] = call(from.id, to.id);
  });
  for (const id of ['gateway', ...layers.flat().map((service) => service.id)]) {
    edges[`g-${id}`] = { source: 'plane', target: `${id}-proxy`, role: 'control', settings: { latencyMs: 1 } };
  }
  return edges;
}

/** The file of a scene. */
export function makeScene(options: SceneOptions): Scene {
  const layers = servicesOf(options);
  const nodes = frontOf(options, layers[0] as readonly Service[]);
  layers.forEach((services, layer) => {
    const { meanMs, pods } = LAYERS[layer] as (typeof LAYERS)[number];
    services.forEach(({ id, name, position }) => {
      const settings = { pods, workers: 20, model: 'async', service: { kind: 'exponential', meanMs } };
      nodes[id] = { kind: 'service', name, parent: null, position, settings };
      nodes[`${id}-proxy`] = proxy(id, name, position);
    });
  });
  return {
    format: 'faultline-scenario',
    version: 1,
    title: 'Two hundred services in one mesh',
    notes:
      'Forty products behind one gateway, each four services deep, and forty services that they share. A request touches five ' +
      'or six of them on average, and every call passes two proxies. Far out, tiles show who is well; zoom in for figures.',
    author: 'Faultline',
    durationMs: options.durationMs,
    nodes,
    edges: edgesOf(layers, options),
    objectives: [
      { id: 'served', text: 'Every request is answered.', metric: 'totals.failed', is: '=', limit: 0 },
      { id: 'fast', text: '99 of 100 requests take no more than 120 ms.', metric: 'totals.latencyMs.p99', is: '<=', limit: 120 },
      { id: 'wide', text: 'The gateway alone takes 100,000 requests.', metric: 'nodes.gateway.completed', is: '>=', limit: 100_000 },
    ],
    expected: 'met',
  };
}
