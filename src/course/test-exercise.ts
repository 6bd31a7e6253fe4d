/** A small exercise for tests: a queue that is too long with one worker and short with four. */

const service = (workers: number): Record<string, unknown> => ({ workers, service: { kind: 'constant', meanMs: 50 } });

/** The scenario under the exercise. */
export const TEST_BASE = {
  format: 'faultline-scenario',
  version: 1,
  title: 'A shop',
  durationMs: 10_000,
  nodes: {
    shoppers: { kind: 'client', name: 'Shoppers', settings: { arrivals: { kind: 'poisson', perSecond: 40 } } },
    shop: { kind: 'service', name: 'Shop', position: { x: 300, y: 0 }, settings: service(1) },
  },
  edges: { orders: { source: 'shoppers', target: 'shop' } },
  objectives: [{ id: 'queue', text: 'The queue stays short', metric: 'nodes.shop.queue.max', is: '<=', limit: 30 }],
};

const withWorkers = (workers: number): Record<string, unknown> => ({ nodes: { shop: { settings: { workers } } } });
const figures = [{ metric: 'nodes.shop.queue.max', label: 'Longest queue' }];

/** The exercise as it is written in a file, its patches in place. */
export const TEST_EXERCISE = {
  format: 'faultline-exercise',
  version: 1,
  id: 'queues',
  title: 'Queues',
  minutes: 10,
  situation: 'A shop has **one** worker and more orders than he can serve.',
  base: TEST_BASE,
  questions: [
    {
      id: 'cure',
      text: 'What shortens the queue?',
      options: [
        { key: 'A', text: 'Waiting', reply: 'It only grows.', patch: {}, figures, seen: 'The queue grows to about 200.' },
        { key: 'B', text: 'Four workers', isRight: true, reply: 'They serve 80 a second.', patch: withWorkers(4), figures },
        { key: 'C', text: 'A nicer sign', reply: 'It does not serve.', patch: null, noRun: 'A sign takes no part in a run.' },
      ],
      predict: { text: 'How long is the queue with four workers?', metric: 'nodes.shop.queue.max', unit: '', min: 0, max: 500 },
    },
  ],
  explanation: 'Work that comes faster than it is served piles up.',
  notes: [{ text: 'Real queues have limits.', source: 'Queueing theory' }],
  labs: [
    {
      id: 'lab-1',
      title: 'Serve them',
      task: 'Keep the queue at 30 or less.',
      starter: { ...TEST_BASE, title: 'Lab', expected: 'missed' },
      reference: { ...withWorkers(4), expected: 'met' },
      solution: 'Four workers serve 80 a second.',
      hints: ['Count the workers.', 'Each serves 20 a second.'],
      rubric: ['Compares arrivals with service'],
      seeds: [1, 2],
    },
  ],
  story: [{ atMs: 0, title: 'It begins', text: 'Orders come.', look: 'shop' }],
};
